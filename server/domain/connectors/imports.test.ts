// Imports that outlive their connections: each line counts once, whatever cuts them, and what was wrong is told by line.
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { showProduct } from '#catalog/show.ts'
import { cellsOf } from '#consent/cells.ts'
import { cellsFor, makePerson, makePurpose, putNoticeInForce } from '#consent/test-consents.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { showCustomer } from '#customers/show.ts'
import { findOrders } from '#occasions/find-orders.ts'
import { listRedemptions } from '#redemption/find.ts'
import { quoteCode } from '#redemption/quote.ts'
import { openShop } from '#redemption/test-shop.ts'
import type { RowRead } from '#shared/contracts/customers.ts'
import { importGuess, newImport } from '#shared/contracts/imports.ts'
import { type Scope, scopes } from '#shared/kinds.ts'
import { guessColumns } from './guess-columns.ts'
import { beginImport, importErrorsOf, importInto, showImport } from './import-rows.ts'

const admin = { id: 'key_1', scopes: new Set<Scope>(scopes) }
type Row = Record<string, unknown>

async function* lines(rows: Row[], cutAfter = Number.POSITIVE_INFINITY): AsyncGenerator<RowRead> {
  for (const [i, value] of rows.entries()) {
    if (i >= cutAfter) throw new Error('the line was cut')
    yield { line: i + 2, value }
  }
}
const begin = (house: TestHouse, asked: object, sender = admin) =>
  house.store.write((tx) => beginImport(house, tx, newImport.parse(asked), sender))
async function errorsOf({ store }: TestHouse, id: string) {
  const found = []
  for await (const page of importErrorsOf(store.read, id)) found.push(...page)
  return found
}
async function take(house: TestHouse, asked: object, rows: Row[], sender = admin) {
  const id = await begin(house, asked, sender)
  return { ...(await importInto(house, id, lines(rows), sender)), errors: await errorsOf(house, id) }
}

