// What happened to products that whoever left them in a cart may want to hear of: a lower price, a shelf that was filled again.
import { type SQL, sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { DAY_MS } from '#shared/time.ts'
import type { ProductRow } from './queries.ts'
import { anyChangeSince, dropChanges, insertChanges } from './queries-changes.ts'

export type ChangeKind = 'price_drop' | 'back_in_stock'

/** No cart is asked about for longer. */
const KEPT_MS = 4 * DAY_MS

/** To be told of products as they were and as they are, in the write that changes them. */
export async function noteChanges(tx: Tx, before: ReadonlyMap<string, ProductRow>, after: ProductRow[]): Promise<void> {
  const rows = after.flatMap((now) => {
    const was = before.get(now.sku)
    if (was === undefined) return []
    const common = { sku: now.sku, at: tx.now, currency: now.currency }
    const prices = { beforeMinor: was.priceMinor, afterMinor: now.priceMinor }
    const isCheaper = was.currency === now.currency && now.priceMinor < was.priceMinor
    const isBack = was.stock === 0 && now.stock !== 0
    return [
      ...(isCheaper ? [{ ...common, ...prices, kind: 'price_drop' }] : []),
      ...(isBack ? [{ ...common, ...prices, kind: 'back_in_stock' }] : []),
    ]
  })
  await insertChanges(tx, rows)
}

/** The latest change of each product in (from, upTo], as a table with `sku`, `at`, `before_minor` and `after_minor`. */
export const changesBetween = (kind: ChangeKind, from: number, upTo: number): SQL => sql`(
  select sku, at, before_minor, after_minor from product_changes h
  where h.at > ${from} and h.at <= ${upTo} and h.kind = ${kind} and not exists (select 1 from product_changes l
    where l.sku = h.sku and l.kind = h.kind and l.at > h.at and l.at <= ${upTo}))`

/** Whether the price of `p.sku` has not risen since; `p` = changesBetween. */
export const isCheaperStill = sql`exists (select 1 from products x where x.sku = p.sku and x.price_minor <= p.after_minor)`
export const isInStockStill = sql`exists (select 1 from products x where x.sku = p.sku and (x.stock is null or x.stock > 0))`

export const changesSince = (q: Queries, kind: ChangeKind, since: number): Promise<boolean> =>
  anyChangeSince(q, kind, since)

/** Answers how many were dropped. */
export const forgetChanges = (tx: Tx): Promise<number> => dropChanges(tx, tx.now - KEPT_MS)
