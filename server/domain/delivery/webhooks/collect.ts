// Turns facts into deliveries: each feed that somebody subscribed to is read on behind its cursor, and the cursor moves in the
// write that queues, so that a fact is queued once for each subscription, whichever process reads it.

import type { Fact, Feed } from '#core/feed.ts'
import type { House } from '#core/house.ts'
import { newId } from '#core/ids.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { WebhookEvent } from '#shared/kinds.ts'
import {
  advanceFeed,
  beginFeed,
  cursorOf,
  endFeed,
  insertDeliveries,
  type WebhookRow,
  webhooksOpen,
} from './queries.ts'

const PAGE = 500

/** Answers how many deliveries were queued. Until nothing is new, or until the page after `stopping` says so. */
export async function collectFacts(
  house: House,
  feeds: readonly Feed[],
  stopping: () => boolean = () => false,
): Promise<number> {
  let queued = 0
  const hooks = await webhooksOpen(house.store.read)
  for (const feed of feeds) {
    if (stopping()) break
    queued += await readOn(house, feed, hooks, stopping)
  }
  return queued
}

/** Whether there is something to collect; asks nothing of feeds that nobody has subscribed to. */
export async function hasNews(q: Queries, feeds: readonly Feed[], now: number): Promise<boolean> {
  const hooks = await webhooksOpen(q)
  for (const feed of feeds) {
    if (!isWanted(feed, hooks)) continue
    const cursor = await cursorOf(q, feed.name)
    if (cursor === null) return true
    const upTo = await feed.latest(q, now)
    if (upTo > cursor && (await feed.page(q, cursor, upTo, 1)).length > 0) return true
  }
  return false
}

async function readOn(house: House, feed: Feed, hooks: WebhookRow[], stopping: () => boolean): Promise<number> {
  const { store, clock } = house
  let cursor = await cursorOf(store.read, feed.name)
  if (!isWanted(feed, hooks)) {
    if (cursor !== null) await store.write((tx) => forget(tx, feed))
    return 0
  }
  if (cursor === null) {
    await store.write(async (tx) => beginFeed(tx, feed.name, await feed.latest(tx, tx.now)))
    return 0
  }
  const upTo = await feed.latest(store.read, clock.now())
  if (upTo <= cursor) return 0
  await feed.settle(house)
  let queued = 0
  for (let isEnd = false; !isEnd && !stopping(); ) {
    const from: string = cursor
    const page = await feed.page(store.read, from, upTo, PAGE)
    isEnd = page.length < PAGE
    const to = isEnd ? upTo : (page.at(-1)?.cursor ?? upTo)
    const facts = page.flatMap(({ fact }) => fact ?? [])
    const made = await store.write((tx) => queue(tx, feed, { from, to, facts }), { isPatient: true })
    if (made === null) return queued
    queued += made
    cursor = to
  }
  return queued
}

/** Null when another process was faster. The subscriptions are asked for here, so that one made meanwhile is not left out. */
async function queue(
  tx: Tx,
  feed: Feed,
  { from, to, facts }: { from: string; to: string; facts: Fact[] },
): Promise<number | null> {
  if (!(await advanceFeed(tx, feed.name, from, to))) return null
  const hooks = (await webhooksOpen(tx)).map((row) => ({ ...row, types: JSON.parse(row.events) as WebhookEvent[] }))
  const rows = facts.flatMap(({ type, at, data }) =>
    hooks
      .filter(({ types, createdAt }) => types.includes(type) && at >= createdAt)
      .map(({ id }) => ({
        id: newId('webhookDelivery', tx.now),
        webhookId: id,
        type,
        at,
        data: JSON.stringify(data),
        state: 'queued',
        since: tx.now,
        dueAt: tx.now,
      })),
  )
  return insertDeliveries(tx, rows)
}

/** Asked again where it counts: somebody may be subscribing. */
async function forget(tx: Tx, feed: Feed): Promise<void> {
  if (!isWanted(feed, await webhooksOpen(tx))) await endFeed(tx, feed.name)
}

const isWanted = ({ types }: Feed, hooks: readonly WebhookRow[]): boolean =>
  hooks.some(({ events }) => (JSON.parse(events) as WebhookEvent[]).some((event) => types.includes(event)))
