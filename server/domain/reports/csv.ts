// A report as CSV that a spreadsheet opens safely: one row per key, a total, and no cell that starts a formula.
import { stringify } from 'csv-stringify/sync'
import type { CampaignReport } from '#shared/contracts/reports.ts'

const columns = [
  'key',
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

/** Hidden cells are `<10` or empty. Amounts are whole minor units of the currency in the last column. */
export function reportAsCsv(report: CampaignReport): string {
  const rows = [...report.funnel, report.total].map((row) => [
    ...columns.map((name) => safe(row[name])),
    report.currency,
  ])
  return stringify([[report.by, ...columns.slice(1), 'currency'], ...rows])
}

/** A text that a spreadsheet would run as a formula gets a leading apostrophe. */
function safe(value: string | number | null): string | number {
  if (typeof value !== 'string') return value ?? ''
  return /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
}
