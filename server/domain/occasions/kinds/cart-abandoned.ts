// A cart that was left for some time without an order after it, whichever of the two we heard of first.
import { sql } from 'drizzle-orm'
import { cartTrigger } from '#shared/contracts/triggers.ts'
import { MINUTE_MS } from '#shared/time.ts'
import { isLeft } from '../history.ts'
import { cartsToCome } from '../queries-next.ts'
import { GRACE_MS, type TriggerKind, type TriggerOf } from './trigger.ts'

export const cartAbandoned: TriggerKind<'cart_abandoned'> = {
  kind: 'cart_abandoned',
  label: 'Abandoned cart',
  args: cartTrigger,
  needs: () => ['cart_activity'],
  due(trigger, { asOf, launchedAt }) {
    const delay = trigger.delayMinutes * MINUTE_MS
    const where = sql`k.due_base > ${Math.max(launchedAt, asOf - GRACE_MS) - delay} and k.due_base <= ${asOf - delay}
      and ${isWorthIt(trigger)} and ${isLeft}`
    return { join: sql`join carts k on k.customer_id = c.id`, where, occasion: sql`k.reference` }
  },
  concerns: (trigger) => sql`exists (select 1 from carts k where k.customer_id = c.id and ${isWorthIt(trigger)})`,
  nextDue: (q, trigger, asked) => cartsToCome(q, trigger.delayMinutes * MINUTE_MS, asked),
}

function isWorthIt({ minimumTotalMinor, currency, category }: TriggerOf<'cart_abandoned'>) {
  const parts = [sql`k.items > 0`]
  if (minimumTotalMinor !== undefined) parts.push(sql`k.total_minor >= ${minimumTotalMinor}`)
  if (currency !== undefined) parts.push(sql`k.currency = ${currency}`)
  if (category !== undefined) {
    parts.push(sql`exists (select 1 from cart_items i where i.customer_id = k.customer_id and i.reference = k.reference
      and i.event_id = k.event_id and i.category = ${category})`)
  }
  return sql.join(parts, sql` and `)
}
