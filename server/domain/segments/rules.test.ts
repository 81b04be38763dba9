// Every field with every operator, on both engines: whom a rule finds, and whom it may reach.
import { describe, expect, it } from 'vitest'
import { forEachHouse, TEST_START } from '#core/test-house.ts'
import { cart, placed, report } from '#occasions/test-scene.ts'
import type { Condition } from '#shared/contracts/segments.ts'
import { opsOf } from './compile.ts'
import { fields, findField } from './conditions/all.ts'
import { everything, found, openStage, person, type Stage } from './test-people.ts'

const DAY = 86_400_000
/** Ann has a birthday today (15 June 2026), is 36 and bought tea twice; Bob bought coffee once, long ago; nothing is known
 * of Cem but what he agreed to; Mum has the same as Ann and agreed to nothing. */
const PEOPLE = ['ann', 'bob', 'cem', 'mum'] as const

async function populate(stage: Stage): Promise<void> {
  const ann = {
    birthDate: '1990-06-15',
    country: 'DE',
    locale: 'de-AT',
    attributes: { a_text: 'red', a_number: 12.5, a_boolean: true, a_day: '2026-06-10' },
  }
  const bob = {
    birthDate: '2010-12-31',
    country: 'FR',
    locale: 'fr',
    attributes: { a_text: 'blue', a_number: -3, a_boolean: false, a_day: '2025-01-01' },
  }
  await person(stage, 'ann', everything, ann)
  await person(stage, 'bob', everything, bob)
  await person(stage, 'cem', everything)
  await person(stage, 'mum', [], ann)
  const buys = (order: string, who: string, days: number, totalMinor: number, category: string) =>
    placed(order, who, TEST_START - days * DAY, {
      totalMinor,
      items: [{ sku: category, category, quantity: 1, unitPriceMinor: totalMinor }],
    })
  await report(
    stage.house,
    ...['ann', 'mum'].flatMap((who) => [
      buys(`${who}1`, who, 40, 20_000, 'tea'),
      buys(`${who}2`, who, 10, 10_000, 'coffee'),
      cart(who, TEST_START - DAY, { totalMinor: 5000 }),
      // Ordered since, emptied, older: not the open cart.
      cart(who, TEST_START - 20 * DAY, { cartReference: `${who} ordered`, totalMinor: 1 }),
      cart(who, TEST_START, { cartReference: `${who} emptied`, items: [], totalMinor: 2 }),
    ]),
    buys('bob1', 'bob', 100, 5000, 'coffee'),
    cart('bob', TEST_START - 40 * DAY, { totalMinor: 100 }),
  )
}

