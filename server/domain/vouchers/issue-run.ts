// Runs a campaign: pages of people who are due, chosen on the reader, each issued in one write. A run that was cut is gone
// on with by whoever comes next; run twice, the second issues nothing.
import { setTimeout as pause } from 'node:timers/promises'
import { markChecked } from '#campaigns/checked.ts'
import { type LoadedCampaign, liveCampaigns, lockCampaign } from '#campaigns/load.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import type { Tx } from '#db/store.ts'
import type { RunOutcome } from '#shared/contracts/campaigns.ts'
import type { TriggerKind } from '#shared/kinds.ts'
import { HOUR_MS } from '#shared/time.ts'
import { audienceOf, lookOn } from './audience.ts'
import type { QueueMessages } from './issue.ts'
import { isIssuing, lockForIssue } from './lock-for-issue.ts'
import { closeAbandoned, dropLease, insertRun, type RunRow, runRow, takeRun, unfinishedRuns } from './queries-runs.ts'
import { toOutcome } from './runs.ts'
import { atRun, claimHere, isHere, isStopping, letGo, whenThrough } from './runs-here.ts'
import { type IssuingHouse, LEASE_MS, walkAudience } from './walk-audience.ts'

/** How many are looked at before a run is begun for them. */
const GLANCE = 1000
/** A run that was cut longer ago looks at the wrong day: another one begins, and finds who has had hers. */
const STALE_MS = HOUR_MS
const LOOK_AGAIN_MS = 500

export interface Asked {
  cause: 'manual' | 'schedule'
  queue: QueueMessages
  /** Asked between two pages. */
  stopping?: () => boolean
  /** Keeps, in the write that begins the run, which one it was; answers another one when the same was asked before. */
  keep?: (tx: Tx, begin: () => Promise<string>) => Promise<{ ref: string; replayed: boolean }>
}

export interface Started {
  runId: string
  /** It was begun by an earlier request of the same key. */
  replayed: boolean
  /** As it is when this process is through with it. Never lost: an error of the walk is thrown here. */
  outcome: Promise<RunOutcome>
}

/**
 * Begins a run, or goes on with one that was cut, and answers as soon as that is durable; the walk goes on whether or not
 * anybody waits for it. 404 `campaign.not_found`, 409 `campaign.run_unavailable`.
 */
export async function startRun(house: IssuingHouse, campaignId: string, asked: Asked): Promise<Started> {
  const { cause, keep = async (_, begin) => ({ ref: await begin(), replayed: false }) } = asked
  let begun: Begun | undefined
  const write = house.store.write((tx) =>
    keep(tx, async () => {
      if (begun !== undefined) letGo(begun.run.id)
      begun = await beginRun(tx, campaignId, cause)
      return begun.run.id
    }),
  )
  const { ref: runId, replayed } = await write.catch((error) => {
    if (begun !== undefined) letGo(begun.run.id)
    throw error
  })
  const outcome = replayed || begun === undefined ? goOn(house, runId, asked) : walk(house, begun, asked)
  // Whoever does not wait must not end the process.
  outcome.catch((error) => house.log.warn({ runId, error: String(error).slice(0, 300) }, 'a run was cut'))
  return { runId, replayed, outcome }
}

/** The same, waiting for the end. A campaign that is paused or ended meanwhile leaves the run unfinished (`finishedAt`
 * null), and so does `stopping` between two pages. */
export async function runCampaign(
  house: IssuingHouse,
  campaignId: string,
  cause: 'manual' | 'schedule',
  queue: QueueMessages,
  stopping?: () => boolean,
): Promise<RunOutcome> {
  const { outcome } = await startRun(house, campaignId, { cause, queue, ...(stopping && { stopping }) })
  return outcome
}

/** Waits for a run that somebody is at, and goes on with one that was cut if its campaign still issues. */
async function goOn(house: IssuingHouse, runId: string, asked: Asked): Promise<RunOutcome> {
  for (let waited = 0; ; waited += LOOK_AGAIN_MS) {
    await whenThrough(runId)
    const row = await runRow(house.store.read, runId)
    if (row === undefined) throw new Error(`there is no run ${runId}`)
    if (row.finishedAt !== null || waited > 2 * LEASE_MS || isStopping(house.store)) return toOutcome(row)
    const left = await house.store
      .write((tx) => takeLeft(tx, row))
      .catch((error) => {
        letGo(runId)
        throw error
      })
    if (left !== 'busy') return left === 'over' ? toOutcome(row) : walk(house, left, asked)
    await pause(LOOK_AGAIN_MS)
  }
}

