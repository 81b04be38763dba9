// Doors of people who look up one customer: always with a reason, always on her record.

import { Refusal } from '#core/refusal.ts'
import { searchCustomers } from '#customers/search.ts'
import { referencesOf } from '#customers/show.ts'
import { panelOf } from '#privacy/panel.ts'
import { noteLooks, reasonOf } from '#privacy/staff-access.ts'
import type { Category } from '#shared/kinds.ts'
import type { Call, Routes } from '../endpoint.ts'
import { profileCategories } from '../staff-looks.ts'

type Names = 'searchCustomers' | 'customerPanel'

/** A panel shows what she bought as well. */
const panelCategories: readonly Category[] = [...profileCategories, 'purchase_history', 'cart_activity', 'preferences']

const reasonFor = ({ principal, req }: Pick<Call<Names>, 'principal' | 'req'>) =>
  reasonOf(principal, req.headers['x-access-reason']?.toString())

export const customerDeskRoutes: Routes<Names> = {
  searchCustomers: async (house, call) => {
    const reason = reasonFor(call)
    const ids = await searchCustomers(house, call.body)
    const open = await noteLooks(house, call.principal, ids, [], reason)
    const references = await referencesOf(house, [...open])
    const data = [...references].map(([id, reference]) => ({ id, reference }))
    return { status: 200, body: { data, closed: ids.length - open.size } }
  },
  customerPanel: async (house, call) => {
    const { params, principal } = call
    const reason = reasonFor(call)
    const known = await referencesOf(house, [params.id])
    if (!known.has(params.id)) throw new Refusal('customer.not_found')
    const open = await noteLooks(house, principal, [params.id], panelCategories, reason)
    if (open.size === 0) throw new Refusal('party.closed')
    return { status: 200, body: await panelOf(house, params.id, principal) }
  },
}
