// What the experiment of a campaign says: each comparison with its verdict, interval and proof, and the arms behind it.
import { Alert, Badge } from '@mantine/core'
import { moment, several } from '../ui/format.ts'
import { Facts, Panel } from '../ui/panel.tsx'
import { Table } from '../ui/table.tsx'
import { useWhyNot } from './access.ts'
import css from './readout.module.css'
import {
  armName,
  bandInWords,
  type Comparison,
  checkWords,
  differenceInWords,
  guardrailWords,
  intervalInWords,
  looksInWords,
  metricWords,
  moneyOr,
  noReadout,
  plain,
  type Readout as Read,
  type Report,
  readoutOf,
  share,
  sidesInWords,
  verdictWords,
} from './readout-words.ts'

export function Readout({ report }: { report: Report }) {
  const isExact = useWhyNot('reports.exact') === null
  const readout = readoutOf(report)
  return (
    <Panel
      title="What the experiment says"
      hint="Everybody counts in the arm she was assigned to, whether or not she used a voucher. A verdict is told only once it is proved."
      beside={report.asOf === null ? undefined : <span className={css.soft}>As of {moment(report.asOf)}</span>}
    >
      {readout === null ? (
        <p className={css.soft}>{noReadout(isExact)}</p>
      ) : (
        <Found report={report} readout={readout} />
      )}
    </Panel>
  )
}

function Found({ report, readout }: { report: Report; readout: Read }) {
  const { srm, maturity } = readout
  const bad = srm.checks.filter(({ alarm }) => alarm).map(({ what }) => checkWords[what])
  return (
    <div className={css.stack}>
      {srm.alarm && (
        <Alert color="red" variant="light" title="The arms are not as they were drawn" role="alert">
          Recipients did not come into the arms as the shares say ({bad.join(', ')}; p = {plain(srm.p, 6)}). Until the
          reason is found, nothing below is a result.
        </Alert>
      )}
      <Facts
        facts={[
          { term: 'Assigned', says: plain(maturity.assigned, 0) },
          {
            term: 'Whose time to buy is over',
            says: `${plain(maturity.mature, 0)} (${share(maturity.share, 0)})`,
          },
          { term: 'Running for', says: several(Math.floor(maturity.daysRunning), 'day') },
          {
            term: 'Decided',
            says:
              readout.decideAt === null ? 'as soon as it is proved' : moment(new Date(readout.decideAt).toISOString()),
          },
        ]}
      />
      {readout.comparisons.map((one) => (
        <Compared key={one.key} one={one} currency={report.currency} isGrey={srm.alarm} />
      ))}
      <Table
        caption="Arms and what they brought"
        head={['Arm', 'Assigned', 'Mature', 'Buyers', 'Buyers in percent', 'Revenue', 'Discount', 'Revenue each']}
        rows={readout.arms.map((arm) => [
          armName(arm.key),
          plain(arm.assigned, 0),
          plain(arm.mature, 0),
          plain(arm.purchasers, 0),
          share(arm.conversion),
          moneyOr(arm.totals.revenueMinor, report.currency),
          moneyOr(arm.totals.discountMinor, report.currency),
          moneyOr(arm.revenuePerRecipientMinor, report.currency),
        ])}
      />
    </div>
  )
}

const good = new Set<Comparison['verdict']>(['winner'])
const bad = new Set<Comparison['verdict']>(['loser', 'invalid_srm', 'winner_blocked_by_guardrail'])

function Compared({ one, currency, isGrey }: { one: Comparison; currency: string; isGrey: boolean }) {
  const { primary, verdict, sentence } = one
  const say = (value: number | null) => differenceInWords(value, primary.metric, currency)
  return (
    <article className={css.compared} data-grey={isGrey || undefined} data-testid={`compared-${one.key}`}>
      <h3 className={css.title}>
        {armName(one.treatment)} against {armName(one.control)}
      </h3>
      <p className={css.badges}>
        <Badge
          variant="outline"
          color={isGrey ? 'gray' : good.has(verdict) ? 'pine' : bad.has(verdict) ? 'red' : 'gray'}
        >
          {verdictWords[verdict]}
        </Badge>
        <Badge variant="outline" color="gray">
          {looksInWords(primary.shown.kind)}
        </Badge>
      </p>
      <p className={css.sentence}>{sentence.text}</p>
      <Facts
        facts={[
          { term: `Difference in ${metricWords[primary.metric]}`, says: say(primary.difference) },
          { term: 'Where it may lie', says: intervalInWords(primary, currency) },
          { term: 'Recipients behind it', says: sidesInWords({ ...one, n: primary.n }) },
          ...(one.raw === null ? [] : [{ term: 'Neither capped nor adjusted', says: say(one.raw.difference) }]),
          { term: 'So far, with open windows', says: say(one.live.difference) },
        ]}
      />
      <Guardrails one={one} />
      <Gained one={one} currency={currency} />
    </article>
  )
}

function Guardrails({ one: { guardrails } }: { one: Comparison }) {
  if (guardrails.length === 0) return null
  const words = { ok: 'keeps to', fails: 'breaks', not_measured: 'cannot be measured:' } as const
  return (
    <ul className={css.list} aria-label="Guardrails">
      {guardrails.map(({ metric, status }) => (
        <li key={metric} data-bad={status === 'fails' || undefined}>
          {status === 'not_measured' ? `The guardrail on ${guardrailWords[metric]} cannot be measured.` : null}
          {status === 'not_measured' ? null : `It ${words[status]} the guardrail on ${guardrailWords[metric]}.`}
        </li>
      ))}
    </ul>
  )
}

/** What came because of the offer, beyond what would have come anyway. */
function Gained({ one: { incrementality }, currency }: { one: Comparison; currency: string }) {
  if (incrementality === null || incrementality.status === 'no_data') return null
  if (incrementality.status === 'not_measurable') {
    return (
      <p className={css.soft}>
        <strong>Not measurable.</strong> The orders of the holdout are not sent, so nobody can say what would have been
        bought anyway. Send all orders of known customers, also those without a voucher.
      </p>
    )
  }
  const { orders, ordersInterval, shareOfRedemptions, discountPerIncrementalOrderMinor: each } = incrementality
  const { roi, roiInterval, marginTotalMinor } = incrementality
  return (
    <Facts
      facts={[
        {
          term: 'Orders that came on top',
          says: `${plain(orders, 1)}${bandInWords(ordersInterval, (value) => plain(value, 1))}`,
        },
        { term: 'Share of redemptions that came on top', says: share(shareOfRedemptions, 1) },
        { term: 'Discount for each of them', says: moneyOr(each, currency) },
        { term: 'Margin that came on top', says: moneyOr(marginTotalMinor, currency) },
        {
          term: 'Gained per unit of discount (iROI)',
          says: `${plain(roi)}${roiInterval.status === 'bounded' ? bandInWords(roiInterval, (value) => plain(value)) : ''}`,
        },
      ]}
    />
  )
}
