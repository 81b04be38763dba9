// SQL of the room occasions: when the next occasion of a campaign comes, so that nobody looks for it every minute.
import { type SQL, sql } from 'drizzle-orm'
import type { Queries } from '#db/store.ts'
import type { TriggerOf } from '#shared/contracts/triggers.ts'
import { isFirstOrder } from './history.ts'
import { earliest, GRACE_MS, type NextAsked, soonAfter } from './kinds/trigger.ts'

export function cartsToCome(q: Queries, delay: number, asked: NextAsked): Promise<number | null> {
  return factsToCome(q, sql`carts`, delay, asked)
}

export function signupsToCome(q: Queries, delay: number, asked: NextAsked): Promise<number | null> {
  return factsToCome(q, sql`signups`, delay, asked)
}

/** The next fact whose delay ends, and soon if one that was heard of since the last look is due already. */
async function factsToCome(q: Queries, table: SQL, delay: number, asked: NextAsked): Promise<number | null> {
  const { after, launchedAt } = asked
  const next = await first(q, sql`select min(due_base) as at from ${table} where due_base > ${after - delay}`)
  const late = await first(
    q,
    sql`select due_base as at from ${table}
      where due_base > ${Math.max(launchedAt - 1, after - GRACE_MS) - delay} and due_base <= ${after - delay}
        and received_at >= ${lastLook(asked)} limit 1`,
  )
  return earliest(next === null ? null : next + delay, late === null ? null : soonAfter(after))
}

export async function firstOrdersToCome(q: Queries, delay: number, asked: NextAsked): Promise<number | null> {
  const { after, launchedAt } = asked
  const next = await first(
    q,
    sql`select min(o.placed_at) as at from customer_orders h join orders o on o.customer_id = h.customer_id
      where h.last_at > ${after - delay} and o.placed_at > ${after - delay} and ${isFirstOrder}`,
  )
  const late = await first(
    q,
    sql`select updated_at as at from customer_orders
      where updated_at >= ${lastLook(asked)} and last_at >= ${launchedAt} limit 1`,
  )
  return earliest(next === null ? null : next + delay, late === null ? null : soonAfter(after))
}

export async function milestonesToCome(
  q: Queries,
  { thresholdMinor, currency }: TriggerOf<'spend_milestone'>,
  asked: NextAsked,
): Promise<number | null> {
  const news = await first(
    q,
    sql`select updated_at as at from customer_orders
      where updated_at >= ${lastLook(asked)} and currency = ${currency} and total_minor >= ${thresholdMinor} limit 1`,
  )
  return news === null ? null : soonAfter(asked.after)
}

export async function winBacksToCome(
  q: Queries,
  away: number,
  earliestDue: number,
  asked: NextAsked,
): Promise<number | null> {
  const { after } = asked
  const next = await first(q, sql`select min(last_at) as at from customer_orders where last_at > ${after - away}`)
  const late = await first(
    q,
    sql`select updated_at as at from customer_orders
      where updated_at >= ${lastLook(asked)} and last_at > ${earliestDue - away} and last_at <= ${after - away} limit 1`,
  )
  return earliest(next === null ? null : next + away, late === null ? null : soonAfter(after))
}

export async function customEventsToCome(q: Queries, type: string, asked: NextAsked): Promise<number | null> {
  const news = await first(
    q,
    sql`select received_at as at from events
      where customer_id is not null and type = ${type} and received_at >= ${lastLook(asked)} limit 1`,
  )
  return news === null ? null : soonAfter(asked.after)
}

const lastLook = ({ checkedAt, launchedAt }: NextAsked): number => checkedAt ?? launchedAt

async function first(q: Queries, statement: SQL): Promise<number | null> {
  const [row] = await q.rows<{ at: number | null }>(statement)
  return row?.at ?? null
}
