// So many days without an order; once for each last order, and not for those who had been gone long before the launch.
import { type SQL, sql } from 'drizzle-orm'
import { winBackTrigger } from '#shared/contracts/triggers.ts'
import { DAY_MS } from '#shared/time.ts'
import { winBacksToCome } from '../queries-next.ts'
import { type DueAt, GRACE_MS, OVERLAP_MS, type TriggerKind } from './trigger.ts'

/** Whoever fell due this long before the launch is still won back. */
export const BEFORE_LAUNCH_MS = 30 * DAY_MS

export const winBack: TriggerKind<'win_back'> = {
  kind: 'win_back',
  label: 'Win back',
  args: winBackTrigger,
  needs: () => ['purchase_history'],
  due({ days }, at) {
    const away = days * DAY_MS
    return {
      join: sql`join customer_orders h on h.customer_id = c.id`,
      where: sql`h.last_at > ${at.launchedAt - BEFORE_LAUNCH_MS - away} and h.last_at <= ${at.asOf - away}
        ${isNews(at, away)} and ${isLastOfAll}`,
      occasion: sql`h.last_reference`,
    }
  },
  concerns: () => sql`exists (select 1 from customer_orders h where h.customer_id = c.id)`,
  nextDue: (q, { days }, asked) => winBacksToCome(q, days * DAY_MS, asked.launchedAt - BEFORE_LAUNCH_MS, asked),
}

/** After the first look only what fell due or was heard of lately, not everybody who ever went away. */
const isNews = ({ since, launchedAt }: DueAt, away: number): SQL =>
  since <= launchedAt
    ? sql``
    : sql`and (h.last_at > ${since - GRACE_MS - away} or h.updated_at > ${since - OVERLAP_MS})`

/** Somebody who buys in two currencies has one last order. */
const isLastOfAll = sql`not exists (select 1 from customer_orders l where l.customer_id = h.customer_id
  and (l.last_at > h.last_at or (l.last_at = h.last_at and l.last_reference > h.last_reference)))`
