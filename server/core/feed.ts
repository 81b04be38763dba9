// The socket of a feed: facts of one room, read behind a cursor in an order that never changes, for whoever has subscribed.
// Jobs and routes hand the feeds in where they are read, and nothing is written where a fact is made.
import { setImmediate as turn } from 'node:timers/promises'
import type { Queries } from '#db/store.ts'
import type { WebhookEvent } from '#shared/kinds.ts'
import type { House } from './house.ts'
import { openWritesEnded } from './turns.ts'

export interface Fact {
  type: WebhookEvent
  /** Epoch ms. */
  at: number
  /** Ids, amounts and words; nothing personal. */
  data: Record<string, unknown>
}
export interface Feed {
  name: string
  types: readonly WebhookEvent[]
  /** The cursor behind everything there is; cursors compare as texts. Cheap: it is asked at every look. */
  latest(q: Queries, now: number): Promise<string>
  /** After this, nothing comes any more at or before a cursor that `latest` has answered. */
  settle(house: Pick<House, 'store'>): Promise<void>
  /** Facts in (after, upTo], each with the cursor behind it; null for what is passed over, so that a page is read in bounded
   * time however much of it concerns nobody. Fewer than `limit` means that there are no more. */
  page(q: Queries, after: string, upTo: string, limit: number): Promise<{ cursor: string; fact: Fact | null }[]>
}

/** For facts whose cursor is the id they were made under. */
export const settleIds = ({ store }: Pick<House, 'store'>): Promise<void> => openWritesEnded(store.read)

/** For facts whose cursor is the instant of their write: one of an earlier instant may still be open on either engine. */
export async function settleInstants({ store }: Pick<House, 'store'>): Promise<void> {
  await openWritesEnded(store.read)
  await store.write(() => turn())
}

/** Numbers as texts that compare as the numbers do. */
export const padded = (number: number): string => String(number).padStart(16, '0')
