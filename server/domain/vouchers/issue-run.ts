// Runs a campaign: pages of people who are due, chosen on the reader, each issued in one write. A run that was cut is gone
// on with by whoever comes next; run twice, the second issues nothing.
import { markChecked } from '#campaigns/checked.ts'
import { type LoadedCampaign, liveCampaigns } from '#campaigns/load.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import type { Tx } from '#db/store.ts'
import type { RunOutcome } from '#shared/contracts/campaigns.ts'
import type { TriggerKind } from '#shared/kinds.ts'
import { HOUR_MS } from '#shared/time.ts'
import { audienceOf, lookOn } from './audience.ts'
import type { QueueMessages } from './issue.ts'
import { isIssuing, lockForIssue } from './lock-for-issue.ts'
import { closeAbandoned, dropLease, insertRun, type RunRow, takeUnfinished } from './queries-runs.ts'
import { toOutcome } from './runs.ts'
import { type IssuingHouse, LEASE_MS, walkAudience } from './walk-audience.ts'

/** How many are looked at before a run is begun for them. */
const GLANCE = 1000
/** A run that was cut longer ago looks at the wrong day: another one begins, and finds who has had hers. */
const STALE_MS = HOUR_MS

/** Goes on with a run that was cut, or begins one. 404 `campaign.not_found`, 409 `campaign.run_unavailable`. A campaign that
 * is paused or ended meanwhile leaves the run unfinished (`finishedAt` null), and so does `stopping` between two pages. */
export async function runCampaign(
  house: IssuingHouse,
  campaignId: string,
  cause: 'manual' | 'schedule',
  queue: QueueMessages,
  stopping: () => boolean = () => false,
): Promise<RunOutcome> {
  const { campaign, run } = await house.store.write((tx) => beginRun(tx, campaignId, cause))
  let left = run
  try {
    left = await walkAudience(house, run, { campaign, queue, stopping })
    return toOutcome(left)
  } finally {
    // Whoever comes next goes on at once; if this cannot be written either, once the lease is over.
    if (left.finishedAt === null) await house.store.write((tx) => dropLease(tx, run.id)).catch(() => undefined)
  }
}

/** Runs every live campaign that waits for one of these occasions and has somebody due. Answers the runs there were; what
 * goes wrong with one campaign is logged and does not stop the others. */
export async function runDueCampaigns(
  house: IssuingHouse,
  kinds: readonly TriggerKind[],
  queue: QueueMessages,
  stopping: () => boolean = () => false,
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

async function beginRun(tx: Tx, campaignId: string, cause: string): Promise<{ campaign: LoadedCampaign; run: RunRow }> {
  const campaign = await lockForIssue(tx, campaignId)
  const leaseUntil = tx.now + LEASE_MS
  const left = await takeUnfinished(tx, campaignId, { begunAfter: tx.now - STALE_MS, leaseUntil })
  if (left !== undefined) return { campaign, run: left }
  const run = await insertRun(tx, {
    id: newId('run', tx.now),
    campaignId,
    cause,
    asOf: tx.now,
    since: sinceOf(campaign, tx.now),
    startedAt: tx.now,
    leaseUntil,
  })
  return { campaign, run }
}
