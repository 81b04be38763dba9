// What telling others by webhook costs a checkout: the same redemptions with nobody who listens and with one who is told of
// each of them, in turns on one server.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type BenchContext, type Found, median } from './context.ts'
import { fillHouse, redeemAsk, WARM_UP } from './house.ts'
import { type Load, putLoad } from './load.ts'

const CONNECTIONS = 64

/** Only figures and a note: what is told goes out beside the checkout, on the same cores. What was not told yet when a round ends
 * ends with its subscription, so that the next round begins without it. */
export async function measureWebhooks(context: BenchContext): Promise<Found> {
  const { engine, quick, rounds, say } = context
  const perRound = quick ? 4_000 : 15_000
  const known = WARM_UP + 2 * perRound * rounds
  const { server: first, databaseUrl, nextCode } = await fillHouse(context, quick ? known : 100_000, known)
  await first.stop()
  const server = await context.startServer(databaseUrl, { OUTSIDE_ALLOW: '127.0.0.1' })
  let told = 0
  const sink = createServer((req, res) => {
    told += 1
    req.resume().on('end', () => res.end())
  })
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(sink.address() as AddressInfo).port}/`
  const redeem = (amount: number) => putLoad(server, CONNECTIONS, amount, () => redeemAsk(nextCode(), server.adminKey))
  const taken = { silent: [] as Load[], telling: [] as Load[] }
  try {
    await redeem(WARM_UP)
    for (let n = 0; n < rounds; n++) {
      taken.silent.push(await redeem(perRound))
      const { id } = await server.admin.call('createWebhook', { body: { url, events: ['voucher.redeemed'] } })
      taken.telling.push(await redeem(perRound))
      await server.admin.call('deleteWebhook', { params: { id } })
    }
  } finally {
    await server.stop()
    await new Promise((resolve) => sink.close(resolve))
  }
  const middle = (loads: Load[], what: Exclude<keyof Load, 'times'>) =>
    Number(median(loads.map((load) => load[what])).toFixed(2))
  const figures = Object.fromEntries(
    Object.entries(taken).flatMap(([how, loads]) => [
      [`redeem_${how}_${engine}_per_second`, middle(loads, 'perSecond')],
      [`redeem_${how}_${engine}_p50_ms`, middle(loads, 'p50')],
      [`redeem_${how}_${engine}_cpu_micros`, middle(loads, 'cpuMicrosPerRequest')],
    ]),
  )
  const [silent, telling] = [middle(taken.silent, 'perSecond'), middle(taken.telling, 'perSecond')]
  const note = `redemptions while each is told by webhook: ${telling}/s, ${silent}/s with nobody who listens; ${told} were told meanwhile`
  say(note)
  return { figures, notes: [note] }
}
