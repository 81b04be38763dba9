// The budget at a glance: spent, held, reserved and free of one limit, told in colour, in pattern and in words.
import type { ReplyOf } from '#shared/api.ts'
import { money } from '../ui/format.ts'
import css from './budget-bar.module.css'

export type Budget = NonNullable<ReplyOf<'getCampaign'>['budget']>
const kinds = ['spent', 'held', 'reserved'] as const
const words = { spent: 'Spent', held: 'Held', reserved: 'Reserved', free: 'Free' } as const

/** Pure: how wide each part is, in percent of the limit; parts of an unlimited budget share what is used. */
export function widthsOf(budget: Budget): { spent: number; held: number; reserved: number } {
  const used = budget.spentMinor + budget.heldMinor + budget.reservedMinor
  const whole = Math.max(budget.limitMinor ?? used, used, 1)
  const share = (amount: number) => (amount / whole) * 100
  return { spent: share(budget.spentMinor), held: share(budget.heldMinor), reserved: share(budget.reservedMinor) }
}

/** Pure: the bar as a sentence for those who do not see it. */
export function budgetInWords(budget: Budget): string {
  const say = (amount: number) => money(amount, budget.currency)
  const limit = budget.limitMinor === null ? 'no limit' : `a limit of ${say(budget.limitMinor)}`
  const free = budget.freeMinor === null ? '' : `, ${say(budget.freeMinor)} free`
  return `Budget with ${limit}: ${say(budget.spentMinor)} spent, ${say(budget.heldMinor)} held, ${say(budget.reservedMinor)} reserved${free}.`
}

/** Pure: what may go in a day and to one customer, and what went on the latest day; one line for each limit. */
export function capsInWords({ perDay, perCustomer, currency }: Budget): string[] {
  const most = (cap: { limitMinor: number | null; count: number | null }) =>
    [
      cap.limitMinor === null ? [] : money(cap.limitMinor, currency),
      cap.count === null ? [] : `${cap.count} redemptions`,
    ]
      .flat()
      .join(' in ')
  const [latest] = perDay?.days ?? []
  const used = latest && `; ${money(latest.usedMinor, currency)} in ${latest.countUsed} on ${latest.day}`
  return [
    ...(perDay ? [`In one day at most ${most(perDay)}${used ?? ''}.`] : []),
    ...(perCustomer ? [`For one customer at most ${most(perCustomer)}.`] : []),
  ]
}

export function BudgetBar({ budget, isLarge = false }: { budget: Budget; isLarge?: boolean }) {
  const widths = widthsOf(budget)
  const amounts = { spent: budget.spentMinor, held: budget.heldMinor, reserved: budget.reservedMinor }
  return (
    <div className={css.budget} data-large={isLarge || undefined}>
      <div className={css.bar} role="img" aria-label={budgetInWords(budget)}>
        {kinds.map((kind) => (
          <span key={kind} className={css.part} data-kind={kind} style={{ inlineSize: `${widths[kind]}%` }} />
        ))}
      </div>
      <dl className={css.legend}>
        {kinds.map((kind) => (
          <LegendItem key={kind} kind={kind} amount={money(amounts[kind], budget.currency)} />
        ))}
        <LegendItem
          kind="free"
          amount={budget.freeMinor === null ? 'no limit' : money(budget.freeMinor, budget.currency)}
        />
      </dl>
    </div>
  )
}

function LegendItem({ kind, amount }: { kind: keyof typeof words; amount: string }) {
  return (
    <div className={css.item} data-kind={kind}>
      <dt>
        <span className={css.swatch} data-kind={kind} aria-hidden="true" />
        {words[kind]}
      </dt>
      <dd>{amount}</dd>
    </div>
  )
}
