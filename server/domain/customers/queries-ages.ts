// All SQL of the ages of consent, and of who reaches them.
import { and, asc, eq, inArray, isNotNull, lte, sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { consentAges, customers } from '#db/tables/customers.ts'

export type AgeRow = typeof consentAges.$inferSelect

export async function allAges(q: Queries): Promise<AgeRow[]> {
  return q.select().from(consentAges).orderBy(asc(consentAges.country))
}

export async function replaceAge(tx: Tx, row: AgeRow): Promise<void> {
  await tx
    .insert(consentAges)
    .values(row)
    .onConflictDoUpdate({
      target: consentAges.country,
      set: { age: row.age, source: row.source, updatedAt: row.updatedAt },
    })
}

export async function minorsOfAge(q: Queries, day: string, limit: number): Promise<string[]> {
  const rows = await q
    .select({ id: customers.id })
    .from(customers)
    .where(and(eq(customers.ageBand, 'minor'), lte(customers.adultOn, day)))
    .orderBy(asc(customers.id))
    .limit(limit)
  return rows.map(({ id }) => id)
}

export async function nextOfAge(q: Queries): Promise<string | null> {
  const [row] = await q
    .select({ day: customers.adultOn })
    .from(customers)
    .where(and(eq(customers.ageBand, 'minor'), isNotNull(customers.adultOn)))
    .orderBy(asc(customers.adultOn))
    .limit(1)
  return row?.day ?? null
}

export async function markAdults(tx: Tx, ids: string[]): Promise<void> {
  await tx.update(customers).set({ ageBand: 'adult', adultOn: null }).where(inArray(customers.id, ids))
}

export async function markMinor(tx: Tx, id: string): Promise<void> {
  await tx.update(customers).set({ ageBand: 'minor' }).where(eq(customers.id, id))
}

export async function markFromForm(tx: Tx, id: string): Promise<void> {
  await tx.update(customers).set({ fromForm: 1 }).where(eq(customers.id, id))
}

/** People of the public form whom nobody has confirmed: no proved address, nothing that waits for a confirmation. */
const isUnconfirmed = sql`c.from_form = 1 and c.status <> 'restricted'
  and not exists (select 1 from contact_points p where p.customer_id = c.id and p.verified_at is not null)
  and not exists (select 1 from consent_cells g where g.customer_id = c.id
    and g.state in ('pending_doi', 'pending_guardian', 'granted'))`

export async function firstUnconfirmed(q: Queries): Promise<number | null> {
  const [row] = await q.rows<{ at: number | null }>(
    sql`select min(c.created_at) as at from customers c where ${isUnconfirmed}`,
  )
  return row?.at ?? null
}

export async function unconfirmed(q: Queries, before: number, limit: number): Promise<string[]> {
  const rows = await q.rows<{ id: string }>(sql`select c.id from customers c
    where c.created_at <= ${before} and ${isUnconfirmed} order by c.id limit ${limit}`)
  return rows.map(({ id }) => id)
}
