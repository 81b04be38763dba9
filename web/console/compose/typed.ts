// Pure: what people type as numbers, read as the doors take it and written back.
import { parseDecimalToMinor } from '#shared/money.ts'
import { minorDigits } from '../../ui/format.ts'

export type Typed = number | string

/** What is typed as whole minor units; undefined when blank or not an amount, so that the server says what is missing. */
export function minorOf(typed: Typed, currency: string): number | undefined {
  return parseDecimalToMinor(String(typed), minorDigits(currency)) ?? undefined
}
export const wholeOf = (typed: Typed): number | undefined => (typed === '' ? undefined : Number(typed))
export const bpsOf = (typed: Typed): number | undefined => parseDecimalToMinor(String(typed)) ?? undefined
export const typedOf = (minor: number | null | undefined, currency: string): Typed =>
  minor === null || minor === undefined ? '' : minor / 10 ** minorDigits(currency)
