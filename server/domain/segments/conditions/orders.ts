// What somebody has bought. Sums are in the currency of most of her orders; refunds subtract, cancelled orders do not count.
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { favouriteCategory, lastOrderAt, ordersCount, ordersTotal } from '#occasions/history.ts'
import { MAX_AMOUNT } from '#shared/contracts/words.ts'
import { type Field, instantOps, numberOps, wordOps } from './field.ts'

const me = sql`c.id`
const whole = z.int().min(-MAX_AMOUNT).max(MAX_AMOUNT)
const needs = ['purchase_history'] as const

export const orders: Field[] = [
  {
    field: 'orders.count',
    label: 'Number of orders',
    needs,
    ops: numberOps((ctx) => ctx.once('orders.count', ordersCount(me)), whole, { nothing: 0 }),
  },
  {
    field: 'orders.totalMinor',
    label: 'Spent so far, in minor units',
    needs,
    ops: numberOps((ctx) => ctx.once('orders.totalMinor', ordersTotal(me)), whole, { nothing: 0 }),
  },
  {
    field: 'orders.lastAt',
    label: 'Last order',
    needs,
    ops: instantOps((ctx) => ctx.once('orders.lastAt', lastOrderAt(me))),
  },
  {
    field: 'orders.favouriteCategory',
    label: 'Favourite category',
    needs,
    ops: wordOps((ctx) => ctx.once('orders.favouriteCategory', favouriteCategory(me))),
  },
]
