/** Rules of good shape that mean nothing, or too much. */
import type { Rule } from '#shared/contracts/segments.ts'
import type { RefusalCode } from '#shared/refusals.ts'
import type { TestServer } from '../test-server.ts'
import type { RefusedCase } from './refused-case.ts'
import { ask } from './shop.ts'

export const nested = (levels: number): Rule =>
  levels <= 1 ? { field: 'country', op: 'eq', value: 'DE' } : { not: nested(levels - 1) }
const wide = (nodes: number): Rule => ({
  any: Array.from({ length: nodes - 1 }, () => ({ field: 'country', op: 'eq', value: 'DE' })),
})
const segment = (server: TestServer, rule: Rule) => ask(server, 'createSegment', { body: { name: 'Odd', rule } })
const condition = (field: string, op: string, value?: unknown) =>
  ({ field, op, ...(value === undefined ? {} : { value }) }) as Rule

export const refusedRules: RefusedCase[] = [
  ['a rule of 21 levels', nested(21), 'rule.too_large'],
  ['a rule of 501 nodes', { all: [wide(251), wide(251)] } satisfies Rule, 'rule.too_large'],
  ['an unknown field', condition('email', 'eq', 'a@b.example'), 'rule.invalid'],
  ['a field of SQL', condition("country'; DROP TABLE customers; --", 'eq', 'DE'), 'rule.invalid'],
  ['a prototype as field', condition('__proto__', 'eq', 'DE'), 'rule.invalid'],
  ['an operator that does not fit', condition('country', 'is_today'), 'rule.invalid'],
  ['a text where a number belongs', condition('orders.totalMinor', 'gt', 'many'), 'rule.invalid'],
  ['a list where one belongs', condition('country', 'eq', ['DE', 'AT']), 'rule.invalid'],
  ['one where a list belongs', condition('country', 'in', 'DE'), 'rule.invalid'],
  ['no value where one belongs', condition('country', 'eq'), 'rule.invalid'],
  ['a value where none belongs', condition('birthday', 'is_known', 1), 'rule.invalid'],
  ['a broken date', condition('orders.lastAt', 'before', '2026-02-30'), 'rule.invalid'],
  ['an undeclared attribute', condition('attributes.never_heard_of', 'eq', 1), 'attribute.undeclared'],
].map(([title, rule, code]) => ({
  title: `rule: ${String(title)}`,
  status: 422,
  code: code as RefusalCode,
  send: (server: TestServer) => segment(server, rule as Rule),
}))
