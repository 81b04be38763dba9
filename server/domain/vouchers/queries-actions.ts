// SQL on actions on many vouchers: asked for, dropped, and worked off page by page.
import { and, asc, desc, eq, isNull, lt, lte, sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { voucherActions, vouchers } from '#db/tables/vouchers.ts'

export type ActionRow = typeof voucherActions.$inferSelect

export const insertAction = (tx: Tx, row: typeof voucherActions.$inferInsert) => tx.insert(voucherActions).values(row)

export async function actionRow(q: Queries, id: string): Promise<ActionRow | undefined> {
  const [row] = await q.select().from(voucherActions).where(eq(voucherActions.id, id))
  return row
}

/** The newest first. */
export const actionsBefore = (q: Queries, cursor: string | undefined, limit: number): Promise<ActionRow[]> =>
  q
    .select()
    .from(voucherActions)
    .where(cursor === undefined ? undefined : lt(voucherActions.id, cursor))
    .orderBy(desc(voucherActions.id))
    .limit(limit)

/** There are as many as people have asked for by hand. */
export const actionsWithReason = (q: Queries): Promise<Pick<ActionRow, 'id' | 'which' | 'terms'>[]> =>
  q
    .select({ id: voucherActions.id, which: voucherActions.which, terms: voucherActions.terms })
    .from(voucherActions)
    .where(sql`${voucherActions.terms} like '%"reason":%'`)
    .orderBy(asc(voucherActions.id))

export const saveTerms = (tx: Tx, id: string, terms: string) =>
  tx.update(voucherActions).set({ terms }).where(eq(voucherActions.id, id))

/** False when it has begun, or was dropped before. */
export async function dropWaiting(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx
    .update(voucherActions)
    .set({ state: 'dropped', finishedAt: tx.now })
    .where(and(eq(voucherActions.id, id), eq(voucherActions.state, 'waiting')))
    .returning({ id: voucherActions.id })
  return rows.length === 1
}

/** Those whose time has come, the oldest first. */
export const openActions = (q: Queries, now: number): Promise<ActionRow[]> =>
  q
    .select()
    .from(voucherActions)
    .where(and(isNull(voucherActions.finishedAt), lte(voucherActions.beginsAt, now)))
    .orderBy(asc(voucherActions.beginsAt), asc(voucherActions.id))

/** When the next begins; null when none is open. */
export async function nextActionRow(q: Queries): Promise<number | null> {
  const [row] = await q
    .select({ beginsAt: voucherActions.beginsAt })
    .from(voucherActions)
    .where(isNull(voucherActions.finishedAt))
    .orderBy(asc(voucherActions.beginsAt))
    .limit(1)
  return row?.beginsAt ?? null
}

/** Takes it for this transaction, if it is where it was read: nothing when it was dropped, or somebody else has gone on. */
export async function holdAction(tx: Tx, { id, pageCursor }: ActionRow): Promise<ActionRow | undefined> {
  const [row] = await tx
    .update(voucherActions)
    .set({ state: 'working' })
    .where(and(eq(voucherActions.id, id), eq(voucherActions.pageCursor, pageCursor), isNull(voucherActions.finishedAt)))
    .returning()
  return row
}

export interface Step {
  pageCursor: string
  matched: number
  changed: number
  wrongState: number
  notLater: number
  noBudget: number
  ended: number
  finishedAt: number | null
}

export async function advanceAction(tx: Tx, id: string, step: Step): Promise<ActionRow | undefined> {
  const add = (name: 'matched' | 'changed' | 'wrongState' | 'notLater' | 'noBudget' | 'ended') =>
    sql`${voucherActions[name]} + ${step[name]}`
  const [row] = await tx
    .update(voucherActions)
    .set({
      pageCursor: step.pageCursor,
      matched: add('matched'),
      changed: add('changed'),
      wrongState: add('wrongState'),
      notLater: add('notLater'),
      noBudget: add('noBudget'),
      ended: add('ended'),
      state: step.finishedAt === null ? 'working' : 'done',
      finishedAt: step.finishedAt,
    })
    .where(eq(voucherActions.id, id))
    .returning()
  return row
}

/** The last voucher there is, of any campaign; the empty text when there is none. */
export async function lastVoucherOfAll(q: Queries): Promise<string> {
  const [row] = await q.select({ id: vouchers.id }).from(vouchers).orderBy(desc(vouchers.id)).limit(1)
  return row?.id ?? ''
}
