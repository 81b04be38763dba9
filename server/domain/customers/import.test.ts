import { expect, test } from 'vitest'
import { forEachHouse } from '#core/test-house.ts'
import type { RowRead } from '#shared/contracts/customers.ts'
import { declareAttribute } from './attributes.ts'
import { customerIds } from './find.ts'
import { importCustomers, isImportColumn } from './import.ts'
import { showCustomer } from './show.ts'
import { upsertCustomer } from './upsert.ts'

async function* read(rows: (Record<string, unknown> | RowRead)[]): AsyncGenerator<RowRead> {
  let line = 1
  for (const row of rows) {
    line++
    yield 'line' in row ? (row as RowRead) : { line, value: row }
  }
}
const opts = { dryRun: false, keepBirthYear: false }

test('columns of a file are the fields of a customer and declared-looking attributes', () => {
  const names = [
    'reference',
    'email',
    'birthDate',
    'attributes.size',
    'attributes',
    'attributes.',
    'e-mail',
    '',
    '__proto__',
  ]
  expect(names.filter(isImportColumn)).toEqual(['reference', 'email', 'birthDate', 'attributes.size'])
})

forEachHouse('importing customers', (open) => {
  test('good lines are kept, bad ones told by line, code and path', async () => {
    const house = await open()
    await upsertCustomer(house, 'known', { givenName: 'Old' }, opts)
    await house.store.write((tx) => declareAttribute(tx, { key: 'size', type: 'number', category: 'preferences' }))
    const rows = [
      { reference: 'a', email: 'a@x.example', birthDate: '1990-02-29' },
      { reference: 'b', email: 'not an address' },
      { email: 'nobody@x.example' },
      { reference: 'known', givenName: 'New', attributes: { size: '38.5' } },
      { line: 9, error: { code: 'request.malformed', message: 'is not valid UTF-8' } },
      { reference: 'c', shoeSize: 3 },
      { reference: 'd', attributes: { size: 'big' } },
      { reference: 'e', attributes: { hat: '1' } },
      { reference: 'f', timeZone: 'Mars/Olympus' },
      { reference: 'g', country: 'de' },
      { reference: 'NUL\u0000' },
      { reference: 'h', birthDate: '--02-29', timeZone: 'Europe/Istanbul' },
    ]
    const report = await importCustomers(house, read(rows), opts)
    expect(report).toMatchObject({ read: 12, created: 1, updated: 1, rejected: 10, dryRun: false })
    expect(report.errors.map(({ line, code, path }) => [line, code, path])).toEqual([
      [2, 'request.invalid', 'birthDate'],
      [3, 'request.invalid', 'email'],
      [4, 'request.invalid', 'reference'],
      [7, 'request.invalid', 'shoeSize'],
      [8, 'attribute.wrong_type', 'attributes.size'],
      [9, 'request.malformed', undefined],
      [9, 'attribute.undeclared', 'attributes.hat'],
      [10, 'request.invalid', 'timeZone'],
      [11, 'request.invalid', 'country'],
      [12, 'request.invalid', 'reference'],
    ])
    expect(await showCustomer(house, 'known')).toMatchObject({ givenName: 'New', attributes: { size: 38.5 } })
    expect(await showCustomer(house, 'h')).toMatchObject({ birthDate: '--02-29', timeZone: 'Europe/Istanbul' })
    expect([
      ...(await customerIds(house.store.read, house.secrets, ['a', 'b', 'c', 'd', 'e', 'f', 'g'])).keys(),
    ]).toEqual([])
  })

  test('a dry run says the same and writes nothing', async () => {
    const house = await open()
    await upsertCustomer(house, 'r5', { locale: 'en' }, opts)
    const rows = Array.from({ length: 1200 }, (_, i) => ({
      reference: `r${i % 1000}`,
      ...(i % 10 === 3 ? { email: 'wrong' } : { givenName: `N${i}` }),
    }))
    const dry = await importCustomers(house, read(rows), { ...opts, dryRun: true })
    const references = rows.map(({ reference }) => reference)
    expect([...(await customerIds(house.store.read, house.secrets, references)).keys()]).toEqual(['r5'])
    expect(await house.store.keys.sweep(async () => new Set(), Number.MAX_SAFE_INTEGER)).toBe(1)
    expect(dry).toMatchObject({ read: 1200, created: 899, updated: 181, rejected: 120, dryRun: true })
  })

  test('the real run says what the dry run said, and a second one only updates', async () => {
    const house = await open()
    const rows = Array.from({ length: 1200 }, (_, i) => ({ reference: `r${i % 700}`, familyName: `F${i}` }))
    const dry = await importCustomers(house, read(rows), { ...opts, dryRun: true })
    const real = await importCustomers(house, read(rows), opts)
    expect(real).toEqual({ ...dry, dryRun: false })
    expect(real).toMatchObject({ created: 700, updated: 500 })
    expect(await importCustomers(house, read(rows), opts)).toMatchObject({ created: 0, updated: 1200 })
    expect((await showCustomer(house, 'r3')).familyName).toBe('F703')
  })

  test('two lines for one person in one page come to what two puts come to', async () => {
    const house = await open()
    const rows = [
      { reference: 'a', givenName: 'A', email: 'a@x.example', country: 'DE' },
      { reference: 'a', givenName: null, familyName: 'B', country: 'AT' },
    ]
    expect(await importCustomers(house, read(rows), opts)).toMatchObject({ created: 1, updated: 1 })
    expect(await showCustomer(house, 'a')).toMatchObject({
      givenName: null,
      familyName: 'B',
      email: 'a@x.example',
      country: 'AT',
    })
  })

  test('only the first hundred errors are told, all are counted', async () => {
    const house = await open()
    const rows = Array.from({ length: 250 }, (_, i) => ({ reference: `r${i}`, country: 'xx' }))
    const report = await importCustomers(house, read(rows), opts)
    expect(report.rejected).toBe(250)
    expect(report.errors).toHaveLength(100)
    expect(report.errors.at(-1)?.line).toBe(101)
  })

  test('two imports of the same people at once make each of them once', async () => {
    const house = await open()
    const rows = Array.from({ length: 600 }, (_, i) => ({ reference: `r${i}`, locale: 'en' }))
    const reports = await Promise.all([
      importCustomers(house, read(rows), opts),
      importCustomers(house, read([...rows].reverse()), opts),
    ])
    expect(reports.map(({ rejected }) => rejected)).toEqual([0, 0])
    expect(reports.reduce((sum, { created }) => sum + created, 0)).toBe(600)
    expect(reports.reduce((sum, { updated }) => sum + updated, 0)).toBe(600)
  })
})
