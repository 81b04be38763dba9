// A report as it was kept: the same numbers for ever, whatever came later.
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { keptReport } from '../../api/queries.ts'
import { FunnelTable } from '../../parts/funnel-table.tsx'
import { Readout } from '../../parts/readout.tsx'
import { Arms, KeyFigures } from '../../parts/report-sides.tsx'
import { Failure } from '../../ui/failure.tsx'
import { moment } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useWords } from '../words.ts'
import css from './campaign.module.css'

export function KeptReport() {
  const { hash = '' } = useParams()
  const found = useQuery(keptReport(hash))
  const { t } = useWords('reports')
  const crumbs = [{ to: '/console/reports', label: t('title') }]
  if (found.isError) {
    return (
      <Page title={t('kept')} crumbs={crumbs}>
        <Failure error={found.error} onRetry={() => found.refetch()} />
      </Page>
    )
  }
  if (found.isPending) {
    return (
      <Page title={t('kept')} crumbs={crumbs}>
        <Skeleton height={380} radius="lg" />
      </Page>
    )
  }
  const { report, keptAt } = found.data
  return (
    <Page title={report.name} crumbs={crumbs} lead={t('kept.lead', { at: moment(keptAt) })}>
      <div className={css.stack}>
        <KeyFigures report={report} />
        <Readout report={report} />
        <Panel title={t('funnel')}>
          <FunnelTable report={report} />
        </Panel>
        <Arms report={report} />
        <p className={css.forecast} style={{ overflowWrap: 'anywhere' }}>
          {t('kept.hash', { hash })}
        </p>
      </div>
    </Page>
  )
}
