// Walks a run through its audience: pages chosen on the reader, each issued in one write, until everybody was looked at.
import { markChecked } from '#campaigns/checked.ts'
import { type LoadedCampaign, lockCampaign } from '#campaigns/load.ts'
import type { House } from '#core/house.ts'
import { type Tx, violated } from '#db/store.ts'
import { SECOND_MS } from '#shared/time.ts'
import { audienceOf, lookOn, type Seen } from './audience.ts'
import { type Dealer, makeDealer } from './deal-codes.ts'
import { noCounts } from './decide-page.ts'
import { issuePage, type QueueMessages } from './issue.ts'
import { isIssuing } from './lock-for-issue.ts'
import { shareSeen, stillDue } from './progress.ts'
import { advanceRun, type Behind, closeAbandoned, dropIdleBefore, type RunRow, runRow } from './queries-runs.ts'

export type IssuingHouse = Pick<House, 'store' | 'clock' | 'secrets' | 'log'>

export interface Walk {
  campaign: LoadedCampaign
  queue: QueueMessages
  /** Asked between two pages. */
  stopping: () => boolean
}

const FIRST_PAGE = 1000
/** A longer one saves little more of what a commit costs, keeps who comes behind it waiting, and takes memory. */
const LONGEST_PAGE = 2500
/** While checkouts wait. */
const HURRIED_PAGE = 150
/** A run whose worker has not been heard of for so long is anybody's. */
export const LEASE_MS = 20 * SECOND_MS
const TOLD_EVERY_MS = 3 * SECOND_MS

/** Goes on from where the run is. A campaign that is paused or ended meanwhile leaves it unfinished, and so does
 * `stopping`. */
export async function walkAudience(house: IssuingHouse, begun: RunRow, walk: Walk): Promise<RunRow> {
  const { store, secrets } = house
  const { campaign, queue, stopping } = walk
  const audience = await audienceOf(store.read, campaign, begun)
  const dealer = makeDealer(secrets, campaign.terms.codePrefix)
  const tell = teller(house, begun)
  let page = FIRST_PAGE
  let isSieved = true
  for (let run = begun; ; ) {
    if (stopping()) return run
    const most = store.isHurried() ? HURRIED_PAGE : page
    const seen = await lookOn(store.read, campaign.id, audience, behindOf(run), most, isSieved)
    await dealer.prepare(seen.candidates.length, Math.max(seen.candidates.length, stillDue(run)))
    const from = run
    const write = (isHasty: boolean) =>
      store.write((tx) => issueSeen(house, tx, { from, seen, queue, dealer, isHasty }), { isPatient: true })
    // Somebody got hers by another way in this very moment, or two codes are one: then each row is looked at.
    const step = await write(true).catch((error) =>
      violated(error) === 'unique' ? write(false) : Promise.reject(error),
    )
    if (step === null) return from
    const { row, taken } = step
    tell(row)
    if (row.finishedAt !== null || row.pageCursor === from.pageCursor) return row
    isSieved = taken * 2 < seen.matched
    page = Math.min(page * 2, LONGEST_PAGE)
    run = row
  }
}

interface PageOfRun {
  from: RunRow
  seen: Seen
  queue: QueueMessages
  dealer: Dealer
  isHasty: boolean
}

/** One page in one write. Null when the campaign takes no vouchers any more, or the run has gone on without us. */
async function issueSeen(
  house: IssuingHouse,
  tx: Tx,
  { from, seen, queue, dealer, isHasty }: PageOfRun,
): Promise<{ row: RunRow; taken: number } | null> {
  const campaign = await lockCampaign(tx, from.campaignId)
  const run = await runRow(tx, from.id)
  if (campaign === null || run === undefined || !isIssuing(campaign, tx.now)) return null
  if (run.pageCursor !== from.pageCursor || run.finishedAt !== null) return null
  const page = { runId: from.id, candidates: seen.candidates, dealer, isHasty }
  const counts = seen.candidates.length === 0 ? noCounts() : (await issuePage(house, tx, campaign, page, queue)).counts
  if (seen.isEnd) {
    await markChecked(tx, campaign.id, from.asOf)
    await closeAbandoned(tx, campaign.id)
    if (from.cause === 'schedule') await dropIdleBefore(tx, campaign.id, from.id)
  }
  const row = await advanceRun(tx, from.id, {
    pageCursor: cursorOf(seen.behind),
    leaseUntil: tx.now + LEASE_MS,
    finishedAt: seen.isEnd ? tx.now : null,
    matched: seen.matched,
    counts: {
      ...counts,
      alreadyHad: counts.alreadyHad + seen.alreadyHad,
      noConsent: counts.noConsent + seen.noConsent,
    },
  })
  return { row, taken: counts.issued + counts.holdout }
}

/** One line every few seconds, so that whoever looks at the log knows how far a long run is. */
function teller({ log }: IssuingHouse, begun: RunRow): (row: RunRow) => void {
  const started = performance.now()
  let told = started
  return (row) => {
    const now = performance.now()
    if (now - told < TOLD_EVERY_MS) return
    told = now
    const perSecond = Math.round(((row.matched - begun.matched) * 1000) / (now - started))
    const { id: runId, campaignId, matched, issued } = row
    const seenPercent = Math.round(shareSeen(row) * 1000) / 10
    log.info({ runId, campaignId, matched, issued, perSecond, seenPercent, remaining: stillDue(row) }, 'a run goes on')
  }
}

const cursorOf = (behind: Behind | null): string | null =>
  behind === null ? null : JSON.stringify([behind.customerId, behind.occasion])

function behindOf({ pageCursor }: RunRow): Behind | null {
  if (pageCursor === null) return null
  const [customerId, occasion] = JSON.parse(pageCursor) as [string, string]
  return { customerId, occasion }
}
