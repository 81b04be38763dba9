// Reads rows as their columns were mapped: renamed, and with amounts and days as this house writes them; pure.
import { z } from 'zod'
import { Refusal } from '#core/refusal.ts'
import type { RowRead } from '#shared/contracts/customers.ts'
import type { Column, NewImport } from '#shared/contracts/imports.ts'
import { currencyOf, minorOf } from '../vendor-money.ts'

type Row = Record<string, unknown>

/** Leaves out what is done already, and hands on the others as they are meant. */
export async function* meant(
  rows: AsyncIterable<RowRead>,
  settings: NewImport,
  behind: number,
): AsyncGenerator<RowRead> {
  const columns = new Map(Object.entries(settings.columns))
  for await (const row of rows) {
    if (row.line <= behind) continue
    yield columns.size === 0 || 'error' in row ? row : translate(row.line, row.value, columns, settings)
  }
}

export function translate(
  line: number,
  raw: Row,
  columns: ReadonlyMap<string, Column>,
  settings: Pick<NewImport, 'currency'>,
): RowRead {
  const value: Row = {}
  const attributes: Row = { ...(raw.attributes as Row | undefined) }
  const late: [field: string, cell: unknown, as: Column['as']][] = []
  for (const [name, cell] of Object.entries(raw)) {
    if (name === 'attributes') continue
    const { field, as } = columns.get(name) ?? { field: name, as: 'plain' as const }
    if (field === null || cell === '') continue
    if (field.startsWith('attributes.')) attributes[field.slice('attributes.'.length)] = cell
    else if (as === 'plain') value[field] = cell
    else late.push([field, cell, as])
  }
  if (Object.keys(attributes).length > 0) value.attributes = attributes
  const currency = currencyOf(value.currency) ?? settings.currency ?? 'EUR'
  for (const [field, cell, as] of late) {
    const read = readCell(cell, as, currency)
    if (read === null) {
      const message = as.startsWith('day') ? 'is no day' : 'is no amount'
      return { line, error: { code: 'request.invalid', path: field, message } }
    }
    value[field] = read
  }
  if (settings.currency !== undefined && value.currency === undefined) value.currency = settings.currency
  return { line, value }
}

function readCell(cell: unknown, as: Column['as'], currency: string): unknown {
  if (typeof cell !== 'string') return as === 'decimal' ? minorOf(cell, currency) : null
  if (as === 'decimal') return minorOf(plainAmount(cell, ','), currency)
  if (as === 'decimal_comma') return minorOf(plainAmount(cell, '.').replace(',', '.'), currency)
  const parts = /^\s*(\d{1,2})[./-](\d{1,2})[./-](\d{4})\s*$/.exec(cell)
  if (parts === null) return null
  const [, first = '', second = '', year = ''] = parts
  const [day, month] = as === 'day_dmy' ? [first, second] : [second, first]
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

/** Without signs of currencies and of thousands. */
const plainAmount = (cell: string, thousands: ',' | '.') =>
  cell.replace(/[\s\u00a0€$£¥]|[A-Z]{3}/g, '').replaceAll(thousands, '')

/** Text of a CSV that the contract wants as a whole number. */
export const whole = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (typeof value === 'string' && /^-?[0-9]{1,16}$/.test(value) ? Number(value) : value), schema)

/** The row as its shape says; refuses with the path of what does not fit. */
export function parseRow<T>(shape: z.ZodType<T>, value: Row): T {
  const parsed = shape.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const names = issue?.code === 'unrecognized_keys' ? issue.keys : (issue?.path ?? [])
  const message = issue?.code === 'unrecognized_keys' ? 'is not a known field' : (issue?.message ?? 'does not fit')
  throw new Refusal('request.invalid', { errors: [{ path: names.map(String).join('.').slice(0, 300), message }] })
}
