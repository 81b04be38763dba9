// The order of commits, for feeds that promise to leave nothing out. An id says when a row was made, not when it was
// committed: with several lanes and processes a later id may be there before an earlier one, and whoever reads up to the
// later one would never see the earlier. So a row of a feed stores the turn of its transaction, and is read only once no
// transaction with an earlier turn is open: right behind the oldest open write.
import { setTimeout as sleep } from 'node:timers/promises'
import { getTableName, type SQL, sql } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Queries, Tx } from '#db/store.ts'
import { readSetting, writeSetting } from './settings.ts'

/** Added to PostgreSQL's count of transactions, which begins anew when a house moves to another cluster. */
const OFFSET = 'turn_offset'
const offset = sql`coalesce((select cast(value as bigint) from settings where key = ${OFFSET}), 0)`
const ownTurn = sql`cast(cast(pg_current_xact_id() as text) as bigint) + ${offset}`
const oldestOpen = sql`cast(cast(pg_snapshot_xmin(pg_current_snapshot()) as text) as bigint) + ${offset}`

/** What a row stores as its `turn`: the same for all rows of a transaction, on SQLite one after the other. The table has an
 * index that begins with `turn`. */
export function turnOf(tx: Tx, feed: SQLiteTable): SQL {
  return tx.engine === 'postgres' ? ownTurn : nextTurn(feed)
}

/** Rows with a smaller turn than this are all that there will ever be. To be asked in the statement that reads them, or
 * before it, never after. */
export function settledTurn(q: Queries, feed: SQLiteTable): SQL {
  // SQLite's one writer commits in order, and nothing is read before it is durable.
  return q.engine === 'postgres' ? oldestOpen : nextTurn(feed)
}

const nextTurn = (feed: SQLiteTable): SQL =>
  sql`(select coalesce(max(turn), 0) + 1 from ${sql.raw(getTableName(feed))})`

/** Before a house serves: turns go on from where its feeds ended, also on a cluster that counts from the beginning. */
export async function settleTurns(tx: Tx, feeds: readonly SQLiteTable[]): Promise<void> {
  if (tx.engine === 'sqlite') return
  for (const feed of feeds) {
    const [row] = await tx.rows<{ last: number; own: number }>(
      sql`select coalesce(max(turn), 0) as last, ${ownTurn} as own from ${sql.raw(getTableName(feed))}`,
    )
    if (row === undefined || row.last <= row.own) continue
    const before = Number((await readSetting(tx, OFFSET)) ?? 0)
    await writeSetting(tx, OFFSET, String(before + row.last - row.own))
  }
}

/** How far the clocks of several processes may lie apart, with the way of a write's first words to the database. */
const APART_MS = 250
const AGAIN_MS = 10

/**
 * For tables whose rows have no turn and are read in the order of their ids: after this, whatever was being written when it
 * was asked for is there to be read, or never will be. Whoever reads up to the last id there was before leaves nothing out.
 */
export async function openWritesEnded(q: Queries): Promise<void> {
  // SQLite's one writer commits in the order of ids.
  if (q.engine === 'sqlite') return
  await sleep(APART_MS)
  const [begun] = await q.rows<{ at: number }>(
    sql`select cast(extract(epoch from clock_timestamp()) * 1000000 as bigint) as at`,
  )
  const isOpen = async () => {
    const [row] = await q.rows<{ open: number }>(sql`select count(*) as open from pg_stat_activity
      where datname = current_database() and application_name = 'vouchsafe' and pid <> pg_backend_pid()
        and cast(extract(epoch from xact_start) * 1000000 as bigint) <= cast(${begun?.at ?? 0} as bigint)`)
    return Number(row?.open) > 0
  }
  while (await isOpen()) await sleep(AGAIN_MS)
}
