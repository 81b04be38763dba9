// Random people and random rules for the laws of segments.
import fc from 'fast-check'
import { cart, placed, type Sent } from '#occasions/test-scene.ts'
import type { Condition, Rule } from '#shared/contracts/segments.ts'
import { type Category, categories } from '#shared/kinds.ts'

const countries = ['DE', 'FR', 'TR'] as const
const locales = ['de', 'fr-CA', 'tr'] as const
const texts = ['red', "b'lue", 'GREEN'] as const
export const shelves = ['coffee', 'milk', 'tea'] as const
/** At 10:30 UTC it is another day in the first and in the last. */
const zones = ['Pacific/Kiritimati', 'Europe/Berlin', 'America/New_York', 'Pacific/Pago_Pago'] as const

export interface Person {
  birthDate: string | null
  country: string | null
  locale: string | null
  timeZone: string | null
  orders: { hoursAgo: number; totalMinor: number; currency: string; category: string; isCancelled: boolean }[]
  carts: { hoursAgo: number; totalMinor: number; isEmpty: boolean }[]
  a_text: string | null
  a_number: number | null
  a_boolean: boolean | null
  a_day: string | null
  grants: Category[]
}

/** Days near 15 June, New Year and the end of February, so that "today" and ages are at stake. */
const monthDay = fc.constantFrom(
  '06-13',
  '06-14',
  '06-15',
  '06-16',
  '06-17',
  '12-30',
  '12-31',
  '01-01',
  '02-27',
  '02-28',
  '02-29',
  '03-01',
)
const birthDate = fc.oneof(
  monthDay.map((day) => `--${day}`),
  fc.tuple(fc.constantFrom('1988', '2004', '2008'), monthDay).map((parts) => parts.join('-')),
)
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 3 })
const hoursAgo = fc.constantFrom(0, 1, 23, 24, 25, 24 * 10, 24 * 40)
const amount = fc.constantFrom(0, 100, 5000, 200_000)
const number = fc.constantFrom(-3, 0, 0.1, 12.5, 12.500001)
const someDay = fc.constantFrom('2026-06-01', '2026-06-14', '2026-06-15', '2026-06-16', '2025-12-31')

export const people: fc.Arbitrary<Person> = fc.record({
  birthDate: maybe(birthDate),
  country: maybe(fc.constantFrom(...countries)),
  locale: maybe(fc.constantFrom(...locales)),
  timeZone: maybe(fc.constantFrom(...zones)),
  orders: fc.array(
    fc.record({
      hoursAgo,
      totalMinor: amount,
      currency: fc.constantFrom('EUR', 'JPY'),
      category: fc.constantFrom(...shelves),
      isCancelled: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
  carts: fc.array(fc.record({ hoursAgo, totalMinor: amount, isEmpty: fc.boolean() }), { maxLength: 3 }),
  a_text: maybe(fc.constantFrom(...texts)),
  a_number: maybe(number),
  a_boolean: maybe(fc.boolean()),
  a_day: maybe(someDay),
  grants: fc.oneof(
    { weight: 3, arbitrary: fc.constant<Category[]>([...categories]) },
    { weight: 2, arbitrary: fc.subarray<Category>([...categories]) },
    { weight: 1, arbitrary: fc.constant<Category[]>([]) },
  ),
})

/** What the shop would report of a person. */
export function eventsOf({ orders, carts }: Person, reference: string, now: number): Sent[] {
  const bought = orders.flatMap(({ hoursAgo: ago, totalMinor, currency, category, isCancelled }, i) => {
    const orderReference = `${reference} ${i}`
    const at = now - ago * 3_600_000
    const items = [{ sku: category, category, quantity: 1, unitPriceMinor: totalMinor }]
    const order = placed(orderReference, reference, at, { totalMinor, currency, items })
    const cancelled = { id: `${orderReference} x`, type: 'order.cancelled', at: order.at, orderReference }
    return isCancelled ? [order, cancelled] : [order]
  })
  const left = carts.map(({ hoursAgo: ago, totalMinor, isEmpty }, i) =>
    cart(reference, now - ago * 3_600_000, {
      cartReference: `${reference} ${i}`,
      totalMinor,
      ...(isEmpty ? { items: [] } : {}),
    }),
  )
  return [...bought, ...left]
}

const day = fc.constantFrom('2026-06-05', '2026-06-14', '2026-06-15', '2026-05-06')
const when = fc.oneof(day, fc.constantFrom('2026-06-14T12:00:00Z', '2026-06-05T14:00:00+02:00'))
const withinDays = fc.constantFrom(0, 1, 2, 10, 11, 200, 365)
const numberOps = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte'] as const
const known = ['is_known', 'is_unknown'] as const

function conditions<T extends NonNullable<Condition['value']>>(
  field: string,
  value: fc.Arbitrary<T>,
  ops: readonly Condition['op'][],
): fc.Arbitrary<Condition> {
  return fc.record({ field: fc.constant(field), op: fc.constantFrom(...ops), value })
}
const bare = (field: string, ops: readonly Condition['op'][]): fc.Arbitrary<Condition> =>
  fc.record({ field: fc.constant(field), op: fc.constantFrom(...ops) })
const lists = <T extends string | number>(field: string, value: fc.Arbitrary<T>): fc.Arbitrary<Condition> =>
  conditions(field, fc.array(value, { minLength: 1, maxLength: 3 }), ['in'])
const words = (field: string, word: fc.Arbitrary<string>) => [
  conditions(field, word, ['eq', 'ne']),
  lists(field, word),
  bare(field, known),
]
const numbers = (field: string, value: fc.Arbitrary<number>) => [
  conditions(field, value, numberOps),
  lists(field, value),
]

const leaf = fc.oneof(
  ...words('birthday', monthDay),
  bare('birthday', ['is_today']),
  conditions('birthday', withinDays, ['within_days']),
  ...numbers('age', fc.constantFrom(18, 19, 22, 23, 38, 39)),
  bare('age', known),
  ...words('country', fc.constantFrom(...countries)),
  ...words('locale', fc.constantFrom(...locales)),
  ...numbers('orders.count', fc.constantFrom(0, 1, 2)),
  ...numbers('orders.totalMinor', amount),
  conditions('orders.lastAt', when, ['before', 'after']),
  conditions('orders.lastAt', withinDays, ['within_days']),
  bare('orders.lastAt', known),
  ...words('orders.favouriteCategory', fc.constantFrom(...shelves)),
  ...numbers('cart.totalMinor', amount),
  bare('cart.totalMinor', known),
  conditions('cart.updatedAt', when, ['before', 'after']),
  conditions('cart.updatedAt', withinDays, ['within_days']),
  ...words('attributes.a_text', fc.constantFrom(...texts)),
  ...numbers('attributes.a_number', number),
  bare('attributes.a_number', known),
  conditions('attributes.a_boolean', fc.boolean(), ['eq', 'ne']),
  bare('attributes.a_boolean', known),
  ...words('attributes.a_day', someDay),
  conditions('attributes.a_day', someDay, ['before', 'after']),
  conditions('attributes.a_day', withinDays, ['within_days']),
  bare('attributes.a_day', ['is_today']),
)

export const rules: fc.Arbitrary<Rule> = fc.letrec<{ rule: Rule }>((tie) => {
  const branches = fc.array(tie('rule'), { minLength: 1, maxLength: 3 })
  return {
    rule: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      branches.map((all) => ({ all })),
      branches.map((any) => ({ any })),
      tie('rule').map((not) => ({ not })),
    ),
  }
}).rule
