// The socket of an occasion: what every kind of trigger says about itself, and how it finds the people it is due for.
import type { SQL } from 'drizzle-orm'
import type { z } from 'zod'
import type { Engine, Queries } from '#db/store.ts'
import type { Trigger, TriggerOf } from '#shared/contracts/triggers.ts'
import type { Category } from '#shared/kinds.ts'
import { DAY_MS, MINUTE_MS } from '#shared/time.ts'

export type { Trigger, TriggerOf } from '#shared/contracts/triggers.ts'
export type TriggerName = Trigger['kind']

/** What somebody has declared under a key (customers/attributes.ts). */
export type Declared = ReadonlyMap<string, { category: Category; categories?: readonly Category[] }>

/** All instants are epoch milliseconds. */
export interface DueAt {
  asOf: number
  /** When the campaign was last looked at; at first, its launch. */
  since: number
  launchedAt: number
  /** The campaign's, which is also that of people who have none. */
  zone: string
  /** In use by customers. */
  zones: readonly string[]
  /** What is read of JSON is written differently. */
  engine: Engine
}

/** Parts of `select … from customers c <join> where <where>`. Somebody may be due for several occasions at once. */
export interface Due {
  join: SQL | null
  where: SQL
  /** Text that names the occasion; nobody gets a second voucher of a campaign for one occasion. */
  occasion: SQL
}

export interface NextAsked {
  after: number
  /** When the campaign was last looked at; null before the first time. */
  checkedAt: number | null
  launchedAt: number
  /** The campaign's. */
  zone: string
}

export interface TriggerKind<K extends TriggerName> {
  kind: K
  label: string
  args: z.ZodType<TriggerOf<K>>
  /** The data it reads. Refuses a custom event that nobody declared with `attribute.undeclared`. */
  needs(trigger: TriggerOf<K>, declared: Declared): Category[]
  due(trigger: TriggerOf<K>, at: DueAt): Due
  /** A condition over `c` = customers: whom it could ever be due for, as far as is known today. For previews. */
  concerns(trigger: TriggerOf<K>): SQL
  /** The first instant after `after` at which somebody may become due, or null while nothing is in sight. */
  nextDue(q: Queries, trigger: TriggerOf<K>, asked: NextAsked): Promise<number | null>
}

/** An occasion that nobody could look at for this long has passed: who left a cart last month is not written to. */
export const GRACE_MS = 3 * DAY_MS
/** Facts are looked for this far back again, because of two writes at once the one with the earlier time may commit last. */
export const OVERLAP_MS = 10 * MINUTE_MS

/** The next whole minute: as soon as a job runs. */
export const soonAfter = (instant: number): number => (Math.floor(instant / MINUTE_MS) + 1) * MINUTE_MS

export const earliest = (...instants: (number | null)[]): number | null => {
  const known = instants.filter((instant) => instant !== null)
  return known.length === 0 ? null : Math.min(...known)
}
