// An event of the shop's own kind since the launch, of which some things hold; once for each event.
import { sql } from 'drizzle-orm'
import { Refusal } from '#core/refusal.ts'
import { customTrigger } from '#shared/contracts/triggers.ts'
import { customEventsToCome } from '../queries-next.ts'
import { holdsFor } from './event-data.ts'
import { OVERLAP_MS, type TriggerKind } from './trigger.ts'

const typeOf = (name: string): string => `custom.${name}`

/** What an event says of somebody is data of a category: it is declared as an attribute under the event's full type. */
export const customEvent: TriggerKind<'custom_event'> = {
  kind: 'custom_event',
  label: "An event of the shop's own",
  args: customTrigger,
  needs({ name }, declared) {
    const known = declared.get(typeOf(name))
    if (known === undefined) {
      const key = typeOf(name)
      const message = `declare ${key} as an attribute with its data category first`
      const why = { path: 'trigger.name', code: 'attribute.undeclared', message, values: { key } }
      throw new Refusal('attribute.undeclared', { errors: [why] })
    }
    return [...(known.categories ?? [known.category])]
  },
  due({ name, where = [] }, { asOf, since, launchedAt, engine }) {
    const conditions = where.map((one) => sql` and ${holdsFor(one, engine)}`)
    return {
      join: sql`join events e on e.customer_id = c.id`,
      where: sql`e.customer_id is not null and e.type = ${typeOf(name)} and e.received_at > ${since - OVERLAP_MS}
        and e.due_base >= ${launchedAt} and e.due_base <= ${asOf}${sql.join(conditions, sql``)}`,
      occasion: sql`e.id`,
    }
  },
  concerns: ({ name }) =>
    sql`c.id in (select e.customer_id from events e where e.customer_id is not null and e.type = ${typeOf(name)})`,
  nextDue: (q, { name }, asked) => customEventsToCome(q, typeOf(name), asked),
}
