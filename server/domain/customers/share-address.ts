// Tells who shares an address with whom: families do, and what goes to the address reaches them all (decisions.md, 22).
import type { Queries } from '#db/store.ts'
import { sharers, verifiedAt } from './queries-addresses.ts'

/** Everybody who has one of these customers' addresses on a channel, with the fingerprint of that address. */
export async function shareAddress(
  q: Queries,
  channel: 'email' | 'sms',
  customerIds: string[],
): Promise<{ customerId: string; print: string }[]> {
  const rows = await sharers(q, channel, customerIds)
  return rows.map((row) => ({ customerId: row.customer_id, print: row.print }))
}

/** The ids of everybody who has proved that this address is theirs; `print` is its fingerprint. */
export async function provedAt(q: Queries, channel: 'email' | 'sms', print: string): Promise<string[]> {
  return (await verifiedAt(q, channel, print)).map((row) => row.customer_id)
}
