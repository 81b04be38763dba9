// Finds the one person whose proved address this is, so that signing up again does not make her anew.
import type { Queries } from '#db/store.ts'
import { ownersOf } from './queries-addresses.ts'

/** Null when nobody has proved the address, and when several have: then nobody can say whose it is. */
export async function ownerOfAddress(q: Queries, channel: 'email' | 'sms', print: string): Promise<string | null> {
  const owners = await ownersOf(q, channel, print)
  return owners.length === 1 ? (owners[0] ?? null) : null
}
