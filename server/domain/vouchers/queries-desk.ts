// SQL of work on vouchers by hand: who changed what, other ends, and pages of a campaign's vouchers to choose from.
import { and, asc, desc, eq, getTableColumns, gt, inArray, lt, lte, sql } from 'drizzle-orm'
import { insertMany } from '#db/kit.ts'
import type { Queries, Tx } from '#db/store.ts'
import { holds, voucherChanges, vouchers } from '#db/tables/vouchers.ts'
import { within } from '#db/within.ts'
import type { VoucherRow } from './queries.ts'
import type { HoldRow } from './queries-holds.ts'

export type ChangeRow = typeof voucherChanges.$inferSelect
export type ChangeKind = 'revoked' | 'extended' | 'reissued' | 'replaces'

export const insertChanges = (tx: Tx, rows: ChangeRow[]): Promise<unknown> => insertMany(tx, voucherChanges, rows)

export const changesOf = (q: Queries, voucherId: string): Promise<ChangeRow[]> =>
  q.select().from(voucherChanges).where(eq(voucherChanges.voucherId, voucherId)).orderBy(asc(voucherChanges.id))

/** Of all vouchers of a person, the earliest first. */
export const changesOfPerson = (q: Queries, customerId: string): Promise<ChangeRow[]> =>
  q
    .select(getTableColumns(voucherChanges))
    .from(voucherChanges)
    .innerJoin(vouchers, eq(vouchers.id, voucherChanges.voucherId))
    .where(eq(vouchers.customerId, customerId))
    .orderBy(asc(voucherChanges.id))

export const saveDetail = (tx: Tx, id: string, detail: string) =>
  tx.update(voucherChanges).set({ detail }).where(eq(voucherChanges.id, id))

export const idsOfPerson = async (q: Queries, customerId: string): Promise<string[]> => {
  const rows = await q.select({ id: vouchers.id }).from(vouchers).where(eq(vouchers.customerId, customerId))
  return rows.map(({ id }) => id)
}

export const blankReasons = (tx: Tx, ids: string[]) =>
  tx
    .update(vouchers)
    .set({ revokeReason: null })
    .where(sql`${vouchers.id} ${within(tx, ids)}`)

export const holdsOf = (q: Queries, voucherId: string): Promise<HoldRow[]> =>
  q.select().from(holds).where(eq(holds.voucherId, voucherId)).orderBy(asc(holds.id))

/** What choosing and judging a voucher takes. */
const chosen = {
  id: vouchers.id,
  campaignId: vouchers.campaignId,
  variantKey: vouchers.variantKey,
  channel: vouchers.channel,
  runId: vouchers.runId,
  state: vouchers.state,
  heldUntil: vouchers.heldUntil,
  issuedAt: vouchers.issuedAt,
  expiresAt: vouchers.expiresAt,
  balanceMinor: vouchers.balanceMinor,
  reservedMinor: vouchers.reservedMinor,
} as const
export type ChosenRow = Pick<VoucherRow, keyof typeof chosen>

/** Of a campaign, the next behind an id and up to another, in the order of ids: whether they fit is the caller's to say, so
 * that a page costs the same however rare they are. */
export const scanUp = (
  q: Queries,
  campaignId: string,
  { behind, upTo, limit }: { behind: string; upTo: string; limit: number },
): Promise<ChosenRow[]> =>
  q
    .select(chosen)
    .from(vouchers)
    .where(and(eq(vouchers.campaignId, campaignId), gt(vouchers.id, behind), lte(vouchers.id, upTo)))
    .orderBy(asc(vouchers.id))
    .limit(limit)

/** The newest first. */
export const scanDown = (
  q: Queries,
  campaignId: string,
  before: string | undefined,
  limit: number,
): Promise<VoucherRow[]> =>
  q
    .select()
    .from(vouchers)
    .where(and(eq(vouchers.campaignId, campaignId), before === undefined ? undefined : lt(vouchers.id, before)))
    .orderBy(desc(vouchers.id))
    .limit(limit)

export const chosenByIds = (q: Queries, ids: string[]): Promise<ChosenRow[]> =>
  q
    .select(chosen)
    .from(vouchers)
    .where(sql`${vouchers.id} ${within(q, ids)}`)
    .orderBy(asc(vouchers.id))

export async function idsByPrints(q: Queries, prints: string[]): Promise<string[]> {
  const rows = await q
    .select({ id: vouchers.id })
    .from(vouchers)
    .where(sql`${vouchers.codePrint} ${within(q, prints)}`)
  return rows.map(({ id }) => id)
}

/** The rows are locked. */
export async function moveEnd(tx: Tx, ids: string[], expiresAt: number): Promise<void> {
  await tx
    .update(vouchers)
    .set({ expiresAt })
    .where(sql`${vouchers.id} ${within(tx, ids)}`)
}

/** The row is locked and has expired: it is open again, with what is set aside for it. */
export async function reviveRow(tx: Tx, id: string, to: { expiresAt: number; reservedMinor: number }): Promise<void> {
  await tx
    .update(vouchers)
    .set({ ...to, state: 'issued', expiredAt: null })
    .where(and(eq(vouchers.id, id), inArray(vouchers.state, ['expired'])))
}
