// SQL of the room vouchers on issuing, showing and erasing; claims, holds and runs have files of their own.
import { and, desc, eq, lt, type SQL, sql } from 'drizzle-orm'
import { insertMany } from '#db/kit.ts'
import type { Queries, Tx } from '#db/store.ts'
import { vouchers } from '#db/tables/vouchers.ts'
import { within } from '#db/within.ts'

export type VoucherRow = typeof vouchers.$inferSelect
export type NewVoucher = typeof vouchers.$inferInsert

/** Answers those that were not there before, in the order given. */
export async function insertVouchers(tx: Tx, rows: NewVoucher[]): Promise<NewVoucher[]> {
  const made = await insertMany(tx, vouchers, rows, { onConflict: 'nothing', returning: { id: vouchers.id } })
  if (made.length === rows.length) return rows
  const ids = new Set(made.map(({ id }) => id))
  return rows.filter(({ id }) => ids.has(id))
}

/** The same where none is expected to be there: one that is makes the write fail (`violated`). PostgreSQL takes a fifth less
 * time for it, SQLite none. */
export async function insertNewVouchers(tx: Tx, rows: NewVoucher[]): Promise<NewVoucher[]> {
  await insertMany(tx, vouchers, rows)
  return rows
}

/**
 * A condition on `vouchers v`: the person's, of the campaign. On PostgreSQL the two are compared as a pair, which only the unique
 * index over both can serve: it takes a campaign that its statistics have not met for one without vouchers, and would else
 * read all of a million by the index over campaigns, once for each person.
 */
export function ofCampaign(q: Pick<Queries, 'engine'>, customerId: SQL, campaignId: string): SQL {
  if (q.engine === 'sqlite') return sql`v.customer_id = ${customerId} and v.campaign_id = ${campaignId}`
  const [found, asked] = [sql`(v.customer_id, v.campaign_id)`, sql`(${customerId}, ${campaignId})`]
  return sql`v.customer_id = ${customerId} and ${found} >= ${asked} and ${found} <= ${asked}`
}

/** The occasions on which these people have had a voucher of the campaign. */
export async function occasionsHad(
  q: Queries,
  campaignId: string,
  customerIds: string[],
): Promise<{ customerId: string; occasion: string }[]> {
  const rows = await q.rows<{ customer_id: string; occasion: string }>(occasionsHadBy(q, campaignId, customerIds))
  return rows.map((row) => ({ customerId: row.customer_id, occasion: row.occasion }))
}

/** The variant of each person's first voucher of the campaign. */
export async function firstVariants(
  q: Queries,
  campaignId: string,
  customerIds: string[],
): Promise<Map<string, string>> {
  const rows = await q.rows<{ customer_id: string; variant_key: string }>(sql`
    select customer_id, variant_key from vouchers
    where customer_id ${within(q, customerIds)} and campaign_id = ${campaignId} order by id desc`)
  return new Map(rows.map((row) => [row.customer_id, row.variant_key]))
}

/** One look into the unique index for each person. */
export function occasionsHadBy(q: Pick<Queries, 'engine'>, campaignId: string, customerIds: string[]): SQL {
  if (q.engine === 'sqlite') {
    return sql`select v.customer_id, v.occasion from vouchers v
      where v.customer_id ${within(q, customerIds)} and v.campaign_id = ${campaignId}`
  }
  return sql`select h.customer_id, h.occasion from unnest(cast(${sql.param(customerIds)} as text[])) as x(id)
    cross join lateral (select v.customer_id, v.occasion from vouchers v
      where ${ofCampaign(q, sql`x.id`, campaignId)} offset 0) h`
}

/** By customer: how many vouchers of any campaign since an instant. */
export async function countVouchers(q: Queries, customerIds: string[], since: number): Promise<Map<string, number>> {
  const rows = await q.rows<{ customer_id: string; count: number }>(sql`
    select customer_id, count(*) as count from vouchers
    where customer_id ${within(q, customerIds)} and issued_at > ${since} group by customer_id`)
  return new Map(rows.map((row) => [row.customer_id, Number(row.count)]))
}

export async function voucherRow(q: Queries, id: string): Promise<VoucherRow | undefined> {
  const [row] = await q.select().from(vouchers).where(eq(vouchers.id, id))
  return row
}

export async function voucherOn(
  q: Queries,
  it: { campaignId: string; customerId: string; occasion: string },
): Promise<VoucherRow | undefined> {
  const { campaignId, customerId, occasion } = it
  const [row] = await q
    .select()
    .from(vouchers)
    .where(
      and(eq(vouchers.customerId, customerId), eq(vouchers.campaignId, campaignId), eq(vouchers.occasion, occasion)),
    )
  return row
}

/** The newest first. */
export const vouchersBefore = (
  q: Queries,
  of: { customerId?: string | undefined; campaignId?: string | undefined },
  cursor: string | undefined,
  limit: number,
): Promise<VoucherRow[]> =>
  q
    .select()
    .from(vouchers)
    .where(
      and(
        of.customerId === undefined ? undefined : eq(vouchers.customerId, of.customerId),
        of.campaignId === undefined ? undefined : eq(vouchers.campaignId, of.campaignId),
        cursor === undefined ? undefined : lt(vouchers.id, cursor),
      ),
    )
    .orderBy(desc(vouchers.id))
    .limit(limit)

export const vouchersOfCustomer = (q: Queries, customerId: string): Promise<VoucherRow[]> =>
  q.select().from(vouchers).where(eq(vouchers.customerId, customerId)).orderBy(vouchers.id)

/** Nothing of the person stays: not her id, not the occasion, not the code in clear. Answers how many. */
export async function anonymise(tx: Tx, customerId: string, unitId: string): Promise<number> {
  const rows = await tx
    .update(vouchers)
    .set({
      customerId: unitId,
      occasion: sql`${vouchers.id}`,
      codeSealed: null,
      favouriteCategory: null,
      erasedAt: tx.now,
    })
    .where(eq(vouchers.customerId, customerId))
    .returning({ id: vouchers.id })
  return rows.length
}
