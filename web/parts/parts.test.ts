// Campaigns, budgets, reach and runs in words and widths: the sentences that people act on.
import { beforeAll, expect, test } from 'vitest'
import type { ReplyOf } from '#shared/api.ts'
import { loadWords } from '../console/words.ts'
import { inPlainWords } from '../ui/reasons.tsx'
import { whyNot } from './access.ts'
import { budgetInWords, capsInWords, forecastAt, widthsOf } from './budget-bar.tsx'
import { chartOf } from './chart-data.ts'
import { asksFor } from './needs.tsx'
import { reachInWords } from './reach.tsx'
import { placeOf, reasonToTell, warningToTell } from './reasons.tsx'
import { runInWords } from './runs.tsx'
import { minutesInWords, offerInWords, reasonInWords, triggerInWords, validityInWords } from './words.ts'

beforeAll(() => loadWords('campaigns', 'compose', 'refusals'))

const budget = {
  limitMinor: 100_000,
  currency: 'EUR',
  mode: 'guaranteed' as const,
  whenShort: 'refuse' as const,
  reservedMinor: 20_000,
  heldMinor: 5_000,
  spentMinor: 25_000,
  freeMinor: 50_000,
  countLimit: null,
  countUsed: 0,
  perDay: null,
  perCustomer: null,
  forecast: null,
}

test('limits per day and per customer are told, with the latest day', () => {
  expect(capsInWords(budget)).toEqual([])
  const days = [{ day: '2026-06-15', usedMinor: 1200, countUsed: 3 }]
  const capped = {
    ...budget,
    perDay: { limitMinor: 5000, count: 9, days },
    perCustomer: { limitMinor: null, count: 2 },
  }
  expect(capsInWords(capped)).toEqual([
    'In one day at most €50 in 9 redemptions; €12 in 3 on 2026-06-15.',
    'For one customer at most 2 redemptions.',
  ])
  expect(capsInWords({ ...capped, perDay: { ...capped.perDay, days: [] } })[0]).toBe(
    'In one day at most €50 in 9 redemptions.',
  )
})

test('the bar is as wide as the money, and says it in a sentence', () => {
  expect(widthsOf(budget)).toEqual({ spent: 25, held: 5, reserved: 20 })
  expect(forecastAt(budget)).toBeNull()
  const forecast = { expectedSpendMinor: 80_000, worstCaseMinor: 100_000, lowMinor: 70_000, highMinor: 90_000 }
  expect(forecastAt({ ...budget, forecast })).toBe(80)
  expect(budgetInWords(budget)).toBe('Budget with a limit of €1,000: €250 spent, €50 held, €200 reserved, €500 free.')
})

test('a budget without limit, an empty one and a full one stay within the bar', () => {
  expect(widthsOf({ ...budget, limitMinor: null, freeMinor: null })).toEqual({ spent: 50, held: 10, reserved: 40 })
  const nothing = { ...budget, limitMinor: 0, reservedMinor: 0, heldMinor: 0, spentMinor: 0, freeMinor: 0 }
  expect(widthsOf(nothing)).toEqual({ spent: 0, held: 0, reserved: 0 })
  expect(widthsOf({ ...nothing, limitMinor: 700, spentMinor: 700 }).spent).toBe(100)
  expect(budgetInWords({ ...budget, limitMinor: null, freeMinor: null })).not.toContain('free')
})

test('reach is one sentence with its reasons', () => {
  const refusedBy = [
    { reason: 'no_consent', category: 'birthdate', count: 310 },
    { reason: 'capped', count: '<10' },
  ]
  expect(reachInWords({ matched: 1300, reachable: 410, refusedBy })).toBe(
    '410 of 1,300 reachable; 310 have not allowed their birth date; fewer than 10 had enough vouchers for now.',
  )
  expect(reachInWords({ matched: 0, reachable: 0, refusedBy: [] })).toBe('0 of 0 reachable.')
  expect(reasonInWords('something_new')).toBe('something new')
})

test('occasions and offers in words', () => {
  expect(triggerInWords({ kind: 'birthday', leadDays: 0 })).toBe('on a customer’s birthday')
  expect(triggerInWords({ kind: 'birthday', leadDays: 1 })).toBe('one day before a customer’s birthday')
  expect(triggerInWords({ kind: 'cart_abandoned', delayMinutes: 90, minimumTotalMinor: 30_000, currency: 'EUR' })).toBe(
    '90 minutes after a cart was left with at least €300 in it',
  )
  expect(triggerInWords({ kind: 'spend_milestone', thresholdMinor: 200_000, currency: 'USD' })).toContain('2,000')
  expect([minutesInWords(60), minutesInWords(120), minutesInWords(1440), minutesInWords(1)]).toEqual([
    'one hour',
    '2 hours',
    'one day',
    'one minute',
  ])
  const favourite = {
    kind: 'percent_off' as const,
    bps: 2500,
    maxMinor: 3000,
    scope: { favouriteCategory: true as const },
  }
  expect(offerInWords(favourite, 'EUR')).toBe('25% off their favourite category, at most €30')
  const many = { kind: 'amount_off' as const, amountMinor: 500, scope: { categories: ['a', 'b', 'c', 'd', 'e'] } }
  expect(offerInWords(many, 'EUR')).toMatch(/and 2 more$/)
  expect(validityInWords({ days: 0 })).toBe('valid on the day of issue')
  expect(validityInWords({ until: '2026-02-01' })).toContain('2026')
})

