// How well each channel arrives, over all campaigns: sent, failed, bounced, complained of, unsubscribed. Nothing counts who opened
// or clicked, because nothing asks.
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { readSetting, writeSetting } from '#core/settings.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { DeliveryHealth } from '#shared/contracts/reports.ts'
import { MINUTE_MS } from '#shared/time.ts'
import { lockBatch } from './queries-batches.ts'
import { cappedRuns, failedMessages, sentByChannel, silencedAddresses } from './queries-delivery.ts'
import { LIMITS } from './small-cells.ts'

const wayOf: Record<string, 'bounced' | 'complained' | undefined> = { hard_bounce: 'bounced', complaint: 'complained' }
const figures = ['sent', 'failed', 'bounced', 'complained', 'unsubscribed'] as const
type Counts = Record<(typeof figures)[number], number>
export interface Health {
  channels: Record<string, Counts>
  reachedCap: number
}
interface Batch extends Health {
  /** Epoch ms. */
  at: number
}
const KEY = 'reports.delivery_batch'
const APART_MS = 5 * MINUTE_MS

/** Addresses are counted once, whatever was sent to them. Analysts see the last batch, rounded to five with a floor. */
export async function deliveryHealth(house: House, { exact }: { exact: boolean }): Promise<DeliveryHealth> {
  if (exact) return show({ ...(await liveHealth(house.store.read)), at: house.clock.now() }, (count) => count)
  return show(await currentBatch(house), (count) => (count < LIMITS.k ? `<${LIMITS.k}` : Math.round(count / 5) * 5))
}

const show = ({ at, channels, reachedCap }: Batch, as: (count: number) => number | string): DeliveryHealth => ({
  asOf: iso(at),
  channels: Object.entries(channels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([channel, { sent, failed, bounced, complained, unsubscribed }]) => ({
      channel,
      sent: as(sent),
      failed: as(failed),
      bounced: as(bounced),
      complained: as(complained),
      unsubscribed: as(unsubscribed),
    })),
  reachedCap: as(reachedCap),
})

async function liveHealth(q: Queries): Promise<Health> {
  const [sent, failed, silenced, reachedCap] = await Promise.all([
    sentByChannel(q),
    failedMessages(q),
    silencedAddresses(q),
    cappedRuns(q),
  ])
  const health: Health = { channels: {}, reachedCap }
  const add = (channel: string, figure: keyof Counts, count: number) => {
    const counts = health.channels[channel] ?? noCounts()
    counts[figure] += Number(count)
    health.channels[channel] = counts
  }
  for (const { channel, count } of sent) add(channel, 'sent', count)
  for (const { channel, count } of failed) add(channel, 'failed', count)
  for (const { channel, reason, count } of silenced) add(channel, wayOf[reason] ?? 'unsubscribed', count)
  return health
}

const noCounts = (): Counts => ({ sent: 0, failed: 0, bounced: 0, complained: 0, unsubscribed: 0 })

/** Kept in the database, so that everybody sees the same. */
async function currentBatch({ store, clock }: House): Promise<Batch> {
  const before = await keptBatch(store.read)
  if (before !== null && clock.now() < before.at + APART_MS) return before
  return store.write(moveOn)
}

async function moveOn(tx: Tx): Promise<Batch> {
  await lockBatch(tx, KEY)
  const before = await keptBatch(tx)
  if (before !== null && tx.now < before.at + APART_MS) return before
  const batch: Batch = { ...followHealth(before, await liveHealth(tx)), at: tx.now }
  await writeSetting(tx, KEY, JSON.stringify(batch))
  return batch
}

async function keptBatch(q: Queries): Promise<Batch | null> {
  const value = await readSetting(q, KEY)
  return value === null ? null : (JSON.parse(value) as Batch)
}

/**
 * Pure: each figure moves on by k or more, or not at all, so that no two answers differ by a few people; a channel is told of
 * once one of its figures is that large.
 */
export function followHealth(before: Health | null, live: Health): Health {
  const step = (was: number, is: number): number => (Math.abs(is - was) >= LIMITS.k ? is : was)
  const channels: Health['channels'] = {}
  for (const channel of new Set([...Object.keys(before?.channels ?? {}), ...Object.keys(live.channels)])) {
    const [was, is] = [before?.channels[channel] ?? noCounts(), live.channels[channel] ?? noCounts()]
    const counts = noCounts()
    for (const figure of figures) counts[figure] = step(was[figure], is[figure])
    if (figures.some((figure) => counts[figure] > 0)) channels[channel] = counts
  }
  return { channels, reachedCap: step(before?.reachedCap ?? 0, live.reachedCap) }
}
