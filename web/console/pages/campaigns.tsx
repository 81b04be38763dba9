// The list of campaigns, newest first, with budgets that move while one looks.
import { Anchor, Button, SegmentedControl, Skeleton, TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { CampaignState } from '#shared/kinds.ts'
import { campaignStates } from '#shared/kinds.ts'
import { campaigns } from '../../api/queries.ts'
import { BudgetBar } from '../../parts/budget-bar.tsx'
import { LiveSign, useLive } from '../../parts/live.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import type { Campaign } from '../../parts/words.ts'
import { campaignInWords, stateWords } from '../../parts/words.ts'
import { Empty } from '../../ui/empty.tsx'
import { Failure } from '../../ui/failure.tsx'
import { several } from '../../ui/format.ts'
import { Mark } from '../../ui/icons.tsx'
import { Page } from '../../ui/page.tsx'
import css from './campaigns.module.css'

type Filter = 'all' | CampaignState

export function Campaigns() {
  const liveness = useLive()
  const list = useInfiniteQuery(campaigns)
  const all = list.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <Page
      title="Campaigns"
      lead="Each one waits for an occasion, asks for consent, and keeps to its budget."
      actions={
        <Button component={Link} to="/console/campaigns/new" size="md">
          New campaign
        </Button>
      }
    >
      {list.isError && <Failure error={list.error} onRetry={() => list.refetch()} />}
      {list.isPending && <Waiting />}
      {list.isSuccess && all.length === 0 && <NoCampaigns />}
      {all.length > 0 && <Found all={all} sign={<LiveSign liveness={liveness} />} />}
      {list.hasNextPage && (
        <Button variant="default" mt="lg" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          Show older campaigns
        </Button>
      )}
    </Page>
  )
}

function Found({ all, sign }: { all: Campaign[]; sign: React.ReactNode }) {
  const [filter, setFilter] = useState<Filter>('all')
  const [words, setWords] = useState('')
  const shown = all.filter((campaign) => isShown(campaign, filter, words))
  return (
    <>
      <div className={css.tools}>
        <SegmentedControl
          aria-label="Which campaigns"
          value={filter}
          onChange={(value) => setFilter(value as Filter)}
          data={choicesOf(all)}
        />
        <TextInput
          aria-label="Search by name"
          placeholder="Search by name"
          type="search"
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <div className={css.sign}>{sign}</div>
      </div>
      <p className={css.count} aria-live="polite">
        {shown.length === all.length
          ? several(all.length, 'campaign')
          : `${shown.length} of ${several(all.length, 'campaign')}`}
      </p>
      <ul className={css.list}>
        {shown.map((campaign) => (
          <Row key={campaign.id} campaign={campaign} />
        ))}
      </ul>
      {shown.length === 0 && (
        <Empty title="Nothing fits">
          <p>No campaign has this state and name. Choose “All” or empty the search.</p>
        </Empty>
      )}
    </>
  )
}

/** Pure: whether a campaign is shown for a filter and the words typed. */
export function isShown(campaign: Pick<Campaign, 'state' | 'name'>, filter: Filter, words: string): boolean {
  const fitsState = filter === 'all' || campaign.state === filter
  return fitsState && campaign.name.toLowerCase().includes(words.trim().toLowerCase())
}

function choicesOf(all: Campaign[]) {
  const of = (state: CampaignState) => all.filter((campaign) => campaign.state === state).length
  const used = campaignStates.filter((state) => of(state) > 0)
  return [
    { value: 'all', label: `All ${all.length}` },
    ...used.map((state) => ({ value: state, label: `${stateWords[state]} ${of(state)}` })),
  ]
}

function Row({ campaign }: { campaign: Campaign }) {
  return (
    <li className={css.row}>
      <div className={css.about}>
        <div className={css.name}>
          <Anchor component={Link} to={`/console/campaigns/${campaign.id}`} className={css.link}>
            <bdi>{campaign.name}</bdi>
          </Anchor>
          <StateBadge state={campaign.state} />
        </div>
        <p className={css.sentence}>{campaignInWords(campaign)}</p>
      </div>
      <div className={css.budget}>
        {campaign.budget === null ? (
          <p className={css.sentence}>No budget yet. It needs one before launch.</p>
        ) : (
          <BudgetBar budget={campaign.budget} />
        )}
      </div>
    </li>
  )
}

function Waiting() {
  return (
    <div aria-busy="true" role="status" aria-label="Campaigns are being fetched">
      {[0, 1, 2].map((row) => (
        <Skeleton key={row} height={104} radius="lg" mb="sm" />
      ))}
    </div>
  )
}

function NoCampaigns() {
  return (
    <Empty
      icon={<Mark size={28} />}
      title="Your first campaign is a few words away"
      action={
        <Button component={Link} to="/console/campaigns/new" size="md">
          Choose a template
        </Button>
      }
    >
      <p>
        A campaign says when a voucher is given, to whom, what it is worth and how much it may cost in all. You see how
        many people it reaches, and why not the others, before it starts.
      </p>
    </Empty>
  )
}