test('a run in one sentence, saying only what happened', () => {
  const run = { runId: 'run_1', matched: 3, issued: 1, holdout: 0, alreadyHad: 0, noConsent: 2, capped: 0 }
  const rest = { setAside: 0, noBudget: 0, outOfStock: 0, finishedAt: null }
  expect(runInWords({ ...run, ...rest })).toBe('1 voucher was issued; 3 came in question, of whom 2 had not agreed.')
  expect(runInWords({ ...run, ...rest, noConsent: 0 })).toBe('1 voucher was issued; 3 came in question.')
  expect(runInWords({ ...run, ...rest, noConsent: 0, setAside: 2 })).toContain('2 were set aside')
})

test('a need is met only by exactly its cell', () => {
  const cell = { purpose: 'p', channel: 'email' as const, category: 'birthdate' as const }
  const notice = { scope: [{ ...cell, retentionMonths: 12, recipients: [] }] }
  expect(asksFor(notice, cell)).toBe(true)
  expect(asksFor(notice, { ...cell, channel: 'sms' })).toBe(false)
  expect(asksFor(notice, { ...cell, category: 'name' })).toBe(false)
  expect(asksFor(undefined, cell)).toBe(false)
})

test('who may not is told which roles may', () => {
  expect(whyNot(['campaigns.write'], 'campaigns.write')).toBeNull()
  expect(whyNot(undefined, 'campaigns.write')).toBeNull()
  expect(whyNot(['campaigns.read'], 'campaigns.write')).toContain('admin or marketer')
  expect(whyNot([], 'keys.manage')).toContain('the role admin.')
})

test('reasons lead to a part of the form, in plain words', () => {
  expect(placeOf('variants.0.offer.maxMinor')).toBe('Offer')
  expect(placeOf('variants')).toBe('Variants and holdout')
  expect(placeOf('purpose')).toBe('For whom')
  expect(placeOf('sendWindow.from')).toBe('Over which channel')
  expect(reasonToTell({ message: 'x', code: 'budget.missing' })).toBe('There is no budget.')
  const shares = { path: 'variants', message: 'x', code: 'variants.shares', values: { sumBps: '9500' } }
  expect(reasonToTell(shares)).toBe('The shares of the variants make 95%, not 100%.')
  const values = { categories: 'birthdate purchase_history' }
  expect(warningToTell({ message: 'x', code: 'baseline.missing', values })).toContain('birth date and purchase history')
  expect(reasonToTell({ message: 'Something else', code: 'not.known' })).toBe('Something else')
  expect(placeOf('nothing.known')).toBe('Campaign')
  expect(inPlainWords('Invalid input: expected number, received undefined')).toBe('Something is left blank here.')
  expect(inPlainWords('Too small: expected number to be >=1')).toBe('A figure here is too small.')
  expect(inPlainWords('Too big: expected string to have <=200 characters')).toBe('This takes at most 200.')
  expect(inPlainWords('There is no budget')).toBe('There is no budget')
})

type Report = ReplyOf<'campaignReport'>
const row = (key: string, assigned: number | string | null): Report['total'] => ({
  key,
  assigned,
  consented: assigned,
  issued: 5,
  sent: 4,
  held: 0,
  redeemed: null,
  reversed: 0,
  expired: 0,
  discountMinor: 0,
})
const report = (by: Report['by'], funnel: Report['funnel']): Report => ({
  campaignId: 'cmp_1',
  name: 'n',
  by,
  from: null,
  to: null,
  burnDown: null,
  generatedAt: '2026-01-01T00:00:00Z',
  asOf: '2026-01-01T00:00:00Z',
  currency: 'EUR',
  funnel,
  total: row('total', 0),
  budget,
  experiment: { holdoutBps: 0, arms: [], redeemedByOthers: 0, readout: null },
  refusals: [],
  hidden: [],
})

test('hidden counts are gaps in the chart, never zeros; keys with dots are safe', () => {
  const chart = chartOf(report('variant', [row('a.b', 9), row('holdout', '<10')]))
  expect(chart.series.map(({ label }) => label)).toEqual(['a.b', 'Holdout (no voucher)'])
  expect(chart.data[0]).toEqual({ at: 'Assigned', row0: 9, row1: null })
  expect(chart.data.at(-1)).toEqual({ at: 'Redeemed', row0: null, row1: null })
})

test('by day the days stand side by side', () => {
  const chart = chartOf(report('day', [row('2026-01-02', 1), row('2026-01-03', 2)]))
  expect(chart.series.map(({ name }) => name)).toEqual(['issued', 'redeemed'])
  expect(chart.data).toHaveLength(2)
})
