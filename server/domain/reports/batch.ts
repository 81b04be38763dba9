// Pure: what analysts see of a campaign, and when it may move on. Two batches that differ by one basket, or by a few people,
// would tell about them, so a batch follows only when everything it shows gained nothing, or enough people at once
// (experiments.md, section 11). Days of a batch are the days on which its figures were let out.
import { type Cell, type HiddenBecause, hideInTable, hideSmallCells, LIMITS, type TableCell } from './small-cells.ts'

export const countNames = [
  'holdout',
  'assigned',
  'issued',
  'sent',
  'held',
  'redeemed',
  'reversed',
  'expired',
  'revoked',
  'byOthers',
  'discountMinor',
] as const
export type CountName = (typeof countNames)[number]
export type Counts = Record<CountName, number>
/** Whose change tells of nobody's money: each is let out by itself, five at a time. */
const slow = ['sent', 'held', 'reversed', 'expired', 'revoked', 'byOthers'] as const

export interface Atom extends Counts {
  variant: string
  channel: string
}
/** An arm, or a cut of one by a dimension. Money as decimal text. */
export interface CutCell {
  arm: string
  dimension: string
  value: string
  n: number
  issued: number
  redeemed: number
  buyers: number
  revenueMinor: string
  discountMinor: string
  top1: number
  top2: number
}
/** Everything as it is at an instant. */
export interface Live {
  at: number
  /** In the campaign's zone. */
  day: string
  atoms: Atom[]
  /** Whole arms, of everybody assigned and of the mature (dimensions 'all' and 'mature'). */
  arms: CutCell[]
  cuts: CutCell[]
}
type Table = Record<string, Counts>
export interface Batch {
  at: number
  atoms: Atom[]
  arms: CutCell[]
  /** Each dimension as it was in one of the batches. */
  cuts: Record<string, { at: number; cells: CutCell[] }>
  /** What was let out on each day. */
  days: { day: string; total: Counts; variant: Table; channel: Table }[]
  /** What every cell showed when it was shown last: one that was hidden meanwhile is compared with that. */
  told?: Told
}
type Told = Record<string, Group>

export const noCounts = (): Counts => Object.fromEntries(countNames.map((name) => [name, 0])) as Counts

export function sumCounts(rows: readonly Counts[]): Counts {
  const sum = noCounts()
  for (const row of rows) for (const name of countNames) sum[name] += row[name]
  return sum
}

export function tableOf(atoms: Atom[], by: 'variant' | 'channel'): Table {
  return Object.fromEntries([...Map.groupBy(atoms, (atom) => atom[by])].map(([key, some]) => [key, sumCounts(some)]))
}

export const cellsOfTable = (table: Table): Cell[] =>
  Object.entries(table)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { assigned, redeemed }]) => ({ key, n: assigned, buyers: redeemed }))

interface Group {
  n: number
  buyers: number
  money: string
}
const nobody: Group = { n: 0, buyers: 0, money: '0' }

/** Nothing at all, or enough people: money may only move with enough new buyers. */
function isEnough(before: Group = nobody, after: Group = nobody): boolean {
  const people = after.n - before.n
  const buyers = after.buyers - before.buyers
  if (people !== 0 && people < LIMITS.k) return false
  if (buyers !== 0 && Math.abs(buyers) < LIMITS.kCount) return false
  return buyers !== 0 || before.money === after.money
}

type Keyed = Cell & { money_: string }
const add = (cells: Keyed[]): Group => ({
  n: cells.reduce((sum, { n }) => sum + n, 0),
  buyers: cells.reduce((sum, { buyers }) => sum + buyers, 0),
  money: String(cells.reduce((sum, { money_ }) => sum + BigInt(money_), 0n)),
})

