// Settles what orders that were reported mean for vouchers: codes on a placed order redeem under it, refunds and
// cancellations take redemptions back by the campaign's policy (decisions.md, 19, 20). Nothing here refuses an event.
import { lockBudgets } from '#budget/lock.ts'
import type { House } from '#core/house.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import type { Tx } from '#db/store.ts'
import { findOrders, type OrderStanding } from '#occasions/find-orders.ts'
import type { OrderCancelled, OrderPlaced, OrderRefunded, ShopEvent } from '#shared/contracts/events.ts'
import type { Order } from '#shared/contracts/redemptions.ts'
import { roundHalfAway } from '#shared/money.ts'
import { findByPrints, lockByIds, printOfCode } from '#vouchers/claim.ts'
import { insertRefusedCodes, type RedemptionRow, redemptionsOfOrders } from './queries.ts'
import { redeemWithin } from './redeem.ts'
import { reverseWithin, type ToReverse } from './reverse.ts'

type OrderEvent = OrderPlaced | OrderRefunded | OrderCancelled
const isOrder = (event: ShopEvent): event is OrderEvent =>
  event.type === 'order.placed' || event.type === 'order.refunded' || event.type === 'order.cancelled'

/** Inside the write that accepted the events, after their facts were recorded. Events that are not about orders pass. */
export async function settleOrders(house: House, tx: Tx, events: { event: ShopEvent }[]): Promise<void> {
  const about = events.map(({ event }) => event).filter(isOrder)
  if (about.length === 0) return
  await lockAll(house, tx, about)
  const standing = await findOrders(tx, unique(about.map((event) => event.orderReference)))
  for (const event of about) {
    const order = standing.get(event.orderReference)
    // Also for an order that is known to be cancelled: what came first must not decide what a code has been through.
    if (event.type === 'order.placed') await redeemCodes(house, tx, event)
    if (order !== undefined) await takeBack(tx, order, event)
  }
}

/** All locks of a page of events at once, in the order of the house: one event after the other would mix it up. */
async function lockAll(house: House, tx: Tx, events: OrderEvent[]): Promise<void> {
  const prints = unique(events.flatMap((event) => codesOf(event).map((code) => printOf(house, code))))
  const named = await findByPrints(tx, prints)
  const earlier = await redemptionsOfOrders(tx, unique(events.map((event) => event.orderReference)))
  const ids = unique([...named.map((voucher) => voucher.id), ...earlier.map((row) => row.voucherId)])
  const vouchers = await lockByIds(tx, ids)
  await lockBudgets(tx, unique(vouchers.map((voucher) => voucher.campaignId)))
}

const codesOf = (event: OrderEvent): string[] => (event.type === 'order.placed' ? unique(event.voucherCodes ?? []) : [])

/** Also codes with a wrong check sign get a fingerprint here: what was refused is kept, and nothing but that of it. */
const printOf = ({ secrets }: House, code: string): string =>
  printOfCode(secrets, code) ?? secrets.fingerprint(code.normalize('NFC'))

async function redeemCodes(house: House, tx: Tx, event: OrderPlaced): Promise<void> {
  const prints = unique(codesOf(event).map((code) => printOf(house, code)))
  if (prints.length === 0) return
  const vouchers = new Map((await findByPrints(tx, prints)).map((voucher) => [voucher.codePrint, voucher]))
  const used = new Set((await redemptionsOfOrders(tx, [event.orderReference])).map((row) => row.voucherId))
  // What the checkout has redeemed under this order is settled, also when it was taken back since.
  const open = prints.filter((print) => !used.has(vouchers.get(print)?.id ?? ''))
  const key = { scope: 'events', key: event.id, hash: event.id }
  const wishes = open.map((print) => ({ print, order: orderOf(event), key }))
  const outcomes = await redeemWithin(house, tx, wishes)
  const refused = outcomes.flatMap((outcome, at) => {
    if (!('error' in outcome)) return []
    if (!(outcome.error instanceof Refusal)) throw outcome.error
    const print = open[at] ?? ''
    return {
      id: newId('refusedCode', tx.now),
      orderReference: event.orderReference,
      eventId: event.id,
      codePrint: print,
      voucherId: vouchers.get(print)?.id ?? null,
      refusal: outcome.error.code,
      at: tx.now,
    }
  })
  if (refused.length > 0) await insertRefusedCodes(tx, refused)
}

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

async function takeBack(tx: Tx, order: OrderStanding, event: OrderEvent): Promise<void> {
  if (order.cancelledAt === null && order.refundedMinor === 0) return
  const rows = await redemptionsOfOrders(tx, [order.reference])
  const open = rows.filter((row) => row.reversedAt === null)
  await reverseWithin(
    tx,
    open.map((row) => row.id),
    (row) => shareOf(row, rows, order, event),
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
