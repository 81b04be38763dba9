// What the tables of occasions say of a set of people, in words that two runs of one story share.
import { inArray } from 'drizzle-orm'
import type { TestHouse } from '#core/test-house.ts'
import { carts, customerCategories, customerOrders, orders, signups, spendChanges } from '#db/tables/occasions.ts'
import { idOf } from './test-scene.ts'

export interface History {
  orders: Record<string, unknown>[]
  sums: Record<string, unknown>[]
  categories: Record<string, unknown>[]
  carts: Record<string, unknown>[]
  signups: Record<string, unknown>[]
  /** 'who currency' → sum of all changes, unless it is 0: the single changes tell the order of arrival. */
  changes: Record<string, number>
}

/** `story` is the prefix of every reference and id of one run; it is taken off again. */
export async function historyOf(
  house: TestHouse,
  story: string,
  references: readonly string[],
  people: readonly string[],
): Promise<History> {
  const q = house.store.read
  const names = new Map<string, string>()
  for (const name of people) names.set(await idOf(house, story + name), name)
  const ids = [...names.keys()]
  const wanted = references.map((reference) => story + reference)
  const changes: Record<string, number> = {}
  for (const row of await q.select().from(spendChanges).where(inArray(spendChanges.customerId, ids))) {
    const key = `${names.get(row.customerId)} ${row.currency}`
    changes[key] = (changes[key] ?? 0) + row.deltaMinor
  }
  const plain = (row: Record<string, unknown>) => readable(row, story, names)
  return {
    orders: sort((await q.select().from(orders).where(inArray(orders.reference, wanted))).map(plain)),
    sums: sort((await q.select().from(customerOrders).where(inArray(customerOrders.customerId, ids))).map(plain)),
    categories: sort(
      (await q.select().from(customerCategories).where(inArray(customerCategories.customerId, ids))).map(plain),
    ),
    carts: sort((await q.select().from(carts).where(inArray(carts.customerId, ids))).map(plain)),
    signups: sort((await q.select().from(signups).where(inArray(signups.customerId, ids))).map(plain)),
    changes: Object.fromEntries(Object.entries(changes).filter(([, sum]) => sum !== 0)),
  }
}

function readable(row: Record<string, unknown>, story: string, names: Map<string, string>): Record<string, unknown> {
  const told = Object.entries(row).map(([key, value]) => {
    if (typeof value !== 'string') return [key, value]
    return [key, names.get(value) ?? (value.startsWith(story) ? value.slice(story.length) : value)]
  })
  return Object.fromEntries(told)
}

const sort = <T>(rows: T[]): T[] => rows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
