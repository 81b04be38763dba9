// One customer as the staff sees her: what her consent allows, her department's readers may see, and the role's scopes open.
import { cellsOf } from '#consent/cells.ts'
import { historyOf } from '#consent/history.ts'
import { objectionsOfCustomer } from '#consent/object.ts'
import { iso, isoOrNull } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { attributesByKey } from '#customers/attributes.ts'
import { readCustomer } from '#customers/lock.ts'
import { referencesOf, showCustomer } from '#customers/show.ts'
import type { Queries } from '#db/store.ts'
import { toldTo } from '#delivery/story.ts'
import { wishedChannel } from '#delivery/wishes.ts'
import { exportPersonalData as occasionsOf } from '#occasions/personal-data.ts'
import type { CellView } from '#shared/contracts/consent.ts'
import type { CustomerPanel } from '#shared/contracts/customer-desk.ts'
import type { Customer } from '#shared/contracts/customers.ts'
import type { Category, Role, Scope } from '#shared/kinds.ts'
import { searchVouchers } from '#vouchers/search.ts'
import { onWire, requestsOf } from './requests.ts'
import { hiddenFrom } from './sees.ts'
import { snoozedUntil } from './snooze.ts'

export interface PanelReader {
  roles: readonly Role[]
  scopes: ReadonlySet<Scope>
}

/** Of each list that grows without end. */
const MOST = 100
const VOUCHERS = 20

/** 404 `customer.not_found`. Whoever shows it has put the look on record before. */
export async function panelOf(house: House, customerId: string, reader: PanelReader): Promise<CustomerPanel> {
  const { store, clock } = house
  const q = store.read
  const row = await readCustomer(q, customerId)
  const reference = (await referencesOf(house, [customerId])).get(customerId)
  if (row === null || reference === undefined) throw new Refusal('customer.not_found')
  const hidden = await hiddenFrom(q, customerId, reader.roles)
  const may = (scope: Scope) => reader.scopes.has(scope)
  const cells = await cellsOf(q, customerId, clock.now())
  const bought = await boughtBy(q, customerId, cells, hidden)
  return {
    customer: withoutHidden(await showCustomer(house, reference), hidden, await categoriesOf(q)),
    hidden,
    status: row.status as CustomerPanel['status'],
    objections: [...(await objectionsOfCustomer(q, customerId))].sort(),
    wishedChannel: await wishedChannel(q, customerId),
    snoozedUntil: isoOrNull(await snoozedUntil(q, customerId, clock.now())),
    consents: may('consents.read') ? { cells, history: await decisionsOf(q, customerId) } : null,
    vouchers: may('vouchers.read')
      ? await searchVouchers(house, { customerId }, { limit: VOUCHERS }, { withCustomer: true })
      : null,
    ...bought,
    messages: await messagesTo(q, customerId),
    requests: may('requests.read') ? (await requestsOf(house, customerId)).map(onWire) : null,
  }
}

async function decisionsOf(q: Queries, customerId: string): Promise<NonNullable<CustomerPanel['consents']>['history']> {
  const events = (await historyOf(q, customerId)).toReversed().slice(0, 2 * MOST)
  return events.map(({ id, at, purpose, channel, category, decision, stateAfter, actor, method, noticeVersion }) => ({
    ...{ id, at: iso(at), purpose, channel, category, decision, actor, method, noticeVersion },
    stateAfter: stateAfter as CellView['state'],
  }))
}

async function messagesTo(q: Queries, customerId: string): Promise<CustomerPanel['messages']> {
  return (await toldTo(q, customerId, MOST)).map((one) => ({
    ...{ id: one.id, campaignId: one.campaignId, voucherId: one.voucherId, channel: one.channel, kind: one.kind },
    ...{ state: one.state, reason: one.reason, at: iso(one.sentAt ?? one.dueAt), bounce: one.bounce },
  }))
}

type Bought = Pick<CustomerPanel, 'orders' | 'carts' | 'occasions'>

interface Held {
  carts: {
    reference: string
    updatedAt: string
    totalMinor: number | null
    currency: string | null
    items: unknown[]
  }[]
  orders: {
    reference: string
    placedAt: string | null
    cancelledAt: string | null
    totalMinor: number | null
    refundedMinor: number
    currency: string | null
  }[]
  signedUpAt: string | null
  events: { type: string; at: string }[]
}

/** As far as consent goes: what she has allowed for no purpose is the shop's own business, and nobody's here. */
async function boughtBy(
  q: Queries,
  id: string,
  cells: readonly CellView[],
  hidden: readonly Category[],
): Promise<Bought> {
  const sees = (category: Category) =>
    !hidden.includes(category) && cells.some((cell) => cell.category === category && cell.state === 'granted')
  const { carts, orders, signedUpAt, events } = (await occasionsOf(q, id)) as unknown as Held
  const newest = <T>(rows: T[], at: (row: T) => string) =>
    rows.toSorted((a, b) => (at(a) < at(b) ? 1 : -1)).slice(0, MOST)
  return {
    orders: sees('purchase_history')
      ? newest(orders, ({ placedAt }) => placedAt ?? '').map(
          ({ reference, placedAt, cancelledAt, totalMinor, refundedMinor, currency }) => {
            return { reference, placedAt, cancelledAt, totalMinor, refundedMinor, currency }
          },
        )
      : null,
    carts: sees('cart_activity')
      ? newest(carts, ({ updatedAt }) => updatedAt).map(({ items, reference, updatedAt, totalMinor, currency }) => {
          return { reference, updatedAt, totalMinor, currency, items: items.length }
        })
      : null,
    occasions: newest(
      [
        ...(signedUpAt === null ? [] : [{ at: signedUpAt, type: 'customer.signed_up' }]),
        ...events.map(({ at, type }) => ({ at, type })),
      ],
      ({ at }) => at,
    ),
  }
}

async function categoriesOf(q: Queries): Promise<Map<string, readonly Category[]>> {
  return new Map([...(await attributesByKey(q))].map(([key, { categories }]) => [key, categories]))
}

/** Fields of the profile and the kind of data that each is. */
const kindOf = {
  email: 'contact.email',
  phone: 'contact.phone',
  givenName: 'name',
  familyName: 'name',
  birthDate: 'birthdate',
  country: 'location',
  timeZone: 'location',
} as const

function withoutHidden(
  customer: Customer,
  hidden: readonly Category[],
  categories: ReadonlyMap<string, readonly Category[]>,
): Customer {
  if (hidden.length === 0) return customer
  const blank = Object.entries(kindOf).flatMap(([field, category]) =>
    hidden.includes(category) ? [[field, null]] : [],
  )
  const attributes = Object.entries(customer.attributes).filter(
    ([key]) => !(categories.get(key) ?? []).some((category) => hidden.includes(category)),
  )
  return { ...customer, ...Object.fromEntries(blank), attributes: Object.fromEntries(attributes) }
}
