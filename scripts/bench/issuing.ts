// How evenly redemptions are answered while a run issues vouchers to many people.
import { type BenchContext, type Found, judge, median, type OurServer, type Round } from './context.ts'
import { fillHouse, redeemAsk, WARM_UP } from './house.ts'
import { putLoad } from './load.ts'
import { launchBroadcast } from './scene.ts'

const CONNECTIONS = 64

const MOST_PER_ROUND = 60_000

/** `p99_over_p50_while_issuing`: of all redemptions that were asked for while a run of 100,000 was under way. */
export async function measureIssuing(context: BenchContext): Promise<Found> {
  const { engine, quick, rounds, say } = context
  const people = quick ? 15_000 : 100_000
  const stored = quick ? 200_000 : 1_000_000
  const { server, nextCode } = await fillHouse(context, stored, stored, people)
  const taken: Round[] = []
  const speeds: number[] = []
  const seconds: number[] = []
  try {
    const ask = () => redeemAsk(nextCode(), server.adminKey)
    await putLoad(server, CONNECTIONS, WARM_UP, ask)
    await issueToAll(server, people)
    for (let n = 0; n < rounds; n++) {
      const started = performance.now()
      const run = issueToAll(server, people)
      // On connections that stay: opening them is no part of what issuing does to a checkout.
      const { times } = await putLoad(server, CONNECTIONS, MOST_PER_ROUND, ask, run)
      await run
      seconds.push((performance.now() - started) / 1000)
      const at = (share: number) => times[Math.floor(times.length * share)] ?? Number.NaN
      taken.push({ floor: at(0.5), us: at(0.99) })
      speeds.push(times.length / (seconds.at(-1) ?? 1))
    }
  } finally {
    await server.stop()
  }
  const { ratio, notes } = judge(`p99 ÷ p50 while ${people} are issued on ${engine}`, taken, say)
  return {
    ratios: engine === 'sqlite' ? { p99_over_p50_while_issuing: ratio } : {},
    figures: {
      [`while_issuing_${engine}_p50_ms`]: Number(median(taken.map((round) => round.floor)).toFixed(2)),
      [`while_issuing_${engine}_p99_ms`]: Number(median(taken.map((round) => round.us)).toFixed(2)),
      [`while_issuing_${engine}_redeemed_per_second`]: Math.round(median(speeds)),
      [`while_issuing_${engine}_issued_per_second`]: Math.round(people / median(seconds)),
      ...(engine === 'postgres' && ratio !== null ? { p99_over_p50_while_issuing_postgres: ratio } : {}),
    },
    notes,
  }
}

async function issueToAll({ admin }: OurServer, people: number): Promise<void> {
  const id = await launchBroadcast(admin)
  const { issued, holdout } = await admin.call('runCampaign', { params: { id } })
  if (issued + holdout < people) throw new Error(`the run met ${issued + holdout} of ${people} people`)
}
