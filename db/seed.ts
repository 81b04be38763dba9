/** A release's database as a script: which migrations it had, and every row it held, in SQL that both engines take. Written when a
 * release is made, and from then on brought to each later schema by a test. */
import { readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import type { Queries } from './store.ts'

export const SEEDS = new URL('./seeds/', import.meta.url)

/** What a release fills by its own running, and no database is missed for. */
const LEFT_OUT = new Set(['schema_migrations', 'job_ticks', 'shared_counts'])

const quoted = (value: unknown): string =>
  value === null ? 'null' : typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`

/** Of a SQLite database; `keys` are its people's, out of their own file. */
export async function dumpSeed(read: Queries, keys: Queries): Promise<string> {
  const steps = await read.rows<{ number: number }>(sql`select number from schema_migrations order by number`)
  const tables = await read.rows<{ name: string }>(
    sql`select name from sqlite_master where type = 'table' and name not like 'sqlite%' order by name`,
  )
  const lines = [`-- migrations ${steps.map(({ number }) => number).join(' ')}`]
  for (const { name } of tables) if (!LEFT_OUT.has(name)) lines.push(...(await rowsOf(read, name)))
  lines.push(...(await rowsOf(keys, 'vault_keys')))
  return `${lines.join('\n')}\n`
}

async function rowsOf(read: Queries, table: string): Promise<string[]> {
  const rows = await read.rows<Record<string, unknown>>(sql`select * from ${sql.identifier(table)}`)
  return rows.map((row) => {
    const columns = Object.keys(row).map((column) => `"${column}"`)
    return `insert into ${table} (${columns.join(', ')}) values (${Object.values(row).map(quoted).join(', ')});`
  })
}

export interface Seed {
  migrations: number[]
  /** One for each row. */
  inserts: { table: string; text: string }[]
}

export function readSeed(release: string): Seed {
  const [head = '', ...lines] = readFileSync(new URL(`${release}.sql`, SEEDS), 'utf8').split(
    /(?<=;)\n|(?<=\d)\n(?=insert)/,
  )
  return {
    migrations: head.replace('-- migrations ', '').trim().split(' ').map(Number),
    inserts: lines.flatMap((line) => {
      const table = /^insert into (\w+)/.exec(line)?.[1]
      return table === undefined ? [] : [{ table, text: line.replace(/;\s*$/, '') }]
    }),
  }
}
