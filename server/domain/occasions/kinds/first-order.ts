// Somebody's first order since the launch, at once or some time later; once for each person, whatever becomes of the order.
import { sql } from 'drizzle-orm'
import { firstOrderTrigger } from '#shared/contracts/triggers.ts'
import { MINUTE_MS } from '#shared/time.ts'
import { isFirstOrder } from '../history.ts'
import { firstOrdersToCome } from '../queries-next.ts'
import { GRACE_MS, OVERLAP_MS, type TriggerKind } from './trigger.ts'

export const firstOrder: TriggerKind<'first_order'> = {
  kind: 'first_order',
  label: 'First order',
  args: firstOrderTrigger,
  needs: () => ['purchase_history'],
  due({ delayMinutes }, { asOf, since, launchedAt }) {
    const delay = delayMinutes * MINUTE_MS
    const from = Math.max(launchedAt - 1, Math.min(asOf - GRACE_MS, since - OVERLAP_MS)) - delay
    // Delays run from the earlier of what the shop says and when we heard of it.
    const base = sql`(case when o.received_at < o.placed_at then o.received_at else o.placed_at end)`
    return {
      join: sql`join orders o on o.customer_id = c.id and o.customer_id is not null`,
      where: sql`c.id in (select h.customer_id from customer_orders h where h.last_at > ${from})
        and o.placed_at >= ${launchedAt} and ${base} > ${from} and ${base} <= ${asOf - delay} and ${isFirstOrder}`,
      occasion: sql`cast(${'first_order'} as text)`,
    }
  },
  concerns: () => sql`not exists (select 1 from customer_orders h where h.customer_id = c.id)`,
  nextDue: (q, { delayMinutes }, asked) => firstOrdersToCome(q, delayMinutes * MINUTE_MS, asked),
}
