// All SQL of the room access: API keys, the audit log, idempotency keys.
import { and, desc, eq, gte, inArray, isNull, lt, sql } from 'drizzle-orm'
import { idAt } from '#core/ids.ts'
import type { Queries, Tx } from '#db/store.ts'
import { apiKeys, auditLog, idempotencyKeys } from '#db/tables/access.ts'

export type ApiKeyRow = typeof apiKeys.$inferSelect
export type AuditRow = typeof auditLog.$inferSelect

export const insertKey = (tx: Tx, row: ApiKeyRow) => tx.insert(apiKeys).values(row)

export async function keyByHash(q: Queries, hash: string): Promise<ApiKeyRow | undefined> {
  const [row] = await q.select().from(apiKeys).where(eq(apiKeys.hash, hash))
  return row
}

export async function keyById(q: Queries, id: string): Promise<ApiKeyRow | undefined> {
  const [row] = await q.select().from(apiKeys).where(eq(apiKeys.id, id))
  return row
}

export const keysBefore = (q: Queries, cursor: string | undefined, limit: number): Promise<ApiKeyRow[]> =>
  q
    .select()
    .from(apiKeys)
    .where(cursor === undefined ? undefined : lt(apiKeys.id, cursor))
    .orderBy(desc(apiKeys.id))
    .limit(limit)

export const countKeys = async (q: Queries): Promise<number> => {
  const [row] = await q.rows<{ n: number }>(sql`select count(*) as n from api_keys`)
  return Number(row?.n ?? 0)
}

/** Answers the ids it revoked: none when the key is unknown or was revoked before. */
export const revokeKeyRow = (tx: Tx, id: string) =>
  tx
    .update(apiKeys)
    .set({ revokedAt: tx.now })
    .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
    .returning({ id: apiKeys.id })

export const touchKey = (tx: Tx, id: string) => tx.update(apiKeys).set({ lastUsedAt: tx.now }).where(eq(apiKeys.id, id))

export const insertAudit = (tx: Tx, row: AuditRow) => tx.insert(auditLog).values(row)

export const keysNamed = (q: Queries, ids: string[]): Promise<{ id: string; name: string }[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : q.select({ id: apiKeys.id, name: apiKeys.name }).from(apiKeys).where(inArray(apiKeys.id, ids))

/** Instants are epoch ms, `until` is not part of it. */
export interface AuditFilter {
  actor?: string | undefined
  action?: string | undefined
  subject?: string | undefined
  from?: number | undefined
  until?: number | undefined
}

/** An id is never older than its instant, but may be younger where a clock was turned back. */
export const auditBefore = (
  q: Queries,
  cursor: string | undefined,
  limit: number,
  { actor, action, subject, from, until }: AuditFilter = {},
): Promise<AuditRow[]> =>
  q
    .select()
    .from(auditLog)
    .where(
      and(
        cursor === undefined ? undefined : lt(auditLog.id, cursor),
        actor === undefined ? undefined : eq(auditLog.actor, actor),
        subject === undefined ? undefined : eq(auditLog.subject, subject),
        action === undefined ? undefined : sql`substr(${auditLog.action}, 1, ${action.length}) = ${action}`,
        from === undefined ? undefined : gte(auditLog.id, idAt('audit', from)),
        from === undefined ? undefined : gte(auditLog.at, from),
        until === undefined ? undefined : lt(auditLog.at, until),
      ),
    )
    .orderBy(desc(auditLog.id))
    .limit(limit)

/** True when this transaction is the one that owns the key now. */
export async function claimIdempotencyKey(tx: Tx, scope: string, key: string, bodyHash: string): Promise<boolean> {
  const rows = await tx
    .insert(idempotencyKeys)
    .values({ scope, key, bodyHash, answer: '', at: tx.now })
    .onConflictDoNothing()
    .returning({ key: idempotencyKeys.key })
  return rows.length === 1
}

const byKey = (scope: string, key: string) => and(eq(idempotencyKeys.scope, scope), eq(idempotencyKeys.key, key))

export async function idempotencyRow(q: Queries, scope: string, key: string) {
  const [row] = await q.select().from(idempotencyKeys).where(byKey(scope, key))
  return row
}

export const keepAnswer = (tx: Tx, scope: string, key: string, answer: string) =>
  tx.update(idempotencyKeys).set({ answer }).where(byKey(scope, key))

export async function dropIdempotencyKeys(tx: Tx, before: number): Promise<number> {
  const rows = await tx
    .delete(idempotencyKeys)
    .where(lt(idempotencyKeys.at, before))
    .returning({ key: idempotencyKeys.key })
  return rows.length
}
