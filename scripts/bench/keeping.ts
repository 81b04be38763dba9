// How near redemptions come to the least that keeping them costs: bare HTTP, the same rows kept by the bare driver, and us, in short
// turns. What the floor of keeping makes of bare HTTP is what nothing on these tables can pass.
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { type BenchContext, type Found, judge, median } from './context.ts'
import { fillHouse, floorAsk, redeemAsk, WARM_UP } from './house.ts'
import { type Load, putLoad } from './load.ts'
import { startProcess } from './processes.ts'

const CONNECTIONS = 64
/** Short turns and many of them, since a machine that is shared is as fast as its neighbours let it be. */
const TURN = 3_000
const TURNS_A_ROUND = 3
const ALONE = 300

/** Figures only: `keeping_*_vs_floor` and `redeem_*_vs_keeping`, and on SQLite the latency of one connection beside one commit. */
export async function measureKeeping(context: BenchContext): Promise<Found> {
  const { engine, quick, rounds, say } = context
  const stored = quick ? 100_000 : 1_000_000
  const turns = rounds * TURNS_A_ROUND
  const codes = WARM_UP + turns * TURN + rounds * ALONE
  const house = await fillHouse(context, stored, codes)
  const other = await fillHouse(context, stored, codes)
  await other.server.stop()
  const secret = String(other.server.env.VOUCHSAFE_SECRET)
  const keeping = await startProcess('scripts/bench/keeping-floor.ts', [other.databaseUrl, secret])
  const bare = await startProcess('scripts/bench/floor.ts', ['node'])
  const { server } = house
  const floor = (amount: number, at = CONNECTIONS) => putLoad(bare, at, amount, floorAsk)
  const keep = (amount: number, at = CONNECTIONS) =>
    putLoad(keeping, at, amount, () => redeemAsk(other.nextCode(), server.adminKey))
  const redeem = (amount: number, at = CONNECTIONS) =>
    putLoad(server, at, amount, () => redeemAsk(house.nextCode(), server.adminKey))
  const taken = { floor: [] as Load[], keep: [] as Load[], us: [] as Load[] }
  try {
    for (const warm of [floor, keep, redeem]) await warm(WARM_UP)
    for (let n = 0; n < turns; n++) {
      taken.floor.push(await floor(TURN))
      taken.keep.push(await keep(TURN))
      taken.us.push(await redeem(TURN))
    }
    const speeds = (loads: Load[]) => loads.map(({ perSecond }) => perSecond)
    const ratioOf = (name: string, below: Load[], above: Load[]) => {
      const pairs = speeds(below).map((one, n) => ({ floor: one, us: speeds(above)[n] ?? Number.NaN }))
      return judge(name, pairs, say)
    }
    const least = ratioOf(`keeping on ${engine} ÷ bare node:http`, taken.floor, taken.keep)
    const ours = ratioOf(`redemptions on ${engine} ÷ keeping`, taken.keep, taken.us)
    const cpu = (loads: Load[]) => Math.round(median(loads.map((load) => load.cpuMicrosPerRequest)))
    return {
      figures: {
        [`keeping_${engine}_vs_floor`]: least.ratio ?? Number.NaN,
        [`redeem_${engine}_vs_keeping`]: ours.ratio ?? Number.NaN,
        [`keeping_${engine}_per_second`]: Math.round(median(speeds(taken.keep))),
        [`keeping_${engine}_cpu_micros`]: cpu(taken.keep),
        [`redeem_beside_keeping_${engine}_cpu_micros`]: cpu(taken.us),
        ...(engine === 'sqlite' ? await alone(context, { floor, keep, redeem }) : {}),
      },
      notes: [...least.notes, ...ours.notes],
    }
  } finally {
    await Promise.all([server.stop(), keeping.stop(), bare.stop()])
  }
}

type Ask = (amount: number, connections: number) => Promise<Load>

/** The median of whoever is alone, in milliseconds: bare HTTP, keeping, us, and one fsynced commit of one row. */
async function alone(context: BenchContext, { floor, keep, redeem }: Record<'floor' | 'keep' | 'redeem', Ask>) {
  const db = new Database(join(context.newFolder('alone'), 'bare.db'))
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL']) db.pragma(pragma)
  db.exec('create table rows (id integer primary key, text text not null)')
  const insert = db.prepare('insert into rows (text) values (?)')
  const commit = () => {
    const started = performance.now()
    insert.run('x'.repeat(300))
    return performance.now() - started
  }
  const times = { commit: [] as number[], http: [] as number[], keeping: [] as number[], us: [] as number[] }
  for (let n = 0; n < context.rounds; n++) {
    times.commit.push(median(Array.from({ length: ALONE }, commit)))
    times.http.push((await floor(ALONE, 1)).p50)
    times.keeping.push((await keep(ALONE, 1)).p50)
    times.us.push((await redeem(ALONE, 1)).p50)
  }
  db.close()
  const figures = Object.entries(times).map(([name, list]) => [`alone_${name}_p50_ms`, Number(median(list).toFixed(3))])
  context.say(`alone, ms: ${figures.map(([name, ms]) => `${String(name).split('_')[1]} ${ms}`).join(', ')}`)
  return Object.fromEntries(figures) as Record<string, number>
}
