// A house to be measured: launched through its doors, filled with vouchers, and asked as a checkout asks.
import { randomUUID } from 'node:crypto'
import { seedPeople } from './big.ts'
import type { BenchContext, OurServer } from './context.ts'
import type { Ask } from './load.ts'
import { launchBroadcast, prepareNotice } from './scene.ts'
import { seedVouchers } from './seed.ts'

/** Requests that floors and we are asked before the first round alike: what V8 has not compiled yet is a process that has
 * just been started, and three thousand requests measured that more than the work. */
/** By then the compiler is through with most of what a redemption runs. */
export const WARM_UP = 30_000

export interface FilledHouse {
  server: OurServer
  databaseUrl: string
  campaignId: string
  noticeVersion: number
  /** The next code that nobody has redeemed yet. */
  nextCode(): string
}

/** A server on `count` vouchers, of which `known` have codes that can be asked for, and so many people who agreed to offers. */
export async function fillHouse(
  context: BenchContext,
  count: number,
  known: number,
  people = 0,
  flags: string[] = [],
): Promise<FilledHouse> {
  const databaseUrl = await context.newDatabase()
  const first = await context.startServer(databaseUrl)
  const noticeVersion = await prepareNotice(first.url, first.adminKey)
  const campaignId = await launchBroadcast(first.admin)
  await first.stop()
  const secret = String(first.env.VOUCHSAFE_SECRET)
  const codes = await seedVouchers(databaseUrl, { campaignId, secret, count, known })
  if (people > 0) await seedPeople(first.env, people, noticeVersion)
  const server = await context.startServer(databaseUrl, {}, flags)
  return { server, databaseUrl, campaignId, noticeVersion, nextCode: () => popFrom(codes) }
}

function popFrom(codes: string[]): string {
  const code = codes.pop()
  if (code === undefined) throw new Error('the bench has used up its codes')
  return code
}

const headersOf = (adminKey: string) => ({
  'content-type': 'application/json',
  authorization: `Bearer ${adminKey}`,
})

export const redeemAsk = (code: string, adminKey: string): Ask => ({
  path: '/v1/redemptions',
  method: 'POST',
  headers: { ...headersOf(adminKey), 'idempotency-key': randomUUID() },
  body: JSON.stringify({ code, order: { reference: randomUUID(), currency: 'EUR', amountMinor: 5_900 } }),
})

export const quoteAsk = (code: string, adminKey: string): Ask => ({
  path: '/v1/quotes',
  method: 'POST',
  headers: headersOf(adminKey),
  body: JSON.stringify({ code, order: { reference: randomUUID(), currency: 'EUR', amountMinor: 5_900 } }),
})

export const floorAsk = (): Ask => redeemAsk('BDAY-7K3M9-Q2XWT-4HJ8', 'vsk_none')
export const helloAsk = (): Ask => ({ path: '/hello', method: 'GET' })
