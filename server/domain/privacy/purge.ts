// Forgets people whom only the public form knows and nobody has confirmed: their address leaves within a day.
import { audit } from '#access/audit.ts'
import { forgetAsks } from '#consent/ask-limits.ts'
import { forgetRequest, nextUnanswered, unansweredRequests } from '#consent/guardians.ts'
import { forgetTokens } from '#consent/tokens.ts'
import type { House } from '#core/house.ts'
import { nextUnconfirmed, unconfirmedPeople } from '#customers/from-form.ts'
import { lockCustomer } from '#customers/lock.ts'
import { setCustomerStatus } from '#customers/status.ts'
import type { Queries } from '#db/store.ts'
import { DAY_MS } from '#shared/time.ts'
import { rooms } from './rooms.ts'

const PEOPLE_PER_ROUND = 100
/** A used token says "used" for a while, then it is as if it had never been. */
const TOKENS_KEPT_MS = 30 * DAY_MS

/** Answers how many people, requests to guardians and spent tokens were forgotten. */
export async function purgeUnconfirmed(house: House, stopping: () => boolean = () => false): Promise<number> {
  const { store, clock } = house
  let count = 0
  for (;;) {
    const links = await unansweredRequests(store.read, clock.now(), PEOPLE_PER_ROUND)
    for (const link of links) {
      await store.write(async (tx) => {
        if ((await lockCustomer(tx, link.customerId)) !== null) await forgetRequest(tx, link)
      })
    }
    const people = await unconfirmedPeople(store.read, clock.now() - DAY_MS, PEOPLE_PER_ROUND)
    for (const id of people) await purge(house, id, 'unconfirmed')
    count += links.length + people.length
    if ((links.length < PEOPLE_PER_ROUND && people.length < PEOPLE_PER_ROUND) || stopping()) break
  }
  const spent = await store.write(
    async (tx) => (await forgetTokens(tx, tx.now - TOKENS_KEPT_MS)) + (await forgetAsks(tx)),
  )
  return count + spent
}

/** When somebody is next to be forgotten (epoch ms), perhaps past; null when nobody is. */
export async function nextToPurge(q: Queries): Promise<number | null> {
  const dues = [await nextUnconfirmed(q), await nextUnanswered(q)].filter((due) => due !== null)
  return dues.length === 0 ? null : Math.min(...dues)
}

/** Her key first, then every room; nothing was ever sent or issued to her. */
export async function purge({ store, vault }: House, customerId: string, reason: string): Promise<void> {
  const isThere = await store.write(async (tx) => {
    if ((await lockCustomer(tx, customerId)) === null) return false
    await setCustomerStatus(tx, customerId, 'erasing')
    return true
  })
  if (!isThere) return
  await vault.destroy([customerId])
  await store.write(async (tx) => {
    if ((await lockCustomer(tx, customerId)) === null) return
    for (const { data } of rooms) await data.erasePersonalData(tx, customerId)
    await audit(tx, { actor: 'system', action: 'customer.purged', subject: customerId, detail: { reason } })
  })
}
