// Orders: a row for each, or a row for each article with the rows of an order behind one another; each counts once, also
// when the shop reports it as well.
import { z } from 'zod'
import { readEvent } from '#occasions/read-event.ts'
import { type Report, recordReports } from '#occasions/record.ts'
import { nameCustomers } from '#occasions/report.ts'
import { settleOrders } from '#redemption/from-order.ts'
import { item } from '#shared/contracts/events.ts'
import { amountMinor, currency, reference, text } from '#shared/contracts/words.ts'
import { instantOf } from '../read-exact.ts'
import type { ImportKindOf } from './kind.ts'
import { parseRow, whole } from './read-cells.ts'
import { type Line, walkPages } from './walk-pages.ts'

const ROWS_PER_WRITE = 200

const when = z
  .string()
  .max(40)
  .refine((value) => instantOf(value) !== null, 'must be a day or an instant')
const row = z.strictObject({
  orderReference: reference,
  at: when,
  customerReference: reference.optional(),
  totalMinor: whole(amountMinor),
  currency,
  /** Several are written with spaces or semicolons between. */
  voucherCodes: z.union([text(2000), z.array(text(200)).max(20)]).optional(),
  sku: reference.optional(),
  category: text(200).optional(),
  quantity: whole(z.int().min(1).max(1_000_000)).optional(),
  unitPriceMinor: whole(amountMinor).optional(),
  items: z.array(item).max(1000).optional(),
})
type OrderRow = z.infer<typeof row>

export const orders: ImportKindOf = {
  kind: 'orders',
  label: 'Orders',
  scope: 'events.write',
  fields: {
    orderReference: ['order', 'orderid', 'ordernumber', 'orderno', 'id', 'name', 'bestellnummer'],
    at: ['date', 'orderdate', 'createdat', 'created', 'placedat', 'datum', 'time'],
    customerReference: ['customer', 'customerid', 'customernumber', 'kundennummer'],
    totalMinor: ['total', 'ordertotal', 'amount', 'sum', 'totalprice', 'grandtotal', 'betrag'],
    currency: ['currencycode', 'waehrung', 'wahrung'],
    voucherCodes: ['voucher', 'vouchercode', 'coupon', 'couponcode', 'discountcode', 'code', 'codes'],
    sku: ['article', 'articlenumber', 'product', 'productid', 'lineitemsku', 'artikelnummer'],
    category: ['producttype', 'kategorie', 'department'],
    quantity: ['qty', 'count', 'lineitemquantity', 'menge'],
    unitPriceMinor: ['unitprice', 'price', 'lineitemprice', 'preis'],
  },
  required: ['orderReference', 'at', 'totalMinor', 'currency'],
  amounts: ['totalMinor', 'unitPriceMinor'],
  days: [],
  async run(house, rows, { follow }) {
    let named: Report[] = []
    let refused: { line: number; code: string; path: string; message: string }[] = []
    let lines = new Map<string, number>()
    await walkPages(house, rows, {
      rowsPerWrite: ROWS_PER_WRITE,
      read: (value) => parseRow(row, value),
      together: (before, after) => before.orderReference === after.orderReference,
      follow,
      async prepare(page) {
        const events = eventsOf(page)
        lines = new Map(events.map(({ event, line }) => [String(event.id), line]))
        refused = []
        const read = events.flatMap(({ event, line }) => {
          const one = readEvent(event)
          if ('event' in one) return [{ index: line, event: one.event }]
          refused.push({ line, ...one.error })
          return []
        })
        named = await nameCustomers(house, read)
      },
      async write(tx, page) {
        const said = await recordReports(tx, named, (inside, accepted) => settleOrders(house, inside, accepted))
        const wrong = said.errors.map(({ index, ...error }) => ({ line: index, ...error }))
        const rest = page.length - lines.size
        return {
          created: said.accepted,
          updated: said.duplicates + rest,
          wrong: [...refused, ...wrong],
        }
      },
    })
  },
}

/** An event for each order; its id is that of its reference, so that a file that is sent again counts nothing twice. */
function eventsOf(page: Line<OrderRow>[]): { line: number; event: Record<string, unknown> }[] {
  const events = new Map<string, { line: number; rows: OrderRow[] }>()
  for (const { line, value } of page) {
    const known = events.get(value.orderReference)
    if (known === undefined) events.set(value.orderReference, { line, rows: [value] })
    else known.rows.push(value)
  }
  return [...events.values()].map(({ line, rows }) => ({ line, event: eventOf(rows) }))
}

function eventOf(rows: OrderRow[]): Record<string, unknown> {
  const [first] = rows as [OrderRow]
  const items = rows.flatMap(({ items = [], sku, category, quantity = 1, unitPriceMinor }) => {
    if (sku === undefined || unitPriceMinor === undefined) return items
    return [...items, { sku, quantity, unitPriceMinor, ...(category === undefined ? {} : { category }) }]
  })
  const { orderReference, at, customerReference, totalMinor, currency: code, voucherCodes = [] } = first
  const codes = Array.isArray(voucherCodes) ? voucherCodes : voucherCodes.split(/[\s;]+/).filter(Boolean)
  return {
    id: `import:${orderReference}`.slice(0, 200),
    type: 'order.placed',
    at: /T.*(Z|[+-]\d{2}:\d{2})$/.test(at) ? at : new Date(instantOf(at) ?? 0).toISOString(),
    orderReference,
    ...(customerReference === undefined ? {} : { customerReference }),
    items,
    totalMinor,
    currency: code,
    ...(codes.length === 0 ? {} : { voucherCodes: codes }),
  }
}
