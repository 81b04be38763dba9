// The day of somebody's first order, each year after it, in her own zone, up to 60 days ahead.
import { sql } from 'drizzle-orm'
import { zonesInUse } from '#customers/zones.ts'
import { anniversaryTrigger } from '#shared/contracts/triggers.ts'
import { isFirstOrder } from '../history.ts'
import { dueEachYear, nextMidnight } from './each-year.ts'
import type { TriggerKind } from './trigger.ts'

export const anniversary: TriggerKind<'anniversary'> = {
  kind: 'anniversary',
  label: 'Anniversary of the first order',
  args: anniversaryTrigger,
  needs: () => ['purchase_history'],
  due({ leadDays }, at) {
    const { where, year } = dueEachYear(sql`substr(o.placed_day, 6)`, leadDays, at)
    return {
      join: sql`join orders o on o.customer_id = c.id and o.customer_id is not null`,
      where: sql`${where} and ${isFirstOrder} and substr(o.placed_day, 1, 4) < ${year}`,
      occasion: year,
    }
  },
  concerns: () => sql`exists (select 1 from customer_orders h where h.customer_id = c.id)`,
  nextDue: async (q, _trigger, { after, zone }) => nextMidnight(after, [zone, ...(await zonesInUse(q))]),
}
