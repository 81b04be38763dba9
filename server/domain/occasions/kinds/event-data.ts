// Conditions on what a custom event says, as SQL: a value of another type than the one asked for never holds; pure.
import { type SQL, sql } from 'drizzle-orm'
import type { Engine } from '#db/store.ts'
import type { TriggerOf } from './trigger.ts'

type Where = NonNullable<TriggerOf<'custom_event'>['where']>[number]
type Scalar = string | number | boolean

/** `e` = events. */
export function holdsFor({ key, op, value }: Where, engine: Engine): SQL {
  const said = engine === 'sqlite' ? onSqlite(key) : onPostgres(key)
  const values = Array.isArray(value) ? value : [value]
  if (op === 'ne') return sql`(${said.isKnown} and not ${anyOf(values.map(said.equals))})`
  if (op === 'eq' || op === 'in') return anyOf(values.map(said.equals))
  const signs = { gt: sql`>`, gte: sql`>=`, lt: sql`<`, lte: sql`<=` }
  // Only numbers are more or less than another.
  return anyOf(values.map((one) => (typeof one === 'number' ? said.compares(signs[op], one) : sql`1 = 0`)))
}

const anyOf = (parts: SQL[]): SQL => sql`(${sql.join(parts, sql` or `)})`

interface Said {
  isKnown: SQL
  equals(value: Scalar): SQL
  compares(sign: SQL, value: number): SQL
}

function onSqlite(key: string): Said {
  const path = `$."${key}"`
  const type = sql`coalesce(json_type(e.data, ${path}), 'null')`
  const value = sql`json_extract(e.data, ${path})`
  const compares = (sign: SQL, than: number) => sql`(${type} in ('integer', 'real') and ${value} ${sign} ${than})`
  return {
    isKnown: sql`${type} in ('text', 'integer', 'real', 'true', 'false')`,
    compares,
    equals(to) {
      if (typeof to === 'number') return compares(sql`=`, to)
      if (typeof to === 'boolean') return sql`(${type} = ${String(to)})`
      return sql`(${type} = 'text' and ${value} = ${to})`
    },
  }
}

function onPostgres(key: string): Said {
  const value = sql`(cast(e.data as jsonb) -> cast(${key} as text))`
  const type = sql`coalesce(jsonb_typeof(${value}), 'null')`
  // A case, because nothing else keeps PostgreSQL from reading words as numbers.
  const compares = (sign: SQL, than: number) =>
    sql`(case when ${type} = 'number' then cast(${value} #>> '{}' as numeric) ${sign} cast(${String(than)} as numeric) else false end)`
  return {
    isKnown: sql`${type} in ('string', 'number', 'boolean')`,
    compares,
    equals(to) {
      if (typeof to === 'number') return compares(sql`=`, to)
      if (typeof to === 'boolean') return sql`(${type} = 'boolean' and ${value} #>> '{}' = cast(${String(to)} as text))`
      return sql`(${type} = 'string' and ${value} #>> '{}' = cast(${to} as text))`
    },
  }
}
