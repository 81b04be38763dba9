// Doors of the drop-in for browsers: the same verbs, behind keys that may do little and are shown to everybody.
import { listConsentsDoor, trackDoor, updateConsentsDoor } from './audience.ts'
import { createCustomerDoor } from './customers.ts'
import { type Ask, type CompatDoor, single } from './door.ts'
import type { Query } from './read-query.ts'
import { publishDoor } from './things.ts'
import { noPromotions, qualify, redeemCode, redeemMany, validateCode, validateMany } from './uses.ts'
import { listVouchersDoor } from './vouchers.ts'

const inside = (value: Query[string] | undefined): Query =>
  typeof value === 'object' && !Array.isArray(value) ? value : {}

const number = (value: Query[string] | undefined): number | undefined => {
  const text = single(value)
  return text === undefined ? undefined : Number(text)
}

/** What a browser says in the query, as the body of a validation. */
function useIn(query: Query): Record<string, unknown> {
  const order = inside(query.order)
  const items = Array.isArray(query.item) ? query.item : []
  const customer = inside(query.customer)
  const key = single(query.session_key)
  return {
    order: {
      amount: number(query.amount),
      items: items.map((item) => {
        const { quantity, price, amount, ...rest } = inside(item)
        return { ...rest, quantity: number(quantity), price: number(price), amount: number(amount) }
      }),
      metadata: inside(order.metadata),
    },
    customer: Object.keys(customer).length > 0 ? customer : null,
    tracking_id: single(query.tracking_id),
    session:
      single(query.session_type) === undefined && key === undefined
        ? null
        : {
            type: single(query.session_type),
            key,
            ttl: number(query.session_ttl),
            ttl_unit: single(query.session_ttl_unit),
          },
  }
}

const codeIn = ({ query }: Ask): string => single(query.code) ?? ''

export const browserDoors: CompatDoor[] = [
  {
    method: 'get',
    path: '/validate',
    scope: 'redemptions.read',
    handle: (ask) => validateCode(ask, codeIn(ask), useIn(ask.query)),
  },
  { method: 'post', path: '/redeem', scope: 'redemptions.write', handle: (ask) => redeemCode(ask, codeIn(ask)) },
  { method: 'post', path: '/validations', scope: 'redemptions.read', handle: validateMany },
  { method: 'post', path: '/redemptions', scope: 'redemptions.write', handle: redeemMany },
  {
    method: 'post',
    path: '/publish',
    scope: 'vouchers.issue',
    handle: (ask) => {
      const campaign = single(ask.query.campaign)
      const body = campaign === undefined ? ask.body : { ...(ask.body as Record<string, unknown>), campaign }
      return publishDoor({ ...ask, body })
    },
  },
  { method: 'post', path: '/customers', scope: 'customers.write', handle: createCustomerDoor },
  { method: 'post', path: '/qualifications', scope: 'redemptions.read', handle: qualify },
  { method: 'get', path: '/promotions/validation', scope: 'redemptions.read', handle: noPromotions },
  { method: 'get', path: '/vouchers', scope: 'vouchers.read', handle: listVouchersDoor },
  trackDoor,
  listConsentsDoor,
  updateConsentsDoor,
]
