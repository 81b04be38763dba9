// Settles what orders that were reported mean for vouchers: codes on a placed order redeem under it, refunds and
// cancellations take redemptions back by the campaign's policy (decisions.md, 19, 20). Nothing here refuses an event.
import { lockBudgets } from '#budget/lock.ts'
import type { House } from '#core/house.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import { partsOf } from '#core/secrets.ts'
import type { Tx } from '#db/store.ts'
import { findOrders, type OrderStanding } from '#occasions/find-orders.ts'
import type { OrderCancelled, OrderPlaced, OrderRefunded, ShopEvent } from '#shared/contracts/events.ts'
import type { Order } from '#shared/contracts/redemptions.ts'
import { roundHalfAway } from '#shared/money.ts'
import { findByPrints, lockByIds, printOfCode } from '#vouchers/claim.ts'
import { insertRefusedCodes, type RedemptionRow, redemptionsOfOrders } from './queries.ts'
import { redeemWithin } from './redeem.ts'
import { reverseWithin, type ToReverse } from './reverse.ts'
import { lockOrders } from './standing.ts'

type OrderEvent = OrderPlaced | OrderRefunded | OrderCancelled
const isOrder = (event: ShopEvent): event is OrderEvent =>
  event.type === 'order.placed' || event.type === 'order.refunded' || event.type === 'order.cancelled'
const isPlaced = (event: OrderEvent): event is OrderPlaced => event.type === 'order.placed'

/**
 * Inside the write that accepted the events, after their facts were recorded; events that are not about orders pass.
 * Placed orders that follow each other redeem as one batch. What an order's events add up to is taken back at once, so it
 * does not matter which of them came first, and a cancelled order that is placed late has been through the same.
 */
export async function settleOrders(house: House, tx: Tx, events: { event: ShopEvent }[]): Promise<void> {
  const about = events.map(({ event }) => event).filter(isOrder)
  if (about.length === 0) return
  const locked = await lockAll(house, tx, about)
  const standing = await findOrders(tx, unique(about.map((event) => event.orderReference)))
  for (const run of runsOf(about)) {
    await redeemCodes(house, tx, run.filter(isPlaced))
    await takeBack(tx, run, standing, locked)
  }
}

/** Placed orders in a row, and what is not placed in a row. */
function runsOf(events: OrderEvent[]): OrderEvent[][] {
  const runs: OrderEvent[][] = []
  for (const event of events) {
    const last = runs.at(-1)
    if (last?.[0] !== undefined && isPlaced(last[0]) === isPlaced(event)) last.push(event)
    else runs.push([event])
  }
  return runs
}

/** All locks of a page of events at once, in the order of the house: one event after the other would mix it up. Answers
 * the ids of the vouchers; no other may be touched after the budgets. */
async function lockAll(house: House, tx: Tx, events: OrderEvent[]): Promise<Set<string>> {
  // What is being redeemed under them is waited for and then seen; who comes later finds them closed.
  await lockOrders(tx, unique(events.map((event) => event.orderReference)))
  const prints = unique(events.flatMap((event) => codesOf(event).map((code) => printOf(house, code))))
  const named = await findByPrints(tx, prints)
  const earlier = await redemptionsOfOrders(tx, unique(events.map((event) => event.orderReference)))
  const ids = unique([...named.map((voucher) => voucher.id), ...earlier.map((row) => row.voucherId)])
  const vouchers = await lockByIds(tx, ids)
  await lockBudgets(tx, unique(vouchers.map((voucher) => voucher.campaignId)))
  return new Set(ids)
}

const codesOf = (event: OrderEvent): string[] => (event.type === 'order.placed' ? unique(event.voucherCodes ?? []) : [])

/** Also codes with a wrong check sign get a fingerprint here: what was refused is kept, and nothing but that of it. */
const printOf = ({ secrets }: House, code: string): string =>
  printOfCode(secrets, code) ?? secrets.lookUp(code.normalize('NFC'))

