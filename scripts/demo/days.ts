// The demo's days: people fill carts, buy, come back with their codes, send things back; the clock moves a day at a time.
import { DAY_MS, HOUR_MS } from '#shared/time.ts'
import { type Client, inParallel } from '../client/call.ts'
import type { Chance } from './chance.ts'
import { CURRENCY, inventBasket, type Person, type Product } from './shop.ts'

export interface Scene {
  shop: Client
  checkout: Client
  admin: Client
  people: Person[]
  products: Product[]
  campaignIds: string[]
  chance: Chance
}
export interface Happened {
  orders: number
  carts: number
  redeemed: number
  refused: Record<string, number>
  reversed: number
  replayed: number
}

let counter = 0
const next = (what: string) => `${what}-${++counter}`
const iso = (instant: number) => new Date(instant).toISOString()

/** A year of orders before the campaigns start, so that there are favourites and regulars. */
export async function reportHistory(
  { shop, people, products, chance }: Scene,
  start: number,
  say: (done: number) => void,
): Promise<number> {
  const events = people.flatMap((person) =>
    Array.from({ length: person.visits }, () =>
      orderOf(person, products, chance, start - chance.between(2, 365) * DAY_MS),
    ),
  )
  for (let at = 0; at < events.length; at += 500) {
    await shop.call('reportEvents', { body: events.slice(at, at + 500) })
    say(Math.min(events.length, at + 500))
  }
  return events.length
}

function orderOf(person: Person, products: Product[], chance: Chance, at: number) {
  const { items, totalMinor } = inventBasket(person, products, chance)
  return {
    id: next('event'),
    type: 'order.placed',
    at: iso(at),
    customerReference: person.reference,
    orderReference: next('order'),
    items,
    totalMinor,
    currency: CURRENCY,
  }
}

/** One day: `now` is its beginning. The clock is moved to its end, so that everything that falls due happens. */
export async function liveOneDay(scene: Scene, now: number, happened: Happened): Promise<void> {
  const { shop, admin, people, products, chance } = scene
  const awake = people.filter((person) => chance.yes(0.004 + person.visits / 500))
  const events = awake.flatMap((person) => visit(person, products, chance, now, happened))
  if (events.length > 0) await shop.call('reportEvents', { body: events })
  await admin.call('moveClock', { body: { now: iso(now + DAY_MS) } })
  await comeBack(scene, now + DAY_MS, happened)
}

/** Some fill a cart and go; some of those come back by themselves; some just buy. */
function visit(person: Person, products: Product[], chance: Chance, now: number, happened: Happened) {
  const at = now + chance.between(1, 14) * HOUR_MS
  const order = orderOf(person, products, chance, at + HOUR_MS)
  const cart = {
    id: next('event'),
    type: 'cart.updated',
    at: iso(at),
    customerReference: person.reference,
    cartReference: next('cart'),
    items: order.items,
    totalMinor: order.totalMinor,
    currency: CURRENCY,
  }
  if (chance.yes(0.55)) {
    happened.carts++
    return [cart]
  }
  happened.orders++
  return [cart, order]
}

/** The checkout: open codes of the day are used by some of their owners, now and then twice, now and then held first. */
async function comeBack(scene: Scene, now: number, happened: Happened): Promise<void> {
  const { shop, chance } = scene
  for (const campaignId of scene.campaignIds) {
    const { data } = await shop.call('listVouchers', { query: { campaignId, limit: 100 } })
    const coming = data.filter(
      (voucher) => voucher.state === 'issued' && voucher.code !== undefined && chance.yes(0.05),
    )
    await inParallel(coming, 8, (voucher) =>
      buyWith(scene, String(voucher.code), voucher.customerReference, now, happened),
    )
  }
}

async function buyWith(
  scene: Scene,
  code: string,
  reference: string | null,
  now: number,
  happened: Happened,
): Promise<void> {
  const { shop, checkout, people, products, chance } = scene
  const person = people.find((one) => one.reference === reference)
  if (person === undefined) return
  const placed = orderOf(person, products, chance, now)
  const order = {
    reference: placed.orderReference,
    currency: CURRENCY,
    amountMinor: placed.totalMinor,
    items: placed.items,
    shippingMinor: 590,
    customerReference: person.reference,
  }
  if (chance.yes(0.2)) await checkout.attempt('hold', { body: { code, order } })
  const used = await checkout.attempt('redeem', { body: { code, order } })
  if (!used.ok) {
    happened.refused[used.code] = (happened.refused[used.code] ?? 0) + 1
    return
  }
  happened.redeemed++
  happened.orders++
  await shop.call('reportEvents', { body: placed })
  if (chance.yes(0.05)) {
    // the checkout crashed and asks again: the first answer, once more
    await checkout.call('redeem', { body: { code, order } })
    happened.replayed++
  }
  if (chance.yes(0.08)) {
    await checkout.call('reverse', { params: { id: used.reply.id }, body: { reason: 'the customer sent it back' } })
    happened.reversed++
  }
}
