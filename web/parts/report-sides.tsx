// What stands beside the funnel: the key figures, the arms with their holdout, why people were left out.
import type { ReplyOf } from '#shared/api.ts'
import { useWords } from '../console/words.ts'
import { count, figure, money, percent, rate } from '../ui/format.ts'
import { Panel } from '../ui/panel.tsx'
import { Table } from '../ui/table.tsx'
import css from './report-sides.module.css'
import { reasonInWords } from './words.ts'

type Report = ReplyOf<'campaignReport'>

export function KeyFigures({ report }: { report: Report }) {
  const { t } = useWords('campaigns')
  const { total, currency } = report
  const discount = figure(total.discountMinor)
  const share = rate(total.redeemed, total.issued)
  const figures = [
    { name: t('report.issued'), value: count(total.issued), more: t('report.sent', { count: count(total.sent) }) },
    {
      name: t('report.redeemed'),
      value: count(total.redeemed),
      more: share === null ? '' : t('report.ofIssued', { share }),
    },
    {
      name: t('report.discount'),
      value: discount === null ? count(total.discountMinor) : money(discount, currency),
      more: t('report.reversed', { count: count(total.reversed) }),
    },
    {
      name: t('report.held'),
      value: heldBack(report),
      more: t('report.planned', { share: percent(report.experiment.holdoutBps) }),
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

function heldBack(report: Report): string {
  const arm = report.experiment.arms.find((one) => one.key === 'holdout')
  return arm === undefined ? count(0) : count(arm.assigned)
}

export function Arms({ report }: { report: Report }) {
  const { t } = useWords('campaigns')
  const { experiment } = report
  const head = [t('arms.arm'), t('arms.share'), t('stage.assigned'), t('stage.issued'), t('stage.redeemed')]
  return (
    <Panel title={t('arms.title')} hint={t('arms.says')}>
      <Table
        caption={t('arms.caption')}
        head={[...head, t('arms.rate')]}
        rows={experiment.arms.map((arm) => [
          arm.key === 'holdout' ? t('terms.holdout') : arm.key,
          percent(arm.shareBps),
          count(arm.assigned),
          count(arm.issued),
          count(arm.redeemed),
          rate(arm.redeemed, arm.issued) ?? '–',
        ])}
      />
      <p className={css.note}>{t('arms.others', { count: count(experiment.redeemedByOthers) })}</p>
    </Panel>
  )
}

export function Refusals({ report }: { report: Report }) {
  const { t } = useWords('campaigns')
  const refusals = report.refusals.filter((refusal) => refusal.count !== 0)
  const most = Math.max(1, ...refusals.map((refusal) => figure(refusal.count) ?? 0))
  return (
    <Panel title={t('left.title')} hint={t('left.says')}>
      {refusals.length === 0 ? (
        <p className={css.note}>{t('left.nobody')}</p>
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
