// SQL of the sums per arm: read by every report, written by the counting job alone.
import { type SQL, sql } from 'drizzle-orm'
import { insertMany } from '#db/kit.ts'
import type { Queries, Tx } from '#db/store.ts'
import { armCells, armHours, units } from '#db/tables/reports.ts'
import { within } from '#db/within.ts'
import type { CellKey, Dimension } from './unit-totals.ts'

export type CellRow = typeof armCells.$inferSelect
export type HourRow = typeof armHours.$inferSelect

export const cellRows = (q: Queries, campaignId: string, dimension: string, values: string[]): Promise<CellRow[]> =>
  q
    .select()
    .from(armCells)
    .where(
      sql`${armCells.campaignId} = ${campaignId} and ${armCells.dimension} = ${dimension}
        and ${armCells.value} ${within(q, values)}`,
    )

/** One text per number of days, as the values of the curve are written. */
const curveDay = sql`case when redeemed_after < 10 then '000' when redeemed_after < 100 then '00'
  when redeemed_after < 1000 then '0' else '' end || cast(redeemed_after as text)`

/** All of some dimensions, in the order of their keys. */
export const cellsOfCampaign = (q: Queries, campaignId: string, dimensions: string[]): Promise<CellRow[]> =>
  q
    .select()
    .from(armCells)
    .where(sql`${armCells.campaignId} = ${campaignId} and ${armCells.dimension} ${within(q, dimensions)}`)
    .orderBy(armCells.dimension, armCells.stage, armCells.epoch, armCells.arm, armCells.value)

export const saveCells = (tx: Tx, rows: CellRow[]): Promise<number> =>
  insertMany(tx, armCells, rows, {
    onConflict: {
      target: [armCells.campaignId, armCells.dimension, armCells.stage, armCells.epoch, armCells.arm, armCells.value],
      replace: [armCells.sums, armCells.tops],
    },
  })

export const hourRows = (q: Queries, campaignId: string, hours: number[]): Promise<HourRow[]> =>
  q
    .select()
    .from(armHours)
    .where(sql`${armHours.campaignId} = ${campaignId} and ${armHours.hour} in (${sql.join(hours, sql`, `)})`)

/** In the order of hours, epochs and arms. One text per arm: what thousands of rows say costs less than that many rows. */
export async function hoursOfCampaign(
  q: Queries,
  campaignId: string,
  upTo: number,
): Promise<Omit<HourRow, 'campaignId'>[]> {
  const number = (column: SQL) => sql`cast(${column} as text)`
  const arms = await q.rows<{ epoch: number; arm: string; hours: string }>(sql`
    select epoch, arm, '[' || string_agg('[' || ${number(sql`hour`)} || ',' || ${number(sql`entered`)} || ',' ||
        ${number(sql`bought`)} || ',' || ${number(sql`closed`)} || ']', ',') || ']' as hours
    from arm_hours where campaign_id = ${campaignId} and hour <= ${upTo} group by epoch, arm order by epoch, arm`)
  const rows = arms.flatMap(({ epoch, arm, hours }) =>
    (JSON.parse(hours) as [number, number, number, number][]).map(([hour, entered, bought, closed]) => ({
      epoch: Number(epoch),
      arm,
      hour,
      entered,
      bought,
      closed,
    })),
  )
  return rows.sort((a, b) => a.hour - b.hour)
}

export const saveHours = (tx: Tx, rows: HourRow[]): Promise<number> =>
  insertMany(tx, armHours, rows, {
    onConflict: {
      target: [armHours.campaignId, armHours.hour, armHours.epoch, armHours.arm],
      replace: [armHours.entered, armHours.bought, armHours.closed],
    },
  })

const columnOf: Record<Dimension, SQL> = {
  day: sql`day`,
  channel: sql`channel`,
  country: sql`country`,
  age: sql`age_band`,
  newcomer: sql`newcomer`,
  curve: curveDay,
}

/** The largest totals of a cell, largest first; seldom asked, only when the kept ones became too few. */
export const largestOf = (q: Queries, key: CellKey, limit: number): Promise<{ id: string; minor: number }[]> =>
  q.rows(sql`select id, revenue_minor as minor from ${units}
    where campaign_id = ${key.campaignId} and epoch = ${key.epoch} and arm = ${key.arm} and revenue_minor > 0
      ${key.dimension === 'all' ? sql`` : sql`and ${columnOf[key.dimension]} = ${key.value}`}
    order by revenue_minor desc, id limit ${limit}`)

/** Ten thousand times the margin of a recipient before it is rounded, which leaves the order as it is. */
const marginTimes = (bps: number): SQL => sql`(${bps} * (revenue_minor + discount_minor) - 10000 * discount_minor)`
export type Capped = 'revenue' | 'margin'
const moneyOf = (which: Capped, bps: number): { by: SQL; isPositive: SQL } => {
  if (which === 'revenue') return { by: sql`revenue_minor`, isPositive: sql`revenue_minor > 0` }
  return { by: marginTimes(bps), isPositive: sql`${marginTimes(bps)} >= 5000` }
}

/** Recipients whose window has closed and whose money is above zero once it is rounded. */
export async function positiveUnits(q: Queries, campaignId: string, which: Capped, bps: number): Promise<number> {
  const [row] = await q.rows<{ n: number }>(sql`select count(*) as n from units
    where campaign_id = ${campaignId} and is_mature = 1 and ${moneyOf(which, bps).isPositive}`)
  return Number(row?.n ?? 0)
}

/** The largest of them, largest first. */
export const largestUnits = (q: Queries, campaignId: string, which: Capped, bps: number, limit: number) =>
  q
    .select()
    .from(units)
    .where(sql`${units.campaignId} = ${campaignId} and ${units.isMature} = 1`)
    .orderBy(sql`${moneyOf(which, bps).by} desc, id`)
    .limit(limit)

/** In the order of their ids. */
export const unitsOfCampaign = (q: Queries, campaignId: string, after: string, limit: number) =>
  q
    .select()
    .from(units)
    .where(sql`${units.campaignId} = ${campaignId} and ${units.id} > ${after}`)
    .orderBy(units.id)
    .limit(limit)

export const allCells = (q: Queries): Promise<CellRow[]> => q.select().from(armCells)
export const allHours = (q: Queries): Promise<HourRow[]> => q.select().from(armHours)
export async function dropCells(tx: Tx): Promise<void> {
  await tx.delete(armCells)
  await tx.delete(armHours)
}

/** People assigned per campaign by the facts themselves, and by what is counted. */
export const assignedByFacts = (q: Queries) =>
  q.rows<{ campaign_id: string; n: number }>(sql`select campaign_id, count(*) as n from (
      select distinct campaign_id, customer_id from vouchers where channel is not null
      union select distinct campaign_id, customer_id from holdouts) a group by campaign_id order by campaign_id`)
export const assignedByUnits = (q: Queries) =>
  q.rows<{ campaign_id: string; n: number; nameless: number }>(
    sql`select campaign_id, count(*) as n, sum(case when person is null then 1 else 0 end) as nameless
      from units group by campaign_id order by campaign_id`,
  )
