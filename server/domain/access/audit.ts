// The audit log: who did what to which thing, with nothing secret and nobody's identifiers in the detail.
import { iso } from '#core/clock.ts'
import { newId } from '#core/ids.ts'
import type { Queries, Tx } from '#db/store.ts'
import { type AuditFilter, auditBefore, insertAudit } from './queries.ts'

export async function audit(
  tx: Tx,
  entry: { actor: string; action: string; subject: string; detail?: Record<string, unknown> },
): Promise<void> {
  const { actor, action, subject, detail = {} } = entry
  await insertAudit(tx, {
    id: newId('audit', tx.now),
    at: tx.now,
    actor,
    action,
    subject,
    detail: JSON.stringify(detail),
  })
}

/** Newest first; `action` may be the beginning of one, such as `campaign.`. */
export async function listAudit(q: Queries, page: { limit: number; cursor?: string | undefined } & AuditFilter) {
  const rows = await auditBefore(q, page.cursor, page.limit + 1, page)
  const shown = rows.slice(0, page.limit)
  return {
    data: shown.map((row) => ({ ...row, at: iso(row.at), detail: JSON.parse(row.detail) as Record<string, unknown> })),
    nextCursor: rows.length > page.limit ? (shown.at(-1)?.id ?? null) : null,
  }
}
