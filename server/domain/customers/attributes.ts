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
  /** Its own and those of all that it is worked out from: a consent to each of them is needed. */
  categories: Category[]
}

/** Answers the key. Refuses a key that is taken (a category that changed would change what people agreed to), and sources
 * that nobody has declared. */
export async function declareAttribute(tx: Tx, input: z.infer<typeof newAttribute>): Promise<string> {
  const { key, type, category, derivedFrom = [] } = input
  const made = await insertAttribute(tx, {
    ...{ id: newId('attribute', tx.now), createdAt: tx.now, key, type, category },
    derivedFrom: JSON.stringify(derivedFrom),
    categories: JSON.stringify(await unionOf(tx, category, derivedFrom)),
  })
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
  return new Map(
    rows.map((row) => {
      const { type, category, categories } = shown(row)
      return [row.key, { type, category, categories }]
    }),
  )
}

/** Sources are declared before, so there is no circle, and theirs are unions already. */
async function unionOf(q: Queries, own: Category, derivedFrom: readonly string[]): Promise<Category[]> {
  if (derivedFrom.length === 0) return [own]
  const known = await attributesByKey(q)
  const missing = derivedFrom.filter((key) => !known.has(key))
  if (missing.length > 0) {
    const errors = missing.map((key) => ({ path: `derivedFrom.${derivedFrom.indexOf(key)}`, message: key }))
    throw new Refusal('attribute.undeclared', { errors })
  }
  return [...new Set([own, ...derivedFrom.flatMap((key) => known.get(key)?.categories ?? [])])].sort()
}

function shown(row: AttributeRow) {
  const category = row.category as Category
  const union = JSON.parse(row.categories) as Category[]
  return {
    ...{ id: row.id, key: row.key, type: row.type as AttributeType, category },
    derivedFrom: JSON.parse(row.derivedFrom) as string[],
    // Those of before there were derived ones have their own category and no other.
    categories: union.length > 0 ? union : [category],
  }
}
