// What stands beside the funnel: the key figures, the arms with their holdout, why people were left out, the last runs.
import { useQuery } from '@tanstack/react-query'
import type { ReplyOf } from '#shared/api.ts'
import { runs as runsQuery } from '../api/queries.ts'
import { count, figure, moment, money, percent, rate } from '../ui/format.ts'
import { Panel } from '../ui/panel.tsx'
import { Table } from '../ui/table.tsx'
import css from './report-sides.module.css'
import { reasonInWords } from './words.ts'

type Report = ReplyOf<'campaignReport'>
type Run = ReplyOf<'runCampaign'>

export function KeyFigures({ report }: { report: Report }) {
  const { total, currency } = report
  const discount = figure(total.discountMinor)
  const figures = [
    { name: 'Vouchers issued', value: count(total.issued), more: `${count(total.sent)} sent` },
    { name: 'Redeemed', value: count(total.redeemed), more: shareOf(rate(total.redeemed, total.issued), 'of issued') },
    {
      name: 'Discount given',
      value: discount === null ? count(total.discountMinor) : money(discount, currency),
      more: `${count(total.reversed)} reversed`,
    },
    {
      name: 'Held back to compare',
      value: heldBack(report),
      more: shareOf(percent(report.experiment.holdoutBps), 'planned'),
    },
  ]
  return (
    <dl className={css.figures}>
      {figures.map((item) => (
        <div key={item.name} className={css.figure}>
          <dt>{item.name}</dt>
          <dd>
            <strong>{item.value}</strong>
            <span>{item.more}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}

const shareOf = (share: string | null, words: string) => (share === null ? '' : `${share} ${words}`)

function heldBack(report: Report): string {
  const arm = report.experiment.arms.find((one) => one.key === 'holdout')
  return arm === undefined ? '0' : count(arm.assigned)
}

export function Arms({ report }: { report: Report }) {
  const { experiment } = report
  return (
    <Panel
      title="Arms"
      hint="Who got which offer was drawn by lot and stays so. The holdout got nothing: it shows what would have happened anyway."
    >
      <Table
        caption="Arms of the experiment"
        head={['Arm', 'Share', 'Assigned', 'Issued', 'Redeemed', 'Rate']}
        rows={experiment.arms.map((arm) => [
          arm.key === 'holdout' ? 'Holdout' : arm.key,
          percent(arm.shareBps),
          count(arm.assigned),
          count(arm.issued),
          count(arm.redeemed),
          rate(arm.redeemed, arm.issued) ?? '–',
        ])}
      />
      <p className={css.note}>{count(experiment.redeemedByOthers)} redeemed by somebody else than the recipient.</p>
    </Panel>
  )
}

export function Refusals({ report }: { report: Report }) {
  const refusals = report.refusals.filter((refusal) => refusal.count !== 0)
  const most = Math.max(1, ...refusals.map((refusal) => figure(refusal.count) ?? 0))
  return (
    <Panel title="Left out, and why" hint="People who came in question and got no voucher.">
      {refusals.length === 0 ? (
        <p className={css.note}>Nobody was left out so far.</p>
      ) : (
        <ul className={css.refusals}>
          {refusals.map((refusal) => (
            <li key={refusal.reason}>
              <span className={css.number}>{count(refusal.count)}</span>
              <span>{reasonInWords(refusal.reason)}</span>
              <span
                className={css.length}
                aria-hidden="true"
                style={{ inlineSize: `${((figure(refusal.count) ?? 0) / most) * 100}%` }}
              />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

export function Runs({ id, timeZone }: { id: string; timeZone: string }) {
  const runs = useQuery(runsQuery(id))
  const rows = runs.data?.data ?? []
  if (rows.length === 0) return null
  return (
    <Panel title="Last runs" hint={`Times in ${timeZone}.`}>
      <Table
        caption="The last runs of this campaign"
        head={['Finished', 'In question', 'Issued', 'Holdout', 'Had one', 'Had not agreed', 'Capped', 'No budget']}
        rows={rows.map((run) => [
          run.finishedAt === null ? 'running' : moment(run.finishedAt, timeZone),
          ...[run.matched, run.issued, run.holdout, run.alreadyHad, run.noConsent, run.capped, run.noBudget].map((n) =>
            count(n),
          ),
        ])}
      />
    </Panel>
  )
}

/** Pure: what a run did, in one sentence. */
export function runInWords(run: Run): string {
  const kinds = ['holdout', 'alreadyHad', 'noConsent', 'capped', 'noBudget', 'outOfStock'] as const
  const left = kinds.filter((kind) => run[kind] > 0).map((kind) => `${count(run[kind])} ${reasonInWords(kind)}`)
  const issued = run.issued === 1 ? '1 voucher was issued' : `${count(run.issued)} vouchers were issued`
  const asked = `${issued}; ${count(run.matched)} came in question`
  return left.length === 0 ? `${asked}.` : `${asked}, of whom ${left.join(', ')}.`
}
