// Pure: p-values of a family of comparisons, corrected for their number. Answers stand in the order of the questions.

const ranked = (ps: number[]): number[] => ps.map((_, i) => i).sort((a, b) => (ps[a] ?? 0) - (ps[b] ?? 0))

/** For verdicts: holds the family's error, also on always-valid p at any stopping time. */
export function holm(ps: number[]): number[] {
  const adjusted: number[] = new Array(ps.length)
  let highest = 0
  ranked(ps).forEach((at, rank) => {
    highest = Math.max(highest, Math.min(1, (ps.length - rank) * (ps[at] ?? 1)))
    adjusted[at] = highest
  })
  return adjusted
}

/** For what is only explored: holds the share of false discoveries. */
export function benjaminiHochberg(ps: number[]): number[] {
  const adjusted: number[] = new Array(ps.length)
  const order = ranked(ps)
  let lowest = 1
  for (let rank = order.length - 1; rank >= 0; rank--) {
    const at = order[rank] as number
    lowest = Math.min(lowest, (ps.length * (ps[at] ?? 1)) / (rank + 1))
    adjusted[at] = lowest
  }
  return adjusted
}

export const bonferroni = (ps: number[]): number[] => ps.map((p) => Math.min(1, ps.length * p))
