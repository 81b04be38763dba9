// The keys of the ring as they are stored: made, told to all processes before they are used, brought forward, retired.
import { and, asc, eq, isNull } from 'drizzle-orm'
import { tell } from '#db/signals.ts'
import type { Queries, Store, Tx } from '#db/store.ts'
import { houseKeys } from '#db/tables/core.ts'
import { SECOND_MS } from '#shared/time.ts'
import type { KeyRing, KeyUse } from './key-ring.ts'

export type KeyRow = typeof houseKeys.$inferSelect

/** A process that has heard of nothing looks this often. */
const LOOK_MS = 5 * SECOND_MS
/** From its making until a key is used: several looks of every process, and what their clocks may be apart. */
export const KNOWN_MS = 30 * SECOND_MS

/** In the order of versions. */
export const storedKeys = (q: Queries): Promise<KeyRow[]> =>
  q.select().from(houseKeys).orderBy(asc(houseKeys.use), asc(houseKeys.version))

/** Puts on the ring what is stored. */
export async function loadRing({ read }: Pick<Store, 'read'>, ring: KeyRing): Promise<void> {
  ring.load(await storedKeys(read))
}

/** Keeps the ring as it is stored, for as long as the house is open; `tell` hears why it could not. Answers how to end it. */
export function followRing(store: Store, ring: KeyRing, said: (message: string, error: unknown) => void): () => void {
  const look = () => void loadRing(store, ring).catch((error) => said('the key ring could not be read', error))
  const deaf = store.hear('ring', look)
  const timer = setInterval(look, LOOK_MS)
  timer.unref()
  return () => {
    deaf()
    clearInterval(timer)
  }
}

/** Draws the next key. `usedFrom` is on the clock of this machine; all processes know it before. */
export async function addKey(tx: Tx, ring: KeyRing, use: KeyUse, usedFrom: number): Promise<number> {
  const rows = (await storedKeys(tx)).filter((row) => row.use === use)
  const version = Math.max(1, ...rows.map((row) => row.version)) + 1
  await tx.insert(houseKeys).values({ use, version, wrapped: ring.draw(use, version), madeAt: tx.now, usedFrom })
  await tell(tx, 'ring')
  return version
}

/** How far what stood under older keys has been brought under this one. */
export async function noteMoved(
  tx: Tx,
  use: KeyUse,
  version: number,
  step: { movedTo: string; moved: number; isDone: boolean },
): Promise<void> {
  await tx
    .update(houseKeys)
    .set({ movedTo: step.movedTo, moved: step.moved, movedAt: step.isDone ? tx.now : null })
    .where(and(eq(houseKeys.use, use), eq(houseKeys.version, version)))
}

/** Nothing rests on it any more, which whoever calls this has made sure of. The drawn key is gone for good. */
export async function retireKey(tx: Tx, use: KeyUse, version: number): Promise<void> {
  await tx
    .insert(houseKeys)
    .values({ use, version, wrapped: null, madeAt: tx.now, usedFrom: 0, retiredAt: tx.now })
    .onConflictDoNothing()
  await tx
    .update(houseKeys)
    .set({ wrapped: null, retiredAt: tx.now })
    .where(and(eq(houseKeys.use, use), eq(houseKeys.version, version), isNull(houseKeys.retiredAt)))
  await tell(tx, 'ring')
}
