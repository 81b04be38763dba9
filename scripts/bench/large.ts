// What ten million stored vouchers change: how fast redemptions are, and how soon a server is ready.
import { alternate, type BenchContext, type Found } from './context.ts'
import { type FilledHouse, fillHouse, redeemAsk } from './house.ts'
import { putLoad } from './load.ts'

const CONNECTIONS = 64

/** `redeem_10m_over_100k` and `start_10m_over_empty`; `quick` takes 250,000 for the ten millions, and says so. */
export async function measureLarge(context: BenchContext): Promise<Found> {
  const { quick, rounds, say } = context
  const many = quick ? 250_000 : 10_000_000
  const perRound = quick ? 2_000 : 10_000
  const known = perRound * (rounds + 1)
  const started = performance.now()
  const large = await fillHouse(context, many, known)
  say(`${many} vouchers stored in ${((performance.now() - started) / 1000).toFixed(0)} s`)
  const small = await fillHouse(context, 100_000, known)
  const redeem = async ({ server, nextCode }: FilledHouse) =>
    (await putLoad(server, CONNECTIONS, perRound, () => redeemAsk(nextCode(), server.adminKey))).perSecond
  const speed = await (async () => {
    try {
      await redeem(small)
      await redeem(large)
      return await alternate(
        context,
        `redemptions with ${many} stored ÷ with 100,000`,
        () => redeem(small),
        () => redeem(large),
      )
    } finally {
      await Promise.all([small.server.stop(), large.server.stop()])
    }
  })()
  const empty = await context.newDatabase()
  const start = async (databaseUrl: string) => {
    const server = await context.startServer(databaseUrl)
    await server.stop()
    return server.startMs
  }
  await start(empty)
  const ready = await alternate(
    context,
    `start to ready with ${many} stored ÷ empty`,
    () => start(empty),
    () => start(large.databaseUrl),
  )
  return {
    ratios: { redeem_10m_over_100k: speed.ratio, start_10m_over_empty: ready.ratio },
    figures: { vouchers_stored_for_10m: many },
    notes: [...speed.notes, ...ready.notes, ...(quick ? [`the _10m ratios were measured with ${many} vouchers`] : [])],
  }
}
