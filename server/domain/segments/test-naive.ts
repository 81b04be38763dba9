// What a rule means for a person, worked out in plain logic and without a database.
import { addDays, ageOn, birthdaysOn, localDay } from '#core/calendar.ts'
import type { Condition, Rule } from '#shared/contracts/segments.ts'
import type { Category } from '#shared/kinds.ts'
import { type Person, shelves } from './test-random.ts'

const DAY = 86_400_000
const needsOfField: Record<string, Category[]> = {
  birthday: ['birthdate'],
  age: ['birthdate', 'age'],
  country: ['location'],
  locale: [],
  orders: ['purchase_history'],
  cart: ['cart_activity'],
  attributes: ['preferences'],
}

export function needsOf(rule: Rule): Set<Category> {
  if ('not' in rule) return needsOf(rule.not)
  if ('all' in rule) return new Set(rule.all.flatMap((one) => [...needsOf(one)]))
  if ('any' in rule) return new Set(rule.any.flatMap((one) => [...needsOf(one)]))
  return new Set(needsOfField[rule.field.split('.')[0] ?? ''])
}

export interface Today {
  now: number
  /** Of people who have none. */
  zone: string
}

/** Plain logic: what is unknown equals nothing, and `not` turns everything round. */
export function isTrue(rule: Rule, person: Person, today: Today): boolean {
  if ('not' in rule) return !isTrue(rule.not, person, today)
  if ('all' in rule) return rule.all.every((one) => isTrue(one, person, today))
  if ('any' in rule) return rule.any.some((one) => isTrue(one, person, today))
  const { field, op, value } = rule
  if (op === 'ne') return !isTrue({ field, op: 'eq', value }, person, today)
  if (op === 'is_unknown') return !isTrue({ field, op: 'is_known' }, person, today)
  const stored = knownOf(field, person, today)
  if (stored === null) return false
  if (op === 'is_known') return true
  if (Array.isArray(value)) return value.includes(stored)
  const here = localDay(today.now, person.timeZone ?? today.zone)
  if (op === 'is_today') return field === 'birthday' ? birthdaysOn(here).includes(String(stored)) : stored === here
  if (op === 'within_days') return isWithin(field, stored, Number(value), here, today)
  if (op === 'before' || op === 'after') return isBeside(op, stored, String(value))
  return compare(op, stored, value)
}

function knownOf(field: string, person: Person, today: Today): string | number | boolean | null {
  const bought = person.orders.filter((order) => !order.isCancelled)
  const open = openCart(person)
  switch (field) {
    case 'birthday':
      return person.birthDate?.slice(-5) ?? null
    case 'age': {
      if (person.birthDate === null || person.birthDate.startsWith('--')) return null
      const birth = { year: Number(person.birthDate.slice(0, 4)), monthDay: person.birthDate.slice(5) }
      return ageOn(birth, localDay(today.now, person.timeZone ?? today.zone))
    }
    case 'orders.count':
      return bought.length
    case 'orders.totalMinor':
      return inMainCurrency(bought).reduce((sum, order) => sum + order.totalMinor, 0)
    case 'orders.lastAt':
      return bought.length === 0 ? null : today.now - Math.min(...bought.map((order) => order.hoursAgo)) * 3_600_000
    case 'orders.favouriteCategory':
      return favourite(inMainCurrency(bought))
    case 'cart.totalMinor':
      return open?.totalMinor ?? null
    case 'cart.updatedAt':
      return open === undefined ? null : today.now - open.hoursAgo * 3_600_000
    default:
      return person[
        field.replace('attributes.', '') as 'country' | 'locale' | 'a_text' | 'a_number' | 'a_boolean' | 'a_day'
      ]
  }
}

function inMainCurrency(orders: Person['orders']): Person['orders'] {
  const inYen = orders.filter((order) => order.currency === 'JPY')
  const inEuro = orders.filter((order) => order.currency === 'EUR')
  return inYen.length > inEuro.length ? inYen : inEuro
}

function favourite(orders: Person['orders']): string | null {
  let best: { name: string; spent: number } | null = null
  for (const name of shelves) {
    const spent = orders.filter((order) => order.category === name).reduce((sum, order) => sum + order.totalMinor, 0)
    if (spent > (best?.spent ?? 0)) best = { name, spent }
  }
  return best?.name ?? null
}

/** A cancelled order ends a cart too: somebody came back for it. */
function openCart({ carts, orders }: Person): Person['carts'][number] | undefined {
  const lastOrder = Math.min(...orders.map((order) => order.hoursAgo))
  const left = carts.map((one, index) => ({ ...one, index })).filter((one) => !one.isEmpty && one.hoursAgo < lastOrder)
  return left.sort((a, b) => a.hoursAgo - b.hoursAgo || b.index - a.index)[0]
}

function isWithin(field: string, stored: unknown, days: number, here: string, { now }: Today): boolean {
  if (typeof stored === 'number') return stored > now - days * DAY
  if (field === 'attributes.a_day')
    return String(stored) >= addDays(here, -days) && String(stored) <= addDays(here, days)
  return Array.from({ length: days + 1 }, (_, ahead) => birthdaysOn(addDays(here, ahead))).some((keys) =>
    keys.includes(String(stored)),
  )
}

/** The campaign's zone is UTC here. */
function isBeside(op: 'before' | 'after', stored: unknown, value: string): boolean {
  if (typeof stored === 'string') return op === 'before' ? stored < value : stored > value
  const start = Date.parse(value.length === 10 ? `${value}T00:00:00Z` : value)
  const end = value.length === 10 ? start + DAY - 1 : start
  return op === 'before' ? Number(stored) < start : Number(stored) > end
}

function compare(op: Condition['op'], stored: string | number | boolean, value: unknown): boolean {
  if (op === 'eq') return stored === value
  const [a, b] = [Number(stored), Number(value)]
  if (op === 'gt') return a > b
  if (op === 'gte') return a >= b
  return op === 'lt' ? a < b : a <= b
}
