// SQL of the counting job: what is new among the facts, whom it is about, and what of it was bought.
import { sql } from 'drizzle-orm'
import { cellGranted, type Use } from '#consent/gate.ts'
import { insertMany } from '#db/kit.ts'
import type { Queries, Tx } from '#db/store.ts'
import { trials, units } from '#db/tables/reports.ts'
import { within } from '#db/within.ts'
import type { UnitRow } from './arm-sums.ts'
import type { OrderFact, VoucherFact } from './unit-totals.ts'

export type TrialRow = typeof trials.$inferSelect
export interface Cursors {
  vouchers: string
  holdouts: string
  redemptions: string
  reversals: string
}
export const feeds = ['vouchers', 'holdouts', 'redemptions', 'reversals'] as const
const KEY = 'reports.cursors'

/** Two that count at once wait for each other here. */
export async function lockCursors(tx: Tx): Promise<Cursors> {
  const none: Cursors = { vouchers: '', holdouts: '', redemptions: '', reversals: '' }
  await tx.rows(sql`insert into settings (key, value) values (${KEY}, ${JSON.stringify(none)})
    on conflict (key) do nothing returning key`)
  const [row] = await tx.rows<{ value: string }>(sql`select value from settings where key = ${KEY}${tx.forUpdate()}`)
  return row === undefined ? none : (JSON.parse(row.value) as Cursors)
}

export async function readCursors(q: Queries): Promise<Cursors | null> {
  const [row] = await q.rows<{ value: string }>(sql`select value from settings where key = ${KEY}`)
  return row === undefined ? null : (JSON.parse(row.value) as Cursors)
}

export const saveCursors = (tx: Tx, cursors: Cursors) =>
  tx.rows(sql`update settings set value = ${JSON.stringify(cursors)} where key = ${KEY} returning key`)

/** The last id of each feed; '' of one that has none. */
export async function lastIds(q: Queries): Promise<Cursors> {
  const [row] = await q.rows<Cursors>(sql`select
    coalesce((select max(id) from vouchers), '') as vouchers, coalesce((select max(id) from holdouts), '') as holdouts,
    coalesce((select max(id) from redemptions), '') as redemptions, coalesce((select max(id) from reversals), '') as reversals`)
  return row ?? { vouchers: '', holdouts: '', redemptions: '', reversals: '' }
}

export async function hasOrderChanges(q: Queries): Promise<boolean> {
  return (await q.rows(sql`select id from order_changes limit 1`)).length > 0
}

export async function nextRipe(q: Queries): Promise<number | null> {
  const [row] = await q.rows<{ at: number | null }>(sql`select min(matures_at) as at from units where is_mature = 0`)
  return row?.at ?? null
}

export interface Assigned {
  id: string
  campaignId: string
  person: string
  arm: string
  /** Null for codes that belong to nobody. */
  channel: string | null
  at: number
  day: string
}

export const freshVouchers = (q: Queries, after: string, upTo: string, limit: number): Promise<Assigned[]> =>
  q.rows(sql`select id, campaign_id as "campaignId", customer_id as person, variant_key as arm, channel,
      issued_at as at, issued_day as day
    from vouchers where id > ${after} and id <= ${upTo} order by id limit ${limit}`)

export const freshHoldouts = (q: Queries, after: string, upTo: string, limit: number): Promise<Assigned[]> =>
  q.rows(sql`select id, campaign_id as "campaignId", customer_id as person, 'holdout' as arm, 'none' as channel, at, day
    from holdouts where id > ${after} and id <= ${upTo} order by id limit ${limit}`)

type Used = { id: string; person: string }
export const freshRedemptions = (q: Queries, after: string, upTo: string, limit: number): Promise<Used[]> =>
  q.rows(sql`select r.id, v.customer_id as person from redemptions r join vouchers v on v.id = r.voucher_id
    where r.id > ${after} and r.id <= ${upTo} order by r.id limit ${limit}`)

export const freshReversals = (q: Queries, after: string, upTo: string, limit: number): Promise<Used[]> =>
  q.rows(sql`select x.id, v.customer_id as person
    from reversals x join redemptions r on r.id = x.redemption_id join vouchers v on v.id = r.voucher_id
    where x.id > ${after} and x.id <= ${upTo} order by x.id limit ${limit}`)

export const orderChangesUpTo = (q: Queries, limit: number) =>
  q.rows<{ id: string; people: string }>(sql`select id, people from order_changes order by id limit ${limit}`)

export const dropOrderChanges = (tx: Tx, ids: string[]) =>
  tx.rows(sql`delete from order_changes where id ${within(tx, ids)} returning id`)

/** Who had been assigned in a campaign among the rows that were already followed: she counts once. */
export const assignedBefore = (q: Queries, people: string[], { vouchers, holdouts }: Cursors) =>
  q.rows<{ campaignId: string; person: string }>(sql`
    select campaign_id as "campaignId", customer_id as person from vouchers
    where customer_id ${within(q, people)} and id <= ${vouchers} and channel is not null
    union select campaign_id, customer_id from holdouts where customer_id ${within(q, people)} and id <= ${holdouts}`)

