// Each protection of analysts' figures is taken away by itself, in worlds that are kept in memory, and the one who subtracts finds it;
// with all of them in place she finds nothing.
import { expect, test } from 'vitest'
import type { LoadedCampaign } from '#campaigns/load.ts'
import { DAY_MS } from '#shared/time.ts'
import { type Atom, type Batch, type CutCell, follow, type Live, noCounts, sumCounts, tableOf } from './batch.ts'
import { batchReport } from './batch-report.ts'
import { batchBreakdown } from './breakdown.ts'
import type { Shown } from './keep-batch.ts'
import { LIMITS } from './small-cells.ts'
import { type Checker, makeChecker, readBreakdown, readReport } from './test-adversary.ts'
import { dice } from './test-crowd.ts'

interface Person {
  arm: string
  channel: string
  country: string
  day: number
  baskets: number[]
  usedOn: number | null
}
const DAYS = 60
const dayName = (day: number) => new Date(Date.UTC(2026, 0, 1) + day * DAY_MS).toISOString().slice(0, 10)
const variants = [
  { key: 'five', shareBps: 6_000, offer: { kind: 'amount_off', amountMinor: 500 } },
  { key: 'ten', shareBps: 4_000, offer: { kind: 'amount_off', amountMinor: 900 } },
]
const campaign = { id: 'cmp', name: 'One', terms: { variants, holdoutBps: 0 } } as unknown as LoadedCampaign

/** A few people at a time, with a whale among them now and then, and small channels and countries. */
function grow(people: Person[], day: number, roll: (sides: number) => number): void {
  const many = day === 0 ? 400 : roll(6) === 0 ? 40 + roll(60) : roll(5)
  for (let i = 0; i < many; i += 1)
    people.push({
      arm: roll(10) < 6 ? 'five' : 'ten',
      channel: roll(50) === 0 ? 'push' : roll(5) === 0 ? 'sms' : 'email',
      country: roll(60) === 0 ? 'LI' : (['DE', 'DE', 'FR'][roll(3)] ?? 'DE'),
      day,
      baskets: [],
      usedOn: null,
    })
  for (let i = roll(20); i > 0; i -= 1) {
    const person = people[roll(people.length)]
    person?.baskets.push(roll(40) === 0 ? 900_000 : 500 + roll(6_000))
    if (person && person.usedOn === null && roll(2) === 0) person.usedOn = day
  }
}

const total = ({ baskets }: Person) => baskets.reduce((sum, minor) => sum + minor, 0)
const worth = ({ arm }: Person) => (arm === 'five' ? 500 : 900)
const groupsOf = (people: Person[], of: (person: Person) => string) => [...Map.groupBy(people, of)].sort()

function atomsOf(people: Person[], upTo: number): Atom[] {
  return groupsOf(people, ({ arm, channel }) => `${arm} ${channel}`).map(([key, some]) => {
    const [variant = '', channel = ''] = key.split(' ')
    const used = some.filter(({ usedOn }) => usedOn !== null && usedOn <= upTo)
    const n = some.length
    const discountMinor = used.reduce((sum, person) => sum + worth(person), 0)
    return { ...noCounts(), variant, channel, assigned: n, issued: n, redeemed: used.length, discountMinor }
  })
}

function cellOf(dimension: string, arm: string, value: string, some: Person[]): CutCell {
  const tops = some.map(total).sort((a, b) => b - a)
  return {
    ...{ arm, dimension, value, n: some.length, issued: some.length, discountMinor: '0' },
    redeemed: some.filter(({ usedOn }) => usedOn !== null).length,
    buyers: some.filter(({ baskets }) => baskets.length > 0).length,
    revenueMinor: String(some.reduce((sum, person) => sum + total(person), 0)),
    ...{ top1: tops[0] ?? 0, top2: tops[1] ?? 0 },
  }
}

function liveOf(people: Person[], day: number): Live {
  const arms = groupsOf(people, ({ arm }) => arm)
  const cut = (dimension: string, of: (person: Person) => string) =>
    arms.flatMap(([arm, some]) => groupsOf(some, of).map(([value, few]) => cellOf(dimension, arm, value, few)))
  return {
    at: 1 + day * DAY_MS,
    day: dayName(day),
    atoms: atomsOf(people, day),
    arms: ['all', 'mature'].flatMap((dimension) => arms.map(([arm, some]) => cellOf(dimension, arm, '', some))),
    cuts: [...cut('country', ({ country }) => country), ...cut('channel', ({ channel }) => channel)],
  }
}

/** Days of the facts in place of the days on which figures were let out. */
function daysOfFacts(people: Person[], upTo: number): Batch['days'] {
  return Array.from({ length: upTo + 1 }, (_, day) => {
    const before = atomsOf(
      people.filter((person) => person.day < day),
      day - 1,
    )
    const after = atomsOf(
      people.filter((person) => person.day <= day),
      day,
    )
    const less = (a: Atom[], b: Atom[], pick: (atoms: Atom[]) => ReturnType<typeof sumCounts>) => {
      const [x, y] = [pick(a), pick(b)]
      return {
        ...noCounts(),
        ...Object.fromEntries(Object.keys(x).map((key) => [key, x[key as 'sent'] - y[key as 'sent']])),
      }
    }
    const table = (by: 'variant' | 'channel') =>
      Object.fromEntries(
        Object.keys(tableOf(after, by)).map((key) => [
          key,
          less(after, before, (atoms) => tableOf(atoms, by)[key] ?? noCounts()),
        ]),
      )
    return {
      day: dayName(day),
      total: less(after, before, sumCounts),
      variant: table('variant'),
      channel: table('channel'),
    }
  })
}

