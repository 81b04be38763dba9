// Custom attributes: declared with a type and a data category before anybody may have a value.

import type { z } from 'zod'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { attributeTypes, newAttribute } from '#shared/contracts/customers.ts'
import type { Category } from '#shared/kinds.ts'
import {
  type AttributeRow,
  allAttributes,
  attributeByKey,
  attributesAfter,
  insertAttribute,
} from './queries-attributes.ts'

export type AttributeType = (typeof attributeTypes)[number]
export interface Declared {
  type: AttributeType
  category: Category
}

/** Answers the key. Refuses a key that is taken: a category that changed would change what people agreed to. */
export async function declareAttribute(tx: Tx, input: z.infer<typeof newAttribute>): Promise<string> {
  const made = await insertAttribute(tx, { id: newId('attribute', tx.now), createdAt: tx.now, ...input })
  if (!made) throw new Refusal('attribute.exists')
  return input.key
}

export async function showAttribute(q: Queries, key: string) {
  const row = await attributeByKey(q, key)
  if (row === null) throw new Refusal('attribute.undeclared', { errors: [{ path: 'key', message: key }] })
  return shown(row)
}

/** In the order of their keys. */
export async function listAttributes(q: Queries, page: { limit: number; cursor?: string | undefined }) {
  const rows = await attributesAfter(q, page.cursor ?? '', page.limit + 1)
  const data = rows.slice(0, page.limit).map(shown)
  return { data, nextCursor: rows.length > page.limit ? (data.at(-1)?.key ?? null) : null }
}

export async function attributesByKey(q: Queries): Promise<Map<string, Declared>> {
  const rows = await allAttributes(q)
  return new Map(rows.map((row) => [row.key, { type: shown(row).type, category: shown(row).category }]))
}

function shown(row: AttributeRow) {
  return { id: row.id, key: row.key, type: row.type as AttributeType, category: row.category as Category }
}
