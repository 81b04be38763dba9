import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Budget } from '#budget/budget.ts'
import { worstCaseMinor } from '#campaigns/offers/all.ts'
import { termsOf } from '#campaigns/test-campaign.ts'
import type { Permitted } from '#consent/gate.ts'
import { decidePage, keyOf, type PageFacts } from './decide-page.ts'

const budget = (more: Partial<Budget> = {}): Budget => ({
  id: 'bud_1',
  campaignId: 'cmp_1',
  currency: 'EUR',
  mode: 'guaranteed',
  whenShort: 'refuse',
  limitMinor: 1_000_000,
  countLimit: null,
  reservedMinor: 0,
  heldMinor: 0,
  spentMinor: 0,
  countUsed: 0,
  dayLimitMinor: null,
  dayCountLimit: null,
  customerLimitMinor: null,
  customerCountLimit: null,
  ...more,
})
const variants = [
  { key: 'five', shareBps: 5000, offer: { kind: 'amount_off' as const, amountMinor: 500 } },
  { key: 'ten', shareBps: 5000, offer: { kind: 'amount_off' as const, amountMinor: 1000 } },
]
const one = variants.slice(0, 1).map((variant) => ({ ...variant, shareBps: 10_000 }))
const people = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ customerId: `cus_${i + 100}`, occasion: 'x' }))
// Only the gate can cut a permit; here it stands for what the gate answered.
const permits = (ids: string[]) =>
  new Map(ids.map((customerId) => [customerId, { customerId, purpose: 'offers', channel: 'onsite' } as Permitted]))

function facts(more: Partial<PageFacts> = {}, terms: Parameters<typeof termsOf>[0] = { variants: one }): PageFacts {
  const candidates = more.candidates ?? people(10)
  return {
    campaign: { salt: 'salt', terms: termsOf(terms) },
    candidates,
    had: new Set(),
    permitted: permits(candidates.map(({ customerId }) => customerId)),
    caps: null,
    isOutOfStock: false,
    budget: budget(),
    ...more,
  }
}

const none = { issued: 0, holdout: 0, alreadyHad: 0, noConsent: 0, setAside: 0, capped: 0, noBudget: 0, outOfStock: 0 }

test('each is asked in turn: had it, consent, cap, stock, money, arm', () => {
  const candidates = people(5)
  const [had, silent, capped] = candidates as [(typeof candidates)[0], (typeof candidates)[0], (typeof candidates)[0]]
  const permitted = permits(candidates.map(({ customerId }) => customerId))
  permitted.delete(silent.customerId)
  const caps = { max: 2, groupOf: new Map(), used: new Map([[capped.customerId, 2]]) }
  const asked = facts({ candidates, had: new Set([keyOf(had)]), permitted, caps })
  expect(decidePage(asked).counts).toEqual({ ...none, alreadyHad: 1, noConsent: 1, capped: 1, issued: 2 })
  expect(decidePage({ ...asked, isOutOfStock: true }).counts).toMatchObject({ outOfStock: 2, issued: 0 })
  expect(decidePage({ ...asked, budget: budget({ limitMinor: 500 }) }).counts).toMatchObject({ issued: 1, noBudget: 1 })
  // Who has had a voucher says so, whether or not she has taken her consent back since.
  expect(decidePage({ ...asked, permitted: new Map() }).counts).toEqual({ ...none, alreadyHad: 1, noConsent: 4 })
})

test('an occasion that is named twice counts once', () => {
  const twice = [...people(3), ...people(3)]
  expect(decidePage(facts({ candidates: twice })).counts).toEqual({ ...none, issued: 3, alreadyHad: 3 })
})

test('a page fills a cap itself, and people who share an address fill it together', () => {
  const [a, b, c] = people(3) as [
    { customerId: string; occasion: string },
    ...{ customerId: string; occasion: string }[],
  ]
  const candidates = [a, { ...a, occasion: 'y' }, b, c].flatMap((candidate) => candidate ?? [])
  const alone = { max: 1, groupOf: new Map(), used: new Map() }
  expect(decidePage(facts({ candidates, caps: alone })).counts).toMatchObject({ issued: 3, capped: 1 })
  const family = new Map([a, b].flatMap((person) => (person ? [[person.customerId, 'family'] as const] : [])))
  const shared = { max: 1, groupOf: family, used: new Map() }
  expect(decidePage(facts({ candidates, caps: shared })).counts).toMatchObject({ issued: 2, capped: 2 })
})

