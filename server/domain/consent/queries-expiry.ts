// SQL on what many people have agreed to, for noting by the page what has run out.
import { asc, sql } from 'drizzle-orm'
import type { Queries } from '#db/store.ts'
import { consentCells, consentEvents } from '#db/tables/consent.ts'
import { within } from '#db/within.ts'
import type { CellRow, EventRow } from './queries.ts'

/** In the order of people and cells. */
export const cellsOfMany = (q: Queries, customerIds: string[]): Promise<CellRow[]> =>
  q
    .select()
    .from(consentCells)
    .where(sql`${consentCells.customerId} ${within(q, customerIds)}`)
    .orderBy(
      asc(consentCells.customerId),
      asc(consentCells.purpose),
      asc(consentCells.channel),
      asc(consentCells.category),
    )

/** In the order of people and events. */
export const eventsOfMany = (q: Queries, customerIds: string[]): Promise<EventRow[]> =>
  q
    .select()
    .from(consentEvents)
    .where(sql`${consentEvents.customerId} ${within(q, customerIds)}`)
    .orderBy(asc(consentEvents.customerId), asc(consentEvents.id))
