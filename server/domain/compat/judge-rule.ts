// The vendor's validation rules as far as this house can hold them: conditions by number, and how they combine; pure.
import { checkConditions, holdOf } from './judge-conditions.ts'
import type { Body } from './notes.ts'
import { invalidPayload, unsupported } from './vendor-error.ts'

export interface Facts {
  /** The segments, of those that rules name, that the customer is in. */
  segments: ReadonlySet<string>
  customerMetadata: Body
  orderMetadata: Body
  redemptionMetadata: Body
  /** Minor units. */
  orderAmount: number
  items: { quantity: number; price: number }[]
}

interface Kind {
  about: 'customer' | 'order' | 'redemption'
  value(facts: Facts, property: string): unknown
}

const segment: Kind = { about: 'customer', value: ({ segments }) => [...segments] }
const amount: Kind = { about: 'order', value: ({ orderAmount }) => orderAmount }
const itemCount: Kind = { about: 'order', value: ({ items }) => items.length }
const quantity: Kind = { about: 'order', value: ({ items }) => items.reduce((sum, one) => sum + one.quantity, 0) }
const kinds: Record<string, Kind> = {
  'customer.segment': segment,
  customer_segment: segment,
  'customer.metadata': { about: 'customer', value: ({ customerMetadata }, key) => customerMetadata[key] },
  customer_metadata: { about: 'customer', value: ({ customerMetadata }, key) => customerMetadata[key] },
  'order.amount': amount,
  'order.initial_amount': amount,
  order_amount: amount,
  order_volume: amount,
  'order.items.count': itemCount,
  order_items_count: itemCount,
  'order.items.quantity': quantity,
  'order.items.total_quantity': quantity,
  'order.metadata': { about: 'order', value: ({ orderMetadata }, key) => orderMetadata[key] },
  order_metadata: { about: 'order', value: ({ orderMetadata }, key) => orderMetadata[key] },
  'redemption.metadata': { about: 'redemption', value: ({ redemptionMetadata }, key) => redemptionMetadata[key] },
  redemption_metadata: { about: 'redemption', value: ({ redemptionMetadata }, key) => redemptionMetadata[key] },
}
const SEGMENTS = ['$is', '$in', '$is_not', '$not_in']

export interface Condition {
  name: string
  property: string
  conditions: Body
  message: string | undefined
}
type Logic = { at: string } | { all: Logic[] } | { any: Logic[] }
export interface ReadRule {
  conditions: Map<string, Condition>
  logic: Logic
}

/** 400 `invalid_payload`; `not_supported` with the name of what is not known here. */
export function readRule(rules: Body): ReadRule {
  const conditions = new Map<string, Condition>()
  for (const [at, value] of Object.entries(rules)) {
    if (at === 'logic') continue
    if (!/^\d{1,3}$/.test(at)) throw invalidPayload(`Property .rules.${at.slice(0, 40)} is no number of a condition`)
    conditions.set(at, conditionOf(at, value))
  }
  const words = typeof rules.logic === 'string' ? rules.logic : [...conditions.keys()].join(' and ')
  return { conditions, logic: readLogic(words, conditions) }
}

function conditionOf(at: string, value: unknown): Condition {
  const { name, property, conditions, error, rules } = (value ?? {}) as Body
  if (typeof name !== 'string') throw invalidPayload(`Property .rules.${at}.name is required`)
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
  if (kind === undefined) throw unsupported(`The rule ${name.slice(0, 80)}`)
  if (rules && Object.keys(rules as Body).length > 0) throw unsupported(`Rules within the rule ${name}`)
  checkConditions(conditions, `rules.${at}`)
  if (kind === segment && !Object.keys(conditions).every((one) => SEGMENTS.includes(one)))
    throw unsupported(`The condition ${Object.keys(conditions).join(', ')} on ${name}`)
  const needsProperty = name.endsWith('metadata')
  if (needsProperty && typeof property !== 'string') throw invalidPayload(`Property .rules.${at}.property is required`)
  const message = (error as Body | null | undefined)?.message
  return {
    name,
    property: typeof property === 'string' ? property : '',
    conditions,
    message: typeof message === 'string' ? message : undefined,
  }
}

/** `1 and (2 or 3)`; `or` binds less than `and`. */
function readLogic(text: string, conditions: ReadonlyMap<string, Condition>): Logic {
  const words = text.match(/\(|\)|[^\s()]+/g) ?? []
  let at = 0
  const wrong = (): never => {
    throw invalidPayload('Property .rules.logic cannot be understood')
  }
  const joined = (word: 'and' | 'or', inner: () => Logic): Logic[] => {
    const parts = [inner()]
    while (words[at]?.toLowerCase() === word) {
      at += 1
      parts.push(inner())
    }
    return parts
  }
  const one = (): Logic => {
    const word = words[at] ?? wrong()
    at += 1
    if (word === '(') {
      const inner = either()
      if (words[at] !== ')') wrong()
      at += 1
      return inner
    }
    if (!conditions.has(word)) wrong()
    return { at: word }
  }
  const either = (): Logic => ({ any: joined('or', () => ({ all: joined('and', one) })) })
  if (words.length === 0) return { all: [] }
  if (words.length > 200) wrong()
  const logic = either()
  if (at < words.length) wrong()
  return logic
}

/** The first condition because of which the rule does not hold; null when it holds. */
export function brokenIn({ conditions, logic }: ReadRule, facts: Facts): Condition | null {
  if ('at' in logic) {
    const condition = conditions.get(logic.at)
    return condition === undefined || holds(condition, facts) ? null : condition
  }
  if ('all' in logic) {
    for (const inner of logic.all) {
      const broken = brokenIn({ conditions, logic: inner }, facts)
      if (broken !== null) return broken
    }
    return null
  }
  const broken = logic.any.map((inner) => brokenIn({ conditions, logic: inner }, facts))
  return broken.includes(null) ? null : (broken[0] ?? null)
}

function holds({ name, property, conditions }: Condition, facts: Facts): boolean {
  const value = kinds[name]?.value(facts, property)
  return holdOf(conditions, value)
}

export const aboutOf = ({ name }: Condition): Kind['about'] => kinds[name]?.about ?? 'redemption'

/** The segments that a rule asks about. */
export const segmentsIn = ({ conditions }: ReadRule): string[] =>
  [...conditions.values()].flatMap(({ name, conditions: asked }) =>
    kinds[name] === segment
      ? Object.values(asked).flatMap((value) => (Array.isArray(value) ? value : [value]).map(String))
      : [],
  )
