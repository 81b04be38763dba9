// What the form makes is what the doors take, and a stored draft comes back as it was written.
import { beforeAll, expect, test } from 'vitest'
import { newCampaign } from '#shared/contracts/campaigns.ts'
import { trigger as triggerSchema } from '#shared/contracts/triggers.ts'
import { isRightToLeft } from '#shared/mail-look.ts'
import type { Campaign } from '../../parts/words.ts'
import { loadWords } from '../words.ts'
import { earlier, inOrderOf } from './channels.tsx'
import { dayIn, midnightOf } from './days.ts'
import { bodyOf, changeOf, type Draft, draftOf, minorOf } from './draft.ts'
import { filledIn } from './filled-in.ts'
import { rootOf } from './rule.ts'
import { purposeFor, templateFor, templateOf, templates } from './templates.ts'
import { planInWords } from './tested.tsx'
import { triggerKinds, triggerOf, triggerTyped } from './trigger-draft.ts'
import { evenly, sumOfShares } from './what.tsx'
import { worthInWords } from './worth.ts'

beforeAll(() => loadWords('campaigns', 'compose'))

const written = (key: string, change: Partial<Draft> = {}): Draft => {
  const template = templateOf(key)
  if (template === undefined) throw new Error(`no template ${key}`)
  return { ...template.start(), purpose: 'birthday_offers', ...change }
}

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
    priority: 500,
    sendWindow: null,
    reminder: null,
    experiment: null,
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

const keys = templates.map(({ key }) => key).filter((key) => key !== 'empty')

test.each(keys)('the template %s is a campaign that the contract takes', (key) => {
  const draft = written(key)
  expect(newCampaign.safeParse(bodyOf(draft)).error).toBeUndefined()
  expect(sumOfShares(draft.variants)).toBe(100)
})

