// Counts everything anew from the facts and says where what is kept differs; or puts it right.
import type { House } from '#core/house.ts'
import type { Queries } from '#db/store.ts'
import {
  type ArmSums,
  addInto,
  noArmSums,
  noTops,
  retop,
  sumsOf,
  type Tops,
  type UnitRow,
  writeSums,
} from './arm-sums.ts'
import {
  allCells,
  allHours,
  assignedByFacts,
  assignedByUnits,
  type CellRow,
  dropCells,
  type HourRow,
  saveCells,
  saveHours,
} from './queries-cells.ts'
import { lockCursors, saveUnits, trialRows, unitsAfter } from './queries-rollup.ts'
import { countedAnew, factsOf } from './recount-units.ts'
import { type CellKey, cellsOf, hoursOf } from './unit-totals.ts'

const PAGE = 2_000

export interface Recount {
  units: number
  /** Sentences; none means that every sum is what the facts say. */
  differences: string[]
}
interface Counted {
  units: number
  cells: Map<string, { key: CellKey; sums: ArmSums; tops: Tops }>
  hours: Map<string, HourRow>
  wrong: UnitRow[]
  sentences: string[]
}

/** Reads all facts. To be asked when the counting job has come to its end, or what it has not followed yet is told too. */
export async function verifyRollup(q: Queries): Promise<Recount> {
  const counted = await countAll(q)
  return {
    units: counted.units,
    differences: [...counted.sentences, ...(await assignments(q)), ...(await compare(q, counted))],
  }
}

/** Writes every sum as the facts say, in one transaction; answers how many recipients there are. */
export function rebuildRollup({ store }: Pick<House, 'store'>): Promise<number> {
  return store.write(async (tx) => {
    await lockCursors(tx)
    const { units, cells, hours, wrong } = await countAll(tx)
    await saveUnits(tx, wrong)
    await dropCells(tx)
    const rows = [...cells.values()].map(({ key, sums, tops }) => ({
      ...key,
      sums: writeSums(sums),
      tops: JSON.stringify(tops),
    }))
    await saveCells(tx, rows)
    await saveHours(tx, [...hours.values()])
    return units
  })
}

async function countAll(q: Queries): Promise<Counted> {
  const counted: Counted = { units: 0, cells: new Map(), hours: new Map(), wrong: [], sentences: [] }
  let after = ''
  for (;;) {
    const page = await unitsAfter(q, after, PAGE)
    const trials = new Map(
      (await trialRows(q, [...new Set(page.map((unit) => unit.campaignId))])).map((row) => [row.campaignId, row]),
    )
    const facts = await factsOf(q, [...new Set(page.flatMap(({ person }) => person ?? []))].sort())
    for (const unit of page) {
      const trial = trials.get(unit.campaignId)
      const anew = countedAnew(unit, trial?.currency ?? '', facts)
      const fields = Object.keys(unit).filter((key) => unit[key as keyof UnitRow] !== anew[key as keyof UnitRow])
      if (fields.length > 0) {
        counted.wrong.push(anew)
        counted.sentences.push(`${unit.id} differs from its facts in ${fields.join(', ')}`)
      }
      count(counted, anew, trial?.marginBps ?? null)
    }
    counted.units += page.length
    if (page.length < PAGE) return counted
    after = page.at(-1)?.id ?? ''
  }
}

const nameOf = (key: CellKey): string =>
  [key.campaignId, key.dimension, key.value, key.stage, key.epoch, key.arm].join(' ')
const hourName = (row: Pick<HourRow, 'campaignId' | 'hour' | 'epoch' | 'arm'>): string =>
  [row.campaignId, row.hour, row.epoch, row.arm].join(' ')

function count({ cells, hours }: Counted, unit: UnitRow, marginBps: number | null): void {
  const own = sumsOf(unit, marginBps)
  for (const key of cellsOf(unit)) {
    const cell = cells.get(nameOf(key)) ?? { key, sums: noArmSums(), tops: noTops() }
    cells.set(nameOf(key), cell)
    addInto(cell.sums, own)
    if (key.stage === 'all') cell.tops = retop(cell.tops, unit.id, unit.revenueMinor)
  }
  for (const { hour, entered, bought, closed } of hoursOf(unit)) {
    const { campaignId, epoch, arm } = unit
    const name = hourName({ campaignId, hour, epoch, arm })
    const row = hours.get(name) ?? { campaignId, hour, epoch, arm, entered: 0, bought: 0, closed: 0 }
    hours.set(name, {
      ...row,
      entered: row.entered + entered,
      bought: row.bought + bought,
      closed: row.closed + closed,
    })
  }
}

/** Two profiles that became one were two recipients and are one customer now; nobody else may be missing. */
async function assignments(q: Queries): Promise<string[]> {
  const facts = new Map((await assignedByFacts(q)).map((row) => [row.campaign_id, Number(row.n)]))
  const units = new Map((await assignedByUnits(q)).map((row) => [row.campaign_id, row]))
  return [...new Set([...facts.keys(), ...units.keys()])].flatMap((id) => {
    const assigned = facts.get(id) ?? 0
    const counted = Number(units.get(id)?.n ?? 0)
    const nameless = Number(units.get(id)?.nameless ?? 0)
    const isRight = assigned <= counted && assigned >= counted - nameless
    return isRight ? [] : [`${id} assigned ${assigned} people and counts ${counted}`]
  })
}

async function compare(q: Queries, { cells, hours }: Counted): Promise<string[]> {
  const kept = new Map((await allCells(q)).map((row) => [nameOf(row as CellKey), row]))
  const told: string[] = []
  for (const [name, { sums, tops }] of cells) {
    const row = kept.get(name)
    if ((row?.sums ?? '{}') !== writeSums(sums))
      told.push(`${name} is kept as ${row?.sums} and counted as ${writeSums(sums)}`)
    else if (row && !sameTops(row, tops)) told.push(`${name} keeps other largest totals`)
  }
  for (const [name, row] of kept)
    if (!cells.has(name) && row.sums !== '{}') told.push(`${name} is kept and counts nobody`)
  const keptHours = new Map((await allHours(q)).map((row) => [hourName(row), row]))
  for (const name of new Set([...hours.keys(), ...keptHours.keys()])) {
    const [a, b] = [hours.get(name), keptHours.get(name)]
    const is = (row: HourRow | undefined) => [row?.entered ?? 0, row?.bought ?? 0, row?.closed ?? 0].join(' ')
    if (is(a) !== is(b)) told.push(`the hour ${name} is kept as ${is(b)} and counted as ${is(a)}`)
  }
  return told
}

/** The two largest, which is all that a rule reads. */
function sameTops(row: CellRow, tops: Tops): boolean {
  const two = ({ list }: Tops) => JSON.stringify([list[0]?.[1] ?? 0, list[1]?.[1] ?? 0])
  return row.stage === 'mature' || two(JSON.parse(row.tops) as Tops) === two(tops)
}
