// Pure: turns a report's funnel into what a bar chart draws; hidden counts stay gaps, they never become zeros.
import type { ReplyOf } from '#shared/api.ts'
import { dayShort, figure } from '../ui/format.ts'
import { inOrder, rowName, stageInWords } from './funnel-table.tsx'

type Report = ReplyOf<'campaignReport'>
export interface ChartData {
  data: Record<string, string | number | null>[]
  series: { name: string; label: string; color: string }[]
}

const colours = [
  'var(--chart-1)',
  'var(--chart-2)',
  'var(--chart-3)',
  'var(--chart-4)',
  'var(--chart-5)',
  'var(--chart-6)',
]
const overTime = ['issued', 'redeemed'] as const
const downTheFunnel = ['assigned', 'issued', 'sent', 'redeemed'] as const

/** Days stand side by side; variants and channels walk down the funnel, one bar each at every stage. */
export function chartOf(report: Report): ChartData {
  return report.by === 'day' ? byDay(report) : byStage(report)
}

function byDay(report: Report): ChartData {
  return {
    data: report.funnel.map((row) => ({
      at: dayShort(row.key),
      ...Object.fromEntries(overTime.map((stage) => [stage, figure(row[stage])])),
    })),
    series: overTime.map((stage, index) => ({ name: stage, label: stageInWords(stage), color: colourAt(index) })),
  }
}

function byStage(report: Report): ChartData {
  const rows = inOrder(report.funnel)
  return {
    data: downTheFunnel.map((stage) => ({
      at: stageInWords(stage),
      // Numbered, because a key of a row may hold dots, which the chart would read as a path.
      ...Object.fromEntries(rows.map((row, index) => [`row${index}`, figure(row[stage])])),
    })),
    series: rows.map((row, index) => ({
      name: `row${index}`,
      label: rowName(row.key, report.by),
      color: row.key === 'holdout' ? 'var(--chart-holdout)' : colourAt(index),
    })),
  }
}

const colourAt = (index: number): string => colours[index % colours.length] ?? 'var(--chart-1)'
