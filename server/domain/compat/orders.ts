// Orders as the vendor's clients send them, as the house judges them, and as they are told with what came off; pure.
import { z } from 'zod'
import type { Order } from '#shared/contracts/redemptions.ts'
import type { Body } from './notes.ts'
import { record } from './read-shape.ts'

const whole = z.number().int().nullish()
const itemShape = z.object({
  sku_id: z.string().nullish(),
  product_id: z.string().nullish(),
  source_id: z.string().nullish(),
  related_object: z.string().nullish(),
  quantity: whole,
  price: whole,
  amount: whole,
  product: record.nullish(),
  sku: record.nullish(),
  metadata: record.nullish(),
})
export const orderShape = z.object({
  id: z.string().nullish(),
  source_id: z.union([z.string(), z.number().transform(String)]).nullish(),
  status: z.enum(['CREATED', 'PAID', 'CANCELED', 'FULFILLED', 'PROCESSING']).nullish(),
  amount: z.number().int().min(0).nullish(),
  discount_amount: whole,
  items: z.array(itemShape).max(500).nullish(),
  metadata: record.nullish(),
  customer: z.unknown().optional(),
})
export type AskedOrder = z.infer<typeof orderShape>

type Item = z.infer<typeof itemShape>

const priceOf = ({ price, amount, quantity }: Item): number | undefined => {
  if (typeof price === 'number') return price
  const each = typeof amount === 'number' && quantity ? amount / quantity : undefined
  return Number.isInteger(each) ? each : undefined
}

const skuOf = ({ sku_id, product_id, source_id }: Item, at: number): string =>
  (sku_id || product_id || source_id || `item-${at + 1}`).slice(0, 200)

/** What the house judges: items count only when each says its price and how many. */
export function judgedOrder(
  asked: AskedOrder | null | undefined,
  it: { reference: string; currency: string; customerReference?: string | undefined; atLeastMinor?: number },
): Order {
  const items = (asked?.items ?? []).map((item, at) => ({
    sku: skuOf(item, at),
    quantity: item.quantity ?? 0,
    unitPriceMinor: priceOf(item) ?? -1,
  }))
  const isPriced = items.length > 0 && items.every((item) => item.quantity >= 1 && item.unitPriceMinor >= 0)
  const amountMinor = isPriced
    ? items.reduce((sum, item) => sum + item.quantity * item.unitPriceMinor, 0)
    : (asked?.amount ?? it.atLeastMinor ?? 0)
  return {
    reference: it.reference,
    currency: it.currency,
    amountMinor,
    ...(isPriced ? { items } : {}),
    ...(it.customerReference === undefined ? {} : { customerReference: it.customerReference }),
  }
}

export const isBare = (asked: AskedOrder | null | undefined): boolean =>
  !asked || (typeof asked.amount !== 'number' && !asked.items?.length)

export interface ToldOrder {
  id?: string | undefined
  createdAt?: string | undefined
  updatedAt?: string | null | undefined
  status?: string | undefined
  customerId: string | null
  discountMinor: number
  /** By this request only. */
  appliedMinor: number
  redemptions?: Body | undefined
}

/** What is told of it: without an amount or items nothing but whose it is. */
export function tellOrder(asked: AskedOrder | null | undefined, judged: Order, told: ToldOrder): Body {
  const { customerId } = told
  const customer = customerId === null ? null : { id: customerId, object: 'customer' }
  const whose = { customer_id: customerId, referrer_id: null, object: 'order' }
  if (isBare(asked) && told.id === undefined) return whose
  const { amountMinor: amount } = judged
  const items = asked?.items?.map((item, at) => tellItem(item, judged, at))
  return {
    ...(told.id === undefined ? {} : { id: told.id }),
    source_id: asked?.source_id ?? null,
    ...(told.createdAt === undefined ? {} : { created_at: told.createdAt, updated_at: told.updatedAt ?? null }),
    status: told.status ?? asked?.status ?? 'CREATED',
    amount,
    initial_amount: amount,
    discount_amount: told.discountMinor,
    items_discount_amount: 0,
    total_discount_amount: told.discountMinor,
    applied_discount_amount: told.appliedMinor,
    items_applied_discount_amount: 0,
    total_applied_discount_amount: told.appliedMinor,
    total_amount: amount - told.discountMinor,
    ...(items ? { items } : {}),
    metadata: asked?.metadata ?? {},
    customer,
    ...whose,
    ...(told.redemptions === undefined ? {} : { redemptions: told.redemptions }),
  }
}

function tellItem(item: Item, judged: Order, at: number): Body {
  const price = priceOf(item)
  const amount = price === undefined || !item.quantity ? item.amount : price * item.quantity
  const given = Object.fromEntries(Object.entries(item).filter(([, value]) => value !== null && value !== undefined))
  return {
    object: 'order_item',
    ...given,
    ...(price === undefined ? {} : { price }),
    ...(amount === undefined || amount === null ? {} : { amount, initial_amount: amount, subtotal_amount: amount }),
    ...(judged.items?.[at] === undefined ? {} : { discount_amount: 0, applied_discount_amount: 0 }),
  }
}
