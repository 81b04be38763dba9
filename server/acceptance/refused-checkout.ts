/** What is refused at the checkout. */
import { randomUUID } from 'node:crypto'
import type { TestServer } from '../test-server.ts'
import type { Furniture } from './furniture.ts'
import type { RefusedCase } from './refused-case.ts'
import { ask, issue, launchCampaign, orderOf, redeem } from './shop.ts'

export const freshCode = async (server: TestServer, house: Furniture) =>
  (await issue(server, house.liveId, 'ada', randomUUID())).code
const items = [{ sku: 'tea-1', quantity: 2, unitPriceMinor: 100 }]
const onOrder = (more: object) => async (server: TestServer, house: Furniture) =>
  server.request(
    'POST',
    '/v1/redemptions',
    { code: await freshCode(server, house), order: { ...orderOf(randomUUID()), ...more } },
    { headers: { 'idempotency-key': randomUUID() } },
  )
const withCode = (text: string) => (server: TestServer) => redeem(server, text, orderOf(randomUUID()))

export const refusedCheckout: RefusedCase[] = [
  { title: 'an unknown code', status: 404, code: 'voucher.not_found', send: withCode('NEVER-ISSUED') },
  {
    title: 'a code with a wrong check sign',
    status: 404,
    code: 'voucher.not_found',
    send: withCode('00000-00000-0001'),
  },
  {
    title: 'a code of control characters',
    status: 404,
    code: 'voucher.not_found',
    send: withCode('\u0001\u001b\u2028'),
  },
  { title: 'a code of spaces and dashes', status: 404, code: 'voucher.not_found', send: withCode(' - – — ') },
  { title: 'a code of SQL', status: 404, code: 'voucher.not_found', send: withCode("' OR 1=1 --") },
  { title: 'a code with NUL', status: 400, code: 'request.malformed', send: withCode('A\u0000B') },
  {
    title: 'a code with a lone surrogate',
    status: 400,
    code: 'request.malformed',
    send: (s) =>
      s.request('POST', '/v1/quotes', '{"code":"\\ud800","order":{"reference":"a","currency":"EUR","amountMinor":1}}'),
  },
  { title: 'another currency', status: 422, code: 'order.currency_mismatch', send: onOrder({ currency: 'USD' }) },
  {
    title: 'a currency in lower case',
    status: 400,
    code: 'request.invalid',
    path: 'order.currency',
    send: onOrder({ currency: 'eur' }),
  },
  {
    title: 'negative money',
    status: 400,
    code: 'request.invalid',
    path: 'order.amountMinor',
    send: onOrder({ amountMinor: -1 }),
  },
  {
    title: 'money above all measure',
    status: 400,
    code: 'request.invalid',
    path: 'order.amountMinor',
    send: onOrder({ amountMinor: 9e15 }),
  },
  {
    title: 'items that do not add up',
    status: 422,
    code: 'order.total_mismatch',
    send: onOrder({ amountMinor: 201, items }),
  },
  {
    title: 'a hold that is not there',
    status: 404,
    code: 'hold.not_found',
    send: async (s, house) =>
      ask(s, 'redeem', {
        body: { code: await freshCode(s, house), order: orderOf(randomUUID()), holdId: 'hld_never' },
      }),
  },
  {
    title: 'a reversal above the discount',
    status: 422,
    code: 'reversal.exceeds_discount',
    send: async (s, house) => {
      const answer = await redeem(s, await freshCode(s, house), orderOf(randomUUID()))
      const { id } = answer.body as { id: string }
      return ask(s, 'reverse', { params: { id }, body: { reason: 'too much', amountMinor: 501 } })
    },
  },
  {
    title: 'the key of another redemption of the same code',
    status: 422,
    code: 'idempotency.key_reused',
    send: async (s, house) => {
      const headers = { 'idempotency-key': randomUUID() }
      const own = await freshCode(s, house)
      await redeem(s, own, orderOf(randomUUID()), { headers })
      return redeem(s, own, orderOf(randomUUID()), { headers })
    },
  },
  {
    title: 'an order below the minimum',
    status: 422,
    code: 'order.below_minimum',
    send: async (s) => {
      const id = await launchCampaign(s, { purpose: 'offers', minimumOrderMinor: 5001 })
      return redeem(s, (await issue(s, id, 'ada', 'once')).code, orderOf(randomUUID()))
    },
  },
  {
    title: 'an order of nothing eligible',
    status: 422,
    code: 'order.no_eligible_items',
    send: async (s) => {
      const offer = { kind: 'percent_off' as const, bps: 1000, maxMinor: 500, scope: { categories: ['coffee'] } }
      const id = await launchCampaign(s, { purpose: 'offers', variants: [{ key: 'a', shareBps: 10_000, offer }] })
      const order = { ...orderOf(randomUUID(), 200), items }
      return redeem(s, (await issue(s, id, 'ada', 'once')).code, order)
    },
  },
  {
    title: 'free shipping without shipping',
    status: 422,
    code: 'order.shipping_missing',
    send: async (s) => {
      const offer = { kind: 'free_shipping' as const, maxMinor: 500 }
      const id = await launchCampaign(s, { purpose: 'offers', variants: [{ key: 'a', shareBps: 10_000, offer }] })
      return redeem(s, (await issue(s, id, 'ada', 'once')).code, orderOf(randomUUID()))
    },
  },
  {
    title: 'a voucher that belongs to another',
    status: 422,
    code: 'voucher.other_customer',
    send: async (s) => {
      const id = await launchCampaign(s, { purpose: 'offers', redeemableBy: 'recipient' })
      const order = { ...orderOf(randomUUID()), customerReference: 'somebody' }
      return redeem(s, (await issue(s, id, 'ada', 'once')).code, order)
    },
  },
]
