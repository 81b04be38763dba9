// Having spent so much in one currency: crossed after the launch, once, and still above when the campaign looks.
import { sql } from 'drizzle-orm'
import { milestoneTrigger } from '#shared/contracts/triggers.ts'
import { milestonesToCome } from '../queries-next.ts'
import { OVERLAP_MS, type TriggerKind } from './trigger.ts'

export const spendMilestone: TriggerKind<'spend_milestone'> = {
  kind: 'spend_milestone',
  label: 'Spend milestone',
  args: milestoneTrigger,
  needs: () => ['purchase_history'],
  due({ thresholdMinor, currency }, { since, launchedAt }) {
    // What was heard of in the millisecond of the launch itself counts by what the shop says of its time.
    const spentSince = sql`coalesce((select sum(s.delta_minor) from spend_changes s
      where s.customer_id = h.customer_id and s.currency = h.currency
        and (s.received_at > ${launchedAt} or (s.received_at = ${launchedAt} and s.at >= ${launchedAt}))), 0)`
    return {
      join: sql`join customer_orders h on h.customer_id = c.id`,
      where: sql`h.updated_at > ${since - OVERLAP_MS} and h.currency = ${currency} and h.total_minor >= ${thresholdMinor}
        and h.total_minor - ${spentSince} < ${thresholdMinor}`,
      occasion: sql`cast(${`${thresholdMinor}.1`} as text)`,
    }
  },
  concerns: ({ thresholdMinor, currency }) =>
    sql`exists (select 1 from customer_orders h
      where h.customer_id = c.id and h.currency = ${currency} and h.total_minor < ${thresholdMinor})`,
  nextDue: (q, trigger, asked) => milestonesToCome(q, trigger, asked),
}
