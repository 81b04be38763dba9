/** The same change to many rows, each with values of its own: SQLite runs one kept statement for each without a turn
 * between, which costs it less than a statement that carries them all. */
import type { SQL } from 'drizzle-orm'
import { EACH, type OpenQueries, WRITE } from './builder.ts'
import type { Tx } from './store.ts'

/** Runs what `build` writes once for each of `rows`, whose values fill its `sql.placeholder`s; `name` belongs to the one
 * statement. Answers how many of them changed a row. SQLite only: on PostgreSQL one statement takes them all. */
export async function changeEach(
  tx: Tx,
  name: string,
  build: () => SQL,
  rows: readonly Record<string, unknown>[],
): Promise<number> {
  const open = tx as Tx & Partial<OpenQueries>
  if (!open[EACH] || !open[WRITE]) throw new Error('changeEach takes a transaction of the store, on SQLite')
  if (rows.length === 0) return 0
  const { text, names } = open[WRITE](name, build)
  if (names === null) throw new Error(`${name} has parameters without names`)
  const changed = await open[EACH](text, rows.length, (i, values) => {
    const row = rows[i] as Record<string, unknown>
    for (let at = 0; at < names.length; at += 1) values[at] = row[names[at] as string]
  })
  return changed.reduce((sum, one) => sum + one, 0)
}
