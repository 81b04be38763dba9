// Keeps an address from being written to, whoever uses it, also after its owner has been erased.
import type { AddressChannel } from '#customers/contacts.ts'
import type { Tx } from '#db/store.ts'
import { insertSuppression } from './queries.ts'

/** `print` is the blind index of the address (customers/contacts.ts). */
export async function suppress(tx: Tx, channel: AddressChannel, print: string, reason: string): Promise<void> {
  await insertSuppression(tx, { channel, print, reason, at: tx.now })
}
