// Sends what is queued: leased page by page for each subscription, signed, posted through the guard, and noted; tried again for a
// day. One address that does not answer keeps nobody else waiting.
import type { House } from '#core/house.ts'
import { callOutside } from '#core/outside.ts'
import type { Queries } from '#db/store.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '#shared/time.ts'
import { bodiesOf } from './body.ts'
import {
  changeWebhook,
  closeDeliveries,
  type DeliveryRow,
  giveUpBefore,
  leaseDeliveries,
  nextDelivery,
  putBack,
  type WebhookRow,
  webhooksOpen,
} from './queries.ts'
import { signWebhook } from './sign.ts'

/** When something is next due of webhooks that are not paused; null when nothing waits. */
export const nextWebhookDue = (q: Queries): Promise<number | null> => nextDelivery(q)

const PAGE = 50
const AT_ONCE = 5
export const ANSWER_WITHIN_MS = 10 * SECOND_MS
/** Longer than a page of answers that never come takes. */
const LEASE_MS = 5 * MINUTE_MS
const FIRST_MS = 10 * SECOND_MS
const LONGEST_MS = 3 * HOUR_MS
export const GIVEN_UP_AFTER_MS = DAY_MS

export type ToTell = Pick<DeliveryRow, 'id' | 'type' | 'at' | 'data'>

/** How facts are told in words that are not the house's: handed in by whoever knows them, because they live downstream. */
export interface OtherWords {
  /** By delivery; the same at every attempt, but for what has changed or been erased meanwhile. */
  bodiesOf(house: House, rows: readonly ToTell[]): Promise<Map<string, string>>
  /** The newest secret comes first. */
  headersFor(secrets: readonly string[], body: string): Record<string, string>
}
export type Envelopes = Readonly<Record<string, OtherWords>>

export interface WebhookCounts {
  delivered: number
  later: number
  dead: number
}
interface Attempt {
  row: DeliveryRow
  /** Of the answer; null without one. */
  status: number | null
  reason: string | null
  /** Seconds that the other side asked for. */
  retryAfter: number
}

/** Until nothing is due, or until the page after `stopping` says so. Several processes may deliver at once. */
export async function deliverWebhooks(
  house: House,
  stopping: () => boolean = () => false,
  envelopes: Envelopes = {},
): Promise<WebhookCounts> {
  const counts: WebhookCounts = { delivered: 0, later: 0, dead: 0 }
  const hooks = (await webhooksOpen(house.store.read)).filter(({ state }) => state === 'live')
  await Promise.all(hooks.map((hook) => deliverTo(house, hook, counts, { stopping, envelopes })))
  return counts
}

async function deliverTo(
  house: House,
  hook: WebhookRow,
  counts: WebhookCounts,
  { stopping, envelopes }: { stopping: () => boolean; envelopes: Envelopes },
): Promise<void> {
  for (let known: WebhookRow | null = hook; known !== null && !stopping(); ) {
    const { retryAt } = known
    const page = await house.store.write(async (tx) => {
      const dead = await giveUpBefore(tx, hook.id, tx.now - GIVEN_UP_AFTER_MS)
      const isResting = retryAt > tx.now
      const rows = isResting ? [] : await leaseDeliveries(tx, hook.id, { limit: PAGE, until: tx.now + LEASE_MS })
      return { dead, rows }
    })
    counts.dead += page.dead
    if (page.rows.length === 0) return
    const attempts = await sendAll(house, hook, page.rows, envelopes[hook.envelope])
    const after: WebhookRow | null = await note(house, hook, attempts, counts)
    known = after
  }
}

