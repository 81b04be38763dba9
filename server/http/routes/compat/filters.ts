// The vendor's filters: `filters[field][conditions][$op]=…`; pure.
import type { Query } from './read-query.ts'

const inside = (value: Query[string] | undefined, key: string): Query[string] | undefined =>
  typeof value === 'object' && !Array.isArray(value) ? value[key] : undefined

/** The values of one condition; undefined when it is not asked. */
export function filterOf(query: Query, field: string, op: string): string[] | undefined {
  const value = inside(inside(inside(query.filters, field), 'conditions'), op)
  if (value === undefined) return undefined
  return Array.isArray(value)
    ? value.flatMap((one) => (typeof one === 'string' ? one : []))
    : typeof value === 'string'
      ? [value]
      : []
}
