// The funnel drawn; always shown with its table, which says the same to those who do not see it. Loaded when needed.
import '@mantine/charts/styles.layer.css'
import { BarChart } from '@mantine/charts'
import { useDirection } from '@mantine/core'
import type { ReplyOf } from '#shared/api.ts'
import { useWords } from '../console/words.ts'
import { count } from '../ui/format.ts'
import { chartOf } from './chart-data.ts'

export default function FunnelChart({ report }: { report: ReplyOf<'campaignReport'> }) {
  const { t } = useWords('campaigns')
  const isRtl = useDirection().dir === 'rtl'
  const { data, series } = chartOf(report)
  return (
    <div role="img" aria-label={t(`funnel.chart.${report.by}`)}>
      <BarChart
        h={300}
        data={data}
        dataKey="at"
        series={series}
        withLegend
        legendProps={{ verticalAlign: 'bottom', itemSorter: null }}
        gridAxis="x"
        tickLine="none"
        strokeDasharray="2 4"
        maxBarWidth={44}
        valueFormatter={(value) => count(value)}
        barProps={{ radius: [4, 4, 0, 0], isAnimationActive: false }}
        barChartProps={{ barGap: 3, accessibilityLayer: false }}
        xAxisProps={{ reversed: isRtl }}
        yAxisProps={{ orientation: isRtl ? 'right' : 'left', width: 48, allowDecimals: false }}
      />
    </div>
  )
}
