// The list of campaigns, newest first, found by state and name on the server, with budgets that move while one looks.
import { Anchor, Button, SegmentedControl, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { campaignStates } from '#shared/kinds.ts'
import { approvals, type CampaignsWanted, campaigns, campaignsKey } from '../../api/queries.ts'
import { BudgetBar } from '../../parts/budget-bar.tsx'
import { LiveSign, useLive } from '../../parts/live.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import type { Campaign } from '../../parts/words.ts'
import { campaignInWords } from '../../parts/words.ts'
import { Answer } from '../../ui/answer.tsx'
import { cursorAsText, FromTheMiddle, More } from '../../ui/cursor-table.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Mark } from '../../ui/icons.tsx'
import { useListStart, withPlace } from '../../ui/list-place.ts'
import { Page } from '../../ui/page.tsx'
import { useStretch } from '../../ui/stretch.ts'
import { useWords } from '../words.ts'
import css from './campaigns.module.css'

export function Campaigns() {
  const { t } = useWords('campaigns')
  const liveness = useLive()
  const { wanted, isAll } = useWanted()
  const start = useListStart(campaignsKey(wanted))
  const list = useInfiniteQuery(campaigns(wanted, start.from))
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <Button component={Link} to="/console/campaigns/new" size="md">
          {t('new')}
        </Button>
      }
    >
      <Waiting />
      <Answer of={list} height={104}>
        {({ pages, pageParams }) => {
          const all = pages.flatMap((page) => page.data)
          if (all.length === 0 && isAll) return <NoCampaigns />
          return (
            <>
              <Tools sign={<LiveSign liveness={liveness} />} />
              <p className={css.count} aria-live="polite">
                {t(list.hasNextPage ? 'shownMore' : 'shown', { count: all.length })}
              </p>
              <FromTheMiddle start={start} />
              <div className={css.list}>
                {pages.map(({ data }, index) => (
                  <PageOfCampaigns
                    key={data[0]?.id ?? 'none'}
                    cursor={cursorAsText(pageParams[index])}
                    campaigns={data}
                  />
                ))}
              </div>
              <More of={list} isLong label={t('older')} />
              {all.length === 0 && (
                <Empty title={t('none.title')}>
                  <p>{t('none.text')}</p>
                </Empty>
              )}
            </>
          )
        }}
      </Answer>
    </Page>
  )
}

/** What the address asks for, so that a link leads to the same list. */
function useWanted(): { wanted: CampaignsWanted; isAll: boolean } {
  const [address] = useSearchParams()
  const state = campaignStates.find((one) => one === address.get('state'))
  const q = address.get('q')?.trim() ?? ''
  const isArchived = address.get('state') === 'archived'
  const wanted: CampaignsWanted = {
    ...(state === undefined ? {} : { state }),
    ...(q === '' ? {} : { q: q.slice(0, 200) }),
    ...(isArchived ? { archived: 'true' as const } : {}),
  }
  return { wanted, isAll: Object.keys(wanted).length === 0 }
}

function Tools({ sign }: { sign: React.ReactNode }) {
  const { t } = useWords('campaigns')
  const [address, setAddress] = useSearchParams()
  const [words, setWords] = useState(address.get('q') ?? '')
  const [settled] = useDebouncedValue(words, 250)
  const asked = address.get('q') ?? ''
  useEffect(() => {
    if (settled !== asked) setAddress((now) => withPart(now, 'q', settled), { replace: true })
  }, [settled, asked, setAddress])
  return (
    <div className={css.tools}>
      <SegmentedControl
        className={css.states}
        aria-label={t('which')}
        value={address.get('state') ?? 'all'}
        onChange={(state) =>
          setAddress((now) => withPart(now, 'state', state === 'all' ? '' : state), { replace: true })
        }
        data={[
          { value: 'all', label: t('all') },
          ...campaignStates.map((state) => ({ value: state, label: t(`state.${state}`) })),
          { value: 'archived', label: t('archive') },
        ]}
      />
      <TextInput
        aria-label={t('search')}
        placeholder={t('search')}
        type="search"
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <div className={css.sign}>{sign}</div>
    </div>
  )
}

function withPart(now: URLSearchParams, name: string, value: string): URLSearchParams {
  const next = withPlace(now, null)
  if (value === '') next.delete(name)
  else next.set(name, value)
  return next
}

/** Budgets that somebody has to look at. */
function Waiting() {
  const { t } = useWords('campaigns')
  const open = useQuery(approvals)
  const all = open.data?.data ?? []
  if (all.length === 0) return null
  return (
    <aside className={css.waiting} aria-label={t('approval.title')}>
      <strong>{t('approval.waiting', { count: all.length })}</strong>
      <ul>
        {all.map(({ id, campaignId, campaignName }) => (
          <li key={id}>
            <Link to={`/console/campaigns/${campaignId}`}>
              <bdi>{campaignName}</bdi>
            </Link>
          </li>
        ))}
      </ul>
    </aside>
  )
}

function PageOfCampaigns({ cursor, campaigns: all }: { cursor: string; campaigns: readonly Campaign[] }) {
  const { t } = useWords('campaigns')
  const { ref, height } = useStretch<HTMLUListElement>(all[0]?.id ?? 'none')
  return (
    <ul
      ref={ref}
      data-from={cursor}
      aria-label={t('title')}
      style={height === null ? undefined : { blockSize: height }}
    >
      {height === null && all.map((campaign) => <Row key={campaign.id} campaign={campaign} />)}
    </ul>
  )
}

function Row({ campaign }: { campaign: Campaign }) {
  const { t } = useWords('campaigns')
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
          <p className={css.sentence}>{t('noBudget')}</p>
        ) : (
          <BudgetBar budget={campaign.budget} />
        )}
      </div>
    </li>
  )
}

function NoCampaigns() {
  const { t } = useWords('campaigns')
  return (
    <Empty
      icon={<Mark size={28} />}
      title={t('first.title')}
      action={
        <Button component={Link} to="/console/campaigns/new" size="md">
          {t('first.action')}
        </Button>
      }
    >
      <p>{t('first.text')}</p>
    </Empty>
  )
}
