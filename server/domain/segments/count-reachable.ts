// Counts what becomes of the people whom an audience reaches: all of a small one, a share of a large one.
import type { Queries } from '#db/store.ts'
import type { Channel } from '#shared/kinds.ts'
import type { AudienceAsked } from './measure.ts'
import { reachablePage } from './reachable.ts'

const PAGE = 1000
/** So many people are looked at; of a larger audience the same share is told. */
const MOST = 20_000

/** Why somebody who is reachable gets nothing after all; null where nothing is in her way. */
export type Judge<R extends string> = (customerId: string) => R | null

/** By reason, the common ones first. `judgeOf` is asked once for each page of people; `reachable` is what the audience was measured at. */
export async function countReachable<R extends string>(
  q: Queries,
  asked: AudienceAsked,
  reachable: number,
  judgeOf: (open: Map<string, { channel: Channel }>) => Judge<R> | Promise<Judge<R>>,
): Promise<{ reason: R; count: number }[]> {
  const counts = new Map<R, number>()
  let [looked, after]: [number, string | null] = [0, '']
  while (after !== null && looked < MOST) {
    const { open, last } = await reachablePage(q, asked, { after, limit: PAGE })
    const judge = await judgeOf(open)
    for (const id of open.keys()) {
      const reason = judge(id)
      if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1)
    }
    looked += open.size
    after = last
  }
  const all = (count: number) => (after === null || looked === 0 ? count : Math.round((count / looked) * reachable))
  return [...counts].map(([reason, count]) => ({ reason, count: all(count) })).sort((a, b) => b.count - a.count)
}
