// A draft that is half written is checked whole: blanks and everything else at once, and each need with what brought it.
import { expect, test } from 'vitest'
import { forEachHouse } from '#core/test-house.ts'
import { checkTerms } from './check-terms.ts'
import { costFor } from './cost.ts'
import { openShop, PURPOSE, termsOf } from './test-campaign.ts'

const on = (now: number) => ({ now, mailReady: true })

test('the worst is bounded by the budget, the expected by what was redeemed so far', () => {
  const { variants, budget } = termsOf({
    budget: { limitMinor: 10_000, currency: 'EUR', mode: 'at_redemption', whenShort: 'refuse' },
  })
  const terms = { variants, budget, holdoutBps: 2000 }
  const few = { issued: 99, redeemed: 50 }
  expect(costFor(terms, 10, few)).toMatchObject({ worstCaseMinor: 4000, expectedMinor: null, vouchersAtMost: 20 })
  const many = { issued: 1000, redeemed: 100 }
  expect(costFor(terms, 100, many)).toMatchObject({ worstCaseMinor: 10_000, expectedMinor: 4000, redeemedBps: 1000 })
  expect(costFor(terms, null, many)).toMatchObject({ worstCaseMinor: 10_000, expectedMinor: null })
  const unbounded = [{ key: 'a', shareBps: 10_000, offer: { kind: 'unit_off' as const, sku: 'x', quantity: 1 } }]
  expect(costFor({ ...terms, variants: unbounded }, 1, many)).toMatchObject({
    dearestMinor: null,
    worstCaseMinor: 10_000,
  })
})

forEachHouse('the check of a draft', (open) => {
  test('tells blanks and all the rest at once, and nothing of what stands in for a blank', async () => {
    const house = await open()
    await openShop(house)
    const { budget: _, ...terms } = termsOf({
      purpose: 'nothing',
      message: { en: { text: 'Hello {{who.knows}}' } },
      validity: { until: '2020-01-01' },
    })
    const raw = { ...terms, name: '', variants: [{ key: 'a', shareBps: 3000, offer: { kind: 'percent_off' } }] }
    const { reasons, blank } = await checkTerms(house.store.read, raw, on(house.clock.now()))
    expect([...blank].sort()).toEqual(['name', 'variants'])
    const paths = reasons.map(({ path }) => path)
    for (const path of ['name', 'variants.0.offer.bps', 'purpose', 'budget', 'message.en.text', 'validity.until']) {
      expect(paths).toContain(path)
    }
    expect(paths).not.toContain('variants')
    expect((await checkTerms(house.store.read, {}, on(house.clock.now()))).reasons.length).toBeGreaterThan(4)
  })

  test('says of each consent what brought it: trigger, a leaf of the rule, an offer, a variable', async () => {
    const house = await open()
    await openShop(house)
    const favourite = { kind: 'amount_off' as const, amountMinor: 500, scope: { favouriteCategory: true as const } }
    const raw = termsOf({
      trigger: { kind: 'birthday', leadDays: 0 },
      segment: {
        rule: {
          any: [{ field: 'country', op: 'eq', value: 'DE' }, { not: { field: 'orders.count', op: 'gt', value: 2 } }],
        },
      },
      variants: [{ key: 'a', shareBps: 10_000, offer: favourite }],
      message: { en: { text: 'Dear {{customer.givenName}}' } },
    })
    const { needs, reasons } = await checkTerms(house.store.read, raw, on(house.clock.now()))
    expect(reasons).toEqual([])
    const because = Object.fromEntries(needs.map((need) => [need.category, need.because]))
    expect(because).toEqual({
      'contact.account': [],
      name: ['message.en.text'],
      birthdate: ['trigger'],
      location: ['segment.rule.any.0'],
      purchase_history: ['segment.rule.any.1.not', 'variants.0.offer'],
    })
    expect(needs.every(({ purpose, isAsked }) => purpose === PURPOSE && isAsked)).toBe(true)
  })
})
