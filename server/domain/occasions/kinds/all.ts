// Every kind of occasion a campaign can wait for, and how to ask one of them.
import type { SQL } from 'drizzle-orm'
import type { Queries } from '#db/store.ts'
import type { Category } from '#shared/kinds.ts'
import { anniversary } from './anniversary.ts'
import { birthday } from './birthday.ts'
import { broadcast } from './broadcast.ts'
import { cartAbandoned } from './cart-abandoned.ts'
import { backInStock, priceDrop } from './cart-changed.ts'
import { customEvent } from './custom-event.ts'
import { firstOrder } from './first-order.ts'
import { signedUp } from './signed-up.ts'
import { spendMilestone } from './spend-milestone.ts'
import {
  type Declared,
  type Due,
  type DueAt,
  earliest,
  type NextAsked,
  soonAfter,
  type TriggerKind,
  type TriggerName,
  type TriggerOf,
} from './trigger.ts'
import { winBack } from './win-back.ts'

export type { Declared, Due, DueAt, NextAsked, Trigger, TriggerName } from './trigger.ts'

export const triggerKinds: { [K in TriggerName]: TriggerKind<K> } = {
  birthday,
  cart_abandoned: cartAbandoned,
  spend_milestone: spendMilestone,
  win_back: winBack,
  signed_up: signedUp,
  custom_event: customEvent,
  first_order: firstOrder,
  anniversary,
  price_drop: priceDrop,
  back_in_stock: backInStock,
  broadcast,
}

/** The data categories that a trigger reads. Refuses an undeclared custom event with `attribute.undeclared`. */
export function triggerNeeds<K extends TriggerName>(
  trigger: TriggerOf<K> & { kind: K },
  declared: Declared,
): Category[] {
  return triggerKinds[trigger.kind].needs(trigger, declared)
}

/** Who is due for which occasion, as parts of a query over `c` = customers. */
export function dueOf<K extends TriggerName>(trigger: TriggerOf<K> & { kind: K }, at: DueAt): Due {
  return triggerKinds[trigger.kind].due(trigger, at)
}

/** Whom a trigger could ever be due for, as far as is known today: a condition over `c` = customers. */
export function concernedBy<K extends TriggerName>(trigger: TriggerOf<K> & { kind: K }): SQL {
  return triggerKinds[trigger.kind].concerns(trigger)
}

/**
 * The first instant after `after` at which a live campaign should look again; null while nothing is in sight. A campaign
 * that was never looked at should be so at once, for what fell due around its launch. A broadcast waits for nothing.
 * A campaign that starts later than it was launched counts as launched when it starts.
 */
export async function nextDueOf<K extends TriggerName>(
  q: Queries,
  trigger: TriggerOf<K> & { kind: K },
  asked: NextAsked,
): Promise<number | null> {
  if (trigger.kind === 'broadcast') return null
  if (asked.after < asked.launchedAt) return asked.launchedAt
  const next = await triggerKinds[trigger.kind].nextDue(q, trigger, asked)
  const isNew = asked.checkedAt === null || asked.checkedAt <= asked.launchedAt
  return isNew ? earliest(soonAfter(asked.after), next) : next
}
