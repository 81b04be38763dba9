// One reminder, thirty days before what somebody agreed to ends by itself, and never a second one for the same end.
import { expiringSoon, noteReminded, whoIsToBeReminded } from '#consent/reminders.ts'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { contactsOfCustomer } from '#customers/contacts.ts'
import { lockCustomer } from '#customers/lock.ts'
import type { Tx } from '#db/store.ts'
import { queueServiceMail } from '#delivery/service-mail.ts'
import { DAY_MS } from '#shared/time.ts'
import { titlesOf } from './ask-confirmation.ts'

const PEOPLE_PER_ROUND = 200

/** Answers how many people were looked at. */
export async function remindOfExpiry(house: House, stopping: () => boolean = () => false): Promise<number> {
  let count = 0
  for (;;) {
    const people = await house.store.write(async (tx) => {
      const due = await whoIsToBeReminded(tx, tx.now, PEOPLE_PER_ROUND)
      for (const id of due) await remindOne(house, tx, id)
      return due.length
    })
    count += people
    if (people < PEOPLE_PER_ROUND || stopping()) return count
  }
}

/** Without a proved address nothing is sent, and nobody looks again. */
async function remindOne(house: House, tx: Tx, customerId: string): Promise<void> {
  const person = await lockCustomer(tx, customerId)
  const cells = await expiringSoon(tx, customerId, tx.now)
  const [first] = cells
  if (person === null || first === undefined) return
  await noteReminded(tx, customerId, cells)
  const contacts = await contactsOfCustomer(tx, customerId)
  const isReachable = contacts.some(({ channel, verified }) => channel === 'email' && verified)
  if (!isReachable || person.status !== 'active') return
  const locale = person.locale ?? 'en'
  const values = {
    expiresAt: iso(first.validTo),
    count: Math.max(1, Math.round((first.validTo - tx.now) / DAY_MS)),
    purposes: await titlesOf(tx, cells, locale),
  }
  await queueServiceMail(house, tx, { customerId, channel: 'email', locale, kind: 'consent_reminder', values })
}
