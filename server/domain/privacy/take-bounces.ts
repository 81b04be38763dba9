// What mail and SMS providers report: an address that does not exist is left alone from then on, and a complaint is a
// withdrawal of everything on that channel.
import type { z } from 'zod'
import { suppress } from '#consent/suppress.ts'
import type { House } from '#core/house.ts'
import { spellEmail, spellPhone } from '#customers/address.ts'
import { contactsOfCustomer } from '#customers/contacts.ts'
import { ownerOfAddress } from '#customers/find-by-address.ts'
import { lockCustomer } from '#customers/lock.ts'
import type { Tx } from '#db/store.ts'
import { type Bounced, bouncedMessage, keepBounce } from '#delivery/bounces.ts'
import type { bounce, bouncesTaken } from '#shared/contracts/delivery.ts'
import { withdrawChannel } from './unsubscribe.ts'

type Bounce = z.infer<typeof bounce>
export type BouncesTaken = z.infer<typeof bouncesTaken>

/** One after the other, each in a write of its own; told twice, it changes nothing more. */
export async function takeBounces(house: House, reports: readonly Bounce[]): Promise<BouncesTaken> {
  const counts: BouncesTaken = { taken: 0, unknown: 0, suspended: 0, withdrawn: 0 }
  for (const report of reports) await house.store.write((tx) => take(house, tx, report, counts))
  return counts
}

async function take(house: House, tx: Tx, report: Bounce, counts: BouncesTaken): Promise<void> {
  const { kind, messageId, channel } = report
  const message = messageId === undefined ? null : await bouncedMessage(tx, messageId)
  const print = message === null ? printOf(house, report) : await printBehind(tx, message)
  if (message === null && print === null) {
    counts.unknown += 1
    return
  }
  counts.taken += 1
  const way = message?.channel ?? channel
  if (kind === 'complaint' && (way === 'email' || way === 'sms')) {
    const customerId = message?.customerId ?? (print === null ? null : await ownerOfAddress(tx, way, print))
    if (customerId !== null && (await lockCustomer(tx, customerId)) !== null) {
      const told = { method: 'complaint', surface: 'POST /v1/connectors/bounces' }
      counts.withdrawn += (await withdrawChannel(tx, { customerId, channel: way }, told)) > 0 ? 1 : 0
    }
  }
  if (kind !== 'soft' && print !== null) {
    await suppress(tx, way, print, kind === 'hard' ? 'hard_bounce' : 'complaint')
    counts.suspended += 1
  }
  if (message !== null) await keepBounce(tx, message, kind)
}

/** The print of the address that the message's person has now: whoever has changed it meanwhile keeps the new one. */
async function printBehind(tx: Tx, { customerId, channel }: Bounced): Promise<string | null> {
  const contacts = await contactsOfCustomer(tx, customerId)
  return contacts.find((contact) => contact.channel === channel)?.print ?? null
}

function printOf({ secrets }: House, { channel, address }: Bounce): string | null {
  if (address === undefined) return null
  return secrets.print(channel, channel === 'email' ? spellEmail(address) : spellPhone(address, null))
}