/** `busy`: another process is at it. `over`: the campaign issues no more. */
async function takeLeft(tx: Tx, { id, campaignId }: RunRow): Promise<Begun | 'busy' | 'over'> {
  const campaign = await lockCampaign(tx, campaignId)
  if (campaign === null || !isIssuing(campaign, tx.now)) return 'over'
  const run = await takeOver(tx, id)
  return run === undefined ? 'busy' : { campaign, run }
}

/** A run that nobody is at. A SQLite file has one process: what that one is not at, nobody is. */
async function takeOver(tx: Tx, id: string): Promise<RunRow | undefined> {
  if (isHere(id)) return undefined
  const freeAt = tx.engine === 'sqlite' ? Number.MAX_SAFE_INTEGER : tx.now
  const run = await takeRun(tx, { id, freeAt, leaseUntil: tx.now + LEASE_MS })
  if (run !== undefined) claimHere(id)
  return run
}

async function walk(house: IssuingHouse, { campaign, run }: Begun, { queue, stopping }: Asked): Promise<RunOutcome> {
  const { store } = house
  const shouldStop = () => isStopping(store) || stopping?.() === true
  return atRun(store, run.id, async () => {
    let left = run
    try {
      left = await walkAudience(house, run, { campaign, queue, stopping: shouldStop })
      return toOutcome(left)
    } finally {
      // Whoever comes next goes on at once; if this cannot be written either, once the lease is over.
      if (left.finishedAt === null) await store.write((tx) => dropLease(tx, run.id)).catch(() => undefined)
    }
  })
}

/** Runs every live campaign that waits for one of these occasions and has somebody due. Answers the runs there were; what
 * goes wrong with one campaign is logged and does not stop the others. */
export async function runDueCampaigns(
  house: IssuingHouse,
  kinds: readonly TriggerKind[],
  queue: QueueMessages,
  stopping: () => boolean = () => isStopping(house.store),
): Promise<RunOutcome[]> {
  const outcomes: RunOutcome[] = []
  for (const campaign of await liveCampaigns(house.store.read, kinds)) {
    if (stopping()) break
    try {
      if (isIssuing(campaign, house.clock.now()) && (await isSomebodyDue(house, campaign))) {
        outcomes.push(await runCampaign(house, campaign.id, 'schedule', queue, stopping))
      }
    } catch (error) {
      // Paused or ended since it was listed: that is no fault.
      if (error instanceof Refusal && error.code === 'campaign.run_unavailable') continue
      house.log.error({ campaignId: campaign.id, error: String(error) }, 'a run failed')
    }
  }
  return outcomes
}

/** Looks before it writes: most minutes nobody is due, and a run that found nobody need not be kept. */
async function isSomebodyDue({ store, clock }: IssuingHouse, campaign: LoadedCampaign): Promise<boolean> {
  const asOf = clock.now()
  const audience = await audienceOf(store.read, campaign, { asOf, since: sinceOf(campaign, asOf) })
  const seen = await lookOn(store.read, campaign.id, audience, null, GLANCE)
  if (seen.candidates.length > 0 || !seen.isEnd) return true
  await store.write(async (tx) => {
    await markChecked(tx, campaign.id, asOf)
    await closeAbandoned(tx, campaign.id)
  })
  return false
}

/** Up to when the trigger has been looked at. A run always looks at some time at least: the day it is. */
const sinceOf = ({ checkedAt, launchedAt }: LoadedCampaign, asOf: number): number =>
  Math.min(checkedAt ?? launchedAt ?? asOf, asOf - 1)

interface Begun {
  campaign: LoadedCampaign
  run: RunRow
}

async function beginRun(tx: Tx, campaignId: string, cause: string): Promise<Begun> {
  const campaign = await lockForIssue(tx, campaignId)
  for (const left of await unfinishedRuns(tx, campaignId, tx.now - STALE_MS)) {
    const run = await takeOver(tx, left.id)
    if (run !== undefined) return { campaign, run }
  }
  const run = await insertRun(tx, {
    id: newId('run', tx.now),
    campaignId,
    cause,
    asOf: tx.now,
    since: sinceOf(campaign, tx.now),
    startedAt: tx.now,
    leaseUntil: tx.now + LEASE_MS,
  })
  claimHere(run.id)
  return { campaign, run }
}
