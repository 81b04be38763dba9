// A budget over days: drawn as a line with the band of its forecast, and told as a table. Loaded when needed.
import '@mantine/charts/styles.layer.css'
import { CompositeChart } from '@mantine/charts'
import { useDirection } from '@mantine/core'
import type { ReplyOf } from '#shared/api.ts'
import { useWords } from '../console/words.ts'
import { dayInWords, dayShort, money } from '../ui/format.ts'
import { Panel } from '../ui/panel.tsx'
import { Table } from '../ui/table.tsx'

type BurnDownOf = NonNullable<ReplyOf<'campaignReport'>['burnDown']>

export default function BurnDown({ of, currency }: { of: BurnDownOf; currency: string }) {
  const { t } = useWords('campaigns')
  const isRtl = useDirection().dir === 'rtl'
  const say = (minor: number | undefined) => (minor === undefined ? '' : money(minor, currency))
  const rows = rowsOf(of)
  const lines = [
    { name: 'spent', label: t('burn.spent'), color: 'var(--chart-1)', type: 'line' as const },
    { name: 'expected', label: t('burn.expected'), color: 'var(--chart-2)', type: 'line' as const },
    { name: 'low', label: t('burn.low'), color: 'var(--chart-3)', type: 'line' as const, strokeDasharray: '4 4' },
    { name: 'high', label: t('burn.high'), color: 'var(--chart-4)', type: 'line' as const, strokeDasharray: '4 4' },
  ]
  return (
    <Panel title={t('burn.title')} hint={t('burn.says')}>
      <div role="img" aria-label={t('burn.title')}>
        <CompositeChart
          h={280}
          data={rows.map((row) => ({ ...row, at: dayShort(row.day) }))}
          dataKey="at"
          series={lines}
          withDots={rows.length < 3}
          withLegend
          legendProps={{ verticalAlign: 'bottom', itemSorter: null }}
          gridAxis="x"
          tickLine="none"
          curveType="linear"
          valueFormatter={(minor) => money(minor, currency)}
          lineProps={{ isAnimationActive: false }}
          composedChartProps={{ accessibilityLayer: false }}
          xAxisProps={{ reversed: isRtl }}
          yAxisProps={{ orientation: isRtl ? 'right' : 'left', width: 72 }}
        />
      </div>
      <details>
        <summary>{t('burn.table')}</summary>
        <Table
          caption={t('burn.table')}
          head={[t('burn.day'), t('burn.spent'), t('burn.low'), t('burn.expected'), t('burn.high')]}
          rows={rows.map((row) => [
            dayInWords(row.day),
            ...[row.spent, row.low, row.expected, row.high].map((minor) => say(minor)),
          ])}
        />
      </details>
    </Panel>
  )
}

interface Row {
  day: string
  spent?: number
  low?: number
  expected?: number
  high?: number
}

/** One row per day, although today may be both the last behind and the first to come. */
function rowsOf({ spent, coming }: BurnDownOf): Row[] {
  const rows = new Map<string, Row>(spent.map(({ day, spentMinor }) => [day, { day, spent: spentMinor }]))
  for (const { day, lowMinor, expectedMinor, highMinor } of coming) {
    rows.set(day, { ...(rows.get(day) ?? { day }), low: lowMinor, expected: expectedMinor, high: highMinor })
  }
  return [...rows.values()]
}