async function redeemCodes(house: House, tx: Tx, placed: OrderPlaced[]): Promise<void> {
  const named = placed.flatMap((event) =>
    unique(codesOf(event).map((code) => printOf(house, code))).map((print) => ({ event, print })),
  )
  if (named.length === 0) return
  const vouchers = new Map(
    (await findByPrints(tx, unique(named.map(({ print }) => print)))).map((voucher) => [voucher.codePrint, voucher.id]),
  )
  const pair = (voucherId: string | undefined, orderReference: string) => JSON.stringify([voucherId, orderReference])
  const rows = await redemptionsOfOrders(tx, unique(placed.map((event) => event.orderReference)))
  const used = new Set(rows.map((row) => pair(row.voucherId, row.orderReference)))
  // What the checkout has redeemed under this order is settled, also when it was taken back since.
  const open = named.filter(({ event, print }) => !used.has(pair(vouchers.get(print), event.orderReference)))
  const wishes = open.map(({ event, print }) => {
    return { print, order: orderOf(event), key: { scope: 'events', key: event.id, hash: event.id }, isReported: true }
  })
  const outcomes = await redeemWithin(house, tx, wishes)
  const refused = outcomes.flatMap((outcome, at) => {
    const asked = open[at]
    if (!('error' in outcome) || asked === undefined) return []
    if (!(outcome.error instanceof Refusal)) throw outcome.error
    return refusedCode(
      tx,
      asked.event,
      partsOf(asked.print)[0] ?? '',
      vouchers.get(asked.print) ?? null,
      outcome.error.code,
    )
  })
  if (refused.length > 0) await insertRefusedCodes(tx, refused)
}

const refusedCode = (tx: Tx, event: OrderPlaced, codePrint: string, voucherId: string | null, refusal: string) => ({
  id: newId('refusedCode', tx.now),
  orderReference: event.orderReference,
  eventId: event.id,
  codePrint,
  voucherId,
  refusal,
  at: tx.now,
})

/** The sum of its articles is what an order amounts to here: a shop's total may have discounts and shipping in it. */
function orderOf(event: OrderPlaced): Order {
  const { orderReference: reference, currency, items, totalMinor, customerReference } = event
  const sum = items.reduce((soFar, item) => soFar + item.quantity * item.unitPriceMinor, 0)
  return {
    reference,
    currency,
    ...(items.length === 0 ? { amountMinor: totalMinor } : { amountMinor: sum, items }),
    ...(customerReference === undefined ? {} : { customerReference }),
  }
}

/** Nothing was redeemed under these orders since their vouchers were locked, but by these events themselves. */
async function takeBack(tx: Tx, run: OrderEvent[], standing: Map<string, OrderStanding>, locked: Set<string>) {
  const events = new Map(run.map((event) => [event.orderReference, event]))
  const isTouched = ({ cancelledAt, refundedMinor }: OrderStanding) => cancelledAt !== null || refundedMinor > 0
  const touched = [...events.keys()].filter((reference) => {
    const order = standing.get(reference)
    return order !== undefined && isTouched(order)
  })
  if (touched.length === 0) return
  const rows = await redemptionsOfOrders(tx, touched)
  const open = rows.filter((row) => row.reversedAt === null && locked.has(row.voucherId))
  await reverseWithin(
    tx,
    open.map((row) => row.id),
    (row) => {
      const order = standing.get(row.orderReference)
      const event = events.get(row.orderReference)
      const all = rows.filter((other) => other.orderReference === row.orderReference)
      return order && event ? shareOf(row, all, order, event) : null
    },
  )
}

/**
 * As much of the discount as of what was paid for the order has been given back by now, less what was reversed already,
 * by whichever door: a refund that is told twice takes back once (decisions.md, 19).
 */
function shareOf(row: RedemptionRow, all: RedemptionRow[], order: OrderStanding, event: OrderEvent): ToReverse | null {
  if (row.reversedAt !== null) return null
  const how = { reason: event.type, cause: `event ${event.id}` }
  const paidMinor = row.orderAmountMinor - all.reduce((sum, other) => sum + other.discountMinor, 0)
  if (order.cancelledAt !== null || order.refundedMinor >= paidMinor) return how
  const part = roundHalfAway(BigInt(row.discountMinor) * BigInt(order.refundedMinor), BigInt(paidMinor))
  const amountMinor = Number(part) - row.reversedMinor
  return amountMinor > 0 ? { ...how, amountMinor } : null
}

const unique = (texts: string[]): string[] => [...new Set(texts)]
