// The funnel of a campaign by variant, day or channel: drawn and told as a table, and to take away.
import { SegmentedControl, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { report as reportQuery } from '../api/queries.ts'
import { useWords } from '../console/words.ts'
import { useChoice } from '../ui/address.ts'
import { Failure } from '../ui/failure.tsx'
import { Panel } from '../ui/panel.tsx'
import type { By } from './funnel-table.tsx'
import { byInWords, FunnelTable } from './funnel-table.tsx'
import { TakeAway } from './take-away.tsx'
import type { Campaign } from './words.ts'

const FunnelChart = lazy(() => import('./funnel-chart.tsx'))
const choices: [By, ...By[]] = ['variant', 'day', 'channel']

export function Funnel({ campaign }: { campaign: Campaign }) {
  const { t } = useWords('campaigns')
  // A saved view opens the page as it was saved.
  const [by, setBy] = useChoice('by', choices)
  const report = useQuery(reportQuery(campaign.id, by))
  return (
    <Panel
      title={t('funnel.title')}
      hint={t('funnel.says')}
      beside={
        <SegmentedControl
          aria-label={t('funnel.show')}
          value={by}
          onChange={(value) => setBy(value as By)}
          data={choices.map((value) => ({ value, label: byInWords(value) }))}
        />
      }
    >
      {report.isError && <Failure error={report.error} onRetry={() => report.refetch()} />}
      {report.isPending && <Skeleton height={320} radius="md" />}
      {report.isSuccess && report.data.funnel.length === 0 && <p>{t('funnel.empty')}</p>}
      {report.isSuccess && report.data.funnel.length > 0 && (
        <>
          <Suspense fallback={<Skeleton height={300} radius="md" />}>
            <FunnelChart report={report.data} />
          </Suspense>
          <div style={{ marginBlockStart: '1.25rem' }}>
            <FunnelTable report={report.data} />
          </div>
          <Hidden hidden={report.data.hidden} />
        </>
      )}
      <TakeAway campaign={campaign} by={by} />
    </Panel>
  )
}

function Hidden({ hidden }: { hidden: { key: string; reason: string }[] }) {
  const { t } = useWords('campaigns')
  if (hidden.length === 0) return null
  return (
    <p style={{ color: 'var(--ink-soft)', fontSize: '0.875rem' }}>{t('funnel.hidden', { count: hidden.length })}</p>
  )
}
