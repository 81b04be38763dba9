// Doors of the checkout, the hot path: quote, hold, redeem, reverse.
import type { IdempotencyAsk } from '#access/idempotency.ts'
import { Refusal } from '#core/refusal.ts'
import { listRedemptions, showRedemption } from '#redemption/find.ts'
import { holdVoucher, releaseHold, showHold } from '#redemption/hold.ts'
import { quoteCode } from '#redemption/quote.ts'
import { quoteStack } from '#redemption/quote-stack.ts'
import { redeem } from '#redemption/redeem.ts'
import { reverse } from '#redemption/reverse.ts'
import { redeemStack, reverseStack, showStack } from '#redemption/stack.ts'
import type { Routes } from '../endpoint.ts'

type Names =
  | 'quote'
  | 'quoteStack'
  | 'hold'
  | 'getHold'
  | 'releaseHold'
  | 'redeem'
  | 'getRedemption'
  | 'listRedemptions'
  | 'reverse'
  | 'redeemStack'
  | 'getStack'
  | 'reverseStack'

export const checkoutRoutes: Routes<Names> = {
  quote: async (house, { body, principal }) => ({ status: 200, body: await quoteCode(house, body, principal.id) }),
  quoteStack: async (house, { body, principal }) => ({
    status: 200,
    body: await quoteStack(house, body, principal.id),
  }),
  hold: async (house, { body, idempotency, principal }) => {
    const { hold, created, replayed } = await holdVoucher(house, body, required(idempotency), principal.id)
    return { status: created ? 201 : 200, body: hold, replayed }
  },
  getHold: async ({ store, clock }, { params }) => ({
    status: 200,
    body: await showHold(store.read, clock.now(), params.id),
  }),
  releaseHold: async (house, { params }) => {
    await releaseHold(house, params.id)
    return { status: 204 }
  },
  redeem: async (house, { body, idempotency, principal }) => {
    const { redemption, replayed } = await redeem(house, body, required(idempotency), principal.id)
    return { status: replayed ? 200 : 201, body: redemption, replayed }
  },
  getRedemption: async ({ store }, { params }) => ({ status: 200, body: await showRedemption(store.read, params.id) }),
  listRedemptions: async ({ store }, { query }) => ({ status: 200, body: await listRedemptions(store.read, query) }),
  reverse: async (house, { params, body, idempotency, principal }) => {
    const { reversal, replayed } = await reverse(house, params.id, body, required(idempotency), principal.id)
    return { status: 201, body: reversal, replayed }
  },
  redeemStack: async (house, { body, idempotency, principal }) => {
    const { stack, replayed } = await redeemStack(house, body, required(idempotency), principal.id)
    return { status: replayed ? 200 : 201, body: stack, replayed }
  },
  getStack: async ({ store }, { params }) => ({ status: 200, body: await showStack(store.read, params.id) }),
  reverseStack: async (house, { params, body, idempotency, principal }) => {
    const { reversal, replayed } = await reverseStack(house, params.id, body, required(idempotency), principal.id)
    return { status: 201, body: reversal, replayed }
  },
}

/** The endpoint has refused requests without a key already; this tells the type. */
function required(ask: IdempotencyAsk | null): IdempotencyAsk {
  if (ask === null) throw new Refusal('idempotency.key_missing')
  return ask
}
