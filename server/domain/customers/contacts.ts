// Contact points: whether somebody has proved that an address is theirs.
import type { Queries, Tx } from '#db/store.ts'
import { contactsOf, deleteContacts, markVerified } from './queries.ts'

export type AddressChannel = 'email' | 'sms'

/** `at` in epoch ms. Nothing happens when there is no such contact point. */
export async function verifyContact(tx: Tx, customerId: string, channel: AddressChannel, at: number): Promise<void> {
  await markVerified(tx, customerId, channel, at)
}

export interface Contact {
  channel: AddressChannel
  /** The blind index of the address, by which suppression goes. */
  print: string
  verified: boolean
}

export async function contactsOfCustomer(q: Queries, customerId: string): Promise<Contact[]> {
  const points = await contactsOf(q, [customerId])
  return points.map(({ channel, print, verifiedAt }) => ({
    channel: channel as AddressChannel,
    print,
    verified: verifiedAt !== null,
  }))
}

/** Of a profile that goes on under another one. */
export async function forgetAddresses(tx: Tx, customerId: string): Promise<void> {
  await deleteContacts(tx, [customerId], ['email', 'sms'])
}
