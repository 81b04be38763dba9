// How fast prices with a code are told, beside what the same machine does in the same minute without any work.
import { alternate, type BenchContext, type Found, median } from './context.ts'
import { fillHouse, floorAsk, quoteAsk, WARM_UP } from './house.ts'
import { type Load, putLoad } from './load.ts'
import { startProcess } from './processes.ts'

const CONNECTIONS = 64
const CODES = 5_000

/** `quotes_vs_floor`, on SQLite. */
export async function measureQuotes(context: BenchContext): Promise<Found> {
  const { engine, quick } = context
  const perRound = quick ? 8_000 : 15_000
  const { server, nextCode } = await fillHouse(context, quick ? 100_000 : 1_000_000, CODES)
  const bare = await startProcess('scripts/bench/floor.ts', ['node'])
  const codes = Array.from({ length: CODES }, nextCode)
  let asked = 0
  const quote = (amount = perRound) =>
    putLoad(server, CONNECTIONS, amount, () => quoteAsk(String(codes[asked++ % CODES]), server.adminKey))
  const loads: Load[] = []
  try {
    await putLoad(bare, CONNECTIONS, WARM_UP, floorAsk)
    await quote(WARM_UP)
    const { ratio, notes } = await alternate(
      context,
      `quotes on ${engine} ÷ bare node:http`,
      async () => (await putLoad(bare, CONNECTIONS, perRound, floorAsk)).perSecond,
      async () => {
        const load = await quote()
        loads.push(load)
        return load.perSecond
      },
    )
    const middle = (what: 'perSecond' | 'p50' | 'p99' | 'cpuMicrosPerRequest') =>
      Number(median(loads.map((load) => load[what])).toFixed(2))
    return {
      ratios: engine === 'sqlite' ? { quotes_vs_floor: ratio } : {},
      figures: {
        [`quotes_${engine}_per_second`]: middle('perSecond'),
        [`quotes_${engine}_p50_ms`]: middle('p50'),
        [`quotes_${engine}_p99_ms`]: middle('p99'),
        [`quotes_${engine}_cpu_micros`]: middle('cpuMicrosPerRequest'),
        ...(engine === 'postgres' && ratio !== null ? { quotes_postgres_vs_floor: ratio } : {}),
      },
      notes,
    }
  } finally {
    await Promise.all([server.stop(), bare.stop()])
  }
}
