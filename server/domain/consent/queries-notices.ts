// All SQL of notices: versions, their texts and their scope.
import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, lte, type SQL, sql } from 'drizzle-orm'
import { insertMany } from '#db/kit.ts'
import type { Queries, Tx } from '#db/store.ts'
import { noticeScope, notices, noticeTexts } from '#db/tables/consent.ts'

export type NoticeRow = typeof notices.$inferSelect
export type NewNoticeRow = typeof notices.$inferInsert
export type TextRow = typeof noticeTexts.$inferSelect
export type ScopeRow = typeof noticeScope.$inferSelect

export async function latestVersion(q: Queries): Promise<number> {
  const [row] = await q.select().from(notices).orderBy(desc(notices.version)).limit(1)
  return row?.version ?? 0
}

/** False when somebody else has taken the version meanwhile. */
export async function insertNotice(tx: Tx, row: NewNoticeRow): Promise<boolean> {
  const made = await tx.insert(notices).values(row).onConflictDoNothing().returning({ id: notices.id })
  return made.length === 1
}

export async function insertTexts(tx: Tx, rows: (typeof noticeTexts.$inferInsert)[]): Promise<void> {
  await insertMany(tx, noticeTexts, rows)
}

export async function insertScope(tx: Tx, rows: ScopeRow[]): Promise<void> {
  await insertMany(tx, noticeScope, rows)
}

export async function noticeById(q: Queries, id: string): Promise<NoticeRow | null> {
  const [row] = await q.select().from(notices).where(eq(notices.id, id))
  return row ?? null
}

export async function lockNotices(tx: Tx): Promise<void> {
  await tx.rows(sql`select id from notices order by version${tx.forUpdate()}`)
}

export async function noticesBefore(q: Queries, version: number, limit: number): Promise<NoticeRow[]> {
  return q.select().from(notices).where(lt(notices.version, version)).orderBy(desc(notices.version)).limit(limit)
}

/** The latest that is published, whether or not it is effective yet. */
export async function latestPublished(q: Queries): Promise<NoticeRow | null> {
  return firstNotice(q, isNotNull(notices.publishedAt))
}

export async function effectiveAt(q: Queries, now: number): Promise<NoticeRow | null> {
  return firstNotice(q, and(isNotNull(notices.publishedAt), lte(notices.effectiveAt, now)))
}

export async function publishedVersion(q: Queries, version: number): Promise<NoticeRow | null> {
  return firstNotice(q, and(isNotNull(notices.publishedAt), eq(notices.version, version)))
}

export async function publishedAfter(q: Queries, version: number): Promise<NoticeRow[]> {
  const isLater = and(isNotNull(notices.publishedAt), gt(notices.version, version))
  return q.select().from(notices).where(isLater).orderBy(desc(notices.version))
}

export async function markPublished(tx: Tx, id: string, at: number, effective: number, changes: string): Promise<void> {
  await tx.update(notices).set({ publishedAt: at, effectiveAt: effective, changes }).where(eq(notices.id, id))
}

/** A notice without a material change has nobody to tell. */
export async function oldestUnmailed(q: Queries): Promise<NoticeRow | null> {
  const [row] = await q
    .select()
    .from(notices)
    .where(and(isNotNull(notices.publishedAt), isNull(notices.mailedAt)))
    .orderBy(asc(notices.version))
    .limit(1)
  return row ?? null
}

export async function setMailed(tx: Tx, id: string, mailCursor: string, mailedAt: number | null): Promise<void> {
  await tx.update(notices).set({ mailCursor, mailedAt }).where(eq(notices.id, id))
}

export async function setSettled(tx: Tx, id: string, settledAt: number): Promise<void> {
  await tx.update(notices).set({ settledAt }).where(eq(notices.id, id))
}

export async function earliestUnsettled(q: Queries): Promise<number | null> {
  const [row] = await q.rows<{ at: number | null }>(sql`select min(effective_at) as at from notices n
    where n.published_at is not null and n.settled_at is null
      and not exists (select 1 from notices m where m.settled_at is not null and m.version > n.version)`)
  return row?.at ?? null
}

export async function textsOf(q: Queries, ids: string[]): Promise<TextRow[]> {
  return q.select().from(noticeTexts).where(inArray(noticeTexts.noticeId, ids)).orderBy(asc(noticeTexts.locale))
}

export async function scopeOf(q: Queries, ids: string[]): Promise<ScopeRow[]> {
  return q
    .select()
    .from(noticeScope)
    .where(inArray(noticeScope.noticeId, ids))
    .orderBy(asc(noticeScope.purpose), asc(noticeScope.channel), asc(noticeScope.category))
}

/** Writes since when each cell of a notice means what it means. */
export async function setSince(tx: Tx, rows: ScopeRow[]): Promise<void> {
  await tx
    .insert(noticeScope)
    .values(rows)
    .onConflictDoUpdate({
      target: [noticeScope.noticeId, noticeScope.purpose, noticeScope.channel, noticeScope.category],
      set: { sinceVersion: sql`excluded.since_version` },
    })
}

async function firstNotice(q: Queries, where: SQL | undefined): Promise<NoticeRow | null> {
  const [row] = await q.select().from(notices).where(where).orderBy(desc(notices.version)).limit(1)
  return row ?? null
}
