// Finds what of an order an offer is for, and how much money that is; pure.
import type { AssessRefusal, Basket, Line, OfferScope, Order } from './offer.ts'

type Eligible = { eligibleMinor: number; lines: Line[] | null } | { refusal: AssessRefusal }
type Item = NonNullable<Order['items']>[number]

/**
 * Without a scope the whole order, with its lines when it has any. With a scope the items that fit it; an order that
 * names no items, or none that fit, is refused.
 */
export function eligible(scope: OfferScope | undefined, basket: Basket): Eligible {
  const { items, amountMinor } = basket.order
  if (!scope) return { eligibleMinor: amountMinor, lines: items?.map(lineOf) ?? null }
  const lines = (items ?? []).filter((item) => fits(item, scope, basket)).map(lineOf)
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

function lineOf(item: Item): Line {
  return { sku: item.sku, mostMinor: item.quantity * item.unitPriceMinor }
}
