// What the experiment of a campaign says: each comparison with its verdict, interval and proof, and the arms behind it.
import { Alert, Badge } from '@mantine/core'
import { useWords } from '../console/words.ts'
import { moment } from '../ui/format.ts'
import { Panel } from '../ui/panel.tsx'
import { Table } from '../ui/table.tsx'
import { useWhyNot } from './access.ts'
import css from './readout.module.css'
import {
  armName,
  bandInWords,
  type Comparison,
  differenceInWords,
  intervalInWords,
  metricInWords,
  moneyOr,
  noReadout,
  plain,
  type Readout as Read,
  type Report,
  readoutOf,
  sentenceInWords,
  share,
  sidesInWords,
  verdictInWords,
} from './readout-words.ts'
import { Terms } from './terms.tsx'

export function Readout({ report }: { report: Report }) {
  const { t } = useWords('reports')
  const isExact = useWhyNot('reports.exact') === null
  const readout = readoutOf(report)
  return (
    <Panel
      title={t('readout')}
      hint={t('readout.hint')}
      beside={
        report.asOf === null ? undefined : <span className={css.soft}>{t('asOf', { at: moment(report.asOf) })}</span>
      }
    >
      {readout === null ? (
        <p className={css.soft}>{noReadout(isExact)}</p>
      ) : (
        <Found currency={report.currency} readout={readout} />
      )}
    </Panel>
  )
}

/** A read-out without its sheet; without a currency amounts stand in minor units. */
export function Found({ currency, readout }: { currency: string; readout: Read }) {
  const { t } = useWords('reports')
  const { srm, maturity, decideAt } = readout
  const bad = srm.checks.filter(({ alarm }) => alarm).map(({ what }) => t(`check.${what}`))
  return (
    <div className={css.stack}>
      {srm.alarm && (
        <Alert color="red" variant="light" title={t('srm')} role="alert">
          {t('srm.says', { what: bad.join(', '), p: plain(srm.p, 6) })}
        </Alert>
      )}
      <Terms
        terms={[
          { term: t('assigned'), says: plain(maturity.assigned, 0), means: t('def.assigned') },
          {
            term: t('mature'),
            says: `${plain(maturity.mature, 0)} (${share(maturity.share, 0)})`,
            means: t('def.mature'),
          },
          { term: t('running'), says: t('days', { count: Math.floor(maturity.daysRunning) }) },
          {
            term: t('decided'),
            says: decideAt === null ? t('decided.soon') : moment(new Date(decideAt).toISOString()),
          },
        ]}
      />
      {readout.comparisons.map((one) => (
        <Compared key={one.key} one={one} currency={currency} readout={readout} />
      ))}
      <ArmTable currency={currency} readout={readout} />
    </div>
  )
}

function ArmTable({ currency, readout }: { currency: string; readout: Read }) {
  const { t } = useWords('reports')
  const head = [t('arm'), t('assigned'), t('matureShort'), t('buyers'), t('buyersShare')]
  return (
    <Table
      caption={t('arms')}
      head={[...head, t('revenue'), t('discount'), t('revenueEach')]}
      rows={readout.arms.map((arm) => [
        armName(arm.key),
        plain(arm.assigned, 0),
        plain(arm.mature, 0),
        plain(arm.purchasers, 0),
        share(arm.conversion),
        moneyOr(arm.totals.revenueMinor, currency),
        moneyOr(arm.totals.discountMinor, currency),
        moneyOr(arm.revenuePerRecipientMinor, currency),
      ])}
    />
  )
}

const good = new Set<Comparison['verdict']>(['winner'])
const bad = new Set<Comparison['verdict']>(['loser', 'invalid_srm', 'winner_blocked_by_guardrail'])

function Compared({ one, currency, readout }: { one: Comparison; currency: string; readout: Read }) {
  const { t } = useWords('reports')
  const { primary, verdict } = one
  const isGrey = readout.srm.alarm
  const say = (value: number | null) => differenceInWords(value, primary.metric, currency)
  return (
    <article className={css.compared} data-grey={isGrey || undefined} data-testid={`compared-${one.key}`}>
      <h3 className={css.title}>
        <bdi>{t('against', { treatment: armName(one.treatment), control: armName(one.control) })}</bdi>
      </h3>
      <p className={css.badges}>
        <Badge
          variant="outline"
          color={isGrey ? 'gray' : good.has(verdict) ? 'pine' : bad.has(verdict) ? 'red' : 'gray'}
        >
          {verdictInWords(verdict)}
        </Badge>
        <Badge variant="outline" color="gray">
          {t(`looks.${primary.shown.kind}`)}
        </Badge>
      </p>
      <p className={css.sentence}>{sentenceInWords(one, readout.final, currency)}</p>
      <Terms
        terms={[
          {
            term: t('differenceIn', { metric: metricInWords(primary.metric) }),
            says: say(primary.difference),
            means: t(`def.${primary.metric === 'conversion' ? 'buyers' : 'revenue'}`),
          },
          { term: t('where'), says: intervalInWords(primary, currency), means: t('def.interval') },
          { term: t('behind'), says: sidesInWords({ ...one, n: primary.n }), means: t('def.mature') },
          ...(one.raw === null ? [] : [{ term: t('raw'), says: say(one.raw.difference) }]),
          { term: t('soFar'), says: say(one.live.difference) },
        ]}
      />
      <Guardrails one={one} />
      <Gained one={one} currency={currency} />
    </article>
  )
}

function Guardrails({ one: { guardrails } }: { one: Comparison }) {
  const { t } = useWords('reports')
  if (guardrails.length === 0) return null
  return (
    <ul className={css.list} aria-label={t('guardrails')}>
      {guardrails.map(({ metric, status }) => (
        <li key={metric} data-bad={status === 'fails' || undefined}>
          {t(`guardrail.${status}`, { what: t(`guard.${metric}`) })}
        </li>
      ))}
    </ul>
  )
}

/** What came because of the offer, beyond what would have come anyway. */
function Gained({ one: { incrementality }, currency }: { one: Comparison; currency: string }) {
  const { t } = useWords('reports')
  if (incrementality === null || incrementality.status === 'no_data') return null
  if (incrementality.status === 'not_measurable') {
    return (
      <p className={css.soft}>
        <strong>{t('unmeasured')}</strong> {t('unmeasured.says')}
      </p>
    )
  }
  const { orders, ordersInterval, shareOfRedemptions, discountPerIncrementalOrderMinor: each } = incrementality
  const { roi, roiInterval, marginTotalMinor } = incrementality
  const orderBand = bandInWords(ordersInterval, (value) => plain(value, 1))
  const roiBand = roiInterval.status === 'bounded' ? bandInWords(roiInterval, (value) => plain(value)) : ''
  return (
    <Terms
      terms={[
        { term: t('gained.orders'), says: `${plain(orders, 1)}${orderBand}`, means: t('def.incremental') },
        { term: t('gained.share'), says: share(shareOfRedemptions, 1) },
        { term: t('gained.each'), says: moneyOr(each, currency) },
        { term: t('gained.margin'), says: moneyOr(marginTotalMinor, currency) },
        { term: t('gained.roi'), says: `${plain(roi)}${roiBand}`, means: t('def.roi') },
      ]}
    />
  )
}
