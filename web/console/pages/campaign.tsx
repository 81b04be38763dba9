// One campaign: its budget as it moves, its funnel, its arms, who was left out, and what can be done with it.
import { Alert, Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link, useLocation, useParams } from 'react-router'
import { campaign as campaignQuery, report as reportQuery } from '../../api/queries.ts'
import { Breakdown } from '../../parts/breakdown.tsx'
import { BudgetBar, capsInWords } from '../../parts/budget-bar.tsx'
import { Funnel } from '../../parts/funnel.tsx'
import { Launch } from '../../parts/launch.tsx'
import { Lifecycle } from '../../parts/lifecycle.tsx'
import { LiveSign, useLive } from '../../parts/live.tsx'
import { Needs } from '../../parts/needs.tsx'
import { Readout } from '../../parts/readout.tsx'
import { Arms, KeyFigures, Refusals, Runs, runInWords } from '../../parts/report-sides.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import type { Campaign } from '../../parts/words.ts'
import { campaignInWords, offerInWords, validityInWords } from '../../parts/words.ts'
import { useAnnounce } from '../../ui/announce.tsx'
import { Failure } from '../../ui/failure.tsx'
import { moment, money, percent, spelled } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { Facts, Panel } from '../../ui/panel.tsx'
import css from './campaign.module.css'

export function CampaignPage() {
  const { id = '' } = useParams()
  const found = useQuery(campaignQuery(id))
  if (found.isError) {
    return (
      <Page title="Campaign" eyebrow={<Back />}>
        <Failure error={found.error} onRetry={() => found.refetch()} />
      </Page>
    )
  }
  if (found.isPending) {
    return (
      <Page title="Campaign" eyebrow={<Back />}>
        <Skeleton height={140} radius="lg" mb="md" />
        <Skeleton height={380} radius="lg" />
      </Page>
    )
  }
  return found.data.state === 'draft' ? <Draft campaign={found.data} /> : <Launched key={id} campaign={found.data} />
}

const Back = () => <Link to="/console">Campaigns</Link>

function Launched({ campaign }: { campaign: Campaign }) {
  const liveness = useLive(campaign.id)
  const announce = useAnnounce()
  const report = useQuery(reportQuery(campaign.id, 'variant'))
  const [outcome, setOutcome] = useState<string | null>(null)
  return (
    <Page
      title={campaign.name}
      eyebrow={<Back />}
      beside={<StateBadge state={campaign.state} />}
      lead={campaignInWords(campaign)}
      actions={
        <Lifecycle
          campaign={campaign}
          onRun={(run) => {
            setOutcome(runInWords(run))
            announce(runInWords(run))
          }}
        />
      }
    >
      <div className={css.stack}>
        <JustLaunched />
        {outcome !== null && (
          <Alert
            color="pine"
            variant="light"
            title="The run has finished"
            withCloseButton
            closeButtonLabel="Close"
            onClose={() => setOutcome(null)}
          >
            {outcome}
          </Alert>
        )}
        <BudgetPanel campaign={campaign} sign={<LiveSign liveness={liveness} />} />
        {report.isError && <Failure error={report.error} onRetry={() => report.refetch()} />}
        {report.isSuccess && <KeyFigures report={report.data} />}
        {report.isSuccess && <Readout report={report.data} />}
        <Funnel campaign={campaign} />
        <Breakdown campaign={campaign} />
        {report.isSuccess && (
          <div className={css.sides}>
            <Arms report={report.data} />
            <Refusals report={report.data} />
          </div>
        )}
        <Runs id={campaign.id} timeZone={campaign.timeZone} />
        <Terms campaign={campaign} />
      </div>
    </Page>
  )
}

