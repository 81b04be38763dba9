// Issue runs as they go on: looked at with the campaigns, told when they moved, and once more when they have ended.
import { iso, isoOrNull } from '#core/clock.ts'
import { idAt } from '#core/ids.ts'
import type { Queries } from '#db/store.ts'
import { shareSeen, stillDue } from '#vouchers/progress.ts'
import { listUnderWay, type RunState, setAsideOf } from '#vouchers/runs.ts'

/** What the stream tells of a run; `remaining` is an estimate. */
export type RunEvent = ReturnType<typeof describe>

interface Seen {
  text: string
  matched: number
  at: number
}

/** A short run begins and ends between two looks: whatever was begun since is looked at as well, with some room for other
 * processes, whose writes may show late. */
const ROOM_MS = 60_000

/** Answers the runs that have changed since the last call, of one campaign or of all; at first those under way and those
 * of the last minute. `now` is the house's, epoch milliseconds. */
export function makeRunWatch(campaignId: string | null): (q: Queries, now: number) => Promise<RunEvent[]> {
  const last = new Map<string, Seen>()
  let newest = ''
  return async (q, now) => {
    const moved: RunEvent[] = []
    const recent = idAt('run', now - ROOM_MS)
    const begunFrom = newest !== '' && newest < recent ? newest : recent
    const open = [...last].filter(([id, { text }]) => id < begunFrom && !text.endsWith(ENDED)).map(([id]) => id)
    for (const run of await listUnderWay(q, campaignId, { begunFrom, ids: open })) {
      const before = last.get(run.id)
      const at = performance.now()
      const perSecond = before ? Math.max(0, Math.round(((run.matched - before.matched) * 1000) / (at - before.at))) : 0
      const text = `${run.matched}${run.finishedAt === null ? '' : ENDED}`
      if (before?.text === text) continue
      moved.push(describe(run, perSecond))
      last.set(run.id, { text, matched: run.matched, at })
      if (run.id > newest) newest = run.id
    }
    for (const [id, { text }] of last) if (id < begunFrom && text.endsWith(ENDED)) last.delete(id)
    return moved
  }
}

const ENDED = ' ended'

function describe(run: RunState, perSecond: number) {
  const { matched, issued, holdout, alreadyHad, noConsent, capped, noBudget, outOfStock } = run
  return {
    runId: run.id,
    campaignId: run.campaignId,
    cause: run.cause,
    counts: {
      matched,
      issued,
      holdout,
      alreadyHad,
      noConsent,
      setAside: setAsideOf(run),
      capped,
      noBudget,
      outOfStock,
    },
    perSecond,
    share: Math.round(shareSeen(run) * 10_000) / 10_000,
    remaining: stillDue(run),
    startedAt: iso(run.startedAt),
    finishedAt: isoOrNull(run.finishedAt),
  }
}
