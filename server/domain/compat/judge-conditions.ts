// The vendor's conditions, `{ $is: [...] }` and the like, asked of one value; pure. What this house has no word for is refused by
// its name, so that nobody believes that it binds.
import type { Body } from './notes.ts'
import { invalidPayload, unsupported } from './vendor-error.ts'

const MOST = 500

type Ask = (value: unknown, wanted: unknown[]) => boolean

const same = (a: unknown, b: unknown): boolean =>
  a === b || (a !== null && a !== undefined && String(a).toLowerCase() === String(b).toLowerCase())
const isOne: Ask = (value, wanted) =>
  wanted.some((one) => (Array.isArray(value) ? value.some((part) => same(part, one)) : same(value, one)))
const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value).toLowerCase())
const isKnown = (value: unknown): boolean => value !== null && value !== undefined && value !== ''
const numbers =
  (holds: (a: number, b: number) => boolean): Ask =>
  (value, [wanted]) =>
    isKnown(value) && holds(Number(value), Number(wanted))
const times =
  (holds: (a: number, b: number) => boolean): Ask =>
  (value, [wanted]) =>
    holds(Date.parse(String(value)), Date.parse(String(wanted)))

const asks: Record<string, Ask> = {
  $is: isOne,
  $in: isOne,
  $is_not: (value, wanted) => !isOne(value, wanted),
  $not_in: (value, wanted) => !isOne(value, wanted),
  $has_value: isKnown,
  $is_unknown: (value) => !isKnown(value),
  $contains: (value, wanted) => wanted.some((one) => text(value).includes(text(one))),
  $not_contain: (value, wanted) => !wanted.some((one) => text(value).includes(text(one))),
  $starts_with: (value, wanted) => wanted.some((one) => text(value).startsWith(text(one))),
  $ends_with: (value, wanted) => wanted.some((one) => text(value).endsWith(text(one))),
  $more_than: numbers((a, b) => a > b),
  $less_than: numbers((a, b) => a < b),
  $more_than_equal: numbers((a, b) => a >= b),
  $less_than_equal: numbers((a, b) => a <= b),
  $more_than_or_equal: numbers((a, b) => a >= b),
  $less_than_or_equal: numbers((a, b) => a <= b),
  $after: times((a, b) => a > b),
  $before: times((a, b) => a < b),
}

/** 400 `invalid_payload`; `not_supported` with the name of an operator that is not known here. */
export function checkConditions(conditions: unknown, field: string): asserts conditions is Body {
  if (typeof conditions !== 'object' || conditions === null || Array.isArray(conditions))
    throw invalidPayload(`Property .${field}.conditions is required`)
  const operators = Object.entries(conditions)
  if (operators.length === 0) throw invalidPayload(`Property .${field}.conditions must not be empty`)
  for (const [operator, value] of operators) {
    if (!Object.hasOwn(asks, operator)) throw unsupported(`The condition ${operator.slice(0, 60)} on ${field}`)
    if (Array.isArray(value) && value.length > MOST) throw invalidPayload(`Property .${field} has too many values`)
  }
}

/** Whether all of them hold; conditions that were checked when they were stored. */
export const holdOf = (conditions: Body, value: unknown): boolean =>
  Object.entries(conditions).every(([operator, wanted]) =>
    asks[operator]?.(value, Array.isArray(wanted) ? wanted : [wanted]),
  )
