// Amounts as vendors write them, in whole minor units of their currency; pure.
import { parseDecimalToMinor } from '#shared/money.ts'

/** ISO 4217: how many digits the minor unit has, where it is not two. */
const digits: Record<string, number> = Object.fromEntries([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0]),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3]),
  ...'CLF UYW'.split(' ').map((code) => [code, 4]),
])

export const digitsOf = (currency: string): number => digits[currency] ?? 2

/** A decimal such as `29.10`, `-5` or 12.3333, halves away from zero; null for what is no amount. */
export function minorOf(value: unknown, currency: string): number | null {
  if (typeof value === 'number')
    return Number.isFinite(value) ? parseDecimalToMinor(plainly(value), digitsOf(currency)) : null
  return typeof value === 'string' ? parseDecimalToMinor(value, digitsOf(currency)) : null
}

/** Never with an exponent. */
const plainly = (value: number): string => (Math.abs(value) < 1e-6 ? '0' : String(value))

/** The same, and nothing is 0. */
export const minorOrZero = (value: unknown, currency: string): number => minorOf(value, currency) ?? 0

export function currencyOf(value: unknown): string | null {
  const code = typeof value === 'string' ? value.toUpperCase() : ''
  return /^[A-Z]{3}$/.test(code) ? code : null
}

/** Of an order or cart that are kept; longer ones keep their total. */
export const MOST_ITEMS = 1000

export interface Item {
  sku: string
  quantity: number
  unitPriceMinor: number
  category?: string
}

/**
 * What a line cost in all, as units of whole minor units: what does not divide is on the last of them, so that the parts
 * always sum to the line.
 */
export function unitsOf(sku: string, quantity: number, lineMinor: number): Item[] {
  if (quantity < 1 || quantity > 1_000_000) return []
  const unitPriceMinor = Math.floor(Math.max(0, lineMinor) / quantity)
  const dearer = Math.max(0, lineMinor) - unitPriceMinor * quantity
  const items = [
    { sku, quantity: quantity - dearer, unitPriceMinor },
    { sku, quantity: dearer, unitPriceMinor: unitPriceMinor + 1 },
  ]
  return items.filter((item) => item.quantity > 0)
}