type Row = [field: string, op: Condition['op'], value: Condition['value'], reached: string]
/** Mum matches beside Ann where a rule finds what is there; with `alone` it does not even match her. */
const table: Row[] = [
  ['birthday', 'is_today', undefined, 'ann'],
  ['birthday', 'eq', '06-15', 'ann'],
  ['birthday', 'eq', '--12-31', 'bob'],
  ['birthday', 'ne', '06-15', 'bob cem'],
  ['birthday', 'in', ['12-31', '06-15'], 'ann bob'],
  ['birthday', 'within_days', 0, 'ann'],
  ['birthday', 'within_days', 198, 'ann'],
  ['birthday', 'within_days', 199, 'ann bob'],
  ['birthday', 'within_days', 365, 'ann bob'],
  ['birthday', 'is_known', undefined, 'ann bob'],
  ['birthday', 'is_unknown', undefined, 'cem'],
  ['age', 'eq', 36, 'ann'],
  ['age', 'ne', 36, 'bob cem'],
  ['age', 'in', [15, 36], 'ann bob'],
  ['age', 'gt', 15, 'ann'],
  ['age', 'gte', 15, 'ann bob'],
  ['age', 'lt', 36, 'bob'],
  ['age', 'lte', 36, 'ann bob'],
  ['age', 'is_known', undefined, 'ann bob'],
  ['age', 'is_unknown', undefined, 'cem'],
  ['country', 'eq', 'DE', 'ann'],
  ['country', 'ne', 'DE', 'bob cem'],
  ['country', 'in', ['FR', 'DE', 'US'], 'ann bob'],
  ['country', 'is_known', undefined, 'ann bob'],
  ['country', 'is_unknown', undefined, 'cem'],
  ['locale', 'eq', 'de-AT', 'ann'],
  ['locale', 'ne', 'fr', 'ann cem'],
  ['locale', 'in', ['fr', 'en'], 'bob'],
  ['locale', 'is_known', undefined, 'ann bob'],
  ['locale', 'is_unknown', undefined, 'cem'],
  ['orders.count', 'eq', 2, 'ann'],
  ['orders.count', 'eq', 0, 'cem'],
  ['orders.count', 'ne', 2, 'bob cem'],
  ['orders.count', 'in', [0, 1], 'bob cem'],
  ['orders.count', 'gt', 1, 'ann'],
  ['orders.count', 'gte', 0, 'ann bob cem'],
  ['orders.count', 'lt', 2, 'bob cem'],
  ['orders.count', 'lte', 0, 'cem'],
  ['orders.totalMinor', 'eq', 30_000, 'ann'],
  ['orders.totalMinor', 'ne', 30_000, 'bob cem'],
  ['orders.totalMinor', 'in', [5000, 1], 'bob'],
  ['orders.totalMinor', 'gt', 5000, 'ann'],
  ['orders.totalMinor', 'gte', 5000, 'ann bob'],
  ['orders.totalMinor', 'lt', 5000, 'cem'],
  ['orders.totalMinor', 'lte', 5000, 'bob cem'],
  ['orders.lastAt', 'before', '2026-06-05', 'bob'],
  ['orders.lastAt', 'before', '2026-06-05T12:00:00.001Z', 'ann bob'],
  ['orders.lastAt', 'after', '2026-06-04', 'ann'],
  ['orders.lastAt', 'after', '2026-06-05', ''],
  ['orders.lastAt', 'within_days', 10, ''],
  ['orders.lastAt', 'within_days', 11, 'ann'],
  ['orders.lastAt', 'is_known', undefined, 'ann bob'],
  ['orders.lastAt', 'is_unknown', undefined, 'cem'],
  ['orders.favouriteCategory', 'eq', 'tea', 'ann'],
  ['orders.favouriteCategory', 'ne', 'tea', 'bob cem'],
  ['orders.favouriteCategory', 'in', ['coffee', 'cups'], 'bob'],
  ['orders.favouriteCategory', 'is_known', undefined, 'ann bob'],
  ['orders.favouriteCategory', 'is_unknown', undefined, 'cem'],
  ['cart.totalMinor', 'eq', 5000, 'ann'],
  ['cart.totalMinor', 'ne', 5000, 'bob cem'],
  ['cart.totalMinor', 'in', [100, 200], 'bob'],
  ['cart.totalMinor', 'gt', 100, 'ann'],
  ['cart.totalMinor', 'gte', 100, 'ann bob'],
  ['cart.totalMinor', 'lt', 5000, 'bob'],
  ['cart.totalMinor', 'lte', 5000, 'ann bob'],
  ['cart.totalMinor', 'is_known', undefined, 'ann bob'],
  ['cart.totalMinor', 'is_unknown', undefined, 'cem'],
  ['cart.updatedAt', 'before', '2026-06-01', 'bob'],
  ['cart.updatedAt', 'after', '2026-06-13', 'ann'],
  ['cart.updatedAt', 'within_days', 2, 'ann'],
  ['cart.updatedAt', 'is_known', undefined, 'ann bob'],
  ['cart.updatedAt', 'is_unknown', undefined, 'cem'],
  ['attributes.a_text', 'eq', 'red', 'ann'],
  ['attributes.a_text', 'ne', 'red', 'bob cem'],
  ['attributes.a_text', 'in', ['red', 'blue'], 'ann bob'],
  ['attributes.a_text', 'is_known', undefined, 'ann bob'],
  ['attributes.a_text', 'is_unknown', undefined, 'cem'],
  ['attributes.a_number', 'eq', 12.5, 'ann'],
  ['attributes.a_number', 'ne', 12.5, 'bob cem'],
  ['attributes.a_number', 'in', [-3, 12.500001], 'bob'],
  ['attributes.a_number', 'gt', -3, 'ann'],
  ['attributes.a_number', 'gte', -3, 'ann bob'],
  ['attributes.a_number', 'lt', 12.500001, 'ann bob'],
  ['attributes.a_number', 'lte', -2.999, 'bob'],
  ['attributes.a_number', 'is_known', undefined, 'ann bob'],
  ['attributes.a_number', 'is_unknown', undefined, 'cem'],
  ['attributes.a_boolean', 'eq', true, 'ann'],
  ['attributes.a_boolean', 'ne', true, 'bob cem'],
  ['attributes.a_boolean', 'is_known', undefined, 'ann bob'],
  ['attributes.a_boolean', 'is_unknown', undefined, 'cem'],
  ['attributes.a_day', 'eq', '2026-06-10', 'ann'],
  ['attributes.a_day', 'ne', '2026-06-10', 'bob cem'],
  ['attributes.a_day', 'in', ['2026-06-10', '2025-01-01'], 'ann bob'],
  ['attributes.a_day', 'before', '2026-06-10', 'bob'],
  ['attributes.a_day', 'after', '2025-01-01', 'ann'],
  ['attributes.a_day', 'is_today', undefined, ''],
  ['attributes.a_day', 'within_days', 4, ''],
  ['attributes.a_day', 'within_days', 5, 'ann'],
  ['attributes.a_day', 'is_known', undefined, 'ann bob'],
  ['attributes.a_day', 'is_unknown', undefined, 'cem'],
]
const condition = ([field, op, value]: Row): Condition => ({ field, op, ...(value === undefined ? {} : { value }) })
/** Whether a comparison holds for somebody of whom nothing is known: then it must ask first. */
const holdsOnNothing = ([, op, , reached]: Row) => op === 'ne' || op === 'is_unknown' || reached.includes('cem')

