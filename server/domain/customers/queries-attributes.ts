// All SQL of customers' own attributes: what was declared, and the values people have.
import { and, asc, eq, gt, inArray } from 'drizzle-orm'
import { insertMany } from '#db/kit.ts'
import type { Queries, Tx } from '#db/store.ts'
import { attributes, attributeValues } from '#db/tables/customers.ts'

export type AttributeRow = typeof attributes.$inferSelect
export type ValueRow = typeof attributeValues.$inferSelect

/** False when the key is taken. */
export async function insertAttribute(tx: Tx, row: typeof attributes.$inferInsert): Promise<boolean> {
  const made = await tx.insert(attributes).values(row).onConflictDoNothing().returning({ id: attributes.id })
  return made.length === 1
}

export async function attributeByKey(q: Queries, key: string): Promise<AttributeRow | null> {
  const [row] = await q.select().from(attributes).where(eq(attributes.key, key))
  return row ?? null
}

export async function attributesAfter(q: Queries, key: string, limit: number): Promise<AttributeRow[]> {
  return q.select().from(attributes).where(gt(attributes.key, key)).orderBy(asc(attributes.key)).limit(limit)
}

export async function allAttributes(q: Queries): Promise<AttributeRow[]> {
  return q.select().from(attributes)
}

export async function valuesOf(q: Queries, id: string): Promise<{ key: string; value: string; type: string }[]> {
  return q
    .select({ key: attributeValues.key, value: attributeValues.value, type: attributes.type })
    .from(attributeValues)
    .innerJoin(attributes, eq(attributes.key, attributeValues.key))
    .where(eq(attributeValues.customerId, id))
    .orderBy(asc(attributeValues.key))
}

export async function insertValues(tx: Tx, rows: ValueRow[]): Promise<void> {
  await insertMany(tx, attributeValues, rows)
}

export async function replaceValues(tx: Tx, rows: ValueRow[]): Promise<void> {
  const { customerId, key, value, valueMicros, setAt } = attributeValues
  const onConflict = { target: [customerId, key], replace: [value, valueMicros, setAt] }
  await insertMany(tx, attributeValues, rows, { onConflict })
}

export async function deleteValues(tx: Tx, ids: string[], keys: string[]): Promise<void> {
  await tx
    .delete(attributeValues)
    .where(and(inArray(attributeValues.customerId, ids), inArray(attributeValues.key, keys)))
}

export async function deleteValuesOf(tx: Tx, id: string, keys: string[]): Promise<void> {
  if (keys.length === 0) return
  await tx.delete(attributeValues).where(and(eq(attributeValues.customerId, id), inArray(attributeValues.key, keys)))
}

export async function deleteAllValues(tx: Tx, id: string): Promise<void> {
  await tx.delete(attributeValues).where(eq(attributeValues.customerId, id))
}