/** What is shown before and after, what is hidden in either, and all together. */
function mayFollow(before: Keyed[], after: Keyed[], hide: (cells: Keyed[]) => Map<string, unknown>): boolean {
  const hidden = [hide(before), hide(after)]
  const isHidden = (key: string) => hidden.some((reasons) => (reasons.get(key) ?? null) !== null)
  const rest = (cells: Keyed[]) => add(cells.filter(({ key }) => isHidden(key)))
  if (!isEnough(rest(before), rest(after)) || !isEnough(add(before), add(after))) return false
  const keys = new Set([...before, ...after].map(({ key }) => key).filter((key) => !isHidden(key)))
  const one = (cells: Keyed[], key: string) => add(cells.filter((cell) => cell.key === key))
  return [...keys].every((key) => isEnough(one(before, key), one(after, key)))
}

const keyed = (table: Table): Keyed[] =>
  cellsOfTable(table).map((cell) => ({ ...cell, money_: String(table[cell.key]?.discountMinor ?? 0) }))

export const tableCell = (cell: CutCell): TableCell & { money_: string } => ({
  key: `${cell.arm}\n${cell.value}`,
  row: cell.arm,
  column: cell.value,
  n: cell.n,
  buyers: cell.buyers,
  money: { revenue: Number(cell.revenueMinor), top1: cell.top1, top2: cell.top2 },
  money_: cell.revenueMinor,
})
export const armCell = (cell: CutCell): Keyed => ({ ...tableCell(cell), key: cell.arm, isArm: true })

function mayArmsFollow(before: CutCell[], after: CutCell[]): boolean {
  return ['all', 'mature'].every((dimension) => {
    const of = (cells: CutCell[]) => cells.filter((cell) => cell.dimension === dimension).map(armCell)
    return mayFollow(of(before), of(after), (cells) => hideSmallCells(cells))
  })
}

/** Of one dimension. Totals of columns are told of channels alone, by the funnel. */
export const hideCuts = (cells: CutCell[]): Map<string, HiddenBecause | null> =>
  hideInTable(cells.map(tableCell), { ...LIMITS, columns: cells.some(({ dimension }) => dimension === 'channel') })

/** Of one dimension. */
function mayCutFollow(before: CutCell[], after: CutCell[]): boolean {
  const [was, is] = [before.map(tableCell), after.map(tableCell)]
  const [hiddenBefore, hiddenAfter] = [hideCuts(before), hideCuts(after)]
  const hide = (cells: Keyed[]) =>
    new Map(cells.map(({ key }) => [key, hiddenBefore.get(key) ?? hiddenAfter.get(key) ?? null]))
  const arms = new Set([...was, ...is].map(({ row }) => row))
  const inArm = (cells: typeof was, arm: string) => cells.filter(({ row }) => row === arm)
  return [...arms].every((arm) => mayFollow(inArm(was, arm), inArm(is, arm), hide))
}

function followCuts(last: Batch['cuts'], live: Live, told: Told): Batch['cuts'] {
  const groups = Map.groupBy(live.cuts, ({ dimension }) => dimension)
  const moved = [...groups].filter(
    ([dimension, cells]) =>
      mayCutFollow(last[dimension]?.cells ?? [], cells) &&
      hasMovedEnough(told, cells.map(tableCell), hideCuts(cells), `cut ${dimension}`),
  )
  return { ...last, ...Object.fromEntries(moved.map(([dimension, cells]) => [dimension, { at: live.at, cells }])) }
}

/** Words that move by themselves keep their old value until five more came. */
function holdBack(before: Atom[], live: Atom[]): Atom[] {
  return live.map((atom) => {
    const known = before.find(({ variant, channel }) => variant === atom.variant && channel === atom.channel)
    const held = slow.map((name) => {
      const was = known?.[name] ?? 0
      return [name, Math.abs(atom[name] - was) >= LIMITS.kCount ? atom[name] : was]
    })
    return { ...atom, ...Object.fromEntries(held) }
  })
}

const blank: Batch = { at: 0, atoms: [], arms: [], cuts: {}, days: [] }

