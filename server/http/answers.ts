// Small words that routes are written with: write once, then show what was written.
import { once } from '#access/idempotency.ts'
import type { House } from '#core/house.ts'
import type { Tx } from '#db/store.ts'
import type { DoorName, ReplyOf } from '#shared/api.ts'
import type { Answer, Call } from './endpoint.ts'

/**
 * One write under the Idempotency-Key (when there is one), then the answer rebuilt from what the write left behind,
 * so that a replay and the first answer are made by the same code.
 */
export async function writeThenShow<N extends DoorName, R>(
  house: House,
  call: Call<N>,
  status: number,
  write: (tx: Tx) => Promise<R>,
  show: (ref: R) => Promise<ReplyOf<N>> | ReplyOf<N>,
): Promise<Answer<N>> {
  const { ref, replayed } = await house.store.write((tx) => once(tx, call.idempotency, () => write(tx)))
  return { status, body: await show(ref), replayed }
}
