// SQL of reminders: which vouchers are near their end, who was reminded, and what counts for the cap of a purpose.
import { eq, sql } from 'drizzle-orm'
import { insertMany } from '#db/kit.ts'
import type { Queries, Tx } from '#db/store.ts'
import { voucherReminders } from '#db/tables/vouchers.ts'
import { within } from '#db/within.ts'

export type ReminderRow = typeof voucherReminders.$inferSelect
export interface Remindable {
  id: string
  customerId: string
  channel: string
}

/** Open vouchers of people that expire within `span` (ms) and were issued before that began, in the order of ids. */
export const vouchersToRemind = (
  q: Queries,
  {
    campaignId,
    span,
    now,
    after,
    limit,
  }: { campaignId: string; span: number; now: number; after: string; limit: number },
) =>
  q.rows<Remindable>(sql`
    select v.id as "id", v.customer_id as "customerId", v.channel as "channel" from vouchers v
    where v.campaign_id = ${campaignId} and v.state = 'issued' and v.channel is not null and v.id > ${after}
      and v.expires_at > ${now} and v.expires_at <= ${now + span} and v.issued_at < v.expires_at - ${span}
      and not exists (select 1 from voucher_reminders r where r.voucher_id = v.id)
    order by v.id limit ${limit}`)

/** When the next of them is `span` before its end; null when none waits for that. */
export async function earliestToRemind(q: Queries, campaignId: string, span: number): Promise<number | null> {
  const [row] = await q.rows<{ at: number | null }>(sql`
    select min(v.expires_at) as at from vouchers v
    where v.campaign_id = ${campaignId} and v.state = 'issued' and v.channel is not null
      and v.issued_at < v.expires_at - ${span}
      and not exists (select 1 from voucher_reminders r where r.voucher_id = v.id)`)
  return row?.at === null || row?.at === undefined ? null : Number(row.at) - span
}

/** Answers those that were not there before. */
export const insertReminders = (tx: Tx, rows: ReminderRow[]) =>
  insertMany(tx, voucherReminders, rows, {
    onConflict: 'nothing',
    returning: { voucherId: voucherReminders.voucherId },
  })

/** By customer: how many reminders after an instant. */
export async function remindersSince(q: Queries, customerIds: string[], since: number): Promise<Map<string, number>> {
  const rows = await q.rows<{ id: string; count: number }>(sql`
    select customer_id as id, count(*) as count from voucher_reminders
    where customer_id ${within(q, customerIds)} and reminded_at > ${since} group by customer_id`)
  return new Map(rows.map(({ id, count }) => [id, Number(count)]))
}

/** By customer: vouchers, holdouts and reminders of the campaigns of a purpose after an instant. */
export async function entriesForPurpose(
  q: Queries,
  customerIds: string[],
  purpose: string,
  since: number,
): Promise<Map<string, number>> {
  const whose = sql`customer_id ${within(q, customerIds)}`
  const rows = await q.rows<{ id: string; count: number }>(sql`
    select e.id, count(*) as count from (
      select v.customer_id as id, v.campaign_id from vouchers v where v.${whose} and v.issued_at > ${since}
      union all
      select h.customer_id, h.campaign_id from holdouts h where h.${whose} and h.at > ${since}
      union all
      select r.customer_id, v.campaign_id from voucher_reminders r join vouchers v on v.id = r.voucher_id
        where r.${whose} and r.reminded_at > ${since}
    ) e join campaigns k on k.id = e.campaign_id and k.purpose = ${purpose} group by e.id`)
  return new Map(rows.map(({ id, count }) => [id, Number(count)]))
}

export async function renameReminded(tx: Tx, customerId: string, unitId: string): Promise<void> {
  await tx.update(voucherReminders).set({ customerId: unitId }).where(eq(voucherReminders.customerId, customerId))
}
