// Tells who shares an address with whom: families do, and what goes to the address reaches them all (decisions.md, 22).
import type { Queries } from '#db/store.ts'
import { sharers } from './queries-addresses.ts'

/** Everybody who has one of these customers' addresses on a channel, with the fingerprint of that address. */
export async function shareAddress(
  q: Queries,
  channel: 'email' | 'sms',
  customerIds: string[],
): Promise<{ customerId: string; print: string }[]> {
  const rows = await sharers(q, channel, customerIds)
  return rows.map((row) => ({ customerId: row.customer_id, print: row.print }))
}