test('the holdout uses up a cap like everybody, but no money', () => {
  const terms = { variants: one, holdoutBps: 10_000 }
  const [a] = people(1) as [{ customerId: string; occasion: string }]
  const candidates = [a, { ...a, occasion: 'y' }]
  const caps = { max: 1, groupOf: new Map(), used: new Map() }
  expect(decidePage(facts({ candidates, caps }, terms)).counts).toEqual({ ...none, holdout: 1, capped: 1 })
  const short = facts({ candidates: people(9), budget: budget({ limitMinor: 500 }) }, terms)
  expect(decidePage(short).counts).toEqual({ ...none, holdout: 9 })
})

test('when money cannot bear the dearest variant assignment stops for all arms', () => {
  const asked = facts({ candidates: people(50), budget: budget({ limitMinor: 999 }) }, { variants, holdoutBps: 3000 })
  expect(decidePage(asked).counts).toEqual({ ...none, noBudget: 50 })
  const counted = facts(
    { candidates: people(50), budget: budget({ countLimit: 3, countUsed: 3 }) },
    { variants, holdoutBps: 3000 },
  )
  expect(decidePage(counted).counts).toEqual({ ...none, noBudget: 50 })
})

test('a budget at redemption only has to have something left', () => {
  const mode = 'at_redemption' as const
  expect(decidePage(facts({ budget: budget({ mode, limitMinor: 1 }) })).counts.issued).toBe(10)
  expect(decidePage(facts({ budget: budget({ mode, limitMinor: 5, spentMinor: 5 }) })).counts.noBudget).toBe(10)
  expect(decidePage(facts({ budget: budget({ mode, countLimit: 4, countUsed: 4 }) })).counts.noBudget).toBe(10)
  expect(decidePage(facts({ budget: budget({ mode, limitMinor: null }) })).counts.issued).toBe(10)
})

test('law: nobody changes arm by order, everybody is counted once, and no voucher is beyond the budget', () => {
  const money = fc.record({ limitMinor: fc.integer({ min: 0, max: 30_000 }), countLimit: fc.option(fc.nat(40)) })
  const shape = fc.record({ count: fc.nat(60), holdoutBps: fc.nat(10_000), money, seed: fc.nat() })
  fc.assert(
    fc.property(shape, ({ count, holdoutBps, money: limits, seed }) => {
      const candidates = people(count)
      const shuffled = [...candidates].sort((a, b) => hash(a.customerId, seed) - hash(b.customerId, seed))
      const terms = { variants, holdoutBps }
      const plenty = decidePage(facts({ candidates }, terms))
      const asked = facts({ candidates: shuffled, budget: budget(limits) }, terms)
      const decision = decidePage(asked)
      const arms = new Map([...plenty.vouchers, ...plenty.holdouts].map((one) => [one.candidate.customerId, one.arm]))
      for (const { candidate, arm } of [...decision.vouchers, ...decision.holdouts])
        expect(arm).toBe(arms.get(candidate.customerId))
      expect(Object.values(decision.counts).reduce((sum, n) => sum + n, 0)).toBe(count)
      const costs = decision.vouchers.map(({ arm }) => variants.find(({ key }) => key === arm))
      const spent = costs.reduce((sum, variant) => sum + (variant ? worstCaseMinor(variant.offer) : 0), 0)
      expect(spent).toBeLessThanOrEqual(limits.limitMinor)
      expect(decision.vouchers.length).toBeLessThanOrEqual(limits.countLimit ?? Number.POSITIVE_INFINITY)
      expect(decision).toEqual(decidePage({ ...asked, candidates }))
    }),
  )
})

function hash(text: string, seed: number): number {
  let value = seed
  for (const sign of text) value = (value * 31 + sign.charCodeAt(0)) % 1_000_003
  return value
}
