// The funnel as a table: one row per variant, day or channel, with the whole below.
import type { ReplyOf } from '#shared/api.ts'
import { count, dayInWords, figure, money, rate, spelled } from '../ui/format.ts'
import { Table } from '../ui/table.tsx'

type Report = ReplyOf<'campaignReport'>
export type FunnelRow = Report['total']
export type By = Report['by']

export const stages = ['assigned', 'consented', 'issued', 'sent', 'held', 'redeemed', 'reversed', 'expired'] as const
export const stageWords: Record<(typeof stages)[number], string> = {
  assigned: 'Assigned',
  consented: 'Consented',
  issued: 'Issued',
  sent: 'Sent',
  held: 'Held',
  redeemed: 'Redeemed',
  reversed: 'Reversed',
  expired: 'Expired',
}

/** The first cell of a row in words. */
export function rowName(key: string, by: By): string {
  if (key === 'holdout') return 'Holdout (no voucher)'
  return by === 'day' && /^\d{4}-\d{2}-\d{2}$/.test(key) ? dayInWords(key) : by === 'channel' ? spelled(key) : key
}

export const byWords: Record<By, string> = { variant: 'Variant', day: 'Day', channel: 'Channel' }

export function FunnelTable({ report }: { report: Report }) {
  const head = [byWords[report.by], ...stages.map((stage) => stageWords[stage]), 'Rate', 'Discount']
  const body = report.funnel.map((row) => cellsOf(row, rowName(row.key, report.by), report.currency))
  const foot = cellsOf(report.total, 'All', report.currency)
  return <Table caption={`Funnel by ${report.by}`} head={head} rows={body} foot={foot} />
}

function cellsOf(row: FunnelRow, name: string, currency: string): string[] {
  const discount = figure(row.discountMinor)
  return [
    name,
    ...stages.map((stage) => count(row[stage])),
    rate(row.redeemed, row.issued) ?? '–',
    discount === null ? count(row.discountMinor) : money(discount, currency),
  ]
}
