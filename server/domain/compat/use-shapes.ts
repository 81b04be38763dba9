// What is asked of a voucher: to be validated or redeemed, alone or with others.
import { z } from 'zod'
import { namedCustomer } from './customers.ts'
import { orderShape } from './orders.ts'
import { record } from './read-shape.ts'
import { sessionShape } from './sessions.ts'

const gift = z.object({ credits: z.number().int().min(0).nullish() }).nullish()
const context = {
  customer: namedCustomer,
  order: orderShape.nullish(),
  metadata: record.nullish(),
  tracking_id: z.string().max(200).nullish(),
  session: sessionShape,
}
export const useShape = z.object({ ...context, gift })
export const stackShape = z.object({
  ...context,
  redeemables: z
    .array(z.object({ object: z.string(), id: z.string().min(1).max(200), gift }))
    .min(1)
    .max(30),
})
export type AskedUse = z.infer<typeof useShape>
export type AskedStack = z.infer<typeof stackShape>

/** One voucher alone is a stack of one. */
export const asStack = (code: string, { gift: asked, ...rest }: AskedUse): AskedStack => ({
  ...rest,
  redeemables: [{ object: 'voucher', id: code, gift: asked }],
})
