// Having spent so much in one currency, in a lifetime, a calendar year or any so many days: crossed after the launch, once or
// each time, and still above when the campaign looks.
import { type SQL, sql } from 'drizzle-orm'
import { milestoneTrigger } from '#shared/contracts/triggers.ts'
import { DAY_MS } from '#shared/time.ts'
import { milestonesToCome } from '../queries-next.ts'
import { type Due, type DueAt, OVERLAP_MS, type TriggerKind, type TriggerOf } from './trigger.ts'

type Milestone = TriggerOf<'spend_milestone'>

export const spendMilestone: TriggerKind<'spend_milestone'> = {
  kind: 'spend_milestone',
  label: 'Spend milestone',
  args: milestoneTrigger,
  needs: () => ['purchase_history'],
  due(trigger, at) {
    if (trigger.period?.kind === 'calendar_year') return dueInYear(trigger, at)
    if (trigger.period?.kind === 'rolling') return dueInDays(trigger, trigger.period.days, at)
    return dueInLifetime(trigger, at)
  },
  concerns: ({ thresholdMinor, currency, period, repeats }) =>
    (period === undefined || period.kind === 'lifetime') && repeats !== true
      ? sql`exists (select 1 from customer_orders h
          where h.customer_id = c.id and h.currency = ${currency} and h.total_minor < ${thresholdMinor})`
      : sql`exists (select 1 from customer_orders h where h.customer_id = c.id and h.currency = ${currency})`,
  nextDue: (q, trigger, asked) => milestonesToCome(q, trigger, asked),
}

/** So many multiples of a threshold are told apart; nobody is given more vouchers for one sum than that. */
export const MOST_MULTIPLES = 100
const multiples = sql`(with recursive each(i) as (
  select cast(1 as bigint) union all select i + 1 from each where i < ${sql.raw(String(MOST_MULTIPLES))}) select i from each)`
const once = sql`(select cast(1 as bigint) as i)`
const times = ({ repeats }: Milestone): SQL => (repeats === true ? multiples : once)

function dueInLifetime(trigger: Milestone, { since, launchedAt }: DueAt): Due {
  const { thresholdMinor, currency } = trigger
  // What was heard of in the millisecond of the launch itself counts by what the shop says of its time.
  const spentSince = sql`coalesce((select sum(s.delta_minor) from spend_changes s
    where s.customer_id = h.customer_id and s.currency = h.currency
      and (s.received_at > ${launchedAt} or (s.received_at = ${launchedAt} and s.at >= ${launchedAt}))), 0)`
  const step = sql`(n.i * cast(${thresholdMinor} as bigint))`
  return {
    join: sql`join customer_orders h on h.customer_id = c.id join ${times(trigger)} n on 1 = 1`,
    where: sql`h.updated_at > ${since - OVERLAP_MS} and h.currency = ${currency} and h.total_minor >= ${thresholdMinor}
      and h.total_minor >= ${step} and h.total_minor - ${spentSince} < ${step}`,
    occasion: sql`(cast(${`${thresholdMinor}.`} as text) || cast(n.i as text))`,
  }
}

const net = (order: SQL): SQL =>
  sql`(case when ${order}.refunded_minor < ${order}.total_minor then ${order}.total_minor - ${order}.refunded_minor else 0 end)`
const ownNet = net(sql`o`)
const stands = (order: SQL): SQL => sql`${order}.placed_at is not null and ${order}.cancelled_at is null`

/** What was spent by somebody's order `o` and those before it that are meant. */
const sumWith = (meant: SQL): SQL => sql`(select sum(${net(sql`p`)}) from orders p
  where p.customer_id = o.customer_id and p.currency = o.currency and ${stands(sql`p`)} and ${meant}
    and (p.placed_at < o.placed_at or (p.placed_at = o.placed_at and p.reference <= o.reference)))`

/** Orders since the launch, of those who bought something lately. */
const ordersInQuestion = ({ currency, thresholdMinor }: Milestone, { since, launchedAt }: DueAt): SQL =>
  sql`o.customer_id is not null and o.currency = ${currency} and ${stands(sql`o`)} and o.placed_at >= ${launchedAt}
    and o.customer_id in (select h.customer_id from customer_orders h
      where h.updated_at > ${since - OVERLAP_MS} and h.currency = ${currency} and h.total_minor >= ${thresholdMinor})`

/** The order that crossed is one of a year as the shop writes it. */
function dueInYear(trigger: Milestone, at: DueAt): Due {
  const { thresholdMinor } = trigger
  const step = sql`(n.i * cast(${thresholdMinor} as bigint))`
  const crossed = sql`(select o.customer_id, substr(o.placed_day, 1, 4) as year, ${ownNet} as own,
      ${sumWith(sql`substr(p.placed_day, 1, 4) = substr(o.placed_day, 1, 4)`)} as so_far
    from orders o where ${ordersInQuestion(trigger, at)})`
  return {
    join: sql`join ${crossed} x on x.customer_id = c.id join ${times(trigger)} n on 1 = 1`,
    where: sql`x.so_far >= ${step} and x.so_far - x.own < ${step}`,
    occasion: sql`(cast(${`${thresholdMinor}.`} as text) || x.year || '.' || cast(n.i as text))`,
  }
}

/** Each order at which the last so many days came to the threshold, numbered: a late report may move a crossing to another
 * order, but makes no second one of it. */
function dueInDays(trigger: Milestone, days: number, at: DueAt): Due {
  const { thresholdMinor, repeats } = trigger
  const recent = sql`p.placed_at > o.placed_at - cast(${days * DAY_MS} as bigint)`
  const crossed = sql`(select y.customer_id,
      row_number() over (partition by y.customer_id order by y.placed_at, y.reference) as n
    from (select o.customer_id, o.placed_at, o.reference, ${ownNet} as own, ${sumWith(recent)} as so_far
      from orders o where ${ordersInQuestion(trigger, at)}) y
    where y.so_far >= ${thresholdMinor} and y.so_far - y.own < ${thresholdMinor})`
  return {
    join: sql`join ${crossed} x on x.customer_id = c.id`,
    where: repeats === true ? sql`1 = 1` : sql`x.n = 1`,
    occasion: sql`(cast(${`${thresholdMinor}.`} as text) || cast(x.n as text))`,
  }
}