export const trialRows = (q: Queries, ids: string[]): Promise<TrialRow[]> =>
  q
    .select()
    .from(trials)
    .where(sql`${trials.campaignId} ${within(q, ids)}`)

export const saveTrial = (tx: Tx, row: TrialRow) =>
  tx
    .insert(trials)
    .values(row)
    .onConflictDoUpdate({ target: trials.campaignId, set: { epochs: row.epochs } })

export const unitsOfPeople = (q: Queries, people: string[]): Promise<UnitRow[]> =>
  q
    .select()
    .from(units)
    .where(sql`${units.person} ${within(q, people)}`)
    .orderBy(units.id)

export const ripeUnits = (q: Queries, now: number, limit: number): Promise<UnitRow[]> =>
  q
    .select()
    .from(units)
    .where(sql`${units.isMature} = 0 and ${units.maturesAt} <= ${now}`)
    .orderBy(units.maturesAt, units.id)
    .limit(limit)

export const unitsAfter = (q: Queries, after: string, limit: number): Promise<UnitRow[]> =>
  q.select().from(units).where(sql`${units.id} > ${after}`).orderBy(units.id).limit(limit)

export const saveUnits = (tx: Tx, rows: UnitRow[]): Promise<number> =>
  insertMany(tx, units, rows, {
    onConflict: {
      target: [units.id],
      replace: [
        units.person,
        units.assignedAt,
        units.isMature,
        units.frozenAt,
        units.issued,
        units.redeemed,
        units.redeemedAfter,
        units.byOther,
        units.orders,
        units.late,
        units.refunded,
        units.firstBoughtAt,
        units.revenueMinor,
        units.tailOrders,
        units.tailMinor,
        units.discountMinor,
        units.beforeMinor,
      ],
    },
  })

/** Placed and not cancelled. */
export const ordersOfPeople = (q: Queries, people: string[]): Promise<OrderFact[]> =>
  q.rows(sql`select customer_id as "customerId", placed_at as "placedAt", received_at as "receivedAt",
      total_minor as "totalMinor", refunded_minor as "refundedMinor", currency
    from orders where customer_id ${within(q, people)} and customer_id is not null
      and placed_at is not null and cancelled_at is null`)

/** One row per voucher with all its uses. A single use is found by the voucher's pointer, others by their index. */
export async function vouchersOfPeople(q: Queries, people: string[]): Promise<VoucherFact[]> {
  const rows = await q.rows<Record<string, unknown>>(sql`
    with mine as (select id, campaign_id, customer_id, redemption_id from vouchers
      where customer_id ${within(q, people)} and channel is not null),
    uses as (
      select v.id as voucher, r.id, r.discount_minor - r.reversed_minor as net, r.reversed_at, r.by_other, r.redeemed_at
        from mine v join redemptions r on r.id = v.redemption_id
      union
      select v.id, r.id, r.discount_minor - r.reversed_minor, r.reversed_at, r.by_other, r.redeemed_at
        from mine v join redemptions r on r.voucher_id = v.id
          and (r.reversed_at is not null or r.use_number > 1 or r.remaining_minor is not null))
    select v.campaign_id, v.customer_id, coalesce(sum(u.net), 0) as discount,
      max(case when u.id is not null and u.reversed_at is null then 1 else 0 end) as redeemed,
      max(coalesce(u.by_other, 0)) as by_other,
      min(case when u.reversed_at is null then u.redeemed_at end) as redeemed_at
    from mine v left join uses u on u.voucher = v.id group by v.id, v.campaign_id, v.customer_id`)
  return rows.map((row) => ({
    campaignId: String(row.campaign_id),
    customerId: String(row.customer_id),
    discountMinor: Number(row.discount),
    redeemed: Number(row.redeemed) === 1,
    byOther: Number(row.by_other) === 1,
    redeemedAt: row.redeemed_at === null ? null : Number(row.redeemed_at),
  }))
}

/** What may be read of these people for breakdowns: a field without a granted cell of the use is null. */
export const factsOfCustomers = (q: Queries, ids: string[], use: Use, now: number) =>
  q.rows<{ id: string; country: string | null; birthYear: number | null }>(
    sql`select c.id, case when ${cellGranted(use, 'location', now)} then c.country end as country,
        case when ${cellGranted(use, 'age', now)} then c.birth_year end as "birthYear"
      from customers c where c.id ${within(q, ids)}`,
  )

const serialKey = (campaignId: string): string => `reports.serial.${campaignId}`

/** Changes with every sum of the campaign, and with its plan. */
export async function serialOf(q: Queries, campaignId: string): Promise<string> {
  const rows = await q.rows<{ value: string }>(
    sql`select value from settings where key in (${serialKey(campaignId)}, ${`plan.${campaignId}`}) order by key`,
  )
  return rows.map(({ value }) => value).join(' ')
}

/** To be told of every change of a campaign's sums. */
export async function nextSerial(tx: Tx, campaignIds: string[], serial: string): Promise<void> {
  for (const id of campaignIds)
    await tx.rows(sql`insert into settings (key, value) values (${serialKey(id)}, ${serial})
      on conflict (key) do update set value = excluded.value returning key`)
}
