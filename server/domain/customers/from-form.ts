// People who came by the public form: known to nobody until they confirm, and forgotten when they do not.
import type { Queries, Tx } from '#db/store.ts'
import { DAY_MS } from '#shared/time.ts'
import { customersById } from './queries.ts'
import { firstUnconfirmed, markFromForm, markMinor, unconfirmed } from './queries-ages.ts'

export async function isFromForm(q: Queries, customerId: string): Promise<boolean> {
  const [row] = await customersById(q, [customerId])
  return row?.fromForm === 1
}

/** Made at `before` (epoch ms) or earlier, without a proved address and with nothing that waits. */
export function unconfirmedPeople(q: Queries, before: number, limit: number): Promise<string[]> {
  return unconfirmed(q, before, limit)
}

/** When the next of them is to be forgotten (epoch ms), perhaps past; null when there are none. */
export async function nextUnconfirmed(q: Queries): Promise<number | null> {
  const madeAt = await firstUnconfirmed(q)
  return madeAt === null ? null : madeAt + DAY_MS
}

/** `isMinor`: she said that she is younger than the age of consent. */
export async function noteFromForm(tx: Tx, customerId: string, { isMinor }: { isMinor: boolean }): Promise<void> {
  await markFromForm(tx, customerId)
  if (isMinor) await markMinor(tx, customerId)
}