forEachHouse('imports', (open) => {
  test('cut anywhere and sent again, nothing is lost or doubled; finished, it stays as it is', async () => {
    const house = await open()
    const rows = Array.from({ length: 3500 }, (_, i) => ({
      reference: i % 700 === 3 ? '' : `c-${i % 3400}`,
      email: `c${i}@x.example`,
    }))
    const id = await begin(house, { kind: 'customers' })
    for (const cut of [10, 1500, 2999]) {
      await expect(importInto(house, id, lines(rows, cut), admin)).rejects.toThrow('the line was cut')
    }
    const middle = await showImport(house.store.read, id)
    expect([middle.state, middle.read, middle.line]).toEqual(['open', 2003, 2004])
    const done = await importInto(house, id, lines(rows), admin)
    expect(done).toMatchObject({ state: 'finished', read: 3500, created: 3396, updated: 99, rejected: 5, line: 3501 })
    const errors = await errorsOf(house, id)
    expect(errors.map(({ line, path }) => [line, path])).toEqual(
      [5, 705, 1405, 2105, 2805].map((at) => [at, 'reference']),
    )
    expect(await importInto(house, id, lines(rows), admin)).toEqual(done)
    const [count] = await house.store.read.rows<{ n: number }>(sql`select count(*) as n from customers`)
    expect(Number(count?.n)).toBe(3396)
  })

  test('whoever sends last is at it; the other is told, and what it was writing does not stand', async () => {
    const house = await open()
    const id = await begin(house, { kind: 'products' })
    const row = (i: number) => ({ sku: `s-${i}`, name: 'x', category: 'x', priceMinor: '1', currency: 'EUR' })
    const rows = Array.from({ length: 1200 }, (_, i) => row(i))
    let second: Promise<unknown> = Promise.resolve()
    async function* slow(): AsyncGenerator<RowRead> {
      for await (const one of lines(rows)) {
        if (one.line === 700) {
          second = importInto(house, id, lines(rows), admin)
          await second
        }
        yield one
      }
    }
    await expect(importInto(house, id, slow(), admin)).rejects.toMatchObject({ code: 'import.taken_over' })
    await second
    expect(await showImport(house.store.read, id)).toMatchObject({ state: 'finished', read: 1200, created: 1200 })
  })

  test('columns mean what was confirmed: names, decimals, days', async () => {
    const house = await open()
    const sample =
      'Kundennummer;E-Mail;Vorname;Geburtsdatum;Filiale\n7;ada@x.example;Ada;10.12.1990;12\n8;bob@x.example;Bob;24.01.1991;3\n9;half'
    const guessed = guessColumns('customers', importGuess.parse({ kind: 'customers', sample }).sample)
    expect(guessed).toMatchObject({
      delimiter: ';',
      missing: [],
      columns: {
        Kundennummer: { field: 'reference' },
        'E-Mail': { field: 'email' },
        Vorname: { field: 'givenName' },
        Geburtsdatum: { field: 'birthDate', as: 'day_dmy' },
        Filiale: { field: null },
      },
      rows: [{ reference: '7', birthDate: '1990-12-10' }, { reference: '8' }],
    })
    const rows = [
      { Kundennummer: '7', 'E-Mail': 'ada@x.example', Vorname: 'Ada', Geburtsdatum: '10.12.1990', Filiale: '1' },
    ]
    const { columns } = guessed
    expect(await take(house, { kind: 'customers', columns, delimiter: ';' }, rows)).toMatchObject({ created: 1 })
    expect(await showCustomer(house, '7')).toMatchObject({ givenName: 'Ada', birthDate: '--12-10' })
    const priced = guessColumns('products', 'SKU,Title,Type,Price,Currency,Bestand\na,Tea,drinks,"1.234,50",EUR,4\n')
    expect(priced.columns).toMatchObject({
      Price: { field: 'priceMinor', as: 'decimal_comma' },
      Bestand: { field: 'stock' },
    })
    expect(priced.rows).toMatchObject([{ priceMinor: 123_450 }])
    const product = { SKU: 'a', Title: 'Tea', Type: 'drinks', Price: '1.234,50', Currency: 'EUR', Bestand: '4' }
    await take(house, { kind: 'products', columns: priced.columns }, [product, { ...product, SKU: 'b', Price: 'much' }])
    expect(await showProduct(house.store.read, 'a')).toMatchObject({ priceMinor: 123_450, stock: 4 })
    await expect(begin(house, { kind: 'products', columns: { X: { field: 'nothing' } } })).rejects.toMatchObject({
      code: 'request.invalid',
    })
  })

  test('orders with an article to a row count once, their codes redeem, and what is wrong costs its order alone', async () => {
    const house = await open()
    const { tickets } = await openShop(house, 1)
    const row = (orderReference: string, sku: string, more: object = {}) => ({
      orderReference,
      at: '2026-05-01',
      totalMinor: '2000',
      currency: 'EUR',
      customerReference: 'ada',
      sku,
      quantity: '1',
      unitPriceMinor: '1000',
      ...more,
    })
    const rows = [
      row('o1', 'a', { voucherCodes: tickets[0]?.code }),
      row('o1', 'b'),
      row('o2', 'a', { currency: 'euro' }),
      ...Array.from({ length: 300 }, (_, i) => row(`p${Math.floor(i / 3)}`, `s${i}`)),
    ]
    const first = await take(house, { kind: 'orders' }, rows)
    expect(first).toMatchObject({ read: 303, created: 101, updated: 201, rejected: 1 })
    expect(first.errors).toMatchObject([{ line: 4, path: 'currency' }])
    expect((await listRedemptions(house.store.read, { orderReference: 'o1', limit: 9 })).data).toHaveLength(1)
    expect(await take(house, { kind: 'orders' }, rows)).toMatchObject({ created: 0, updated: 302, rejected: 1 })
    expect((await findOrders(house.store.read, ['p99'])).size).toBe(1)
  })

  test('consents come with evidence, grant only by whom they may, and a refused row costs no other', async () => {
    const house = await open()
    await makePurpose(house, 'offers')
    const noticeVersion = await putNoticeInForce(house, cellsFor('offers', 'email', ['contact.email']))
    for (const name of ['ada', 'bob']) await makePerson(house, name, { email: `${name}@x.example` })
    const row = (customerReference: string, more: object = {}) => ({
      customerReference,
      noticeVersion: String(noticeVersion),
      locale: 'en',
      purpose: 'offers',
      channel: 'email',
      category: 'contact.email',
      decision: 'grant',
      evidence: 'letter of 1 May, folder 7',
      ...more,
    })
    const rows = [
      row('ada'),
      row('nobody'),
      row('bob', { evidence: '' }),
      row('bob', { noticeVersion: '99' }),
      row('bob'),
    ]
    const shop = { id: 'key_2', scopes: new Set<Scope>(['consents.write']) }
    const asked = await take(house, { kind: 'consents' }, [row('ada')], shop)
    expect(asked).toMatchObject({ created: 1 })
    const ada = await showCustomer(house, 'ada')
    const states = async (id: string) =>
      (await cellsOf(house.store.read, id, house.clock.now())).map(({ state }) => state)
    expect(await states(ada.id)).toEqual(['requested'])
    const done = await take(house, { kind: 'consents' }, rows)
    expect(done).toMatchObject({ read: 5, created: 2, rejected: 3 })
    expect(done.errors.map(({ line, code }) => [line, code])).toEqual([
      [3, 'customer.unknown'],
      [4, 'request.invalid'],
      [5, 'notice.unknown'],
    ])
    expect(await states(ada.id)).not.toEqual(['requested'])
  })

  test('codes that exist already are vouchers of nobody, once, within the budget', async () => {
    const house = await open()
    const { campaignId } = await openShop(house, 0, { mode: 'guaranteed', limitMinor: 1500 })
    const other = await openShop(house, 1)
    const rows = [
      { code: 'SUMMER-1', expiresAt: '2026-07-01' },
      { code: 'Sommer Ü' },
      { code: 'SUMMER-1' },
      { code: String(other.tickets[0]?.code) },
      { code: 'x', variantKey: 'nothing' },
      { code: 'SUMMER-3' },
      { code: 'SUMMER-4' },
    ]
    const done = await take(house, { kind: 'codes', campaignId }, rows)
    expect(done).toMatchObject({ read: 7, created: 3, updated: 1, rejected: 3 })
    expect(done.errors.map(({ line, code }) => [line, code])).toEqual([
      [5, 'request.invalid'],
      [6, 'request.invalid'],
      [8, 'budget.exhausted'],
    ])
    const order = { reference: 'o', currency: 'EUR', amountMinor: 5000 }
    const quote = await quoteCode(house, { code: 'Sommer Ü', order })
    expect(quote).toMatchObject({ valid: true, discountMinor: 500 })
    await expect(begin(house, { kind: 'codes' })).rejects.toMatchObject({ code: 'request.invalid' })
    await expect(
      begin(house, { kind: 'codes', campaignId }, { id: 'k', scopes: new Set<Scope>() }),
    ).rejects.toMatchObject({
      code: 'request.forbidden',
    })
  })
})
