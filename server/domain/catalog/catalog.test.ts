// The catalogue through its doors, on both engines.
import { expect, it } from 'vitest'
import { forEachHouse } from '#core/test-house.ts'
import type { RowRead } from '#shared/contracts/customers.ts'
import { categoriesOf } from './categories-of.ts'
import { importProducts } from './import.ts'
import { outOfStock } from './out-of-stock.ts'
import { putProduct } from './put.ts'
import { showProduct } from './show.ts'

const tea = { name: 'Green tea', category: 'tea', priceMinor: 499, currency: 'EUR' }

async function* rowsOf(...values: (Record<string, unknown> | { error: { code: string; message: string } })[]) {
  for (const [index, value] of values.entries()) {
    const line = index + 2
    yield (isError(value) ? { line, error: value.error } : { line, value }) as RowRead
  }
}
const isError = (value: object): value is { error: { code: string; message: string } } => 'error' in value

forEachHouse('the catalogue', (open) => {
  it('creates once, then changes; an absent stock keeps, null forgets it', async () => {
    const { store } = await open()
    const put = (fields: Parameters<typeof putProduct>[2]) => store.write((tx) => putProduct(tx, 'tea-1', fields))
    expect(await put({ ...tea, stock: 4 })).toEqual({ created: true })
    expect(await put({ ...tea, priceMinor: 599 })).toEqual({ created: false })
    expect(await showProduct(store.read, 'tea-1')).toEqual({ sku: 'tea-1', ...tea, priceMinor: 599, stock: 4 })
    await put({ ...tea, stock: null })
    expect((await showProduct(store.read, 'tea-1')).stock).toBeNull()
    await expect(showProduct(store.read, 'tea-2')).rejects.toMatchObject({ code: 'product.not_found' })
  })

  it('knows what is sold out: not what is unknown, nor what is not counted', async () => {
    const { store } = await open()
    await store.write(async (tx) => {
      await putProduct(tx, 'gone', { ...tea, stock: 0 })
      await putProduct(tx, 'here', { ...tea, stock: 1 })
      await putProduct(tx, 'uncounted', tea)
    })
    const skus = ['gone', 'here', 'uncounted', 'unknown', '日本 ☕']
    expect(await outOfStock(store.read, skus)).toEqual(new Set(['gone']))
    expect(await outOfStock(store.read, [])).toEqual(new Set())
    const named = await categoriesOf(store.read, [...skus, ...Array.from({ length: 2500 }, (_, i) => `sku ${i}`)])
    expect([...named.keys()].sort()).toEqual(['gone', 'here', 'uncounted'])
  })

  it('imports rows: keeps the good, tells the bad with their lines, reads numbers from the text of a CSV', async () => {
    const house = await open()
    await house.store.write((tx) => putProduct(tx, 'old', { ...tea, stock: 7 }))
    const rows = () =>
      rowsOf(
        { sku: 'new', ...tea, priceMinor: '250', stock: '3' },
        { sku: 'old', ...tea, priceMinor: 1 },
        { sku: 'bad', ...tea, priceMinor: '2.50' },
        { error: { code: 'request.malformed', message: 'no end of a quote' } },
        { sku: 'new', ...tea, priceMinor: 300 },
        { sku: 'odd', ...tea, colour: 'green' },
        { sku: 'nul\u0000', ...tea },
      )
    const expected = { read: 7, created: 1, updated: 2, rejected: 4 }
    expect(await importProducts(house, rows(), { dryRun: true })).toMatchObject({ ...expected, dryRun: true })
    await expect(showProduct(house.store.read, 'new')).rejects.toMatchObject({ code: 'product.not_found' })
    const report = await importProducts(house, rows(), { dryRun: false })
    expect(report).toMatchObject({ ...expected, dryRun: false })
    expect(report.errors.map(({ line, code, path }) => [line, code, path])).toEqual([
      [4, 'request.invalid', 'priceMinor'],
      [5, 'request.malformed', undefined],
      [7, 'request.invalid', ''],
      [8, 'request.invalid', 'sku'],
    ])
    expect(await showProduct(house.store.read, 'new')).toMatchObject({ priceMinor: 300, stock: 3 })
    expect(await showProduct(house.store.read, 'old')).toMatchObject({ priceMinor: 1, stock: 7 })
  })

  it('imports thousands in pages and tells no more than 100 errors', async () => {
    const house = await open()
    const good = Array.from({ length: 1300 }, (_, i) => ({ sku: `s${i}`, ...tea }))
    const bad = Array.from({ length: 150 }, (_, i) => ({ sku: `b${i}` }))
    const report = await importProducts(house, rowsOf(...good, ...bad), { dryRun: false })
    expect(report).toMatchObject({ read: 1450, created: 1300, updated: 0, rejected: 150 })
    expect(report.errors).toHaveLength(100)
  })
})