/** Right after a launch: that it worked, and what might surprise. */
function JustLaunched() {
  const state: unknown = useLocation().state
  const [isOpen, setOpen] = useState(typeof state === 'object' && state !== null && 'launched' in state)
  const announce = useAnnounce()
  useEffect(() => {
    if (isOpen) announce('The campaign is live.')
  }, [isOpen, announce])
  if (!isOpen) return null
  const warnings: unknown = typeof state === 'object' && state !== null && 'warnings' in state ? state.warnings : []
  return (
    <Alert
      color="pine"
      variant="light"
      title="The campaign is live"
      withCloseButton
      closeButtonLabel="Close"
      onClose={() => setOpen(false)}
    >
      From now on vouchers are issued when their occasion comes. You can also run it now.
      {Array.isArray(warnings) && warnings.length > 0 && (
        <ul>
          {warnings.map((warning) => (
            <li key={String(warning)}>{String(warning)}</li>
          ))}
        </ul>
      )}
    </Alert>
  )
}

function Draft({ campaign }: { campaign: Campaign }) {
  return (
    <Page
      title={campaign.name}
      eyebrow={<Back />}
      beside={<StateBadge state={campaign.state} />}
      lead={campaignInWords(campaign)}
      actions={
        <Button component={Link} to={`/console/campaigns/${campaign.id}/edit`} variant="default">
          Edit draft
        </Button>
      }
    >
      <div className={css.stack}>
        <Panel
          title="Ready to launch?"
          hint="Everything is checked again at launch, and every reason against it is told at once."
        >
          <Launch campaign={campaign} />
        </Panel>
        <Terms campaign={campaign} />
      </div>
    </Page>
  )
}

function BudgetPanel({ campaign, sign }: { campaign: Campaign; sign: React.ReactNode }) {
  const { budget } = campaign
  if (budget === null) return null
  const say = (amount: number) => money(amount, budget.currency)
  return (
    <Panel
      title={budget.limitMinor === null ? 'Budget without a limit' : `Budget of ${say(budget.limitMinor)}`}
      hint={
        budget.mode === 'guaranteed'
          ? 'Money is set aside when a voucher is issued, so every voucher is sure to be paid.'
          : 'Money is taken when a voucher is redeemed; when it is gone, vouchers are refused.'
      }
      beside={sign}
    >
      <BudgetBar budget={budget} isLarge />
      {budget.forecast !== null && (
        <p className={css.forecast}>
          At this pace about <strong>{say(budget.forecast.expectedSpendMinor)}</strong> will be spent; at the very most{' '}
          <strong>{say(budget.forecast.worstCaseMinor)}</strong>.
        </p>
      )}
      {budget.countLimit !== null && (
        <p className={css.forecast}>
          {budget.countUsed} of {budget.countLimit} vouchers used.
        </p>
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
  const currency = campaign.budget?.currency ?? 'EUR'
  return (
    <Panel
      title="Terms"
      hint="Offers, shares and the holdout are frozen at launch, so that the comparison stays honest."
    >
      <Facts
        facts={[
          ...campaign.variants.map((variant) => ({
            term: `Variant ${variant.key}, ${percent(variant.shareBps)}`,
            says: offerInWords(variant.offer, currency),
          })),
          { term: 'Holdout', says: campaign.holdoutBps === 0 ? 'none' : percent(campaign.holdoutBps) },
          { term: 'Vouchers are', says: validityInWords(campaign.validity) },
          {
            term: 'Smallest order',
            says: campaign.minimumOrderMinor === null ? 'any' : money(campaign.minimumOrderMinor, currency),
          },
          { term: 'Purpose', says: spelled(campaign.purpose) },
          { term: 'Time zone', says: campaign.timeZone },
          {
            term: 'Launched',
            says: campaign.launchedAt === null ? 'not yet' : moment(campaign.launchedAt, campaign.timeZone),
          },
          ...(campaign.endedAt === null ? [] : [{ term: 'Ended', says: moment(campaign.endedAt, campaign.timeZone) }]),
        ]}
      />
      <h3 className={css.subtitle}>Consents it needs</h3>
      <Needs needs={campaign.needs} />
    </Panel>
  )
}
