/** What is refused for what a day, a customer or an order has had, and for codes that do not go together. */
import { randomUUID } from 'node:crypto'
import type { TestServer } from '../test-server.ts'
import type { RefusedCase } from './refused-case.ts'
import { freshCode } from './refused-checkout.ts'
import { ask, type CampaignTerms, call, issue, launchCampaign, orderOf, redeem } from './shop.ts'

const fresh = () => orderOf(randomUUID())
const budget = { limitMinor: 1_000_000, currency: 'EUR', mode: 'at_redemption' as const, whenShort: 'refuse' as const }
async function codesOf(server: TestServer, terms: Partial<CampaignTerms>, count: number): Promise<string[]> {
  const id = await launchCampaign(server, { purpose: 'offers', ...terms })
  const codes = []
  for (let n = 0; n < count; n++) codes.push((await issue(server, id, 'ada', `${n}`)).code)
  return codes
}
const secondOf = (terms: Partial<CampaignTerms>) => async (server: TestServer) => {
  const [one = '', two = ''] = await codesOf(server, terms, 2)
  await redeem(server, one, fresh())
  return redeem(server, two, fresh())
}
const inGroup = { stacking: { mode: 'combinable' as const, group: 'spring', rank: 500 } }
const card = [{ key: 'card', shareBps: 10_000, offer: { kind: 'gift_card' as const, amountMinor: 500 } }]

export const refusedStacks: RefusedCase[] = [
  {
    title: 'more than a day may take',
    status: 409,
    code: 'budget.day_exhausted',
    send: secondOf({ budget: { ...budget, perDay: { count: 1 } } }),
  },
  {
    title: 'more than a customer may take',
    status: 409,
    code: 'budget.customer_exhausted',
    send: secondOf({ budget: { ...budget, perCustomer: { limitMinor: 999 } } }),
  },
  {
    title: 'an order that was cancelled',
    status: 409,
    code: 'order.closed',
    send: async (server, house) => {
      const order = fresh()
      const event = { id: randomUUID(), type: 'order.cancelled' as const, at: new Date().toISOString() }
      await call(server, 'reportEvents', { body: [{ ...event, orderReference: order.reference }] })
      return redeem(server, await freshCode(server, house), order)
    },
  },
  {
    title: 'an order of nothing',
    status: 422,
    code: 'order.nothing_to_discount',
    send: async (server, house) => redeem(server, await freshCode(server, house), orderOf(randomUUID(), 0)),
  },
  {
    title: 'more than a gift card holds',
    status: 409,
    code: 'giftcard.short',
    send: async (server) => {
      const [code = ''] = await codesOf(server, { variants: card }, 1)
      return ask(server, 'redeem', { body: { code, order: fresh(), amountMinor: 501 } })
    },
  },
  {
    title: 'two codes of a group on one order',
    status: 409,
    code: 'stack.group_taken',
    send: async (server) => {
      const order = fresh()
      const [one = '', two = ''] = await codesOf(server, inGroup, 2)
      await redeem(server, one, order)
      return redeem(server, two, order)
    },
  },
  {
    title: 'a stack with two codes of a group',
    status: 409,
    code: 'stack.group_taken',
    path: 'codes.1',
    send: async (server) =>
      ask(server, 'redeemStack', { body: { codes: await codesOf(server, inGroup, 2), order: fresh() } }),
  },
  {
    title: 'a stack with a code that was never issued',
    status: 404,
    code: 'voucher.not_found',
    path: 'codes.1',
    send: async (server, house) =>
      ask(server, 'redeemStack', { body: { codes: [await freshCode(server, house), 'NEVER-ISSUED'], order: fresh() } }),
  },
  {
    title: 'a second stack on one order',
    status: 409,
    code: 'stack.already_redeemed',
    send: async (server, house) => {
      const order = fresh()
      await call(server, 'redeemStack', { body: { codes: [await freshCode(server, house)], order } })
      return ask(server, 'redeemStack', { body: { codes: [await freshCode(server, house)], order } })
    },
  },
  {
    title: 'a stack of no codes',
    status: 400,
    code: 'request.invalid',
    path: 'codes',
    send: (server) => ask(server, 'redeemStack', { body: { codes: [], order: fresh() } }),
  },
  {
    title: 'a stack of nine codes',
    status: 400,
    code: 'request.invalid',
    path: 'codes',
    send: (server) => ask(server, 'quoteStack', { body: { codes: Array(9).fill('A'), order: fresh() } }),
  },
]
