// The budget at a glance: spent, held, reserved and free of one limit, told in colour, in pattern and in words.
import type { ReplyOf } from '#shared/api.ts'
import { useWords, wordsOf } from '../console/words.ts'
import { count, money } from '../ui/format.ts'
import css from './budget-bar.module.css'

export type Budget = NonNullable<ReplyOf<'getCampaign'>['budget']>
const kinds = ['spent', 'held', 'reserved'] as const
type Part = (typeof kinds)[number] | 'free'

/** Pure: how wide each part is, in percent of the limit; parts of an unlimited budget share what is used. */
export function widthsOf(budget: Budget): { spent: number; held: number; reserved: number } {
  const used = budget.spentMinor + budget.heldMinor + budget.reservedMinor
  const whole = Math.max(budget.limitMinor ?? used, used, 1)
  const share = (amount: number) => (amount / whole) * 100
  return { spent: share(budget.spentMinor), held: share(budget.heldMinor), reserved: share(budget.reservedMinor) }
}

/** The bar as a sentence for those who do not see it. */
export function budgetInWords(budget: Budget): string {
  const t = wordsOf('campaigns')
  const say = (amount: number) => money(amount, budget.currency)
  const used = { spent: say(budget.spentMinor), held: say(budget.heldMinor), reserved: say(budget.reservedMinor) }
  if (budget.limitMinor === null) return t('budget.saysOpen', used)
  return t('budget.says', { ...used, limit: say(budget.limitMinor), free: say(budget.freeMinor ?? 0) })
}

/** What may go in a day and to one customer, and what went on the latest day; one line for each limit. */
export function capsInWords({ perDay, perCustomer, currency }: Budget): string[] {
  const t = wordsOf('campaigns')
  const most = (cap: { limitMinor: number | null; count: number | null }) => {
    const uses = cap.count === null ? null : t('cap.uses', { count: cap.count })
    if (cap.limitMinor === null) return uses ?? ''
    const amount = money(cap.limitMinor, currency)
    return uses === null ? amount : t('cap.both', { amount, uses })
  }
  const [latest] = perDay?.days ?? []
  const inDay = (cap: NonNullable<typeof perDay>) =>
    latest === undefined
      ? t('cap.day', { most: most(cap) })
      : t('cap.dayUsed', {
          most: most(cap),
          used: money(latest.usedMinor, currency),
          uses: count(latest.countUsed),
          day: latest.day,
        })
  return [...(perDay ? [inDay(perDay)] : []), ...(perCustomer ? [t('cap.customer', { most: most(perCustomer) })] : [])]
}

/** Pure: where the forecast ends, in percent of the limit; null where there is none to show. */
export function forecastAt({ forecast, limitMinor }: Budget): number | null {
  if (forecast === null || limitMinor === null || limitMinor === 0) return null
  return Math.min(100, (forecast.expectedSpendMinor / limitMinor) * 100)
}

export function BudgetBar({ budget, isLarge = false }: { budget: Budget; isLarge?: boolean }) {
  const { t } = useWords('campaigns')
  const widths = widthsOf(budget)
  const forecast = forecastAt(budget)
  const amounts = { spent: budget.spentMinor, held: budget.heldMinor, reserved: budget.reservedMinor }
  return (
    <div className={css.budget} data-large={isLarge || undefined}>
      <div className={css.bar} role="img" aria-label={budgetInWords(budget)}>
        {kinds.map((kind) => (
          <span key={kind} className={css.part} data-kind={kind} style={{ inlineSize: `${widths[kind]}%` }} />
        ))}
        {forecast !== null && (
          <span className={css.forecast} style={{ insetInlineStart: `${forecast}%` }} title={t('budget.forecast')} />
        )}
      </div>
      <dl className={css.legend}>
        {kinds.map((kind) => (
          <LegendItem key={kind} kind={kind} amount={money(amounts[kind], budget.currency)} />
        ))}
        <LegendItem
          kind="free"
          amount={budget.freeMinor === null ? t('budget.noLimit') : money(budget.freeMinor, budget.currency)}
        />
      </dl>
    </div>
  )
}

function LegendItem({ kind, amount }: { kind: Part; amount: string }) {
  const { t } = useWords('campaigns')
  return (
    <div className={css.item} data-kind={kind}>
      <dt>
        <span className={css.swatch} data-kind={kind} aria-hidden="true" />
        {t(`budget.${kind}`)}
      </dt>
      <dd>{amount}</dd>
    </div>
  )
}
