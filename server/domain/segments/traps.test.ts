// What a rule must not do: let in people without their consent, take SQL for values, or grow without limit.
import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { Refusal } from '#core/refusal.ts'
import { forEachHouse, TEST_START } from '#core/test-house.ts'
import { placed, report } from '#occasions/test-scene.ts'
import type { Condition, Rule } from '#shared/contracts/segments.ts'
import { rule as ruleShape } from '#shared/contracts/segments.ts'
import type { Category } from '#shared/kinds.ts'
import { compileRule } from './compile.ts'
import { defineSegment } from './define.ts'
import { listSegments, ruleOf, showSegment } from './show.ts'
import { everything, found, openStage, person, type Stage } from './test-people.ts'

const birthday: Rule = { field: 'birthday', op: 'is_today' }
const spent: Rule = { field: 'orders.totalMinor', op: 'gt', value: 200_000 }
const country: Condition = { field: 'country', op: 'eq', value: 'DE' }
const deep = (levels: number): Rule => {
  let rule: Rule = country
  for (let level = 1; level < levels; level++) rule = { not: rule }
  return rule
}
const wide = (leaves: number): Rule => ({ any: Array.from({ length: leaves }, () => country) })

const attributes = new Map([['colour', { type: 'text' as const, category: 'preferences' as const }]])
const compile = (rule: unknown) =>
  compileRule(rule as Rule, { now: TEST_START, zone: 'UTC', zones: [], attributes, granted: () => sql`1 = 1` })
