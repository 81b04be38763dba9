// Pure: which cells of a table an analyst may not see, because they would tell about a few people
// (consent.md, section 11; experiments.md, section 11). A total that is shown must not give a hidden cell away.

export interface Cell {
  key: string
  /** People in the cell. */
  n: number
  buyers: number
  /** Whole minor units with the two largest customers' shares; absent where a cell shows no money of single people. */
  money?: { revenue: number; top1: number; top2: number }
  /** A whole arm: from 100 people on it is exempt from the rule on counts. */
  isArm?: boolean
}
/** A cell of a table whose rows and columns both have totals. */
export interface TableCell extends Cell {
  row: string
  column: string
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
 * The same for a table whose rows have totals, and its columns too if told so: every line hides nothing, or at least two
 * cells of at least k people together; and no hidden cell is what is left when all others cancel out. A row that is hidden
 * whole says no more than its total.
 */
export function hideInTable(
  cells: TableCell[],
  { columns, ...limits }: Limits & { columns: boolean },
): Map<string, HiddenBecause | null> {
  const reasons = new Map<string, HiddenBecause | null>(cells.map((cell) => [cell.key, primary(cell, limits)]))
  const rows = [...Map.groupBy(cells, ({ row }) => row).values()]
  const lines = columns ? [...rows, ...Map.groupBy(cells, ({ column }) => column).values()] : rows
  const isHidden = ({ key }: TableCell) => reasons.get(key) !== null
  const isOpen = (line: TableCell[]) => {
    const hidden = line.filter(isHidden)
    const people = hidden.reduce((sum, { n }) => sum + n, 0)
    const isWhole = !columns && hidden.length === line.length
    return hidden.length > 0 && !isWhole && (hidden.length < 2 || people < limits.k)
  }
  for (;;) {
    const open = lines.find(isOpen)
    const bridge = open === undefined && columns ? findBridge(cells.filter(isHidden)) : undefined
    if (open === undefined && bridge === undefined) return reasons
    const line = open ?? cells.filter(({ row, column }) => row === bridge?.row || column === bridge?.column)
    const next = smallestShown(line, reasons)
    if (next === undefined) return hideAll(cells, reasons)
    reasons.set(next.key, 'complementary')
  }
}

function hideAll(cells: TableCell[], reasons: Map<string, HiddenBecause | null>) {
  for (const { key } of cells) if (reasons.get(key) === null) reasons.set(key, 'complementary')
  return reasons
}

/** A hidden cell whose row and column hang together by it alone: sums of rows less sums of columns would give it. */
function findBridge(hidden: TableCell[]): TableCell | undefined {
  return hidden.find((cell) => {
    const reached = new Set([`row ${cell.row}`])
    for (let before = -1; before !== reached.size; ) {
      before = reached.size
      for (const other of hidden) {
        const ends = [`row ${other.row}`, `column ${other.column}`]
        if (other !== cell && ends.some((end) => reached.has(end))) for (const end of ends) reached.add(end)
      }
    }
    return !reached.has(`column ${cell.column}`)
  })
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

const ARM_EXEMPT = 100

function primary({ n, buyers, money, isArm }: Cell, { k, kCount, pPercent }: Limits): HiddenBecause | null {
  if (n < k) return 'primary_n'
  const isExempt = isArm === true && n >= ARM_EXEMPT
  if (!isExempt && ((buyers > 0 && buyers < kCount) || (n - buyers > 0 && n - buyers < kCount))) return 'primary_count'
  if (buyers > 0 && money !== undefined && (money.revenue - money.top1 - money.top2) * 100 < pPercent * money.top1)
    return 'dominance'
  return null
}

const smallestShown = <C extends Cell>(cells: C[], reasons: Map<string, HiddenBecause | null>): C | undefined =>
  cells.filter((cell) => reasons.get(cell.key) === null).sort((a, b) => a.n - b.n || (a.key < b.key ? -1 : 1))[0]
