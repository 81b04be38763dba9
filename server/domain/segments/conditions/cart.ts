// The cart somebody touched last and has not ordered since; unknown without one.
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { cartTotal, cartUpdatedAt } from '#occasions/history.ts'
import { MAX_AMOUNT } from '#shared/contracts/words.ts'
import { type Field, instantOps, numberOps } from './field.ts'

const me = sql`c.id`
const whole = z.int().min(-MAX_AMOUNT).max(MAX_AMOUNT)

export const cart: Field[] = [
  {
    field: 'cart.totalMinor',
    label: 'Worth of the open cart, in minor units',
    needs: ['cart_activity'],
    ops: numberOps((ctx) => ctx.once('cart.totalMinor', cartTotal(me)), whole),
  },
  {
    field: 'cart.updatedAt',
    label: 'Open cart last touched',
    needs: ['cart_activity'],
    ops: instantOps((ctx) => ctx.once('cart.updatedAt', cartUpdatedAt(me))),
  },
]