/** Cells that come back after they were hidden must have moved enough since they were seen. */
function hasMovedEnough(told: Told, cells: Keyed[], reasons: Map<string, unknown>, name: string): boolean {
  return cells.every((cell) => {
    const seen = told[`${name} ${cell.key}`]
    return seen === undefined || (reasons.get(cell.key) ?? null) !== null || isEnough(seen, add([cell]))
  })
}

const tell = (cells: Keyed[], reasons: Map<string, unknown>, name: string): Told =>
  Object.fromEntries(
    cells.flatMap((cell) =>
      (reasons.get(cell.key) ?? null) === null ? [[`${name} ${cell.key}`, add([cell])] as const] : [],
    ),
  )

/** Of tables and arms, which move together: their cells with what is hidden of them. */
function groupsOf(atoms: Atom[], arms: CutCell[]): [string, Keyed[], Map<string, unknown>][] {
  const tables = (['variant', 'channel'] as const).map((by) => [by, keyed(tableOf(atoms, by))] as const)
  const whole = ['all', 'mature'].map(
    (dimension) => [dimension, arms.filter((cell) => cell.dimension === dimension).map(armCell)] as const,
  )
  return [...tables, ...whole].map(([name, cells]) => [name, cells, hideSmallCells(cells)])
}

/** The batch that follows, or null where it has to wait. */
export function follow(before: Batch | null, live: Live): Batch | null {
  const last = before ?? blank
  const atoms = holdBack(last.atoms, live.atoms)
  const tables = (['variant', 'channel'] as const).map((by) => [tableOf(last.atoms, by), tableOf(atoms, by)] as const)
  const isReady = tables.every(([was, is]) => mayFollow(keyed(was), keyed(is), (cells) => hideSmallCells(cells)))
  const told = last.told ?? {}
  const groups = groupsOf(atoms, live.arms)
  if (!isReady || !mayArmsFollow(last.arms, live.arms)) return null
  if (!groups.every(([name, cells, reasons]) => hasMovedEnough(told, cells, reasons, name))) return null
  const cuts = followCuts(last.cuts, live, told)
  return {
    at: live.at,
    atoms,
    arms: live.arms,
    cuts,
    days: letOut(last, atoms, live.day),
    told: Object.assign(
      {},
      told,
      ...groups.map(([name, cells, reasons]) => tell(cells, reasons, name)),
      ...Object.entries(cuts).map(([name, { cells }]) => tell(cells.map(tableCell), hideCuts(cells), `cut ${name}`)),
    ),
  }
}

/** Only cells that are shown: one that was hidden comes out as a whole on the day on which it is shown first. */
function letOut(last: Batch, atoms: Atom[], day: string): Batch['days'] {
  const entry = last.days.find((one) => one.day === day) ?? { day, total: noCounts(), variant: {}, channel: {} }
  const next = { ...entry, variant: { ...entry.variant }, channel: { ...entry.channel } }
  for (const by of ['variant', 'channel'] as const) {
    const table = tableOf(atoms, by)
    const reasons = hideSmallCells(cellsOfTable(table))
    for (const [key, counts] of Object.entries(table)) {
      if (reasons.get(key) !== null) continue
      const out = sumCounts(last.days.flatMap((one) => one[by][key] ?? []))
      next[by][key] = sumCounts([next[by][key] ?? noCounts(), less(counts, out)])
    }
  }
  const shown = sumCounts(last.days.map(({ total }) => total))
  next.total = sumCounts([next.total, less(sumCounts(atoms), shown)])
  return [...last.days.filter((one) => one.day !== day), next].sort((a, b) => (a.day < b.day ? -1 : 1))
}

const less = (from: Counts, what: Counts): Counts =>
  Object.fromEntries(countNames.map((name) => [name, from[name] - what[name]])) as Counts

/** Three significant digits, away from zero at a half. */
export function roughly(minor: number): number {
  if (minor === 0) return 0
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.abs(minor))) - 2)
  return Math.sign(minor) * Math.round(Math.abs(minor) / step) * step
}