function refusalOf(rule: unknown): Refusal {
  try {
    compile(rule)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('it was taken')
}

describe('a rule is refused', () => {
  it.each<[string, unknown, string, string]>([
    ['a field that is none', { field: 'email', op: 'eq', value: 'a@b' }, 'rule.invalid', 'rule.field'],
    ['an identifier', { field: 'reference', op: 'eq', value: 'x' }, 'rule.invalid', 'rule.field'],
    ['a name every object has', { field: 'constructor', op: 'eq', value: 'x' }, 'rule.invalid', 'rule.field'],
    ['SQL for a field', { field: "country = 'DE' or 1=1 --", op: 'eq', value: 'x' }, 'rule.invalid', 'rule.field'],
    [
      'an undeclared attribute',
      { not: { field: 'attributes.size', op: 'is_known' } },
      'attribute.undeclared',
      'rule.not.field',
    ],
    [
      'SQL for an attribute',
      { field: "attributes.x' or 1=1 --", op: 'is_known' },
      'attribute.undeclared',
      'rule.field',
    ],
    [
      'a prototype for an attribute',
      { field: 'attributes.__proto__', op: 'is_known' },
      'attribute.undeclared',
      'rule.field',
    ],
    ['an operator the field does not take', { field: 'country', op: 'gt', value: 'DE' }, 'rule.invalid', 'rule.op'],
    ['an operator that is none', { field: 'country', op: 'constructor', value: 'DE' }, 'rule.invalid', 'rule.op'],
    ['a negation without its opposite', { field: 'orders.count', op: 'is_unknown' }, 'rule.invalid', 'rule.op'],
    ['no value', { field: 'country', op: 'eq' }, 'rule.invalid', 'rule.value'],
    ['a value where none belongs', { field: 'birthday', op: 'is_today', value: true }, 'rule.invalid', 'rule.value'],
    ['a list for a word', { field: 'country', op: 'eq', value: ['DE'] }, 'rule.invalid', 'rule.value'],
    ['a word for a list', { field: 'country', op: 'in', value: 'DE' }, 'rule.invalid', 'rule.value'],
    ['a day that no calendar has', { field: 'birthday', op: 'eq', value: '02-30' }, 'rule.invalid', 'rule.value'],
    ['an instant that is none', { field: 'orders.lastAt', op: 'after', value: 'soon' }, 'rule.invalid', 'rule.value'],
    ['parts of a cent', { field: 'orders.totalMinor', op: 'gt', value: 0.5 }, 'rule.invalid', 'rule.value'],
    ['no number', { field: 'orders.totalMinor', op: 'gt', value: Number.NaN }, 'rule.invalid', 'rule.value'],
    ['too much money', { field: 'orders.totalMinor', op: 'gt', value: 1e300 }, 'rule.invalid', 'rule.value'],
    ['days without end', { field: 'orders.lastAt', op: 'within_days', value: 1e9 }, 'rule.invalid', 'rule.value'],
    ['NUL in a text', { field: 'attributes.colour', op: 'eq', value: 'r\u0000d' }, 'rule.invalid', 'rule.value'],
    ['an empty all', { not: { all: [] } }, 'rule.invalid', 'rule.not.all'],
    ['21 levels', deep(21), 'rule.too_large', `rule${'.not'.repeat(20)}`],
    ['10,000 levels', deep(10_000), 'rule.too_large', `rule${'.not'.repeat(20)}`],
    ['501 nodes', wide(500), 'rule.too_large', 'rule.any.499'],
  ])('%s', (_, rule, code, path) => {
    const refusal = refusalOf(rule)
    expect([refusal.code, refusal.status]).toEqual([code, 422])
    expect(refusal.errors?.map((error) => error.path)).toEqual([path])
  })

  it('too many values in lists', () => {
    const countries = Array.from({ length: 500 }, () => 'DE')
    const lists = (count: number): Rule => ({
      all: Array.from({ length: count }, () => ({ field: 'country', op: 'in' as const, value: countries })),
    })
    expect(compile(lists(10)).needs).toEqual(['location'])
    expect(refusalOf(lists(11)).code).toBe('rule.too_large')
  })

  it('with everything that is wrong, each at its place', () => {
    const rule = {
      all: [
        { field: 'email', op: 'eq', value: 'x' },
        { not: { field: 'country', op: 'eq', value: 'Germany' } },
        { any: [country, { field: 'attributes.size', op: 'is_known' }] },
      ],
    }
    const refusal = refusalOf(rule)
    expect(refusal.errors?.map(({ path, code }) => [path, code])).toEqual([
      ['rule.all.0.field', 'rule.invalid'],
      ['rule.all.1.not.value', 'rule.invalid'],
      ['rule.all.2.any.1.field', 'attribute.undeclared'],
    ])
  })
})

async function four(stage: Stage, granted: readonly Category[]): Promise<void> {
  for (const [who, agrees] of [
    ['yes', true],
    ['no', false],
  ] as const) {
    const agreesTo: Category[] = ['contact.email', ...(agrees ? granted : [])]
    await person(stage, `${who}-today`, agreesTo, { birthDate: '--06-15' })
    await person(stage, `${who}-other`, agreesTo, { birthDate: '1990-07-01' })
    await person(stage, `${who}-unborn`, agreesTo)
    await person(stage, `${who}-rich`, agreesTo, { birthDate: '--07-01' })
    await report(stage.house, placed(`order ${who}`, `${who}-rich`, TEST_START - 1, { totalMinor: 250_000 }))
  }
}
const PEOPLE = ['yes', 'no'].flatMap((who) => ['today', 'other', 'unborn', 'rich'].map((name) => `${who}-${name}`))

forEachHouse('the traps of consent', (open) => {
  const both: Category[] = ['birthdate', 'purchase_history']
  it.each<[string, Rule, Category[], string]>([
    ['not birthday', { not: birthday }, ['birthdate'], 'other rich unborn'],
    ['birthday is unknown', { field: 'birthday', op: 'is_unknown' }, ['birthdate'], 'unborn'],
    ['birthday or spent over', { any: [birthday, spent] }, both, 'rich today'],
    ['not (birthday or spent over)', { not: { any: [birthday, spent] } }, both, 'other unborn'],
    ['not (birthday and spent over)', { not: { all: [birthday, spent] } }, both, 'other rich today unborn'],
    ['not not birthday', { not: { not: birthday } }, ['birthdate'], 'today'],
    ['never ordered', { field: 'orders.count', op: 'eq', value: 0 }, ['purchase_history'], 'other today unborn'],
    ['born on another day', { field: 'birthday', op: 'ne', value: '06-15' }, ['birthdate'], 'other rich unborn'],
    ['of unknown age', { field: 'age', op: 'is_unknown' }, ['birthdate', 'age'], 'rich today unborn'],
  ])('%s reaches nobody without the cells', async (_, rule, needs, reached) => {
    const stage = await openStage(await open())
    await four(stage, needs)
    const expected = reached.split(' ').map((name) => `yes-${name}`)
    const all = await found(stage, rule, PEOPLE)
    expect(all.reached).toEqual(expected)
    expect(all.needs).toEqual(needs)
    // What is asked of absence or the contrary does not even match people who said no.
    const positive = rule === birthday || 'any' in rule || ('not' in rule && 'not' in rule.not)
    if (!positive) expect(all.matched).toEqual(expected)
  })

  it('half of the cells is none of them', async () => {
    const stage = await openStage(await open())
    await four(stage, ['birthdate'])
    expect((await found(stage, { any: [birthday, spent] }, PEOPLE)).reached).toEqual([])
    expect((await found(stage, { not: { any: [birthday, spent] } }, PEOPLE)).matched).toEqual([])
    expect((await found(stage, { not: birthday }, PEOPLE)).reached).toHaveLength(3)
  })
})

forEachHouse('values are values', (open) => {
  it('SQL in a value finds those who have exactly that value, and changes nothing', async () => {
    const stage = await openStage(await open())
    const evil = ["' or '1'='1", "'; drop table customers; --", 'a") or 1=1', '$1', '?', '%', "\\' or 1=1 --", '/*']
    for (const [index, value] of evil.entries())
      await person(stage, `p${index}`, everything, { attributes: { a_text: value } })
    const people = evil.map((_, index) => `p${index}`)
    for (const [index, value] of evil.entries()) {
      const rule = (op: 'eq' | 'ne'): Rule => ({ field: 'attributes.a_text', op, value })
      expect((await found(stage, rule('eq'), people)).reached).toEqual([`p${index}`])
      expect((await found(stage, rule('ne'), people)).reached).toHaveLength(evil.length - 1)
      const favourite: Rule = { field: 'orders.favouriteCategory', op: 'in', value: [value, 'x'] }
      expect((await found(stage, favourite, people)).reached).toEqual([])
    }
    expect((await found(stage, { field: 'attributes.a_text', op: 'in', value: evil }, people)).reached).toEqual(people)
  })

  it('the deepest and the widest rule there may be can be asked', async () => {
    const stage = await openStage(await open())
    await person(stage, 'ann', everything, { country: 'DE' })
    expect((await found(stage, deep(19), ['ann'])).reached).toEqual(['ann'])
    expect((await found(stage, deep(20), ['ann'])).reached).toEqual([])
    expect((await found(stage, wide(499), ['ann'])).reached).toEqual(['ann'])
    expect((await found(stage, { not: wide(498) }, ['ann'])).reached).toEqual([])
    const ages: Rule = {
      all: Array.from({ length: 499 }, (_, i) => ({ field: 'age', op: 'ne' as const, value: i % 200 })),
    }
    expect((await found(stage, ages, ['ann'])).reached).toEqual(['ann'])
  })

  it('a value that many leaves compare is found once and means the same', async () => {
    const stage = await openStage(await open())
    const colours = ['red', 'green', 'blue', 'black']
    for (const [i, a_text] of colours.entries())
      await person(stage, `p${i}`, everything, { attributes: { a_text, a_number: i } })
    await person(stage, 'none', everything)
    await report(stage.house, placed('o1', 'p1', TEST_START, { totalMinor: 300 }))
    const people = [...colours.map((_, i) => `p${i}`), 'none']
    const reached = async (rule: Rule) => (await found(stage, rule, people)).reached.join(' ')
    const is = (value: string): Rule => ({ field: 'attributes.a_text', op: 'eq', value })
    const costs = (value: number): Rule => ({ field: 'orders.totalMinor', op: 'eq', value })
    const sums = (count: number): Rule => ({ any: Array.from({ length: count }, (_, i) => costs(i)) })
    expect(await reached({ any: colours.slice(0, 3).map(is) })).toBe('p0 p1 p2')
    expect(await reached({ any: colours.map(is) })).toBe('p0 p1 p2 p3')
    expect(await reached({ not: { any: colours.map(is) } })).toBe('none')
    expect(await reached({ all: [sums(301), { any: colours.slice(1).map(is) }] })).toBe('p1 p2 p3')
    expect(await reached({ all: [{ not: sums(300) }, { not: { any: colours.slice(1).map(is) } }] })).toBe('')
    expect(await reached({ all: [{ not: sums(300) }, { field: 'attributes.a_number', op: 'lt', value: 3 }] })).toBe(
      'p1',
    )
    expect(await reached({ not: { any: [sums(490), is('red'), is('green')] } })).toBe('')
  })

  it('a birthday is where somebody lives', async () => {
    const house = await open()
    house.clock.set(Date.parse('2026-06-15T11:30:00Z'))
    const stage = await openStage(house, 'Pacific/Pago_Pago')
    const born = { east: '--06-16', here: '--06-14', utc: '--06-15' }
    await person(stage, 'east', everything, { birthDate: born.east, timeZone: 'Pacific/Kiritimati' })
    await person(stage, 'late east', everything, { birthDate: born.utc, timeZone: 'Pacific/Kiritimati' })
    await person(stage, 'utc', everything, { birthDate: born.utc, timeZone: 'UTC' })
    await person(stage, 'nowhere', everything, { birthDate: '--06-15' })
    await person(stage, 'nowhere else', everything, { birthDate: born.here })
    const people = ['east', 'late east', 'utc', 'nowhere', 'nowhere else']
    house.clock.set(Date.parse('2026-06-15T10:30:00Z') + 3_600_000 * 24)
    const at = async (op: 'is_today' | 'within_days', value?: number) =>
      (await found(stage, { field: 'birthday', op, ...(value === undefined ? {} : { value }) }, people)).reached
    // It is the 17th in Kiritimati, the 16th in UTC and the 15th in Pago Pago.
    expect(await at('is_today')).toEqual(['nowhere'])
    expect(await at('within_days', 364)).toEqual(['east', 'late east', 'nowhere', 'nowhere else', 'utc'])
    expect(await at('within_days', 363)).toEqual(['late east', 'nowhere'])
  })
})

forEachHouse('segments', (open) => {
  it('are defined once their rule holds, shown, listed newest first', async () => {
    const { house } = await openStage(await open())
    const define = (name: string, rule: Rule) => house.store.write((tx) => defineSegment(tx, { name, rule }))
    const rule: Rule = { all: [country, { not: { field: 'attributes.a_day', op: 'is_known' } }] }
    const ids = [await define('first', rule), await define('second', country), await define('third', birthday)]
    const q = house.store.read
    expect(await showSegment(q, ids[0] ?? '')).toEqual({
      id: ids[0],
      name: 'first',
      rule,
      createdAt: '2026-06-15T12:00:00.000Z',
    })
    expect(await ruleOf(q, ids[1] ?? '')).toEqual(country)
    expect(await ruleOf(q, 'seg_none')).toBeNull()
    const page = await listSegments(q, { limit: 2 })
    expect(page.data.map((one) => one.name)).toEqual(['third', 'second'])
    const rest = await listSegments(q, { limit: 2, cursor: page.nextCursor ?? undefined })
    expect([rest.data.map((one) => one.name), rest.nextCursor]).toEqual([['first'], null])
    await expect(showSegment(q, "x' or 1=1 --")).rejects.toMatchObject({ code: 'segment.not_found' })
    await expect(define('bad', { field: 'attributes.size', op: 'is_known' })).rejects.toMatchObject({
      code: 'attribute.undeclared',
    })
    expect((await listSegments(q, { limit: 200 })).data).toHaveLength(3)
  })

  it('the contract takes every rule that compiles', () => {
    for (const rule of [deep(20), wide(499), { any: [birthday, spent] }]) expect(ruleShape.parse(rule)).toEqual(rule)
  })
})
