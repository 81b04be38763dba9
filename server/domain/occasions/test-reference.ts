// Who should be due, worked out from a list of events the slow and plain way: what the property tests hold the queries against.
import type { TriggerOf } from '#shared/contracts/triggers.ts'
import { DAY_MS, MINUTE_MS } from '#shared/time.ts'
import type { Sent } from './test-scene.ts'

/** An event and when it was heard of (epoch ms). */
export type Heard = { event: Sent; received: number }

const at = ({ event }: Heard): number => Date.parse(String(event.at))
const latest = (a: Heard, b: Heard): Heard =>
  at(b) > at(a) || (at(b) === at(a) && String(b.event.id) > String(a.event.id)) ? b : a

/** The first report of each id, in the order of hearing. */
const unique = (heard: readonly Heard[]): Heard[] =>
  [...new Map(heard.toReversed().map((one) => [one.event.id, one])).values()].reverse()

/** By what `key` says: the report that stands, for one type of event. */
function standing(heard: readonly Heard[], type: string, key: string): Heard[] {
  const kept = new Map<unknown, Heard>()
  for (const one of unique(heard)) {
    if (one.event.type !== type) continue
    const name = key === 'cart' ? `${one.event.customerReference} ${one.event.cartReference}` : one.event[key]
    const before = kept.get(name)
    kept.set(name, before === undefined ? one : latest(before, one))
  }
  return [...kept.values()]
}

type Item = { quantity: number; category?: string }

/** 'who occasion' of each abandoned cart that is due. */
export function cartsDue(
  heard: readonly Heard[],
  trigger: TriggerOf<'cart_abandoned'>,
  now: number,
  launched: number,
): string[] {
  const placed = standing(heard, 'order.placed', 'orderReference')
  const delay = trigger.delayMinutes * MINUTE_MS
  return standing(heard, 'cart.updated', 'cart')
    .filter((cart) => {
      const { customerReference, totalMinor, items } = cart.event as {
        customerReference: string
        totalMinor: number
        items: Item[]
      }
      const due = Math.min(at(cart), cart.received) + delay
      return (
        due <= now &&
        due > Math.max(launched, now - 3 * DAY_MS) &&
        items.some(({ quantity }) => quantity > 0) &&
        totalMinor >= (trigger.minimumTotalMinor ?? 0) &&
        (trigger.category === undefined || items.some(({ category }) => category === trigger.category)) &&
        !placed.some((order) => order.event.customerReference === customerReference && at(order) >= at(cart))
      )
    })
    .map(({ event }) => `${event.customerReference} ${event.cartReference}`)
    .sort()
}

/** 'who occasion' of each milestone that is due; all events came after the launch. */
export function milestonesDue(
  heard: readonly Heard[],
  trigger: TriggerOf<'spend_milestone'>,
  launched: number,
): string[] {
  const all = unique(heard)
  const about = (type: string, order: unknown) =>
    all.filter(({ event }) => event.type === type && event.orderReference === order)
  const orders = standing(heard, 'order.placed', 'orderReference')
    .filter(({ event }) => about('order.cancelled', event.orderReference).length === 0)
    .map((one) => {
      const back = about('order.refunded', one.event.orderReference).reduce(
        (sum, { event }) => sum + Number(event.amountMinor),
        0,
      )
      const net = Math.max(0, Number(one.event.totalMinor) - back)
      return { who: String(one.event.customerReference), ref: String(one.event.orderReference), at: at(one), net }
    })
    .sort((a, b) => a.at - b.at || (a.ref < b.ref ? -1 : 1))
  const { thresholdMinor: step, period, repeats } = trigger
  const yearOf = (instant: number) => new Date(instant).getUTCFullYear()
  const due = new Set<string>()
  for (const who of new Set(orders.map((order) => order.who))) {
    const own = orders.filter((order) => order.who === who)
    let crossings = 0
    for (const [index, order] of own.entries()) {
      const meant = own.slice(0, index + 1).filter((other) => {
        if (period?.kind === 'rolling') return other.at > order.at - period.days * DAY_MS
        return period?.kind !== 'calendar_year' || yearOf(other.at) === yearOf(order.at)
      })
      const sum = meant.reduce((total, { net }) => total + net, 0)
      const isNew = order.at >= launched || period === undefined
      if (!isNew) continue
      if (period?.kind === 'rolling') {
        if (sum >= step && sum - order.net < step) crossings += 1
        for (let n = 1; n <= (repeats ? crossings : Math.min(1, crossings)); n += 1) due.add(`${who} ${step}.${n}`)
        continue
      }
      const year = period?.kind === 'calendar_year' ? `${yearOf(order.at)}.` : ''
      for (let n = 1; n <= (repeats ? 100 : 1); n += 1) {
        if (sum >= n * step && sum - order.net < n * step) due.add(`${who} ${step}.${year}${n}`)
      }
    }
  }
  return [...due].sort()
}
