// Campaigns side by side: what each gave away and what its experiment says.
import { Anchor, Button, Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { ReplyOf } from '#shared/api.ts'
import { comparedCampaigns } from '../../api/queries.ts'
import { armName, type Comparison, differenceInWords, moneyOr, verdictWords } from '../../parts/readout-words.ts'
import { Failure } from '../../ui/failure.tsx'
import { count } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Table } from '../../ui/table.tsx'

type Row = ReplyOf<'compareCampaigns'>['data'][number]

export function Reports() {
  const list = useInfiniteQuery(comparedCampaigns)
  const all = list.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <Page title="Reports" lead="Campaigns side by side, newest first. Each name leads to the whole report.">
      {list.isError && <Failure error={list.error} onRetry={() => list.refetch()} />}
      {list.isPending && <Skeleton height={280} radius="lg" />}
      {list.isSuccess && (
        <Panel
          title="Campaigns"
          hint="“Hidden” stands where so few people are behind a figure that one could guess them."
        >
          {all.length === 0 ? <p>No campaign was launched yet.</p> : <Compared rows={all} />}
        </Panel>
      )}
      {list.hasNextPage && (
        <Button variant="default" mt="lg" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          Show older campaigns
        </Button>
      )}
    </Page>
  )
}

function Compared({ rows }: { rows: Row[] }) {
  return (
    <>
      <Table
        caption="Campaigns compared"
        head={['Campaign', 'Assigned', 'Issued', 'Redeemed', 'Discount', 'Verdicts']}
        rows={rows.map((row, i) => [
          `${i + 1}. ${row.name}`,
          count(row.assigned),
          count(row.issued),
          count(row.redeemed),
          typeof row.discountMinor === 'number' ? moneyOr(row.discountMinor, row.currency) : count(row.discountMinor),
          verdictsOf(row),
        ])}
      />
      <ul aria-label="Whole reports">
        {rows.map(({ campaignId, name }) => (
          <li key={campaignId}>
            <Anchor component={Link} to={`/console/campaigns/${campaignId}`}>
              <bdi>{name}</bdi>
            </Anchor>
          </li>
        ))}
      </ul>
    </>
  )
}

function verdictsOf({ comparisons, currency }: Row): string {
  if (comparisons.length === 0) return '–'
  return comparisons
    .map(({ treatment, control, verdict, metric, difference }) => {
      const words = verdictWords[verdict as Comparison['verdict']] ?? verdict
      const by = differenceInWords(difference, metric as Comparison['primary']['metric'], currency)
      return `${armName(treatment)} against ${armName(control)}: ${words} (${by})`
    })
    .join('; ')
}
