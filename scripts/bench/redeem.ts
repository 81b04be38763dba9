// How fast redemptions are that wait for the disk, beside what the same machine does in the same minute without any work.
import { type BenchContext, type Found, judge, median, type Round } from './context.ts'
import { fillHouse, floorAsk, helloAsk, redeemAsk, WARM_UP } from './house.ts'
import { type Load, putLoad } from './load.ts'
import { startProcess } from './processes.ts'

const CONNECTIONS = 64

/** `redeem_sqlite_vs_floor`, `redeem_sqlite_vs_express`, `redeem_postgres_vs_floor`; vouchers with every rule of a campaign. */
export async function measureRedeem(context: BenchContext): Promise<Found> {
  const { engine, quick, rounds, say } = context
  const perRound = quick ? 6_000 : 15_000
  const stored = quick ? 100_000 : 1_000_000
  const house = await fillHouse(context, stored, WARM_UP + perRound * rounds)
  const bare = await startProcess('scripts/bench/floor.ts', ['node'])
  const express = await startProcess('scripts/bench/floor.ts', ['express'])
  const { server, nextCode } = house
  const redeem = (amount: number) => putLoad(server, CONNECTIONS, amount, () => redeemAsk(nextCode(), server.adminKey))
  const taken = { floor: [] as Load[], hello: [] as Load[], us: [] as Load[] }
  try {
    await putLoad(bare, CONNECTIONS, WARM_UP, floorAsk)
    await putLoad(express, CONNECTIONS, WARM_UP, helloAsk)
    await redeem(WARM_UP)
    for (let n = 0; n < rounds; n++) {
      taken.floor.push(await putLoad(bare, CONNECTIONS, perRound, floorAsk))
      taken.us.push(await redeem(perRound))
      taken.hello.push(await putLoad(express, CONNECTIONS, perRound, helloAsk))
    }
    return {
      ...ratiosOf(engine, taken, say),
      peakMemoryMb: { [`redeem_${engine}`]: server.peakMemoryMb() ?? Number.NaN },
    }
  } finally {
    await Promise.all([server.stop(), bare.stop(), express.stop()])
  }
}

function ratiosOf(engine: string, taken: Record<'floor' | 'hello' | 'us', Load[]>, say: (text: string) => void) {
  const against = (floor: Load[]): Round[] =>
    floor.map(({ perSecond }, n) => ({ floor: perSecond, us: taken.us[n]?.perSecond ?? Number.NaN }))
  const bare = judge(`redemptions on ${engine} ÷ bare node:http`, against(taken.floor), say)
  const express = judge(`redemptions on ${engine} ÷ Express hello`, against(taken.hello), say)
  const middle = (what: Exclude<keyof Load, 'times'>, loads: Load[]) =>
    Number(median(loads.map((load) => load[what])).toFixed(2))
  return {
    ratios:
      engine === 'sqlite'
        ? { redeem_sqlite_vs_floor: bare.ratio, redeem_sqlite_vs_express: express.ratio }
        : { redeem_postgres_vs_floor: bare.ratio },
    figures: {
      floor_node_per_second: middle('perSecond', taken.floor),
      floor_express_per_second: middle('perSecond', taken.hello),
      [`redeem_${engine}_per_second`]: middle('perSecond', taken.us),
      [`redeem_${engine}_p50_ms`]: middle('p50', taken.us),
      [`redeem_${engine}_p99_ms`]: middle('p99', taken.us),
      [`redeem_${engine}_cpu_micros`]: middle('cpuMicrosPerRequest', taken.us),
      floor_node_cpu_micros: middle('cpuMicrosPerRequest', taken.floor),
    },
    notes: [...bare.notes, ...express.notes],
  }
}
