// What crosses the wire for the shop's own page: the open vouchers of a signed-in customer.
import { z } from 'zod'
import { instant } from './words.ts'

export const onsiteOffer = z.object({
  voucherId: z.string(),
  code: z.string(),
  title: z.string().nullable(),
  text: z.string(),
  locale: z.string().describe('the language of title and text'),
  expiresAt: instant,
})
export const onsiteOffers = z.object({ data: z.array(onsiteOffer) })
export const onsiteKey = z.object({
  algorithm: z.literal('HS256'),
  audience: z.literal('vouchsafe:onsite'),
  secret: z.string(),
})
