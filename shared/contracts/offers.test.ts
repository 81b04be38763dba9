// What an offer may look like on the wire.
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { MAX_MINOR } from '../money.ts'
import { offerSchema } from './offers.ts'

const percent = { kind: 'percent_off', bps: 2500, maxMinor: 1000 }
const amount = { kind: 'amount_off', amountMinor: 500 }
const unit = { kind: 'unit_off', sku: 'A-1', quantity: 1 }

describe('offerSchema', () => {
  it.each([
    percent,
    { ...percent, bps: 1 },
    { ...percent, bps: 10_000, maxMinor: MAX_MINOR },
    { ...percent, scope: { favouriteCategory: true } },
    { ...percent, scope: { categories: ['Fahrräder', '自転車'], skus: ['A'] } },
    amount,
    { ...amount, scope: { skus: ['A'] } },
    { kind: 'free_shipping', maxMinor: 1 },
    { kind: 'gift_card', amountMinor: MAX_MINOR },
    unit,
    { ...unit, maxMinor: 100 },
  ])('takes %j as it is', (offer) => {
    expect(offerSchema.parse(offer)).toEqual(offer)
  })

  it.each([
    { ...percent, bps: 0 },
    { ...percent, bps: 10_001 },
    { ...percent, bps: 12.5 },
    { ...percent, bps: '2500' },
    { ...percent, bps: Number.NaN },
    { ...percent, maxMinor: undefined },
    { ...percent, maxMinor: 0 },
    { ...percent, maxMinor: MAX_MINOR + 1 },
    { ...percent, maxMinor: Number.POSITIVE_INFINITY },
    { ...percent, extra: 1 },
    { ...percent, scope: {} },
    { ...percent, scope: { favouriteCategory: false } },
    { ...percent, scope: { categories: [] } },
    { ...percent, scope: { skus: [''] } },
    { ...percent, scope: { skus: ['A'], brands: ['B'] } },
    { ...percent, scope: { categories: ['a\u0000'] } },
    { ...percent, scope: { categories: ['\ud800'] } },
    { ...amount, amountMinor: -1 },
    { ...amount, amountMinor: JSON.parse('1e400') },
    { kind: 'free_shipping' },
    { kind: 'free_shipping', maxMinor: 1, scope: { skus: ['A'] } },
    { kind: 'gift_card', amountMinor: 0 },
    { ...unit, quantity: 0 },
    { ...unit, sku: '' },
    { kind: 'buy_two' },
    {},
    null,
    'percent_off',
    [percent],
  ])('refuses %j', (offer) => {
    expect(offerSchema.safeParse(offer).success).toBe(false)
  })

  it('can be printed as JSON Schema, closed to unknown keys', () => {
    const printed = JSON.stringify(z.toJSONSchema(offerSchema))
    expect(printed.match(/"const":"\w+"/g)).toHaveLength(5)
    expect(printed).toContain('"additionalProperties":false')
  })
})
