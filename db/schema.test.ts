// The tables as the code knows them and the tables as the migrations make them are the same, on both engines.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { getTableColumns, getTableName, is, sql, Table } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { forEachEngine } from './test-store.ts'

interface Column {
  name: string
  kind: string
  required: boolean
}

async function known(): Promise<Map<string, Column[]>> {
  const folder = join(import.meta.dirname, 'tables')
  const modules = await Promise.all(
    readdirSync(folder).map((file) => import(join(folder, file)) as Promise<Record<string, unknown>>),
  )
  const tables = modules.flatMap((module) => Object.values(module)).filter((value): value is Table => is(value, Table))
  return new Map(
    tables.map((table) => [
      getTableName(table),
      Object.values(getTableColumns(table)).map((column) => ({
        name: column.name,
        kind: column.getSQLType() === 'integer' ? 'bigint' : 'text',
        required: column.notNull || column.primary,
      })),
    ]),
  )
}

forEachEngine('the schema', (open) => {
  it('is what the code thinks it is', async () => {
    const { store } = await open()
    const tables = await known()
    const columnsOf = async (table: string): Promise<Column[]> => {
      const rows =
        store.engine === 'sqlite'
          ? await store.read.rows<{ name: string; kind: string; required: number }>(
              sql`select name, lower(type) as kind, "notnull" or pk > 0 as required from pragma_table_info(${table})`,
            )
          : await store.read.rows<{ name: string; kind: string; required: boolean }>(
              sql`select column_name as name, data_type as kind, is_nullable = 'NO' as required from information_schema.columns where table_schema = 'public' and table_name = ${table}`,
            )
      return rows.map(({ name, kind, required }) => ({ name, kind, required: Boolean(required) }))
    }
    const sorted = (columns: Column[]) => [...columns].sort((a, b) => (a.name < b.name ? -1 : 1))
    expect(tables.size).toBeGreaterThan(30)
    for (const [table, columns] of tables)
      expect([table, sorted(await columnsOf(table))]).toEqual([table, sorted(columns)])
  })

  it('compares text byte by byte, so that cursors and ids sort the same everywhere', async () => {
    const { store } = await open()
    const rows = await store.read.rows<{ v: string }>(
      sql`select v from (select 'b' as v union all select 'B' union all select 'a' union all select 'é') as words order by v${store.engine === 'postgres' ? sql` collate "C"` : sql``}`,
    )
    expect(rows.map((row) => row.v)).toEqual(['B', 'a', 'b', 'é'])
    if (store.engine === 'postgres') {
      const columns = await store.read.rows<{ n: number }>(
        sql`select count(*) as n from information_schema.columns where table_schema = 'public' and data_type = 'text' and collation_name is distinct from 'C'`,
      )
      expect(Number(columns[0]?.n)).toBe(0)
    }
  })
})
