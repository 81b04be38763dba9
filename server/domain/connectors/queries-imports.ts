// SQL of imports: how far each is, who is at it, and what was wrong with which line.
import { and, asc, desc, eq, gt, lt, sql } from 'drizzle-orm'
import { insertMany } from '#db/kit.ts'
import type { Queries, Tx } from '#db/store.ts'
import { importErrors, imports } from '#db/tables/connectors.ts'

export type ImportRow = typeof imports.$inferSelect
export type ErrorRow = Omit<typeof importErrors.$inferSelect, 'importId'>

const MOST_ERRORS = 100_000

export async function insertImport(tx: Tx, row: typeof imports.$inferInsert): Promise<void> {
  await tx.insert(imports).values(row)
}

export async function importRowOf(q: Queries, id: string): Promise<ImportRow | null> {
  const [row] = await q.select().from(imports).where(eq(imports.id, id))
  return row ?? null
}

export async function importsBefore(q: Queries, before: string | undefined, limit: number): Promise<ImportRow[]> {
  return q
    .select()
    .from(imports)
    .where(before === undefined ? undefined : lt(imports.id, before))
    .orderBy(desc(imports.id))
    .limit(limit)
}

/** Whoever sends last is at it; null for one that is unknown or finished. */
export async function takeImport(tx: Tx, id: string, holder: string): Promise<ImportRow | null> {
  const [row] = await tx
    .update(imports)
    .set({ holder, updatedAt: tx.now })
    .where(and(eq(imports.id, id), eq(imports.state, 'open')))
    .returning()
  return row ?? null
}

interface Step {
  id: string
  holder: string
  from: number
  to: number
  read: number
  created: number
  updated: number
  wrong: ErrorRow[]
}

/** False when somebody else is at it, or it stands elsewhere: then nothing of this page may stand. */
export async function advanceImport(tx: Tx, step: Step): Promise<boolean> {
  const { id, holder, from, to, read, created, updated, wrong } = step
  const [row] = await tx
    .update(imports)
    .set({
      line: to,
      read: sql`${imports.read} + ${read}`,
      created: sql`${imports.created} + ${created}`,
      updated: sql`${imports.updated} + ${updated}`,
      rejected: sql`${imports.rejected} + ${wrong.length}`,
      keptErrors: sql`${imports.keptErrors} + ${wrong.length}`,
      updatedAt: tx.now,
    })
    .where(and(eq(imports.id, id), eq(imports.holder, holder), eq(imports.line, from)))
    .returning({ kept: imports.keptErrors })
  if (row === undefined) return false
  const room = MOST_ERRORS - (row.kept - wrong.length)
  const kept = wrong.slice(0, Math.max(0, room)).map((one) => ({ importId: id, ...one }))
  await insertMany(tx, importErrors, kept, { onConflict: 'nothing' })
  return true
}

export async function finishImport(tx: Tx, id: string, holder: string): Promise<boolean> {
  const done = await tx
    .update(imports)
    .set({ state: 'finished', finishedAt: tx.now, updatedAt: tx.now })
    .where(and(eq(imports.id, id), eq(imports.holder, holder), eq(imports.state, 'open')))
    .returning({ id: imports.id })
  return done.length === 1
}

export async function errorsAfter(q: Queries, importId: string, line: number, limit: number): Promise<ErrorRow[]> {
  return q
    .select({
      line: importErrors.line,
      code: importErrors.code,
      path: importErrors.path,
      message: importErrors.message,
    })
    .from(importErrors)
    .where(and(eq(importErrors.importId, importId), gt(importErrors.line, line)))
    .orderBy(asc(importErrors.line))
    .limit(limit)
}
