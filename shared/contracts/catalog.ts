// What crosses the wire about products.
import { z } from 'zod'
import { amountMinor, currency, reference, text } from './words.ts'

export const putProduct = z.strictObject({
  name: text(300),
  category: text(200),
  priceMinor: amountMinor,
  currency,
  stock: z.int().min(0).max(1_000_000_000).nullish().describe('absent keeps, null means not tracked'),
})
export type PutProduct = z.infer<typeof putProduct>
export const productRow = putProduct.extend({ sku: reference })
export type ProductRow = z.infer<typeof productRow>
export const product = z.object({
  sku: z.string(),
  name: z.string(),
  category: z.string(),
  priceMinor: amountMinor,
  currency,
  stock: z.int().nullable(),
})
