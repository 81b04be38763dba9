// All SQL of customers but that of attributes: people, their contact points, zones and erased references.
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { insertMany } from '#db/kit.ts'
import type { Queries, Tx } from '#db/store.ts'
import { contactPoints, customers, customerZones, erasedReferences } from '#db/tables/customers.ts'
import { within } from '#db/within.ts'
import { aliasesAmong } from './queries-aliases.ts'

export type CustomerRow = typeof customers.$inferSelect
export type ContactRow = typeof contactPoints.$inferSelect

export async function customerByPrint(q: Queries, print: string): Promise<CustomerRow | null> {
  const [row] = await q.select().from(customers).where(eq(customers.referencePrint, print))
  if (row !== undefined) return row
  const [merged] = await customersById(q, [...(await aliasesAmong(q, [print])).values()])
  return merged ?? null
}

export interface Known {
  id: string
  print: string
  status: string
  country: string | null
}

export async function knownByPrint(q: Queries, prints: string[]): Promise<Map<string, Known>> {
  const rows = await q
    .select({ id: customers.id, print: customers.referencePrint, status: customers.status, country: customers.country })
    .from(customers)
    .where(sql`${customers.referencePrint} ${within(q, prints)}`)
  const known = new Map(rows.map((row) => [row.print, row]))
  if (rows.length === prints.length) return known
  // The unknown may be known by another reference, since profiles were merged.
  const aliases = await aliasesAmong(
    q,
    prints.filter((print) => !known.has(print)),
  )
  if (aliases.size === 0) return known
  const merged = new Map((await customersById(q, [...new Set(aliases.values())])).map((row) => [row.id, row]))
  for (const [print, id] of aliases) {
    const row = merged.get(id)
    if (row !== undefined) known.set(print, { id, print, status: row.status, country: row.country })
  }
  return known
}

export async function customersById(q: Queries, ids: string[]): Promise<CustomerRow[]> {
  return q
    .select()
    .from(customers)
    .where(sql`${customers.id} ${within(q, ids)}`)
    .orderBy(asc(customers.id))
}

export async function someActiveId(q: Queries): Promise<string | null> {
  const [row] = await q.select({ id: customers.id }).from(customers).where(eq(customers.status, 'active')).limit(1)
  return row?.id ?? null
}

/** Locks first and reads in a statement of its own, which then sees what was committed while it waited. */
export async function lockCustomers(tx: Tx, ids: string[]): Promise<CustomerRow[]> {
  if (tx.engine === 'postgres') {
    await tx.rows(sql`select id from customers where id ${within(tx, ids)} order by id${tx.forUpdate()}`)
  }
  return customersById(tx, ids)
}

/** Answers the ids that are new; a reference that somebody else wrote first stays theirs. */
export async function insertCustomers(tx: Tx, rows: CustomerRow[]): Promise<Set<string>> {
  const made = await insertMany(tx, customers, rows, { onConflict: 'nothing', returning: { id: customers.id } })
  return new Set(made.map(({ id }) => id))
}

/** Whole rows of customers who exist, many in one statement. */
export async function replaceCustomers(tx: Tx, rows: CustomerRow[]): Promise<void> {
  const replace = [
    customers.givenNameSealed,
    customers.familyNameSealed,
    customers.birthMonthDay,
    customers.birthYear,
    customers.country,
    customers.locale,
    customers.timeZone,
    customers.withheld,
    customers.ageBand,
    customers.adultOn,
    customers.updatedAt,
  ]
  await insertMany(tx, customers, rows, { onConflict: { target: [customers.id], replace } })
}

export async function setStatus(tx: Tx, id: string, status: string): Promise<void> {
  await tx.update(customers).set({ status, updatedAt: tx.now }).where(eq(customers.id, id))
}

export async function setSnooze(tx: Tx, id: string, snoozedUntil: number | null): Promise<void> {
  await tx.update(customers).set({ snoozedUntil, updatedAt: tx.now }).where(eq(customers.id, id))
}

/** Answers how many there were. */
export async function clearSnoozes(tx: Tx, limit: number): Promise<number> {
  const due = await tx
    .select({ id: customers.id })
    .from(customers)
    .where(sql`${customers.snoozedUntil} <= ${tx.now}`)
    .orderBy(asc(customers.id))
    .limit(limit)
  const ids = due.map(({ id }) => id)
  // Whoever asked for more time meanwhile is not among them.
  await lockCustomers(tx, ids)
  await tx
    .update(customers)
    .set({ snoozedUntil: null })
    .where(and(inArray(customers.id, ids), sql`${customers.snoozedUntil} <= ${tx.now}`))
  return ids.length
}

export async function deleteCustomer(tx: Tx, id: string): Promise<void> {
  await tx.delete(customers).where(eq(customers.id, id))
}

export async function contactsOf(q: Queries, ids: string[]): Promise<ContactRow[]> {
  return q
    .select()
    .from(contactPoints)
    .where(sql`${contactPoints.customerId} ${within(q, ids)}`)
}

export async function insertContacts(tx: Tx, rows: ContactRow[]): Promise<void> {
  await insertMany(tx, contactPoints, rows)
}

export async function replaceContacts(tx: Tx, rows: ContactRow[]): Promise<void> {
  const { customerId, channel, sealed, print, verifiedAt } = contactPoints
  const onConflict = { target: [customerId, channel], replace: [sealed, print, verifiedAt] }
  await insertMany(tx, contactPoints, rows, { onConflict })
}

export async function deleteContacts(tx: Tx, ids: string[], channels: string[]): Promise<void> {
  await tx
    .delete(contactPoints)
    .where(and(inArray(contactPoints.customerId, ids), inArray(contactPoints.channel, channels)))
}

export async function deleteUnprovedContacts(tx: Tx, id: string, channels: string[]): Promise<void> {
  await tx
    .delete(contactPoints)
    .where(
      and(eq(contactPoints.customerId, id), inArray(contactPoints.channel, channels), isNull(contactPoints.verifiedAt)),
    )
}

export async function markVerified(tx: Tx, id: string, channel: string, at: number): Promise<void> {
  await tx
    .update(contactPoints)
    .set({ verifiedAt: at })
    .where(and(eq(contactPoints.customerId, id), eq(contactPoints.channel, channel)))
}

export async function rememberZones(tx: Tx, zones: string[]): Promise<void> {
  const rows = zones.map((timeZone) => ({ timeZone }))
  await insertMany(tx, customerZones, rows, { onConflict: 'nothing' })
}

export async function allZones(q: Queries): Promise<string[]> {
  const rows = await q.select().from(customerZones).orderBy(asc(customerZones.timeZone))
  return rows.map((row) => row.timeZone)
}

export async function erasedAmong(q: Queries, prints: string[]): Promise<Set<string>> {
  const rows = await q
    .select({ print: erasedReferences.print })
    .from(erasedReferences)
    .where(inArray(erasedReferences.print, prints))
  return new Set(rows.map(({ print }) => print))
}

export async function rememberErased(tx: Tx, print: string): Promise<void> {
  await tx.insert(erasedReferences).values({ print, erasedAt: tx.now }).onConflictDoNothing()
}

export async function forgetErased(tx: Tx, prints: string[]): Promise<void> {
  await tx.delete(erasedReferences).where(sql`${erasedReferences.print} ${within(tx, prints)}`)
}
