// One table, three forms: rows for JSON, CSV that a spreadsheet opens safely, Parquet with typed columns. The figures are the same
// objects in all three, so that they cannot differ.
import { stringify } from 'csv-stringify/sync'
import { parquetWriteBuffer } from 'hyparquet-writer'
import type { Breakdown, CampaignReport } from '#shared/contracts/reports.ts'

export type Format = 'json' | 'csv' | 'parquet'
type Value = string | number | null
export interface Column {
  name: string
  /** Whole numbers, shares, or words. Whole numbers may come as decimal text, being larger than a double holds. */
  kind: 'integer' | 'share' | 'text'
}
export interface Table {
  columns: Column[]
  rows: Value[][]
}

const counts = [
  'assigned',
  'consented',
  'issued',
  'sent',
  'held',
  'redeemed',
  'reversed',
  'expired',
  'discountMinor',
] as const

/** One row per key and a total. Amounts are whole minor units of the currency in the last column. */
export const tableOfReport = (report: CampaignReport): Table => ({
  columns: [
    { name: report.by, kind: 'text' },
    ...counts.map((name) => ({ name, kind: 'integer' as const })),
    { name: 'currency', kind: 'text' },
  ],
  rows: [...report.funnel, report.total].map((row) => [row.key, ...counts.map((name) => row[name]), report.currency]),
})

const cuts = ['assigned', 'issued', 'redeemed', 'purchasers', 'conversion', 'revenueMinor', 'discountMinor'] as const

export const tableOfBreakdown = (breakdown: Breakdown): Table => ({
  columns: [
    { name: 'arm', kind: 'text' },
    { name: breakdown.by, kind: 'text' },
    ...cuts.map((name) => ({ name, kind: name === 'conversion' ? ('share' as const) : ('integer' as const) })),
    { name: 'currency', kind: 'text' },
  ],
  rows: breakdown.rows.map((row) => [row.arm, row.value, ...cuts.map((name) => row[name]), breakdown.currency]),
})

/** Hidden cells are `<10` or empty. */
export const asCsv = ({ columns, rows }: Table): string =>
  stringify([columns.map(({ name }) => name), ...rows.map((row) => row.map((value, i) => safe(value, columns[i])))])

/** A text that a spreadsheet would run as a formula gets a leading apostrophe. */
function safe(value: Value, column: Column | undefined): string | number {
  if (typeof value !== 'string') return value ?? ''
  if (column?.kind === 'integer' && /^-?\d+$/.test(value)) return value
  return /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
}

/** Hidden cells are null. */
export function asParquet({ columns, rows }: Table): Uint8Array {
  const columnData = columns.map(({ name, kind }, i) => {
    const values = rows.map((row) => row[i] ?? null)
    if (kind === 'text') return { name, data: values.map(String), type: 'STRING' as const, nullable: false }
    if (kind === 'share') return { name, data: values, type: 'DOUBLE' as const, nullable: true }
    return { name, data: values.map(whole), type: 'INT64' as const, nullable: true }
  })
  return new Uint8Array(parquetWriteBuffer({ columnData }))
}

const whole = (value: Value): bigint | null => (value === null || !/^-?\d+$/.test(String(value)) ? null : BigInt(value))
