// Keeps an address from being written to, whoever uses it, also after its owner has been erased.
import type { Queries, Tx } from '#db/store.ts'
import { hasSuppression, insertSuppression } from './queries.ts'

/** `print` is the blind index of the address (customers/contacts.ts). */
export async function suppress(tx: Tx, channel: string, print: string, reason: string): Promise<void> {
  await insertSuppression(tx, { channel, print, reason, at: tx.now })
}

export async function isSuppressed(q: Queries, channel: string, print: string): Promise<boolean> {
  return hasSuppression(q, channel, print)
}
