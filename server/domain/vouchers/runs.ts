// Runs of a campaign as people see them.

import { loadCampaign } from '#campaigns/load.ts'
import { isoOrNull } from '#core/clock.ts'
import { Refusal } from '#core/refusal.ts'
import type { Queries } from '#db/store.ts'
import type { RunOutcome } from '#shared/contracts/campaigns.ts'
import { type RunRow, runRow, runsBefore, runsUnderWay } from './queries-runs.ts'

/** A run that is not there is the fault of whoever asks: its id was never given to anybody. */
export async function showRun(q: Queries, id: string): Promise<RunOutcome> {
  const row = await runRow(q, id)
  if (row === undefined) throw new Error(`there is no run ${id}`)
  return toOutcome(row)
}

/** The newest first. 404 `campaign.not_found`. */
export async function listRuns(
  q: Queries,
  campaignId: string,
  page: { limit: number; cursor?: string | undefined },
): Promise<{ data: RunOutcome[]; nextCursor: string | null }> {
  if ((await loadCampaign(q, campaignId)) === null) throw new Refusal('campaign.not_found')
  const rows = await runsBefore(q, campaignId, page.cursor, page.limit + 1)
  const shown = rows.slice(0, page.limit)
  return {
    data: shown.map(toOutcome),
    nextCursor: rows.length > page.limit ? (shown.at(-1)?.id ?? null) : null,
  }
}

export type RunState = Omit<RunRow, 'asOf' | 'since' | 'leaseUntil'>

/** Runs that are not finished, those of `ids` whatever has become of them, and those whose id is not before `begunFrom`. */
export const listUnderWay = (
  q: Queries,
  campaignId: string | null,
  more: { begunFrom: string; ids: string[] },
): Promise<RunState[]> => runsUnderWay(q, campaignId, more)

/** Who was looked at and counts as nothing else took no part: the house's holdout, or the slice of another campaign. */
export const setAsideOf = (row: Omit<RunOutcome, 'runId' | 'finishedAt' | 'setAside'>): number =>
  row.matched - (row.issued + row.holdout + row.alreadyHad + row.noConsent + row.capped + row.noBudget + row.outOfStock)

export function toOutcome(row: RunRow): RunOutcome {
  const { id, matched, issued, holdout, alreadyHad, noConsent, capped, noBudget, outOfStock } = row
  const counts = { matched, issued, holdout, alreadyHad, noConsent, setAside: setAsideOf(row) }
  const refused = { capped, noBudget, outOfStock }
  return { runId: id, ...counts, ...refused, finishedAt: isoOrNull(row.finishedAt) }
}