test.each(keys)('a draft from %s comes back from the server as it was written', (key) => {
  const draft = written(key, {
    rule: rootOf({
      all: [{ field: 'country', op: 'in', value: ['DE', 'AT'] }, { not: { field: 'age', op: 'lt', value: 18 } }],
    }),
    minimumOrder: 40,
    capMax: 2,
    capDays: 30,
    validFor: 'until',
    until: '2030-01-31',
    redeemableBy: 'recipient',
    refundPolicy: 'keep',
    codePrefix: 'TEA',
    baseline: 'cmp_2',
    channels: ['onsite', 'email'],
    dayLimit: 50.5,
    dayCount: 20,
    customerLimit: 12,
    whenShort: 'cap',
    beside: 'group',
    group: 'spring',
    rank: 7,
    priority: 800,
    hasWindow: true,
    windowDays: [1, 5],
    remindDays: 2,
    startsOn: '2029-03-01',
    endsOn: '2029-12-31',
    timeZone: 'Europe/Berlin',
    messages: {
      de: { subject: 'S', text: 'Hallo', html: '<p>x</p>', reminderSubject: 'R', reminderText: 'Noch da?', other: {} },
      ar: {
        subject: '',
        text: 'أهلا',
        html: '',
        reminderSubject: '',
        reminderText: '',
        other: { tones: { loyal: { text: 'x' } } },
      },
    },
  })
  const body = bodyOf(draft)
  expect(newCampaign.safeParse(body).error).toBeUndefined()
  const again = draftOf(stored(body), written(key, { purpose: '' }))
  expect(bodyOf(again)).toEqual({ ...body, legalBasis: 'consent' })
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

test.each(triggerKinds)('the occasion %s is what the contract takes, and comes back', (kind) => {
  const trigger = { ...written('birthday').trigger, kind, event: 'review_written' }
  const rich = {
    ...trigger,
    where: [{ key: 'stars', op: 'in' as const, value: '4, 5' }],
    period: 'rolling' as const,
    repeats: true,
  }
  for (const typed of [trigger, rich, { ...trigger, least: 300, delay: 2, delayUnit: 'days' as const }]) {
    const sent = triggerOf({ trigger: typed, currency: 'EUR' })
    expect(triggerSchema.safeParse(sent).error).toBeUndefined()
    expect(triggerOf({ trigger: triggerTyped(sent, 'EUR'), currency: 'EUR' })).toMatchObject({ kind: sent.kind })
  }
  expect(templateFor(kind)).toBeDefined()
})

test('what is typed of an occasion is told exactly', () => {
  const cart = written('abandoned-cart').trigger
  expect(triggerOf({ trigger: { ...cart, delay: 2, delayUnit: 'days', least: '' }, currency: 'EUR' })).toEqual({
    kind: 'cart_abandoned',
    delayMinutes: 2880,
  })
  const where = [
    { key: 'stars', op: 'gte' as const, value: '4.5' },
    { key: 'vip', op: 'eq' as const, value: 'true' },
  ]
  const custom = { ...cart, kind: 'custom_event' as const, event: 'review', where }
  expect(triggerOf({ trigger: custom, currency: 'EUR' })).toMatchObject({
    where: [
      { key: 'stars', op: 'gte', value: 4.5 },
      { key: 'vip', op: 'eq', value: true },
    ],
  })
})

test('days begin at midnight of their zone, also where the clocks change', () => {
  expect(midnightOf('2029-03-01', 'Europe/Berlin')).toBe('2029-02-28T23:00:00.000Z')
  expect(midnightOf('2026-07-01', 'Asia/Kolkata')).toBe('2026-06-30T18:30:00.000Z')
  for (const zone of ['UTC', 'Pacific/Kiritimati', 'America/Los_Angeles', 'Africa/Cairo', 'America/Havana']) {
    for (const day of ['2026-01-01', '2026-03-08', '2026-04-24', '2026-10-25', '2028-02-29']) {
      const begins = midnightOf(day, zone) ?? ''
      expect(dayIn(begins, zone)).toBe(day)
      expect(dayIn(new Date(Date.parse(begins) - 1).toISOString(), zone) < day).toBe(true)
    }
  }
  expect(midnightOf('', 'UTC')).toBeUndefined()
})

test('an instant that was stored stays what it was while its day does', () => {
  const kept = { startsAt: '2029-03-01T09:30:00Z' }
  const draft = written('birthday', { startsOn: '2029-03-01', timeZone: 'UTC', kept })
  expect(bodyOf(draft).startsAt).toBe(kept.startsAt)
  expect(bodyOf({ ...draft, startsOn: '2029-03-02' }).startsAt).toBe('2029-03-02T00:00:00.000Z')
})

test('channels keep their order of preference', () => {
  expect(inOrderOf(['onsite', 'email'], ['email', 'sms', 'onsite'])).toEqual(['onsite', 'email', 'sms'])
  expect(earlier(['email', 'sms', 'push'], 2)).toEqual(['email', 'push', 'sms'])
})

test('the plan says honestly what it can and cannot show', () => {
  const comparison = {
    key: 'a',
    family: 'pays' as const,
    conversion: { lift: 0.1234, liftAtAnyLook: 0.2 },
    margin: null,
    curve: [],
    expected: { lift: 0.1, power: 0.634, recipientsNeeded: 12_000 },
    promised: true,
  }
  const lines = planInWords({ audience: 8000, arms: [], comparisons: [comparison], promised: true })
  expect(lines[0]).toContain('8,000 people are enough')
  expect(lines[1]).toBe(
    'Whether “a” pays: seen from a rise of 12.34% on. At a rise of 10% it is noticed with a chance of 63%. 12,000 people would make that 80%.',
  )
  const poor = planInWords({
    audience: 50,
    arms: [],
    comparisons: [{ ...comparison, promised: false }],
    promised: false,
  })
  expect(poor.join(' ')).toMatch(/too few.*not seen/)
})

test('what the form leaves empty is cleared in a saved draft', () => {
  const narrow = written('abandoned-cart', { minimumOrder: 5, hasWindow: true, remindDays: 3 })
  expect(changeOf(bodyOf(narrow))).toMatchObject(bodyOf(narrow))
  const emptied = changeOf(
    bodyOf({ ...narrow, capMax: '', limit: '', minimumOrder: '', hasWindow: false, remindDays: '' }),
  )
  const cleared = {
    segment: null,
    frequency: null,
    budget: null,
    minimumOrderMinor: null,
    sendWindow: null,
    reminder: null,
  }
  expect(emptied).toMatchObject({ ...cleared, baselineCampaignId: null, startsAt: null })
  const daily = bodyOf({ ...narrow, dayCount: 5 })
  expect(changeOf(daily).budget).toMatchObject({ perDay: { count: 5 }, perCustomer: null })
  expect(changeOf(daily).stacking).toBeNull()
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
  expect(filledIn('{{ voucher.code }} to {{voucher.expiresOn}}, {{who.knows}}', draft, 'en-GB', now)).toMatch(
    /^\S+ to .*15.*2026, \{\{who\.knows\}\}$/,
  )
})

test('languages that are read from the right are', () => {
  expect(['ar', 'he-IL', 'en', 'tr'].map(isRightToLeft)).toEqual([true, true, false, false])
})

test('the voucher says what it is worth while it is typed', () => {
  const [first] = written('birthday').variants
  expect(worthInWords(first?.offer, 'EUR')).toBe('20% off')
  expect(worthInWords(first && { ...first.offer, kind: 'gift_card', amount: '' }, 'EUR')).toBe('Gift card of …')
  expect(worthInWords(undefined, 'EUR')).toBe('…')
})