describe('the table', () => {
  it('has every field with every operator', () => {
    const types = ['text', 'number', 'boolean', 'day'] as const
    const attributes = new Map(types.map((type) => [`a_${type}`, { type, category: 'preferences' as const }]))
    const custom = types.flatMap((type) => {
      const field = findField(`attributes.a_${type}`, attributes)
      return typeof field === 'string' ? [] : [field]
    })
    expect(custom).toHaveLength(4)
    const all = [...fields, ...custom].flatMap((field) => opsOf(field).map((op) => `${field.field} ${op}`))
    expect(new Set(table.map(([field, op]) => `${field} ${op}`))).toEqual(new Set(all))
  })
})

forEachHouse('rules', (open) => {
  it('find and reach whom they say, and their negations all the others who agreed', async () => {
    const stage = await openStage(await open())
    await populate(stage)
    const agreed = ['ann', 'bob', 'cem']
    for (const row of table) {
      const rule = condition(row)
      const reached = row[3].split(' ').filter(Boolean)
      const isFree = row[0] === 'locale'
      // "not unequal" is "equal" again, and asks for what is there.
      const isPlainNegated = row[1] === 'ne' || row[1] === 'is_unknown'
      const plain = await found(stage, rule, PEOPLE)
      expect(plain.reached, JSON.stringify(rule)).toEqual(reached)
      // Mum is what Ann is; she is found (and refused by the gate) only where something known of her is asked for.
      const alsoMum = reached.includes('ann') && (isFree || !holdsOnNothing(row)) ? ['mum'] : []
      expect(plain.matched, JSON.stringify(rule)).toEqual([...reached, ...alsoMum])
      const negated = await found(stage, { not: rule }, PEOPLE)
      const others = agreed.filter((name) => !reached.includes(name))
      expect(negated.reached, `not ${JSON.stringify(rule)}`).toEqual(others)
      expect(negated.matched, `not ${JSON.stringify(rule)}`).toEqual(
        (isFree || isPlainNegated) && others.includes('ann') ? [...others, 'mum'].sort() : others,
      )
      expect(negated.needs).toEqual(plain.needs)
    }
  })

  it('combine as all, any and not', async () => {
    const stage = await openStage(await open())
    await populate(stage)
    const today: Condition = { field: 'birthday', op: 'is_today' }
    const rich: Condition = { field: 'orders.totalMinor', op: 'gte', value: 5000 }
    const red: Condition = { field: 'attributes.a_text', op: 'eq', value: 'red' }
    const reached = async (rule: Parameters<typeof found>[1]) => (await found(stage, rule, PEOPLE)).reached.join(' ')
    expect(await reached({ all: [today, rich] })).toBe('ann')
    expect(await reached({ any: [today, rich] })).toBe('ann bob')
    expect(await reached({ not: { any: [today, rich] } })).toBe('cem')
    expect(await reached({ not: { all: [rich, red] } })).toBe('bob cem')
    expect(await reached({ not: { not: today } })).toBe('ann')
    expect(await reached({ all: [{ not: today }, { any: [rich, { not: red }] }] })).toBe('bob cem')
    expect((await found(stage, { any: [today, rich, red] }, PEOPLE)).needs).toEqual([
      'birthdate',
      'purchase_history',
      'preferences',
    ])
  })
})
