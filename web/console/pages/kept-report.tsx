// A report as it was kept: the same numbers for ever, whatever came later.
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import { keptReport } from '../../api/queries.ts'
import { FunnelTable } from '../../parts/funnel-table.tsx'
import { Readout } from '../../parts/readout.tsx'
import { Arms, KeyFigures } from '../../parts/report-sides.tsx'
import { Failure } from '../../ui/failure.tsx'
import { moment } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { Panel } from '../../ui/panel.tsx'
import css from './campaign.module.css'

export function KeptReport() {
  const { hash = '' } = useParams()
  const found = useQuery(keptReport(hash))
  const back = <Link to="/console/reports">Reports</Link>
  if (found.isError) {
    return (
      <Page title="Kept report" eyebrow={back}>
        <Failure error={found.error} onRetry={() => found.refetch()} />
      </Page>
    )
  }
  if (found.isPending) {
    return (
      <Page title="Kept report" eyebrow={back}>
        <Skeleton height={380} radius="lg" />
      </Page>
    )
  }
  const { report, keptAt } = found.data
  return (
    <Page title={report.name} eyebrow={back} lead={`As it was on ${moment(keptAt)}. These numbers do not change.`}>
      <div className={css.stack}>
        <KeyFigures report={report} />
        <Readout report={report} />
        <Panel title="Funnel">
          <FunnelTable report={report} />
        </Panel>
        <Arms report={report} />
        <p className={css.forecast} style={{ overflowWrap: 'anywhere' }}>
          SHA-256 of the report: {hash}
        </p>
      </div>
    </Page>
  )
}
