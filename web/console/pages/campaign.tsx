// One campaign: its budget as it moves, its funnel, its arms, who was left out, and what can be done with it.

import { Alert, Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { Link, useLocation, useParams } from 'react-router'
import type { ReplyOf } from '#shared/api.ts'
import { campaign as campaignQuery, report as reportQuery } from '../../api/queries.ts'
import { Approval } from '../../parts/approval.tsx'
import { Breakdown } from '../../parts/breakdown.tsx'
import { BudgetBar, capsInWords } from '../../parts/budget-bar.tsx'
import { ExperimentFiles } from '../../parts/experiment-files.tsx'
import { Funnel } from '../../parts/funnel.tsx'
import { Keeping } from '../../parts/keeping.tsx'
import { Launch } from '../../parts/launch.tsx'
import { Lifecycle } from '../../parts/lifecycle.tsx'
import { LiveSign, useLive } from '../../parts/live.tsx'
import { Needs } from '../../parts/needs.tsx'
import { Readout } from '../../parts/readout.tsx'
import { warningToTell } from '../../parts/reasons.tsx'
import { Arms, KeyFigures, Refusals } from '../../parts/report-sides.tsx'
import { Runs, runInWords } from '../../parts/runs.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { Tour } from '../../parts/tour.tsx'
import { Why } from '../../parts/why.tsx'
import type { Campaign } from '../../parts/words.ts'
import { campaignInWords, offerInWords, validityInWords } from '../../parts/words.ts'
import { useAnnounce } from '../../ui/announce.tsx'
import { Failure } from '../../ui/failure.tsx'
import { count, moment, money, percent, spelled } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { Facts, Panel } from '../../ui/panel.tsx'
import { useWords } from '../words.ts'
import css from './campaign.module.css'
import { DryRunLink } from './dry-run/link.tsx'

const BurnDown = lazy(() => import('../../parts/burn-down.tsx'))
const Shares = lazy(() => import('../../parts/shares.tsx'))

export function CampaignPage() {
  const { t } = useWords('campaigns')
  const { id = '' } = useParams()
  const found = useQuery(campaignQuery(id))
  const crumbs = useCrumbs()
  if (found.isError) {
    return (
      <Page title={t('one')} crumbs={crumbs}>
        <Failure error={found.error} onRetry={() => found.refetch()} />
      </Page>
    )
  }
  if (found.isPending) {
    return (
      <Page title={t('one')} crumbs={crumbs} isWaiting>
        <Skeleton height={140} radius="lg" mb="md" />
        <Skeleton height={380} radius="lg" />
      </Page>
    )
  }
  return found.data.state === 'draft' ? <Draft campaign={found.data} /> : <Launched key={id} campaign={found.data} />
}

function useCrumbs() {
  const { t } = useWords('campaigns')
  return [{ to: '/console', label: t('title') }]
}

function Launched({ campaign }: { campaign: Campaign }) {
  const { t } = useWords('campaigns')
  const crumbs = useCrumbs()
  const liveness = useLive(campaign.id)
  const announce = useAnnounce()
  const report = useQuery(reportQuery(campaign.id, 'variant'))
  const [outcome, setOutcome] = useState<string | null>(null)
  return (
    <Page
      title={campaign.name}
      crumbs={crumbs}
      beside={<StateBadge state={campaign.state} />}
      lead={campaignInWords(campaign)}
      actions={
        <>
          <Lifecycle
            campaign={campaign}
            onRun={(run) => {
              setOutcome(runInWords(run))
              announce(runInWords(run))
            }}
          />
          <DryRunLink id={campaign.id} />
          <Keeping campaign={campaign} />
        </>
      }
    >
      <div className={css.stack}>
        <JustLaunched />
        {outcome !== null && (
          <Alert
            color="pine"
            variant="light"
            title={t('run.title')}
            withCloseButton
            closeButtonLabel={t('close')}
            onClose={() => setOutcome(null)}
          >
            {outcome}
          </Alert>
        )}
        <BudgetPanel campaign={campaign} sign={<LiveSign liveness={liveness} />} />
        {report.isError && <Failure error={report.error} onRetry={() => report.refetch()} />}
        {report.isPending ? (
          <Skeleton height="100dvh" radius="lg" />
        ) : (
          <Below campaign={campaign} report={report.data} />
        )}
      </div>
    </Page>
  )
}

/** Right after a launch: that it worked, and what might surprise. */
function JustLaunched() {
  const { t } = useWords('campaigns')
  const state: unknown = useLocation().state
  const [isOpen, setOpen] = useState(typeof state === 'object' && state !== null && 'launched' in state)
  const announce = useAnnounce()
  useEffect(() => {
    if (isOpen) announce(t('launched.says'))
  }, [isOpen, announce, t])
  if (!isOpen) return null
  const given: unknown = typeof state === 'object' && state !== null && 'warned' in state ? state.warned : []
  const warned = Array.isArray(given) ? (given as ReplyOf<'launchCampaign'>['warned']) : []
  return (
    <>
      <Tour step={3} />
      <Alert
        color="pine"
        variant="light"
        title={t('launched.title')}
        withCloseButton
        closeButtonLabel={t('close')}
        onClose={() => setOpen(false)}
      >
        {t('launched.says')}
        {warned.length > 0 && (
          <ul>
            {warned.map((warning) => (
              <li key={warning.message}>{warningToTell(warning)}</li>
            ))}
          </ul>
        )}
      </Alert>
    </>
  )
}

/** All of it at once, so that nothing moves while one reads; without a report what needs none. */
function Below({ campaign, report }: { campaign: Campaign; report: ReplyOf<'campaignReport'> | undefined }) {
  return (
    <>
      {report && <KeyFigures report={report} />}
      {report?.burnDown && report.burnDown.spent.length > 0 && (
        <Suspense fallback={<Skeleton height={400} radius="lg" />}>
          <BurnDown of={report.burnDown} currency={report.currency} />
        </Suspense>
      )}
      {report && <Readout report={report} />}
      {report && report.experiment.readout !== null && <ExperimentFiles campaign={campaign} />}
      <Funnel campaign={campaign} />
      <Breakdown campaign={campaign} />
      {report && (
        <div className={css.sides}>
          <Arms report={report} />
          <Refusals report={report} />
        </div>
      )}
      <Runs id={campaign.id} timeZone={campaign.timeZone} />
      <Why campaign={campaign} />
      <Approval id={campaign.id} />
      {campaign.variants.length > 1 && (
        <Suspense fallback={<Skeleton height={240} radius="lg" />}>
          <Shares campaign={campaign} />
        </Suspense>
      )}
      <Terms campaign={campaign} />
    </>
  )
}

function Draft({ campaign }: { campaign: Campaign }) {
  const { t } = useWords('campaigns')
  return (
    <Page
      title={campaign.name}
      crumbs={useCrumbs()}
      beside={<StateBadge state={campaign.state} />}
      lead={campaignInWords(campaign)}
      actions={
        <>
          {campaign.archivedAt === null && (
            <Button component={Link} to={`/console/campaigns/${campaign.id}/edit`} variant="default">
              {t('draft.edit')}
            </Button>
          )}
          <Keeping campaign={campaign} />
        </>
      }
    >
      <div className={css.stack}>
        <Approval id={campaign.id} />
        {campaign.archivedAt === null && (
          <Panel title={t('draft.ready')} hint={t('draft.readySays')}>
            <Launch campaign={campaign} />
          </Panel>
        )}
        <Terms campaign={campaign} />
      </div>
    </Page>
  )
}

function BudgetPanel({ campaign, sign }: { campaign: Campaign; sign: React.ReactNode }) {
  const { t } = useWords('campaigns')
  const { budget } = campaign
  if (budget === null) return null
  const say = (amount: number) => money(amount, budget.currency)
  const { forecast } = budget
  return (
    <Panel
      title={budget.limitMinor === null ? t('budget.unlimited') : t('budget.of', { limit: say(budget.limitMinor) })}
      hint={budget.mode === 'guaranteed' ? t('budget.guaranteed') : t('budget.atRedemption')}
      beside={sign}
    >
      <BudgetBar budget={budget} isLarge />
      {forecast !== null && (
        <p className={css.forecast}>
          {t('budget.forecastSays', {
            expected: say(forecast.expectedSpendMinor),
            low: say(forecast.lowMinor),
            high: say(forecast.highMinor),
            worst: say(forecast.worstCaseMinor),
          })}
        </p>
      )}
      {budget.countLimit !== null && (
        <p className={css.forecast}>{t('budget.used', { count: budget.countUsed, limit: count(budget.countLimit) })}</p>
      )}
      {capsInWords(budget).map((line) => (
        <p key={line} className={css.forecast}>
          {line}
        </p>
      ))}
    </Panel>
  )
}

function Terms({ campaign }: { campaign: Campaign }) {
  const { t } = useWords('campaigns')
  const currency = campaign.budget?.currency ?? 'EUR'
  const { launchedAt, endedAt, timeZone, minimumOrderMinor } = campaign
  return (
    <Panel title={t('terms.title')} hint={t('terms.says')}>
      <Facts
        facts={[
          ...campaign.variants.map((variant) => ({
            term: t('terms.variant', { key: variant.key, share: percent(variant.shareBps) }),
            says: offerInWords(variant.offer, currency),
          })),
          {
            term: t('terms.holdout'),
            says: campaign.holdoutBps === 0 ? t('terms.none') : percent(campaign.holdoutBps),
          },
          { term: t('terms.vouchers'), says: validityInWords(campaign.validity) },
          {
            term: t('terms.smallest'),
            says: minimumOrderMinor === null ? t('terms.any') : money(minimumOrderMinor, currency),
          },
          { term: t('terms.purpose'), says: spelled(campaign.purpose) },
          { term: t('terms.zone'), says: timeZone },
          { term: t('terms.launched'), says: launchedAt === null ? t('terms.notYet') : moment(launchedAt, timeZone) },
          ...(endedAt === null ? [] : [{ term: t('terms.ended'), says: moment(endedAt, timeZone) }]),
        ]}
      />
      <h3 className={css.subtitle}>{t('needs.title')}</h3>
      <Needs needs={campaign.needs} />
    </Panel>
  )
}
