// The list of offers: complete, and true about the most that each can cost.
import { describe, expect, it } from 'vitest'
import { offerSchema } from '#shared/contracts/offers.ts'
import { MAX_MINOR } from '#shared/money.ts'
import { discountOf, isBounded, offerKinds, worstCaseMinor } from './all.ts'
import type { Basket, Offer } from './offer.ts'

const basket: Basket = {
  order: { reference: 'o', currency: 'EUR', amountMinor: 1000 },
  favouriteCategory: null,
  categoryOf: () => null,
  balanceMinor: null,
  askedMinor: null,
}

describe('offers', () => {
  it('lists every kind of the contract under its own name, with a label of its own', () => {
    const names = offerSchema.options.map((option) => option.shape.kind.value)
    expect(Object.keys(offerKinds).sort()).toEqual([...names].sort())
    for (const [name, kind] of Object.entries(offerKinds)) {
      expect(kind.kind).toBe(name)
      expect(kind.args).toBe(offerSchema.options.find((option) => option.shape.kind.value === name))
    }
    expect(new Set(Object.values(offerKinds).map((kind) => kind.label)).size).toBe(names.length)
  })

  it.each<[Offer, number, boolean]>([
    [{ kind: 'percent_off', bps: 2500, maxMinor: 700 }, 700, true],
    [{ kind: 'amount_off', amountMinor: 500 }, 500, true],
    [{ kind: 'free_shipping', maxMinor: 490 }, 490, true],
    [{ kind: 'gift_card', amountMinor: 5000 }, 5000, true],
    [{ kind: 'unit_off', sku: 'A', quantity: 2, maxMinor: 900 }, 900, true],
    [{ kind: 'unit_off', sku: 'A', quantity: 2 }, MAX_MINOR, false],
  ])('%j costs at most %i', (offer, most, isKnown) => {
    expect(worstCaseMinor(offer)).toBe(most)
    expect(isBounded(offer)).toBe(isKnown)
  })

  it('asks the kind that the offer is of', () => {
    expect(discountOf({ kind: 'amount_off', amountMinor: 300 }, basket)).toEqual({ discountMinor: 300, lines: null })
    expect(discountOf({ kind: 'free_shipping', maxMinor: 300 }, basket)).toEqual({ refusal: 'order.shipping_missing' })
  })
})
