// Issue runs as they go on: looked at with the campaigns, told when they moved, and once more when they have ended.
import { iso, isoOrNull } from '#core/clock.ts'
import type { Queries } from '#db/store.ts'
import { shareSeen, stillDue } from '#vouchers/progress.ts'
import { listUnderWay, type RunState } from '#vouchers/runs.ts'

/** What the stream tells of a run; `remaining` is an estimate. */
export type RunEvent = ReturnType<typeof describe>

interface Seen {
  text: string
  matched: number
  at: number
}

/** Answers the runs that have changed since the last call, of one campaign or of all. */
export function makeRunWatch(campaignId: string | null): (q: Queries) => Promise<RunEvent[]> {
  const last = new Map<string, Seen>()
  return async (q) => {
    const moved: RunEvent[] = []
    for (const run of await listUnderWay(q, campaignId, [...last.keys()])) {
      const before = last.get(run.id)
      const at = performance.now()
      const perSecond = before ? Math.max(0, Math.round(((run.matched - before.matched) * 1000) / (at - before.at))) : 0
      const text = `${run.matched} ${run.finishedAt}`
      if (before?.text === text) continue
      moved.push(describe(run, perSecond))
      if (run.finishedAt === null) last.set(run.id, { text, matched: run.matched, at })
      else last.delete(run.id)
    }
    return moved
  }
}

function describe(run: RunState, perSecond: number) {
  const { matched, issued, holdout, alreadyHad, noConsent, capped, noBudget, outOfStock } = run
  return {
    runId: run.id,
    campaignId: run.campaignId,
    cause: run.cause,
    counts: { matched, issued, holdout, alreadyHad, noConsent, capped, noBudget, outOfStock },
    perSecond,
    share: Math.round(shareSeen(run) * 10_000) / 10_000,
    remaining: stillDue(run),
    startedAt: iso(run.startedAt),
    finishedAt: isoOrNull(run.finishedAt),
  }
}
