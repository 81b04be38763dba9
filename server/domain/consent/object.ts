// Records that a person objects to a purpose, or to all of them; no consent and no other legal basis outweighs it.
import type { Queries, Tx } from '#db/store.ts'
import { deleteObjection, insertObjection, objectionsOf } from './queries.ts'

/** Stands for all purposes; no purpose can be called that. */
export const EVERY_PURPOSE = '*'

/** `purpose` is a key, or EVERY_PURPOSE. Objecting twice is objecting once. */
export async function objectTo(tx: Tx, customerId: string, purpose: string): Promise<void> {
  await insertObjection(tx, customerId, purpose)
}

/** Keys of purposes, EVERY_PURPOSE among them for whoever objected to all. */
export async function objectionsOfCustomer(q: Queries, customerId: string): Promise<Set<string>> {
  return new Set((await objectionsOf(q, customerId)).map(({ purpose }) => purpose))
}

export async function liftObjection(tx: Tx, customerId: string, purpose: string): Promise<void> {
  await deleteObjection(tx, customerId, purpose)
}
