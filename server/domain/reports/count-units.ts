// Counts recipients into the sums of their arms: what they were counted as before goes out, what they are now comes in.
import type { Tx } from '#db/store.ts'
import {
  type ArmSums,
  addInto,
  isNothing,
  isTooShort,
  noArmSums,
  noTops,
  readSums,
  retop,
  sumsOf,
  TOPS_READ,
  type Tops,
  topsOf,
  type UnitRow,
  writeSums,
} from './arm-sums.ts'
import { type CellRow, cellRows, hourRows, largestOf, saveCells, saveHours } from './queries-cells.ts'
import { type CellKey, cellsOf, hoursOf } from './unit-totals.ts'

/** `before` is null for a recipient who was not counted yet. */
export interface Change {
  before: UnitRow | null
  after: UnitRow
}
export type MarginOf = (campaignId: string) => number | null

const nameOf = (key: CellKey): string =>
  JSON.stringify([key.campaignId, key.dimension, key.value, key.stage, key.epoch, key.arm])

interface CellChange {
  key: CellKey
  sums: ArmSums
  totals: [unit: string, minor: number][]
}

/** After the units were saved. Rows are written in the order of their keys. */
export async function countChanges(tx: Tx, changes: Change[], marginOf: MarginOf): Promise<void> {
  const cells = new Map<string, CellChange>()
  const hours = new Map<string, { campaignId: string; epoch: number; arm: string; hour: number; by: number[] }>()
  for (const { before, after } of changes) {
    const margin = marginOf(after.campaignId)
    if (before !== null) addUnit(cells, hours, before, margin, -1n)
    addUnit(cells, hours, after, margin, 1n)
  }
  await changeCells(tx, cells)
  await changeHours(tx, [...hours.values()])
}

type Hours = Map<string, { campaignId: string; epoch: number; arm: string; hour: number; by: number[] }>

function addUnit(
  cells: Map<string, CellChange>,
  hours: Hours,
  unit: UnitRow,
  margin: number | null,
  sign: 1n | -1n,
): void {
  const sums = sumsOf(unit, margin)
  for (const key of cellsOf(unit)) {
    const name = nameOf(key)
    const change = cells.get(name) ?? { key, sums: noArmSums(), totals: [] }
    cells.set(name, change)
    addInto(change.sums, sums, sign)
    if (sign === 1n && key.stage === 'all') change.totals.push([unit.id, unit.revenueMinor])
  }
  const { campaignId, epoch, arm } = unit
  for (const { hour, entered, bought, closed } of hoursOf(unit)) {
    const name = JSON.stringify([campaignId, hour, epoch, arm])
    const row = hours.get(name) ?? { campaignId, epoch, arm, hour, by: [0, 0, 0] }
    hours.set(name, row)
    row.by = [entered, bought, closed].map((count, i) => (row.by[i] ?? 0) + Number(sign) * count)
  }
}

async function changeCells(tx: Tx, cells: Map<string, CellChange>): Promise<void> {
  const known = new Map<string, CellRow>()
  const groups = Map.groupBy(cells.values(), ({ key }) => `${key.campaignId} ${key.dimension}`)
  for (const group of groups.values()) {
    const [first] = group
    if (first === undefined) continue
    const values = [...new Set(group.map(({ key }) => key.value))]
    for (const row of await cellRows(tx, first.key.campaignId, first.key.dimension, values))
      known.set(nameOf(row as CellKey), row)
  }
  const rows: CellRow[] = []
  for (const [name, { key, sums, totals }] of [...cells].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const row = known.get(name)
    if (row === undefined && isNothing(sums) && totals.length === 0) continue
    const sum = row === undefined ? noArmSums() : readSums(row.sums)
    addInto(sum, sums)
    const before: Tops = row === undefined ? noTops() : (JSON.parse(row.tops) as Tops)
    const tops = await topsAfter(tx, key, before, totals)
    rows.push({ ...key, sums: writeSums(sum), tops: JSON.stringify(tops) })
  }
  await saveCells(tx, rows)
}

async function topsAfter(tx: Tx, key: CellKey, before: Tops, totals: CellChange['totals']): Promise<Tops> {
  const tops = totals.reduce((soFar, [unit, minor]) => retop(soFar, unit, minor), before)
  if (!isTooShort(tops)) return tops
  return topsOf((await largestOf(tx, key, TOPS_READ)).map(({ id, minor }) => [id, minor]))
}

async function changeHours(
  tx: Tx,
  changes: { campaignId: string; epoch: number; arm: string; hour: number; by: number[] }[],
) {
  const moved = changes.filter(({ by }) => by.some((count) => count !== 0))
  for (const group of Map.groupBy(moved, ({ campaignId }) => campaignId).values()) {
    const [first] = group
    if (first === undefined) continue
    const rows = await hourRows(tx, first.campaignId, [...new Set(group.map(({ hour }) => hour))])
    const known = new Map(rows.map((row) => [`${row.hour} ${row.epoch} ${row.arm}`, row]))
    const saved = group.map(({ by: [entered = 0, bought = 0, closed = 0], ...key }) => {
      const row = known.get(`${key.hour} ${key.epoch} ${key.arm}`)
      return {
        ...key,
        entered: (row?.entered ?? 0) + entered,
        bought: (row?.bought ?? 0) + bought,
        closed: (row?.closed ?? 0) + closed,
      }
    })
    await saveHours(
      tx,
      saved.sort((a, b) => a.hour - b.hour || a.epoch - b.epoch || (a.arm < b.arm ? -1 : 1)),
    )
  }
}
