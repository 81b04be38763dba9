// All SQL of the room campaigns but the tallies'.
import { and, asc, desc, eq, inArray, isNotNull, isNull, lt, or, sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { campaigns } from '#db/tables/campaigns.ts'
import type { CampaignState } from '#shared/kinds.ts'

export type CampaignRow = typeof campaigns.$inferSelect

export const insertCampaign = (tx: Tx, row: typeof campaigns.$inferInsert) => tx.insert(campaigns).values(row)

export async function campaignRow(q: Queries, id: string): Promise<CampaignRow | undefined> {
  const found = q.prepared('campaigns.by-id', (builder) =>
    builder
      .select()
      .from(campaigns)
      .where(eq(campaigns.id, sql.placeholder('id')))
      .prepare(),
  )
  const rows = (await found.execute({ id })) as CampaignRow[]
  return rows[0]
}

/**
 * Keeps the campaign as it is until the transaction ends, so that a page is issued before or after a pause and never
 * across it, and the pages of one campaign follow each other. On PostgreSQL it does not stand in the way of rows that
 * refer to the campaign: vouchers are redeemed meanwhile.
 */
export async function lockCampaignRow(tx: Tx, id: string): Promise<CampaignRow | undefined> {
  if (tx.engine === 'postgres') await tx.rows(sql`select id from campaigns where id = ${id} for no key update`)
  return campaignRow(tx, id)
}

export const rowsInState = (q: Queries, states: CampaignState[]): Promise<CampaignRow[]> =>
  q.select().from(campaigns).where(inArray(campaigns.state, states)).orderBy(asc(campaigns.id))

export interface Wanted {
  cursor?: string | undefined
  state?: CampaignState | undefined
  /** Part of the name, folded. */
  part?: string | undefined
  isArchived: boolean
}

/** The newest first. */
export const rowsBefore = (
  q: Queries,
  { cursor, state, part, isArchived }: Wanted,
  limit: number,
): Promise<CampaignRow[]> =>
  q
    .select()
    .from(campaigns)
    .where(
      and(
        cursor === undefined ? undefined : lt(campaigns.id, cursor),
        state === undefined ? undefined : eq(campaigns.state, state),
        part === undefined
          ? undefined
          : sql`${campaigns.nameFolded} like ${`%${part.replace(/[\\%_]/g, '\\$&')}%`} escape '\\'`,
        isArchived ? isNotNull(campaigns.archivedAt) : isNull(campaigns.archivedAt),
      ),
    )
    .orderBy(desc(campaigns.id))
    .limit(limit)

/** Answers whether the campaign was there and in one of the states. Every change is a new revision. */
export async function changeCampaign(
  tx: Tx,
  id: string,
  from: CampaignState[],
  to: Partial<typeof campaigns.$inferInsert>,
): Promise<boolean> {
  const rows = await tx
    .update(campaigns)
    .set({ ...to, revision: sql`${campaigns.revision} + 1` })
    .where(and(eq(campaigns.id, id), inArray(campaigns.state, from)))
    .returning({ id: campaigns.id })
  return rows.length === 1
}

export async function anyMindsOrders(q: Queries): Promise<boolean> {
  const rows = await q.select({ id: campaigns.id }).from(campaigns).where(eq(campaigns.mindsOrders, 1)).limit(1)
  return rows.length > 0
}

export async function makeAllMindOrders(tx: Tx): Promise<void> {
  await tx
    .update(campaigns)
    .set({ mindsOrders: 1, revision: sql`${campaigns.revision} + 1` })
    .where(eq(campaigns.mindsOrders, 0))
}

/** Up to when the trigger of a campaign has been looked at; only ever later. */
export const setCheckedAt = (tx: Tx, id: string, at: number) =>
  tx
    .update(campaigns)
    .set({ checkedAt: at })
    .where(and(eq(campaigns.id, id), or(sql`${campaigns.checkedAt} is null`, lt(campaigns.checkedAt, at))))
