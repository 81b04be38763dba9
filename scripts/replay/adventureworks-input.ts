/** AdventureWorks as a shop would send it (customers, products, orders), and what ought to come out, counted here alone. */
import type { OrderPlaced } from '#shared/contracts/events.ts'
import { parseDecimalToMinor } from '#shared/money.ts'
import { type Row, readTable, readTruth, walkTable } from './real-data.ts'

export const CURRENCY = 'USD'
/** The levels of truth.json, in minor units. */
export const LEVELS = [10_000, 50_000, 100_000, 500_000] as const

export interface Truth {
  customers: number
  lines: number
  revenue_cents: number
  birthdays_on: Record<string, number>
  birthday_customer_keys_on: Record<string, number[]>
  cumulative_crossings: Record<string, { customers: number; first: string; last: string }>
}

export interface Buyer {
  reference: string
  row: Row
  /** MM-DD */
  birthday: string
}

export interface AdventureWorks {
  truth: Truth
  buyers: Buyer[]
  products: Row[]
  /** In the order of truth.py: by day, then by number. */
  orders: OrderPlaced[]
  lines: number
}

export async function readAdventureWorks(folder: string): Promise<AdventureWorks> {
  const customers = await readTable(folder, 'customers.csv')
  const orders = new Map<string, OrderPlaced>()
  let lines = 0
  for await (const line of walkTable(folder, 'order_lines.csv')) {
    lines++
    addLine(orders, line)
  }
  return {
    truth: await readTruth<Truth>(folder),
    buyers: customers.map((row) => ({
      reference: String(row.customer_key),
      row,
      birthday: String(row.birth_date).slice(5),
    })),
    products: await readTable(folder, 'products.csv'),
    orders: [...orders.values()].sort(byDayAndNumber),
    lines,
  }
}

/** Two order numbers carry two customers, so the reference of an order is its number and its customer. */
function addLine(orders: Map<string, OrderPlaced>, line: Row): void {
  const orderReference = `${line.order_number}-${line.customer_key}`
  const unitPriceMinor = parseDecimalToMinor(String(line.unit_price))
  if (unitPriceMinor === null) throw new Error(`the price of ${orderReference} cannot be read: ${line.unit_price}`)
  const quantity = Number(line.quantity)
  const order = orders.get(orderReference) ?? {
    id: `aw-${orderReference}`,
    type: 'order.placed',
    at: `${line.order_date}T12:00:00Z`,
    customerReference: String(line.customer_key),
    orderReference,
    items: [],
    totalMinor: 0,
    currency: CURRENCY,
  }
  order.items.push({ sku: `AW-${line.product_key}`, quantity, unitPriceMinor })
  order.totalMinor += quantity * unitPriceMinor
  orders.set(orderReference, order)
}

function byDayAndNumber(a: OrderPlaced, b: OrderPlaced): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1
  return a.orderReference < b.orderReference ? -1 : a.orderReference > b.orderReference ? 1 : 0
}

/** Who crosses a level with the orders taken in their order. */
export function crossersOf(orders: readonly OrderPlaced[], levelMinor: number): Set<string> {
  const spent = new Map<string, number>()
  const crossers = new Set<string>()
  for (const order of orders) {
    const customer = String(order.customerReference)
    const sum = (spent.get(customer) ?? 0) + order.totalMinor
    spent.set(customer, sum)
    if (sum >= levelMinor) crossers.add(customer)
  }
  return crossers
}

/** The stated part: every fourth customer agrees to birthday mail and to the birth date, the next only to the mail, the
 * next only to the date, the last to nothing. The milestones of `vip_offers` are for the first of the four. */
export const agreesToAll = (reference: string) => Number(reference) % 4 === 0
export function birthdayAnswers(reference: string): { mail: boolean; birthdate: boolean } {
  const kind = Number(reference) % 4
  return { mail: kind === 0 || kind === 1, birthdate: kind === 0 || kind === 2 }
}

/** Nobody in the data was born on 29 February, so these are added; the first half of them agrees to everything. */
export const leaplings: { reference: string; birthDate: string; agrees: boolean }[] = Array.from(
  { length: 8 },
  (_, i) => ({
    reference: `leap-${i}-日本-é`,
    birthDate: i % 2 === 0 ? '--02-29' : '1988-02-29',
    agrees: i < 4,
  }),
)

const zones = ['America/New_York', 'Europe/London', undefined]
export const zoneOf = (reference: string) => zones[Number(reference) % 3]

const CSV_COLUMNS = ['reference', 'email', 'givenName', 'familyName', 'birthDate', 'locale', 'timeZone']

/** The customers as CSV, line by line, with an empty field where the data has none. */
export function* customersAsCsv(buyers: readonly Buyer[]): Iterable<string> {
  yield `${CSV_COLUMNS.join(',')}\r\n`
  for (const { reference, row } of buyers) {
    const fields = [reference, row.email, row.first_name, row.last_name, row.birth_date, 'en', zoneOf(reference) ?? '']
    yield `${fields.map((field) => `"${String(field).replaceAll('"', '""')}"`).join(',')}\r\n`
  }
}

/** The customers as NDJSON, with the attributes that the data knows. */
export function* customersAsLines(buyers: readonly Buyer[]): Iterable<string> {
  for (const { reference, row } of buyers) {
    const timeZone = zoneOf(reference)
    const customer = {
      reference,
      email: row.email,
      givenName: row.first_name,
      familyName: row.last_name,
      birthDate: row.birth_date,
      locale: 'en',
      ...(timeZone === undefined ? {} : { timeZone }),
      attributes: {
        annual_income: Number(row.annual_income),
        home_owner: row.home_owner === 'Y',
        gender: row.gender === '' ? null : row.gender,
      },
    }
    yield `${JSON.stringify(customer)}\n`
  }
}

export function* productsAsLines(products: readonly Row[]): Iterable<string> {
  for (const row of products) {
    const product = {
      sku: `AW-${row.product_key}`,
      name: row.name,
      category: `subcategory ${row.subcategory_key}`,
      priceMinor: parseDecimalToMinor(String(row.price)),
      currency: CURRENCY,
    }
    yield `${JSON.stringify(product)}\n`
  }
}

/** A body that is sent piece by piece, as a shop's export would. */
export function streamOf(pieces: Iterable<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const walk = pieces[Symbol.iterator]()
  return new ReadableStream({
    pull(controller) {
      let chunk = ''
      while (chunk.length < 60_000) {
        const next = walk.next()
        if (next.done === true) {
          if (chunk !== '') controller.enqueue(encoder.encode(chunk))
          controller.close()
          return
        }
        chunk += next.value
      }
      controller.enqueue(encoder.encode(chunk))
    },
  })
}
