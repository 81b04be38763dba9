// Campaigns side by side: what each gave away and what its experiment says, drawn and as tables, and the views that were saved.
import { Anchor, Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { ReplyOf } from '#shared/api.ts'
import { comparedCampaigns } from '../../api/queries.ts'
import { armName, differenceInWords, metricInWords, moneyOr, verdictInWords } from '../../parts/readout-words.ts'
import { IntervalChart, UsedChart } from '../../parts/report-charts.tsx'
import { SavedViews } from '../../parts/report-views.tsx'
import { CursorTable } from '../../ui/cursor-table.tsx'
import { Empty } from '../../ui/empty.tsx'
import { count } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Table } from '../../ui/table.tsx'
import { useWords } from '../words.ts'
import css from './campaign.module.css'

type Row = ReplyOf<'compareCampaigns'>['data'][number]
type Metric = Parameters<typeof metricInWords>[0]

export function Reports() {
  const { t } = useWords('reports')
  const list = useInfiniteQuery(comparedCampaigns)
  const all = list.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <Page title={t('title')} lead={t('lead')}>
      <div className={css.stack}>
        <Panel title={t('campaigns')} hint={t('campaigns.hint')}>
          <Compared of={list} />
          <Definitions />
        </Panel>
        {all.length > 0 && (
          <Panel title={t('used')} hint={t('used.hint')}>
            <UsedChart rows={all} />
          </Panel>
        )}
        {all.some(({ comparisons }) => comparisons.length > 0) && <Differences rows={all} />}
        {list.data !== undefined && <SavedViews campaigns={all} />}
      </div>
    </Page>
  )
}

function Compared({ of }: { of: Parameters<typeof CursorTable<Row>>[0]['of'] }) {
  const { t } = useWords('reports')
  const empty = (
    <Empty
      title={t('none')}
      action={
        <Button component={Link} to="/console/campaigns" variant="default">
          {t('none.go')}
        </Button>
      }
    >
      <p>{t('none.says')}</p>
    </Empty>
  )
  return (
    <CursorTable
      caption={t('compared')}
      of={of}
      rowKey={({ campaignId }) => campaignId}
      empty={empty}
      columns={[
        { head: t('campaign'), cell: ({ campaignId, name }) => <CampaignLink id={campaignId} name={name} /> },
        { head: t('assigned'), means: t('def.assigned'), cell: ({ assigned }) => count(assigned), isNumber: true },
        { head: t('issued'), cell: ({ issued }) => count(issued), isNumber: true },
        { head: t('redeemed'), cell: ({ redeemed }) => count(redeemed), isNumber: true },
        { head: t('discount'), means: t('def.discount'), cell: discountOf, isNumber: true },
        { head: t('verdicts'), means: t('def.interval'), cell: (row) => <Verdicts row={row} /> },
      ]}
    />
  )
}

const CampaignLink = ({ id, name }: { id: string; name: string }) => (
  <Anchor component={Link} to={`/console/campaigns/${id}`}>
    <bdi>{name}</bdi>
  </Anchor>
)

const discountOf = ({ discountMinor, currency }: Row): string =>
  typeof discountMinor === 'number' ? moneyOr(discountMinor, currency) : count(discountMinor)

function Verdicts({ row: { comparisons, currency } }: { row: Row }) {
  const { t } = useWords('reports')
  if (comparisons.length === 0) return '–'
  return (
    <ul className={css.verdicts}>
      {comparisons.map(({ treatment, control, verdict, metric, difference }) => (
        <li key={`${treatment} ${control}`}>
          {t('verdicts.one', {
            treatment: armName(treatment),
            control: armName(control),
            verdict: verdictInWords(verdict),
            by: differenceInWords(difference, metric as Metric, currency),
          })}
        </li>
      ))}
    </ul>
  )
}

/** For small screens, where no head of a column can be pointed at, and for whoever wants them all. */
function Definitions() {
  const { t } = useWords('reports')
  return (
    <details>
      <summary>{t('definitions')}</summary>
      <dl>
        {(['assigned', 'discount', 'interval'] as const).map((one) => (
          <div key={one}>
            <dt>{t(one === 'interval' ? 'verdicts' : one)}</dt>
            <dd>{t(`def.${one}`)}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

/** The chart holds what is measured in points; the table beside it holds everything. */
function Differences({ rows }: { rows: Row[] }) {
  const { t } = useWords('reports')
  const all = rows.flatMap((row) => row.comparisons.map((one) => ({ ...one, row })))
  return (
    <Panel title={t('differences')} hint={t('differences.hint')}>
      <IntervalChart
        lines={all
          .filter(({ metric }) => metric === 'conversion')
          .map(({ row, treatment, control, difference, low, high }) => ({
            key: `${row.campaignId} ${treatment} ${control}`,
            name: `${row.name}: ${t('against', { treatment: armName(treatment), control: armName(control) })}`,
            difference,
            low,
            high,
          }))}
      />
      <Table
        caption={t('differences.table')}
        head={[t('comparison'), t('verdict'), t('metric'), t('difference'), t('low'), t('high')]}
        rows={all.map(({ row, treatment, control, verdict, metric, difference, low, high }) => {
          const say = (value: number | null) => differenceInWords(value, metric as Metric, row.currency)
          const sides = t('against', { treatment: armName(treatment), control: armName(control) })
          return [
            `${row.name}: ${sides}`,
            verdictInWords(verdict),
            metricInWords(metric as Metric),
            say(difference),
            say(low),
            say(high),
          ]
        })}
      />
    </Panel>
  )
}
