// What of an order is left to pay when some codes have had their turn, line by line; pure.
import type { Left, OfferName, Order } from '#campaigns/offers/offer.ts'
import { allocate } from '#shared/money.ts'

/** What one code took, and from which lines of the order; without lines it came off the order as a whole. */
export interface TakenOff {
  kind: OfferName
  discountMinor: number
  lines: { at: number; discountMinor: number }[] | null
}

export const leftOf = ({ amountMinor, shippingMinor, items }: Order): Left => ({
  amountMinor,
  shippingMinor: shippingMinor ?? null,
  lines: items?.map(({ quantity, unitPriceMinor }) => quantity * unitPriceMinor) ?? null,
})

/** Never below zero: what was taken from another order of the same name is taken from this one as far as it goes. */
export function takeOff(left: Left, off: TakenOff): Left {
  if (off.kind === 'free_shipping') {
    return { ...left, shippingMinor: Math.max(0, (left.shippingMinor ?? 0) - off.discountMinor) }
  }
  const taken = Math.min(off.discountMinor, left.amountMinor)
  return { ...left, amountMinor: left.amountMinor - taken, lines: left.lines && linesAfter(left.lines, taken, off) }
}

/** What came off the order as a whole is spread over its lines by largest remainder; an order whose lines do not add up is
 * refused elsewhere. */
function linesAfter(lines: number[], taken: number, { lines: named }: TakenOff): number[] {
  const parts = named
    ? lines.map((_, at) => named.find((line) => line.at === at)?.discountMinor ?? 0)
    : allocate(
        Math.min(
          taken,
          lines.reduce((sum, line) => sum + line, 0),
        ),
        lines,
      )
  return lines.map((line, at) => Math.max(0, line - (parts[at] ?? 0)))
}
