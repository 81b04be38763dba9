// How long somebody waits who is alone, beside what a single commit costs that waits for the same disk.
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { alternate, type BenchContext, type Found, median } from './context.ts'
import { fillHouse, redeemAsk, WARM_UP } from './house.ts'
import { putLoad } from './load.ts'

const CONNECTIONS = 64
const ROW = 'x'.repeat(300)

/** `latency1_over_fsync`: the median redemption at one connection ÷ the median fsynced commit of one row. */
export async function measureLatency(context: BenchContext): Promise<Found> {
  const perRound = context.quick ? 300 : 1_000
  const { server, nextCode } = await fillHouse(context, 100_000, WARM_UP + perRound * (context.rounds + 1))
  const commit = openBare(context.newFolder('bare'))
  const ask = () => redeemAsk(nextCode(), server.adminKey)
  const redeem = async () => (await putLoad(server, 1, perRound, ask)).p50
  const commits: number[] = []
  const redemptions: number[] = []
  try {
    await putLoad(server, CONNECTIONS, WARM_UP, ask)
    await redeem()
    for (let n = 0; n < perRound; n++) commit.once()
    const { ratio, notes } = await alternate(
      context,
      'latency at 1 connection ÷ one fsynced commit',
      async () => keep(commits, median(Array.from({ length: perRound }, commit.once))),
      async () => keep(redemptions, await redeem()),
    )
    return {
      ratios: { latency1_over_fsync: ratio },
      figures: {
        commit_p50_ms: Number(median(commits).toFixed(3)),
        redeem1_p50_ms: Number(median(redemptions).toFixed(3)),
      },
      notes,
    }
  } finally {
    commit.close()
    await server.stop()
  }
}

function keep(list: number[], value: number): number {
  list.push(value)
  return value
}

/** One row per commit, as durable as SQLite makes it. */
function openBare(folder: string) {
  const db = new Database(join(folder, 'bare.db'))
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL']) db.pragma(pragma)
  db.exec('create table rows (id integer primary key, text text not null)')
  const insert = db.prepare('insert into rows (text) values (?)')
  return {
    /** Milliseconds. */
    once(): number {
      const started = performance.now()
      insert.run(ROW)
      return performance.now() - started
    },
    close: () => void db.close(),
  }
}
