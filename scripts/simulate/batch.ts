/** Pure: many runs of a design, counted. */
import { makeChance } from './chance.ts'
import type { Design } from './designs.ts'
import { type IntervalName, intervals, judge, type Rule, rules } from './judge.ts'
import { simulateRun } from './people.ts'

export interface Counted {
  runs: number
  called: Record<Rule, number | null>
  covered: Record<IntervalName, number | null>
  /** Over the runs in which the hybrid rule spoke: the sum of the shares at which it did. */
  stopped: number
}

/** Runs `from` to `to` of a design; the same whoever works them out, because each run has its own stream of chance. */
export function simulate(design: Design, { seed, from, to }: { seed: number; from: number; to: number }): Counted {
  const counted: Counted = {
    runs: 0,
    called: { fixed: 0, naive: 0, chance: 0, sequence: 0, gated: 0, exact: 0, hybrid: 0 },
    covered: { difference: 0, lift: 0, newcombe: 0, always: 0, ratio: 0 },
    stopped: 0,
  }
  for (let run = from; run < to; run++) {
    const judged = judge(design, simulateRun(design, makeChance(seed ^ hash(design.name), run)))
    counted.runs++
    counted.stopped += judged.stoppedAt ?? 0
    for (const rule of rules) counted.called[rule] = plus(counted.called[rule], judged.called[rule])
    for (const name of intervals) counted.covered[name] = plus(counted.covered[name], judged.covered[name])
  }
  return counted
}

/** Designs must not share their luck. */
const hash = (text: string): number =>
  [...text].reduce((sum, sign) => Math.imul(sum ^ sign.charCodeAt(0), 16_777_619), 2_166_136_261)

const plus = (count: number | null, yes: boolean | null): number | null =>
  count === null || yes === null ? null : count + (yes ? 1 : 0)

export function addCounted(a: Counted, b: Counted): Counted {
  const sum = <K extends string>(names: readonly K[], x: Record<K, number | null>, y: Record<K, number | null>) =>
    Object.fromEntries(
      names.map((name) => [name, x[name] === null || y[name] === null ? null : x[name] + y[name]]),
    ) as Record<K, number | null>
  return {
    runs: a.runs + b.runs,
    called: sum(rules, a.called, b.called),
    covered: sum(intervals, a.covered, b.covered),
    stopped: a.stopped + b.stopped,
  }
}
