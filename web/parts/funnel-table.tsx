// The funnel as a table: one row per variant, day or channel, with the whole below.
import type { ReplyOf } from '#shared/api.ts'
import { useWords, wordsOf } from '../console/words.ts'
import { count, dayInWords, figure, money, rate } from '../ui/format.ts'
import { Table } from '../ui/table.tsx'

type Report = ReplyOf<'campaignReport'>
export type FunnelRow = Report['total']
export type By = Report['by']

export const stages = ['assigned', 'consented', 'issued', 'sent', 'held', 'redeemed', 'reversed', 'expired'] as const
export const stageInWords = (stage: (typeof stages)[number]): string => wordsOf('campaigns')(`stage.${stage}`)

/** The first cell of a row in words. */
export function rowName(key: string, by: By): string {
  if (key === 'holdout') return wordsOf('campaigns')('funnel.holdout')
  return by === 'day' && /^\d{4}-\d{2}-\d{2}$/.test(key)
    ? dayInWords(key)
    : by === 'channel'
      ? wordsOf('campaigns').maybe(`channel.${key}`)
      : key
}

export const byInWords = (by: By): string => wordsOf('campaigns')(`by.${by}`)

/** The rows as people read them: the holdout last, since it is what the others are compared with. */
export function inOrder(rows: FunnelRow[]): FunnelRow[] {
  return [...rows.filter((row) => row.key !== 'holdout'), ...rows.filter((row) => row.key === 'holdout')]
}

export function FunnelTable({ report }: { report: Report }) {
  const { t } = useWords('campaigns')
  const { by, currency } = report
  const named = stages.map(stageInWords)
  const head = [byInWords(by), ...named, ...(by === 'day' ? [] : [t('arms.rate')]), t('report.discount')]
  const rows = inOrder(report.funnel).map((row) => cellsOf(row, rowName(row.key, by), by, currency))
  const foot = cellsOf(report.total, t('funnel.all'), by, currency)
  return <Table caption={t(`funnel.by.${by}`)} head={head} rows={rows} foot={foot} />
}

function cellsOf(row: FunnelRow, name: string, by: By, currency: string): string[] {
  const discount = figure(row.discountMinor)
  return [
    name,
    ...stages.map((stage) => count(row[stage])),
    // What is redeemed on a day was mostly issued on others, so a rate of the day would mean nothing.
    ...(by === 'day' ? [] : [rate(row.redeemed, row.issued) ?? '–']),
    discount === null ? count(row.discountMinor) : money(discount, currency),
  ]
}
