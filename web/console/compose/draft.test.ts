// What the form makes is what the doors take, and a stored draft comes back as it was written.
import { expect, test } from 'vitest'
import { newCampaign } from '#shared/contracts/campaigns.ts'
import { previewAsked } from '#shared/contracts/segments.ts'
import type { Campaign } from '../../parts/words.ts'
import {
  bodyOf,
  changeOf,
  type Draft,
  draftOf,
  minorOf,
  previewOf,
  ruleOf,
  type TriggerDraft,
  triggerOf,
} from './draft.ts'
import { filledIn } from './message.tsx'
import { purposeFor, templateOf, templates } from './templates.ts'
import { evenly, sumOfShares } from './what.tsx'
import { worthInWords } from './worth.ts'

const written = (key: string, change: Partial<Draft> = {}): Draft => {
  const template = templateOf(key)
  if (template === undefined) throw new Error(`no template ${key}`)
  return { ...template.start(), purpose: 'birthday_offers', ...change }
}
const blankFor = (kind: TriggerDraft['kind']) => written(kind, { purpose: '' })

/** A campaign as the server would give it back for a body. */
function stored(body: ReturnType<typeof bodyOf>): Campaign {
  const terms = newCampaign.parse(body)
  const none = {
    stacking: null,
    segment: null,
    minimumOrderMinor: null,
    frequency: null,
    codePrefix: null,
    baselineCampaignId: null,
    startsAt: null,
    endsAt: null,
  }
  const figures = { reservedMinor: 0, heldMinor: 0, spentMinor: 0, freeMinor: 0, countLimit: null, countUsed: 0 }
  return {
    ...none,
    ...terms,
    id: 'cmp_1',
    state: 'draft',
    budget: terms.budget ? { perDay: null, perCustomer: null, ...terms.budget, ...figures, forecast: null } : null,
    needs: [],
    createdAt: '2026-01-01T00:00:00Z',
    launchedAt: null,
    endedAt: null,
    archivedAt: null,
  } as Campaign
}

test.each(templates.map(({ key }) => key))('the template %s is a campaign that the contract takes', (key) => {
  const draft = written(key)
  expect(newCampaign.safeParse(bodyOf(draft)).error).toBeUndefined()
  expect(previewAsked.safeParse(previewOf(draft)).error).toBeUndefined()
  expect(sumOfShares(draft.variants)).toBe(100)
})

test.each(templates.map(({ key }) => key))('a draft from %s comes back from the server as it was written', (key) => {
  const draft = written(key, {
    countries: ['DE', 'AT'],
    leastOrders: 2,
    leastSpent: 99.95,
    minimumOrder: 40,
    capMax: 2,
    capDays: 30,
    validFor: 'until',
    until: '2030-01-31',
    redeemableBy: 'recipient',
    dayLimit: 50.5,
    dayCount: 20,
    customerLimit: 12,
    whenShort: 'cap',
    beside: 'group',
    group: 'spring',
    rank: 7,
    otherMessages: { de: { text: 'Hallo' } },
    html: '<p>x</p>',
  })
  const again = draftOf(stored(bodyOf(draft)), blankFor)
  if (again === null) throw new Error('could not be read back')
  expect(bodyOf(again)).toEqual(bodyOf(draft))
})

test.each([
  ['combines', '', undefined],
  ['combines', 3, { mode: 'combinable', rank: 3 }],
  ['exclusive', '', { mode: 'exclusive' }],
  ['group', '', { mode: 'combinable', group: 'spring' }],
] as const)('a code that %s at rank %j', (beside, rank, stacking) => {
  expect(bodyOf(written('birthday', { beside, rank, group: 'spring' })).stacking).toEqual(stacking)
})

test('amounts are exact in the digits of their currency', () => {
  expect(minorOf(19.99, 'EUR')).toBe(1999)
  expect(minorOf('0.29', 'EUR')).toBe(29)
  expect(minorOf(1.1, 'KWD')).toBe(1100)
  expect(minorOf(1500, 'JPY')).toBe(1500)
  for (const odd of ['', 'abc', '1e400', '1,5']) expect(minorOf(odd, 'EUR')).toBeUndefined()
})

test('a blank is left out, so that the server can name it', () => {
  const [first] = written('birthday').variants
  if (first === undefined) throw new Error('no variant')
  const draft = written('birthday', { limit: '', variants: [{ ...first, offer: { ...first.offer, most: '' } }] })
  const body = bodyOf(draft)
  expect(body).not.toHaveProperty('budget')
  const refused = newCampaign.safeParse(body)
  expect(refused.error?.issues.map((issue) => issue.path.join('.'))).toEqual(['variants.0.offer.maxMinor'])
})

