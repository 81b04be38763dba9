// What stands in for drizzle's `is` answers as drizzle's does, also of aliases, which are proxies.
import { Column, eq, is, Param, Placeholder, SQL, StringChunk, Subquery, sql, Table, View } from 'drizzle-orm'
import { is as drizzles } from 'drizzle-orm/entity'
import { alias, SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { expect, test } from 'vitest'
import { vouchers } from './tables/vouchers.ts'

const kinds = [
  Column,
  Param,
  Placeholder,
  SQL,
  SQL.Aliased,
  SQLiteColumn,
  SQLiteTable,
  StringChunk,
  Subquery,
  Table,
  View,
]
const other = alias(vouchers, 'other')
const values: unknown[] = [
  vouchers,
  vouchers.id,
  other,
  other.id,
  sql`1`,
  sql`1`.as('one'),
  eq(other.id, 'x'),
  new Param('x', vouchers.id),
  sql.placeholder('x'),
  new StringChunk('x'),
  { constructor: Table },
  [],
  new Date(),
  'text',
  5,
  null,
  undefined,
  () => 1,
]

test('is in place, and says of everything what drizzle says, the first time and again', () => {
  expect(is).not.toBe(drizzles)
  const ask = (one: typeof is) => values.map((value) => kinds.map((kind) => one(value, kind)))
  const truth = ask(drizzles)
  expect(truth.flat().filter(Boolean).length).toBeGreaterThan(values.length / 2)
  expect([ask(is), ask(is)]).toEqual([truth, truth])
})

test('refuses what is no kind of drizzle’s', () => {
  class Stranger {}
  expect(() => is(vouchers, Stranger as never)).toThrow(/look like a Drizzle entity/)
  expect(() => is(vouchers, Stranger as never)).toThrow(/look like a Drizzle entity/)
})
