// Pure: which cells of a table an analyst may not see, because they would tell about a few people
// (consent.md, section 11; experiments.md, section 11). A total that is shown must not give a hidden cell away.

export interface Cell {
  key: string
  /** People in the cell. */
  n: number
  buyers: number
  /** Whole minor units with the two largest customers' shares; absent where a cell shows no money of single people. */
  money?: { revenue: number; top1: number; top2: number }
}
export type HiddenBecause = 'primary_n' | 'primary_count' | 'dominance' | 'complementary'
export interface Limits {
  k: number
  kCount: number
  pPercent: number
  totalShown: boolean
}
/** May be raised by configuration, never lowered. */
export const LIMITS: Limits = { k: 10, kCount: 5, pPercent: 15, totalShown: true }

/** The reason per key, null where the cell may be shown. */
export function hideSmallCells(cells: Cell[], limits: Limits = LIMITS): Map<string, HiddenBecause | null> {
  const reasons = new Map<string, HiddenBecause | null>(cells.map((cell) => [cell.key, primary(cell, limits)]))
  if (!limits.totalShown) return reasons
  for (;;) {
    const hidden = cells.filter((cell) => reasons.get(cell.key) !== null)
    const people = hidden.reduce((sum, cell) => sum + cell.n, 0)
    if (hidden.length === 0 || (hidden.length >= 2 && people >= limits.k)) return reasons
    const next = smallestShown(cells, reasons)
    if (next === undefined) return reasons
    reasons.set(next.key, 'complementary')
  }
}

/**
 * Whether the total may stand beside what is left: where every cell is hidden it must not be the one hidden cell, nor tell
 * about few people itself.
 */
export function mayShowTotal(
  cells: Cell[],
  reasons: Map<string, HiddenBecause | null>,
  limits: Limits = LIMITS,
): boolean {
  const hidden = cells.filter((cell) => reasons.get(cell.key))
  if (hidden.length === 0 || hidden.length < cells.length) return true
  const sum = (of: 'n' | 'buyers') => cells.reduce((total, cell) => total + cell[of], 0)
  return hidden.length > 1 && primary({ key: 'total', n: sum('n'), buyers: sum('buyers') }, limits) === null
}

function primary({ n, buyers, money }: Cell, { k, kCount, pPercent }: Limits): HiddenBecause | null {
  if (n < k) return 'primary_n'
  if ((buyers > 0 && buyers < kCount) || (n - buyers > 0 && n - buyers < kCount)) return 'primary_count'
  if (buyers > 0 && money !== undefined && (money.revenue - money.top1 - money.top2) * 100 < pPercent * money.top1)
    return 'dominance'
  return null
}

const smallestShown = (cells: Cell[], reasons: Map<string, HiddenBecause | null>): Cell | undefined =>
  cells.filter((cell) => reasons.get(cell.key) === null).sort((a, b) => a.n - b.n || (a.key < b.key ? -1 : 1))[0]
