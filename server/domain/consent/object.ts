// Records that a person objects to a purpose, or to all of them; no consent and no other legal basis outweighs it.
import type { Tx } from '#db/store.ts'
import { insertObjection } from './queries.ts'

/** Stands for all purposes; no purpose can be called that. */
export const EVERY_PURPOSE = '*'

/** `purpose` is a key, or EVERY_PURPOSE. Objecting twice is objecting once. */
export async function objectTo(tx: Tx, customerId: string, purpose: string): Promise<void> {
  await insertObjection(tx, customerId, purpose)
}
