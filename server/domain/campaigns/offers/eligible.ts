// Finds what of an order an offer is for, and how much money that is; pure.
import type { AssessRefusal, Basket, Left, Line, OfferScope, Order } from './offer.ts'

type Eligible = { eligibleMinor: number; lines: Line[] | null } | { refusal: AssessRefusal }
type Item = NonNullable<Order['items']>[number]

/**
 * What was taken off before is not eligible any more. Without a scope the whole order, with its lines when it has any.
 * With a scope the items that fit it; an order that names no items, or none that fit, is refused.
 */
export function eligible(scope: OfferScope | undefined, basket: Basket): Eligible {
  const { order, left } = basket
  const all = order.items?.map((item, at) => ({ item, line: lineOf(item, at, left) })) ?? null
  if (!scope) return { eligibleMinor: (left ?? order).amountMinor, lines: all?.map(({ line }) => line) ?? null }
  const lines = (all ?? []).filter(({ item }) => fits(item, scope, basket)).map(({ line }) => line)
  if (lines.length === 0) return { refusal: 'order.no_eligible_items' }
  return { eligibleMinor: lines.reduce((sum, line) => sum + line.mostMinor, 0), lines }
}

function fits(item: Item, scope: OfferScope, basket: Basket): boolean {
  if (scope.skus?.includes(item.sku)) return true
  const category = item.category ?? basket.categoryOf(item.sku)
  if (category === null) return false
  return (
    scope.categories?.includes(category) === true ||
    (scope.favouriteCategory === true && category === basket.favouriteCategory)
  )
}

function lineOf(item: Item, at: number, left: Left | undefined): Line {
  return { sku: item.sku, at, mostMinor: left?.lines?.[at] ?? item.quantity * item.unitPriceMinor }
}
