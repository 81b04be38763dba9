// SQL of codes at shops: which vouchers are to be there, who is at them, and what came of it.
import { and, asc, eq, gt, inArray, lte, sql } from 'drizzle-orm'
import { insertMany } from '#db/kit.ts'
import type { Queries, Tx } from '#db/store.ts'
import { connectors, shopCodes } from '#db/tables/connectors.ts'

export type ShopCodeRow = typeof shopCodes.$inferSelect
export type ShopCodeState = 'wanted' | 'there' | 'unwanted' | 'gone' | 'failed'

/** The vouchers and how far a campaign was looked through, in one write. */
export async function wantCodes(
  tx: Tx,
  connectorId: string,
  campaignId: string,
  voucherIds: string[],
  cursors: Record<string, string>,
): Promise<void> {
  const rows = voucherIds.map((voucherId) => {
    return { connectorId, voucherId, campaignId, state: 'wanted', nextAt: tx.now }
  })
  await insertMany(tx, shopCodes, rows, { onConflict: 'nothing' })
  await tx
    .update(connectors)
    .set({ outletCursor: JSON.stringify(cursors) })
    .where(eq(connectors.id, connectorId))
}

/** Leases what is due, so that of several processes one is at each. */
export async function leaseCodes(
  tx: Tx,
  connectorId: string,
  { holder, until, limit }: { holder: string; until: number; limit: number },
): Promise<ShopCodeRow[]> {
  const due = tx
    .select({ id: shopCodes.voucherId })
    .from(shopCodes)
    .where(
      and(
        eq(shopCodes.connectorId, connectorId),
        inArray(shopCodes.state, ['wanted', 'unwanted']),
        lte(shopCodes.nextAt, tx.now),
        lte(shopCodes.leaseUntil, tx.now),
      ),
    )
    .orderBy(asc(shopCodes.nextAt), asc(shopCodes.voucherId))
    .limit(limit)
  return tx
    .update(shopCodes)
    .set({ leasedBy: holder, leaseUntil: until })
    .where(
      and(eq(shopCodes.connectorId, connectorId), inArray(shopCodes.voucherId, due), lte(shopCodes.leaseUntil, tx.now)),
    )
    .returning()
}

/** Nothing when somebody else has taken it over meanwhile. */
export async function settleCode(
  tx: Tx,
  { connectorId, voucherId }: ShopCodeRow,
  holder: string,
  to: Partial<ShopCodeRow>,
): Promise<void> {
  await tx
    .update(shopCodes)
    .set(to)
    .where(
      and(eq(shopCodes.connectorId, connectorId), eq(shopCodes.voucherId, voucherId), eq(shopCodes.leasedBy, holder)),
    )
}

/** Those that were looked at longest ago. */
export async function codesThere(q: Queries, connectorId: string, limit: number): Promise<ShopCodeRow[]> {
  return q
    .select()
    .from(shopCodes)
    .where(and(eq(shopCodes.connectorId, connectorId), eq(shopCodes.state, 'there')))
    .orderBy(asc(shopCodes.checkedAt), asc(shopCodes.voucherId))
    .limit(limit)
}

export async function noteChecked(tx: Tx, connectorId: string, voucherIds: string[], ended: string[]): Promise<void> {
  const these = (ids: string[]) =>
    and(eq(shopCodes.connectorId, connectorId), inArray(shopCodes.voucherId, ids), eq(shopCodes.state, 'there'))
  if (voucherIds.length > 0) await tx.update(shopCodes).set({ checkedAt: tx.now }).where(these(voucherIds))
  if (ended.length === 0) return
  const unwanted = { state: 'unwanted', nextAt: tx.now, tries: 0, leaseUntil: 0 }
  await tx.update(shopCodes).set(unwanted).where(these(ended))
}

export async function codesAfter(
  q: Queries,
  connectorId: string,
  state: ShopCodeState | undefined,
  after: string,
  limit: number,
): Promise<ShopCodeRow[]> {
  const mine = and(eq(shopCodes.connectorId, connectorId), gt(shopCodes.voucherId, after))
  return q
    .select()
    .from(shopCodes)
    .where(state === undefined ? mine : and(mine, eq(shopCodes.state, state)))
    .orderBy(asc(shopCodes.voucherId))
    .limit(limit)
}

/** When a code is next to be written or taken back, what a process died with when its lease ends; null while none is. */
export async function nextCodeDue(q: Queries): Promise<number | null> {
  const [row] = await q
    .select({
      at: sql<number | null>`min(case when ${shopCodes.leaseUntil} > ${shopCodes.nextAt} then ${shopCodes.leaseUntil}
        else ${shopCodes.nextAt} end)`,
    })
    .from(shopCodes)
    .where(inArray(shopCodes.state, ['wanted', 'unwanted']))
  return row?.at === null || row?.at === undefined ? null : Number(row.at)
}