async function sendAll(
  house: House,
  hook: WebhookRow,
  rows: DeliveryRow[],
  words: OtherWords | undefined,
): Promise<Attempt[]> {
  const bodies = await (words === undefined ? bodiesOf(house, hook, rows) : words.bodiesOf(house, rows))
  const keys = secretsOf(house, hook)
  // The receiver judges the time of signing by its own clock.
  const sign = (id: string, body: string) =>
    words === undefined ? signWebhook(keys, id, Date.now(), body) : words.headersFor(keys, body)
  const attempts: Attempt[] = []
  const left = rows.values()
  const worker = async () => {
    for (const row of left) {
      const body = bodies.get(row.id) ?? ''
      attempts.push(await send(house, hook.url, row, { body, headers: { ...sign(row.id, body) } }))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return attempts
}

async function send(
  house: House,
  url: string,
  row: DeliveryRow,
  letter: { body: string; headers: Record<string, string> },
): Promise<Attempt> {
  const said = await callOutside(house, { url, ...letter, timeoutMs: ANSWER_WITHIN_MS })
  if ('failed' in said) return { row, status: null, reason: said.failed, retryAfter: 0 }
  const isTaken = said.status >= 200 && said.status < 300
  const retryAfter = Number(said.headers['retry-after'])
  return {
    row,
    status: said.status,
    reason: isTaken ? null : `status_${said.status}`,
    retryAfter: Number.isFinite(retryAfter) ? Math.min(Math.max(retryAfter, 0), LONGEST_MS / SECOND_MS) : 0,
  }
}

/** Answers the subscription as it stands, or null when nothing more is to be tried for it now. */
function note(
  { store, log }: House,
  hook: WebhookRow,
  attempts: Attempt[],
  counts: WebhookCounts,
): Promise<WebhookRow | null> {
  const taken = attempts.filter(({ reason }) => reason === null)
  const missed = attempts.filter(({ reason }) => reason !== null)
  return store
    .write(async (tx) => {
      if (taken.length > 0) {
        const ids = taken.map(({ row }) => row.id)
        await closeDeliveries(tx, ids, { state: 'delivered', status: taken[0]?.status ?? null, reason: null })
      }
      for (const { row, status, reason, retryAfter } of missed) {
        if (tx.now - row.since >= GIVEN_UP_AFTER_MS) {
          await closeDeliveries(tx, [row.id], { state: 'dead', status, reason })
          continue
        }
        const wait = Math.max(waitAfter(row.attempts + 1), retryAfter * SECOND_MS)
        await putBack(tx, row.id, { dueAt: Math.min(tx.now + wait, row.since + GIVEN_UP_AFTER_MS), status, reason })
      }
      const isGone = missed.some(({ status }) => status === 410)
      const isSilent = taken.length === 0
      const failures = isSilent ? hook.failures + 1 : 0
      const asked = Math.max(0, ...missed.map(({ retryAfter }) => retryAfter)) * SECOND_MS
      const retryAt = isSilent ? tx.now + Math.max(waitAfter(failures), asked) : 0
      const paused = isGone ? { state: 'paused', pauseReason: 'gone' } : {}
      await changeWebhook(tx, hook.id, { failures, retryAt, ...paused })
      return { next: isSilent || isGone ? null : { ...hook, failures, retryAt }, at: tx.now }
    })
    .then(({ next, at }) => {
      counts.delivered += taken.length
      counts.dead += missed.filter(({ row }) => at - row.since >= GIVEN_UP_AFTER_MS).length
      counts.later += missed.filter(({ row }) => at - row.since < GIVEN_UP_AFTER_MS).length
      if (missed.length > 0) {
        log.warn({ webhook: hook.id, missed: missed.length, reason: missed[0]?.reason }, 'webhooks were not taken')
      }
      return next
    })
}

/** The newest first; the one before it while both are good. */
export function secretsOf({ secrets, clock }: House, hook: WebhookRow): string[] {
  const { id, secretSealed, oldSecretSealed, oldSecretUntil } = hook
  const isOldGood = oldSecretSealed !== null && (oldSecretUntil ?? 0) > clock.now()
  return [secretSealed, ...(isOldGood ? [oldSecretSealed] : [])].map((sealed) => secrets.unseal(sealed, id))
}

/** After `attempts` (1 or more): doubled each time, spread by up to a fifth either way. */
function waitAfter(attempts: number): number {
  const planned = Math.min(FIRST_MS * 2 ** (attempts - 1), LONGEST_MS)
  return Math.round(planned * (0.8 + 0.4 * Math.random()))
}