test('triggers', () => {
  const cart = written('abandoned-cart').trigger
  expect(triggerOf({ trigger: { ...cart, delay: 2, delayUnit: 'days', least: '' }, currency: 'EUR' })).toEqual({
    kind: 'cart_abandoned',
    delayMinutes: 2880,
  })
  expect(triggerOf({ trigger: { ...cart, delay: 1, delayUnit: 'hours', least: 300 }, currency: 'EUR' })).toEqual({
    kind: 'cart_abandoned',
    delayMinutes: 60,
    minimumTotalMinor: 30_000,
    currency: 'EUR',
  })
})

test('a rule has only the questions that were answered', () => {
  const people = { countries: [], leastOrders: '', leastSpent: '', currency: 'EUR' }
  expect(ruleOf(people)).toBeUndefined()
  expect(ruleOf({ ...people, countries: ['DE'] })).toEqual({ field: 'country', op: 'in', value: ['DE'] })
  expect(ruleOf({ ...people, leastOrders: 3, leastSpent: 10 })).toEqual({
    all: [
      { field: 'orders.count', op: 'gte', value: 3 },
      { field: 'orders.totalMinor', op: 'gte', value: 1000 },
    ],
  })
})

test('a segment that the form cannot show is kept whole', () => {
  const rule = { not: { field: 'country', op: 'eq' as const, value: 'DE' } }
  const campaign = stored({ ...bodyOf(written('birthday')), segment: { rule } })
  const draft = draftOf(campaign, blankFor)
  expect(draft?.otherSegment).toEqual({ rule })
  expect(draft && bodyOf(draft).segment).toEqual({ rule })
  expect(draft && previewOf(draft)?.rule).toEqual(rule)
  expect(draftOf({ ...campaign, trigger: { kind: 'broadcast' } }, blankFor)).toBeNull()
})

test('what the form leaves empty is cleared in a saved draft', () => {
  const narrow = written('abandoned-cart', { leastOrders: 2, minimumOrder: 5 })
  expect(changeOf(bodyOf(narrow))).toMatchObject(bodyOf(narrow))
  const emptied = changeOf(bodyOf({ ...narrow, leastOrders: '', capMax: '', limit: '', minimumOrder: '' }))
  expect(emptied).toMatchObject({ segment: null, frequency: null, budget: null, minimumOrderMinor: null })
  const daily = bodyOf({ ...narrow, dayCount: 5 })
  expect(changeOf(daily).budget).toMatchObject({ perDay: { count: 5 }, perCustomer: null })
  expect(changeOf(daily).stacking).toBeNull()
})

test('reach is not asked before there is something to ask', () => {
  expect(previewOf(written('birthday', { purpose: '' }))).toBeNull()
  expect(previewOf(written('birthday', { channels: [] }))).toBeNull()
  const milestone = written('spend-milestone')
  expect(previewOf({ ...milestone, trigger: { ...milestone.trigger, threshold: '' } })).toBeNull()
})

test('variants share evenly, to the last hundredth', () => {
  const [first] = written('birthday').variants
  if (first === undefined) throw new Error('no variant')
  for (const many of [1, 2, 3, 7, 20]) {
    const shared = evenly(Array.from({ length: many }, (_, row) => ({ ...first, row })))
    expect(sumOfShares(shared)).toBe(100)
  }
})

test('a template finds the purpose of the shop', () => {
  const [birthday] = templates
  if (birthday === undefined) throw new Error('no template')
  expect(purposeFor(birthday, ['news', 'birthday_offers'])).toBe('birthday_offers')
  expect(purposeFor(birthday, ['news', 'my_birthdays'])).toBe('my_birthdays')
  expect(purposeFor(birthday, ['news'])).toBe('')
})

test('the preview fills what it knows and shows what it does not', () => {
  const draft = { name: 'n', validFor: 'days' as const, days: 14, until: '' }
  const now = Date.parse('2026-01-01T12:00:00Z')
  expect(filledIn('{{ voucher.code }} to {{voucher.expiresOn}}, {{who.knows}}', draft, now)).toMatch(
    /^\S+ to .*15.*2026, \{\{who\.knows\}\}$/,
  )
})

test('the voucher says what it is worth while it is typed', () => {
  const [first] = written('birthday').variants
  expect(worthInWords(first?.offer, 'EUR')).toBe('20% off')
  expect(worthInWords(first && { ...first.offer, kind: 'gift_card', amount: '' }, 'EUR')).toBe('Gift card of …')
  expect(worthInWords(undefined, 'EUR')).toBe('…')
})
