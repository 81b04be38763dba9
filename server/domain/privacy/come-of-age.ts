// Tells young adults that it is theirs to decide now, and keeps or stops what a guardian agreed to, as the house has chosen.
import { endGuardianship, hasGuardian } from '#consent/guardians.ts'
import { minorsPolicy } from '#consent/minors.ts'
import { grantedCells, noteCells } from '#consent/note.ts'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { comeOfAge, whoComesOfAge } from '#customers/ages.ts'
import { contactsOfCustomer } from '#customers/contacts.ts'
import { lockCustomer } from '#customers/lock.ts'
import type { Tx } from '#db/store.ts'
import { queueServiceMail } from '#delivery/service-mail.ts'

const PEOPLE_PER_ROUND = 100

/** Answers how many people came of age. */
export async function noteMajority(house: House, stopping: () => boolean = () => false): Promise<number> {
  let count = 0
  for (;;) {
    const today = iso(house.clock.now()).slice(0, 10)
    const people = await whoComesOfAge(house.store.read, today, PEOPLE_PER_ROUND)
    for (const id of people) await house.store.write((tx) => tellOne(house, tx, id))
    count += people.length
    if (people.length < PEOPLE_PER_ROUND || stopping()) return count
  }
}

async function tellOne(house: House, tx: Tx, customerId: string): Promise<void> {
  const person = await lockCustomer(tx, customerId)
  if (person === null) return
  const hadGuardian = await hasGuardian(tx, customerId)
  const granted = await grantedCells(tx, customerId)
  await comeOfAge(tx, [customerId])
  await endGuardianship(tx, customerId)
  if (!hadGuardian || granted.length === 0) return
  if ((await minorsPolicy(tx)).atMajority === 'reconsent') {
    const note = { decision: 'reconsent', method: 'clock', actor: 'system' } as const
    await noteCells(tx, granted, { ...note, to: 'reconsent_required' })
  }
  const contacts = await contactsOfCustomer(tx, customerId)
  if (!contacts.some(({ channel }) => channel === 'email')) return
  const kind = 'guardian_notify_child'
  await queueServiceMail(house, tx, { customerId, channel: 'email', locale: person.locale, kind, values: {} })
}
