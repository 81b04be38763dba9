/** Tells all processes of a house at once that something has changed, never what: whoever hears it looks again. It only
 * makes them sooner; whoever never heard it looks again after a while by itself. */
import { EventEmitter } from 'node:events'
import { sql } from 'drizzle-orm'
import type { Tx } from './store.ts'

export const CHANNEL = 'vouchsafe'

/** API keys were revoked; a key of the house was changed; somebody was locked out for guessing codes; something is announced; the test clock moved. */
export const topics = ['keys', 'ring', 'guesses', 'announcements', 'clock'] as const
export type Topic = (typeof topics)[number]

/** Whoever shares this process, whichever store they have opened. */
const here = new EventEmitter().setMaxListeners(0)

/** For what happens seldom: on PostgreSQL commits that tell wait for one another. Heard once it is committed, here and in
 * every other process. */
export async function tell(tx: Tx, topic: Topic): Promise<void> {
  if (tx.engine === 'postgres') await tx.rows(sql`select pg_notify(${CHANNEL}, ${topic})`)
  tx.afterCommit(() => void here.emit(topic))
}

/** Passes on what came from another process. */
export const pass = (topic: string): void => void here.emit(topic)

/** To a process that was deaf for a while anything may have happened. */
export function passAll(): void {
  for (const topic of topics) here.emit(topic)
}

/** Calls `listener` after every `tell`, and whenever one may have been missed. Answers the function that ends it. */
export function hearHere(topic: Topic, listener: () => void): () => void {
  here.on(topic, listener)
  return () => void here.off(topic, listener)
}
