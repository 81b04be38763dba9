// Something in a cart that was left got cheaper, or is in stock again: the latest change of each article, while it still holds.
import { sql } from 'drizzle-orm'
import { changesBetween, changesSince, isCheaperStill, isInStockStill } from '#catalog/changes.ts'
import { backInStockTrigger, priceDropTrigger } from '#shared/contracts/triggers.ts'
import { DAY_MS } from '#shared/time.ts'
import { isLeft } from '../history.ts'
import { type Due, type DueAt, GRACE_MS, OVERLAP_MS, soonAfter, type TriggerKind, type TriggerOf } from './trigger.ts'

type Name = 'price_drop' | 'back_in_stock'

const isMeant = (trigger: TriggerOf<Name>) =>
  trigger.kind === 'price_drop'
    ? sql`(p.before_minor - p.after_minor) * 10000 >= p.before_minor * ${trigger.minimumBps} and ${isCheaperStill}`
    : isInStockStill

function due(trigger: TriggerOf<Name>, { asOf, since, launchedAt }: DueAt): Due {
  const from = Math.max(launchedAt - 1, Math.min(asOf - GRACE_MS, since - OVERLAP_MS))
  return {
    join: sql`join cart_items i on i.customer_id = c.id
      join carts k on k.customer_id = i.customer_id and k.reference = i.reference and k.event_id = i.event_id
      join ${changesBetween(trigger.kind, from, asOf)} p on p.sku = i.sku`,
    where: sql`k.items > 0 and k.at <= p.at and k.at > p.at - ${trigger.withinDays * DAY_MS}
      and ${isMeant(trigger)} and ${isLeft}`,
    occasion: sql`(i.sku || ' ' || cast(p.at as text))`,
  }
}

const concerns = () => sql`exists (select 1 from carts k where k.customer_id = c.id and k.items > 0 and ${isLeft})`

export const priceDrop: TriggerKind<'price_drop'> = {
  kind: 'price_drop',
  label: 'Price drop in a cart',
  args: priceDropTrigger,
  needs: () => ['cart_activity'],
  due,
  concerns,
  nextDue: async (q, { kind }, { after, checkedAt, launchedAt }) =>
    (await changesSince(q, kind, checkedAt ?? launchedAt)) ? soonAfter(after) : null,
}

export const backInStock: TriggerKind<'back_in_stock'> = {
  kind: 'back_in_stock',
  label: 'Back in stock in a cart',
  args: backInStockTrigger,
  needs: () => ['cart_activity'],
  due,
  concerns,
  nextDue: async (q, { kind }, { after, checkedAt, launchedAt }) =>
    (await changesSince(q, kind, checkedAt ?? launchedAt)) ? soonAfter(after) : null,
}
