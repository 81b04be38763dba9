// What a door of the drop-in is: a method, a path, who may, and one call into the house.
import type { Principal } from '#access/authenticate.ts'
import { type Order, readFilters, readOrder } from '#compat/filters.ts'
import { microsOf } from '#compat/times.ts'
import { VendorError } from '#compat/vendor-error.ts'
import type { House } from '#core/house.ts'
import type { Scope } from '#shared/kinds.ts'
import type { Query } from './read-query.ts'

export interface Ask {
  house: House
  params: Record<string, string>
  query: Query
  /** JSON as it came; an empty object when there was none. */
  body: unknown
  /** The rows of a CSV upload. */
  rows: Record<string, string>[]
  principal: Principal
  /** Where the drop-in is reached, without a slash at the end. */
  base: string
  requestId: string
  isClient: boolean
  /** `X-Voucherify-Double-Opt-In`: whoever is new is to confirm that she is meant. */
  isDoubleOptIn: boolean
}
export interface Said {
  status: number
  body?: unknown
  text?: string
  /** A CSV file, a page at a time. */
  lines?: AsyncIterable<string>
}
export interface CompatDoor {
  method: 'get' | 'post' | 'put' | 'delete'
  path: string
  /** Null for doors that check by themselves. */
  scope: Scope | null
  /** Whether what is asked opens itself, by a token in its address. */
  isOpen?(ask: Pick<Ask, 'house' | 'params' | 'query'>): boolean
  handle(ask: Ask): Promise<Said>
}

export const ok = (body: unknown): Said => ({ status: 200, body })
export const accepted = (asyncActionId: string): Said => ({ status: 202, body: { async_action_id: asyncActionId } })
export const gone: Said = { status: 204 }

export const single = (value: Query[string] | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

const MOST_PAGES = 1000
const MOST_AT_ONCE = 100

/** 400 `page_over_limit`, `invalid_query_params`. */
export function paging(query: Query): { limit: number; page: number; offset: number } {
  const read = (name: string, fallback: number) => {
    const text = single(query[name])
    const value = text === undefined ? fallback : Number(text)
    if (!Number.isInteger(value) || value < 1)
      throw new VendorError(400, 'invalid_query_params', 'Invalid query params', {
        details: `${name} must be 1 or more`,
      })
    return value
  }
  const [limit, page] = [read('limit', 10), read('page', 1)]
  if (page > MOST_PAGES)
    throw new VendorError(400, 'page_over_limit', 'Page over limit', { details: `At most ${MOST_PAGES} pages` })
  if (limit > MOST_AT_ONCE)
    throw new VendorError(400, 'invalid_query_params', 'Invalid query params', { details: 'limit must be 100 or less' })
  return { limit, page, offset: (page - 1) * limit }
}

/** 400 `invalid_query_params` for an order that this list has not. */
export const orderIn = (query: Query, others: readonly string[] = []): Order => readOrder(single(query.order), others)

/** For lists that have no filters. 400 `not_supported`, so that nobody takes the whole for a part. */
export function refuseFilters({ filters }: Query): void {
  readFilters(filters, {})
}

/** `created_at[after]=…` and the like, in microseconds. */
export function span(query: Query, name: string): { after?: number; before?: number } {
  const asked = query[name]
  if (typeof asked !== 'object' || Array.isArray(asked)) return {}
  const at = (key: string) => {
    const text = single(asked[key])
    return text === undefined ? undefined : microsOf(text)
  }
  const [after, before] = [at('after'), at('before')]
  return { ...(after === undefined ? {} : { after }), ...(before === undefined ? {} : { before }) }
}

export const list = (ref: string, items: unknown[], total: number, more: Record<string, unknown> = {}): Said =>
  ok({ object: 'list', data_ref: ref, [ref]: items, total, ...more })