/** What is left of a cell without its two largest baskets must hide how large the largest is. */
function isNoWhale(checker: Checker, cells: CutCell[], shown: ReturnType<typeof batchBreakdown>['rows']): void {
  for (const row of shown) {
    const cell = cells.find(({ arm, value }) => arm === row.arm && value === row.value)
    if (cell === undefined || row.revenueMinor === null) continue
    const rest = Number(cell.revenueMinor) - cell.top1 - cell.top2
    if (cell.buyers > 0 && rest < 0.15 * cell.top1)
      checker.found.push(`${cell.arm} ${cell.value} is one person's money`)
  }
}

/** What was hidden beside a small cell, so that the total would not tell it, is shown. */
function onlyPrimary(told: ReturnType<typeof batchBreakdown>, cells: CutCell[]): ReturnType<typeof batchBreakdown> {
  const isShown = (arm: string, value: string) =>
    told.hidden.some((one) => one.arm === arm && one.value === value && one.reason === 'complementary')
  const rows = told.rows.map((row) => {
    const cell = cells.find(({ arm, value }) => arm === row.arm && value === row.value)
    if (cell === undefined || !isShown(row.arm, row.value)) return row
    return { ...row, assigned: cell.n, purchasers: cell.buyers, revenueMinor: cell.revenueMinor }
  })
  return { ...told, rows }
}

interface Broken {
  waits?: false
  days?: 'facts'
  shows?: 'complementary'
  seeds?: number[]
}

function attack({ waits, days, shows, seeds = [1] }: Broken = {}): string[] {
  const found: string[] = []
  for (const seed of seeds) {
    const roll = dice(seed)
    const checker = makeChecker()
    const people: Person[] = []
    let batch: Batch | null = null
    for (let day = 0; day < DAYS; day += 1) {
      grow(people, day, roll)
      const live = liveOf(people, day)
      batch = follow(waits === false ? null : batch, live) ?? batch
      if (batch === null) continue
      if (days === 'facts') batch = { ...batch, days: daysOfFacts(people, day) }
      const shown = { batch, budget: null, refusals: [], readout: null } as unknown as Shown
      for (const by of ['variant', 'channel', 'day'] as const)
        readReport(checker, batchReport(campaign, shown, { by }, ''))
      for (const back of [0, 1, 2, 5]) {
        const to = dayName(day - back)
        readReport(checker, batchReport(campaign, shown, { by: 'variant', from: to, to }, ''))
        readReport(checker, batchReport(campaign, shown, { by: 'channel', from: to, to }, ''))
        few(checker, batchReport(campaign, shown, { by: 'variant', from: to, to }, ''))
      }
      for (const by of ['country', 'channel'] as const) {
        const cut: Batch['cuts'][string] | undefined = batch.cuts[by]
        const told = shows === undefined ? batchBreakdown(cut) : onlyPrimary(batchBreakdown(cut), cut?.cells ?? [])
        readBreakdown(checker, { campaignId: 'cmp', by, currency: 'EUR', ...told })
        isNoWhale(checker, cut?.cells ?? [], told.rows)
      }
    }
    found.push(...checker.found)
  }
  return found
}

/** A single day is the difference of two stretches of time. */
function few(checker: Checker, { funnel, to }: ReturnType<typeof batchReport>): void {
  for (const { key, assigned, redeemed } of funnel) {
    if (typeof assigned === 'number' && assigned > 0 && assigned < 10)
      checker.found.push(`${key} on ${to}: ${assigned} people`)
    if (typeof redeemed === 'number' && redeemed > 0 && redeemed < 5)
      checker.found.push(`${key} on ${to}: ${redeemed} buyers`)
  }
}

function without<K extends keyof typeof LIMITS>(name: K, value: (typeof LIMITS)[K], ask: () => string[]): string[] {
  const known = LIMITS[name]
  LIMITS[name] = value
  try {
    return ask()
  } finally {
    LIMITS[name] = known
  }
}

test('with every protection in place nothing is found', () => {
  expect([...new Set(attack({ seeds: [1, 2, 3] }))].slice(0, 5)).toEqual([])
})

test.each([
  ['cells of less than ten people', () => without('k', 1, attack), /shows \d people/],
  ['counts of less than five', () => without('kCount', 1, attack), /who did or did not buy/],
  ['dominance', () => without('pPercent', 0, attack), /one person's money/],
  ['the second hidden cell', () => attack({ shows: 'complementary' }), /hides a single cell/],
  ['batches that wait', () => attack({ waits: false }), /moved by/],
  ['days on which figures were let out', () => attack({ days: 'facts' }), /on \d{4}-/],
])('without %s she finds what it hid', (_, ask, wanted) => {
  expect(ask().some((sentence) => wanted.test(sentence))).toBe(true)
})
