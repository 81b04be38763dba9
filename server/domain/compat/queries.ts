// All SQL of the room compat: notes, found by id, by the other key, by parent or customer, and in pages by time.
import { and, asc, desc, eq, gt, isNotNull, lt, lte, type SQL, sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { compatNotes } from '#db/tables/compat.ts'
import { within } from '#db/within.ts'

export type NoteRow = typeof compatNotes.$inferSelect
type Parts = Pick<NoteRow, 'birthSealed' | 'placeSealed'>
export type NewNoteRow = Omit<NoteRow, 'madeMicros' | 'revision' | 'updatedAt' | 'goesWith' | keyof Parts> &
  Partial<Parts & Pick<NoteRow, 'goesWith'>>

/** Everybody who adds a note waits here, so that times of making are told apart; the last lock that a write takes. */
async function lockNotes(tx: Tx): Promise<void> {
  if (tx.engine === 'postgres') await tx.rows(sql`select pg_advisory_xact_lock(7281943)`)
}

/** In the order given; a name that is taken breaks a key. */
export async function insertRows(tx: Tx, kind: string, rows: NewNoteRow[]): Promise<NoteRow[]> {
  if (rows.length === 0) return []
  await lockNotes(tx)
  const [last] = await tx
    .select({ micros: compatNotes.madeMicros })
    .from(compatNotes)
    .where(eq(compatNotes.kind, kind))
    .orderBy(desc(compatNotes.madeMicros))
    .limit(1)
  let micros = Math.max(tx.now * 1000, (last?.micros ?? 0) + 1)
  const bare = { birthSealed: null, placeSealed: null, goesWith: null, updatedAt: null, revision: 1 }
  const made = rows.map((row) => ({ ...bare, ...row, madeMicros: micros++ }))
  for (const row of made) await tx.insert(compatNotes).values(row)
  return made
}

export async function rowById(q: Queries, id: string): Promise<NoteRow | undefined> {
  const [row] = await q.select().from(compatNotes).where(eq(compatNotes.id, id))
  return row
}

export const rowsById = (q: Queries, ids: string[]): Promise<NoteRow[]> =>
  q
    .select()
    .from(compatNotes)
    .where(sql`${compatNotes.id} ${within(q, ids)}`)

export async function rowByName(q: Queries, kind: string, namePrint: string): Promise<NoteRow | undefined> {
  const [row] = await q
    .select()
    .from(compatNotes)
    .where(and(eq(compatNotes.kind, kind), eq(compatNotes.namePrint, namePrint)))
  return row
}

export interface Wanted {
  kinds: string[]
  parent?: string | undefined
  parents?: string[] | undefined
  customerIds?: string[] | undefined
  customerId?: string | undefined
  state?: string | undefined
  isAscending?: boolean | undefined
  /** Microseconds, exclusive. */
  after?: number | undefined
  before?: number | undefined
}

const matching = (
  q: Queries,
  { kinds, parent, parents, customerId, customerIds, state, after, before }: Wanted,
): SQL | undefined =>
  and(
    sql`${compatNotes.kind} ${within(q, kinds)}`,
    parent === undefined ? undefined : eq(compatNotes.parent, parent),
    parents === undefined ? undefined : sql`${compatNotes.parent} ${within(q, parents)}`,
    customerIds === undefined ? undefined : sql`${compatNotes.customerId} ${within(q, customerIds)}`,
    customerId === undefined ? undefined : eq(compatNotes.customerId, customerId),
    state === undefined ? undefined : eq(compatNotes.state, state),
    after === undefined ? undefined : gt(compatNotes.madeMicros, after),
    before === undefined ? undefined : lt(compatNotes.madeMicros, before),
  )

export const pageOfRows = (q: Queries, wanted: Wanted, limit: number, offset: number): Promise<NoteRow[]> =>
  q
    .select()
    .from(compatNotes)
    .where(matching(q, wanted))
    .orderBy(wanted.isAscending ? asc(compatNotes.madeMicros) : desc(compatNotes.madeMicros), asc(compatNotes.id))
    .limit(limit)
    .offset(offset)

export async function countRows(q: Queries, wanted: Wanted): Promise<number> {
  const [row] = await q.select({ count: sql<number>`count(*)` }).from(compatNotes).where(matching(q, wanted))
  return Number(row?.count ?? 0)
}

/** How many notes of each kind there are of each of these people. */
export async function countByCustomer(
  q: Queries,
  customerIds: string[],
  kinds: string[],
): Promise<{ customerId: string; kind: string; count: number }[]> {
  const rows = await q
    .select({ customerId: compatNotes.customerId, kind: compatNotes.kind, count: sql<number>`count(*)` })
    .from(compatNotes)
    .where(sql`${compatNotes.customerId} ${within(q, customerIds)} and ${compatNotes.kind} ${within(q, kinds)}`)
    .groupBy(compatNotes.customerId, compatNotes.kind)
  return rows.map(({ customerId, kind, count }) => ({ customerId: customerId ?? '', kind, count: Number(count) }))
}

/** Answers whether the note was at this revision. */
export async function updateRow(
  tx: Tx,
  { id, revision }: Pick<NoteRow, 'id' | 'revision'>,
  to: Partial<Pick<NoteRow, 'body' | 'state' | 'namePrint' | 'parent' | 'customerId' | 'goesWith' | keyof Parts>> & {
    isTouch?: boolean
  },
): Promise<boolean> {
  const { isTouch = true, ...set } = to
  const rows = await tx
    .update(compatNotes)
    .set({ ...set, ...(isTouch ? { updatedAt: tx.now } : {}), revision: revision + 1 })
    .where(and(eq(compatNotes.id, id), eq(compatNotes.revision, revision)))
    .returning({ id: compatNotes.id })
  return rows.length === 1
}

export async function deleteRows(tx: Tx, ids: string[]): Promise<void> {
  await tx.delete(compatNotes).where(sql`${compatNotes.id} ${within(tx, ids)}`)
}

/** Whoever is just changing the note finds it changed, and reads it anew. */
export const blankParts = (tx: Tx, customerId: string, parts: Partial<Parts>) =>
  tx
    .update(compatNotes)
    .set({ ...parts, revision: sql`${compatNotes.revision} + 1` })
    .where(eq(compatNotes.id, customerId))

/** Notes that rest on a consent to what one of `categories` names. */
export async function deleteGoing(tx: Tx, customerId: string, categories: readonly string[]): Promise<void> {
  const rows = await tx
    .select({ id: compatNotes.id, goesWith: compatNotes.goesWith })
    .from(compatNotes)
    .where(and(eq(compatNotes.customerId, customerId), isNotNull(compatNotes.goesWith)))
  const going = rows.filter(({ goesWith }) => goesWith?.split(' ').some((one) => categories.includes(one)))
  if (going.length > 0)
    await deleteRows(
      tx,
      going.map(({ id }) => id),
    )
}

export const deleteOfCustomer = (tx: Tx, customerId: string) =>
  tx.delete(compatNotes).where(eq(compatNotes.customerId, customerId))

/** Customers whom other doors made and nobody has asked for here yet, the oldest first. */
export const unnotedCustomers = (q: Queries, limit: number): Promise<{ id: string }[]> =>
  q.rows(sql`select c.id from customers c where not exists (select 1 from compat_notes n where n.id = c.id)
    order by c.created_at, c.id limit ${limit}`)

/** The time of making of the newest of this kind; null when there is none. */
export async function lastMicros(q: Queries, kind: string): Promise<number | null> {
  const [row] = await q
    .select({ micros: compatNotes.madeMicros })
    .from(compatNotes)
    .where(eq(compatNotes.kind, kind))
    .orderBy(desc(compatNotes.madeMicros))
    .limit(1)
  return row?.micros ?? null
}

/** Of this kind in (after, upTo], the oldest first. */
export const rowsBetween = (q: Queries, kind: string, after: number, upTo: number, limit: number): Promise<NoteRow[]> =>
  q
    .select()
    .from(compatNotes)
    .where(and(eq(compatNotes.kind, kind), gt(compatNotes.madeMicros, after), lte(compatNotes.madeMicros, upTo)))
    .orderBy(asc(compatNotes.madeMicros))
    .limit(limit)

export const dropRowsBefore = (tx: Tx, kind: string, micros: number) =>
  tx.delete(compatNotes).where(and(eq(compatNotes.kind, kind), lt(compatNotes.madeMicros, micros)))
