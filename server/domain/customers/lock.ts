// Takes hold of one person for the rest of a transaction: decisions about the same person come one after the other.
import type { Queries, Tx } from '#db/store.ts'
import { type CustomerRow, customersById, lockCustomers } from './queries.ts'

/** Null for an unknown id. Lock the person before any row of vouchers, messages or budgets. */
export async function lockCustomer(tx: Tx, customerId: string): Promise<CustomerRow | null> {
  const [row] = await lockCustomers(tx, [customerId])
  return row ?? null
}

/** The same for many people; answers the ids that there are, in their order. */
export async function lockPeople(tx: Tx, customerIds: string[]): Promise<string[]> {
  return (await lockCustomers(tx, customerIds)).map(({ id }) => id)
}

/** As she stands, without holding her; null for an unknown id. */
export async function readCustomer(q: Queries, customerId: string): Promise<CustomerRow | null> {
  const [row] = await customersById(q, [customerId])
  return row ?? null
}
