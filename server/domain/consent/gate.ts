// The gate: the only maker of `Permitted`, without which nothing is issued to or sent to a person. Fails closed.
import { type SQL, sql } from 'drizzle-orm'
import { randomId } from '#core/ids.ts'
import { flatten } from '#db/flatten.ts'
import type { Engine, Queries, Tx } from '#db/store.ts'
import type { Category, Channel, LegalBasis } from '#shared/kinds.ts'
import {
  areGranted,
  cellsNeeded,
  channelByMask,
  channelsOf,
  countsByReason,
  hasBrowser,
  hasObjected,
  heldStill,
  isActive,
  isAwake,
  isCoveredNow,
  isGranted,
  isJustified,
  isOldEnough,
  isReachable,
  isStopped,
  isSuppressed,
  withMask,
} from './queries-gate.ts'

/** Not exported, so that only this file can cut one. */
const basis: unique symbol = Symbol('basis')

interface Cut<B extends LegalBasis, P extends string> {
  readonly customerId: string
  readonly purpose: P
  /** The first of the use's channels that is open. */
  readonly channel: Channel
  readonly [basis]: B
}
export type Consented<P extends string = string> = Cut<'consent', P>
export type OnContract<P extends string = string> = Cut<'contract', P>
export type OnInterest<P extends string = string> = Cut<'legitimate_interest', P>
export type Permitted<P extends string = string> = Consented<P> | OnContract<P> | OnInterest<P>

/** What is made for nobody, such as codes for print: it reads no data, and nothing that delivers takes it. */
export interface Unowned<P extends string = string> {
  /** A random id that is no customer's. */
  readonly customerId: string
  readonly purpose: P
  readonly channel: null
  readonly [basis]: 'nobody'
}

/** What somebody wants to do with people's data. */
export interface Use {
  purpose: string
  legalBasis: LegalBasis
  /** In order of preference. */
  channels: readonly Channel[]
  /** What is read besides the channel's contact point, which is always needed. */
  needs: readonly Category[]
}

export type RefusalReason =
  | 'stopped'
  | 'restricted'
  | 'minor'
  | 'objected'
  | 'snoozed'
  | 'suppressed'
  | 'no_consent'
  | 'no_contact'
export interface RefusalCount {
  reason: RefusalReason
  /** The first cell that is missing; with `no_consent` only. */
  category?: Category
  count: number
}

/** A CASE expression over alias `c` (customers): the first channel whose every cell is granted and valid at `now`
 * (epoch ms) under a notice that still means the same, else NULL. */
export function permittedChannel(use: Use, now: number): SQL {
  const open = use.channels.map((channel) => sql`when ${isOpen(use, channel, now)} then ${channel}`)
  if (open.length === 0) return sql`null`
  return sql`(case when ${isStopped(use.purpose)} or not (${isActive}) or not ${isOldEnough(isProfiling(use))} or ${hasObjected(use.purpose)} then null ${sql.join(open, sql` `)} end)`
}

export interface Finder {
  /** Goes behind the relation that has the person's id. */
  join: SQL
  /** As `permittedChannel`. */
  channel: SQL
}

/** The same answer for the person of `id` (of an alias other than `c`), found by one look at her mask where nothing is in doubt: for audiences, which ask
 * about everybody. What issues or sends asks the cells themselves (`permit`). */
export function findChannel(engine: Engine, use: Use, now: number, id: SQL): Finder {
  const exact = (channels: readonly Channel[], of: SQL) =>
    sql`select ${permittedChannel({ ...use, channels }, now)} from customers c where c.id = ${of}`
  if (use.legalBasis !== 'consent') return { join: sql``, channel: sql`(${exact(use.channels, id)})` }
  const looks = use.channels.map((channel, i) => {
    const alias = sql.raw(`mask_${i}`)
    const cells = cellsNeeded(use.purpose, channel, use.needs)
    return {
      join: withMask(engine, alias, id, { purpose: use.purpose, channel }),
      channel: channelByMask(alias, cells, now, exact([channel], sql`${alias}.customer_id`)),
    }
  })
  const open = looks.map(({ channel }) => channel)
  return {
    join: flatten(
      sql.join(
        looks.map(({ join }) => join),
        sql` `,
      ),
    ),
    channel: flatten(open.length > 1 ? sql`coalesce(${sql.join(open, sql`, `)})` : (open[0] ?? sql`null`)),
  }
}

/** Whether a category is granted on at least one of the use's channels; a condition over alias `c`. */
export function cellGranted(use: Use, category: Category, now: number): SQL {
  if (use.channels.length === 0) return sql`1 = 0`
  const cells = use.channels.map((channel) => isAllowed(use, { purpose: use.purpose, channel, category }, now))
  return sql`(${sql.join(cells, sql` or `)})`
}

/**
 * Asks again inside the write that issues or marks for sending; the answer holds until that write ends. Call it before
 * voucher and outbox rows are locked: withdrawals lock the person first. Whoever is absent from the answer is refused.
 */
export async function permit(tx: Tx, use: Use, customerIds: readonly string[]): Promise<Map<string, Permitted>> {
  const cuts = new Map<string, Permitted>()
  const channel = permittedChannel(use, tx.now)
  const ids = [...new Set(customerIds)].sort()
  if (ids.length === 0) return cuts
  if (tx.engine === 'postgres') await tx.rows(heldStill(tx, ids))
  for (const row of await tx.rows<{ id: string; channel: Channel | null }>(channelsOf(tx, ids, channel))) {
    if (row.channel !== null) cuts.set(row.id, cut(use, row.id, row.channel))
  }
  return cuts
}

/**
 * Those of these people who may be handed a voucher by the shop itself, to which we send nothing and for which we read
 * nothing: what stops every use stops this one (status, minority, objection, a stopped purpose, a suppressed address).
 */
export async function mayBeHanded(
  tx: Tx,
  use: Pick<Use, 'purpose' | 'legalBasis'>,
  customerIds: readonly string[],
): Promise<Set<string>> {
  const ids = [...new Set(customerIds)].sort()
  if (ids.length === 0) return new Set()
  if (tx.engine === 'postgres') await tx.rows(heldStill(tx, ids))
  const isBarred = sql`(${isStopped(use.purpose)} or not (${isActive}) or not ${isOldEnough(false)} or ${hasObjected(use.purpose)}
    or ${isSuppressed('email')} or ${isSuppressed('sms')} or not ${isJustified(use.purpose, use.legalBasis)})`
  const open = sql`(case when ${isBarred} then null else 'handed' end)`
  const rows = await tx.rows<{ id: string; channel: string | null }>(channelsOf(tx, ids, open))
  return new Set(rows.flatMap(({ id, channel }) => (channel === null ? [] : id)))
}

/** So many, for what belongs to nobody (decisions.md, 26). Nobody is asked, because nobody is meant. */
export const permitUnowned = ({ purpose }: Pick<Use, 'purpose'>, count: number): Unowned[] =>
  Array.from({ length: count }, () => ({ customerId: randomId('unit'), purpose, channel: null, [basis]: 'nobody' }))

/**
 * Why the people of `matched` (`select id from customers c where …`) who are not reachable are not: one reason each, the
 * first that fails on the preferred channel, so that the counts add up to matched − reachable.
 */
export async function refusalCounts(q: Queries, use: Use, now: number, matched: SQL): Promise<RefusalCount[]> {
  const found = await q.rows<{ failing: string; people: number }>(
    countsByReason(matched, permittedChannel(use, now), firstFailure(use, now)),
  )
  return found.map(({ failing, people }) => {
    const [reason, category] = failing.split(':') as [RefusalReason, Category | undefined]
    return category ? { reason, category, count: people } : { reason, count: people }
  })
}

function cut(use: Use, customerId: string, channel: Channel): Permitted {
  const common = { customerId, purpose: use.purpose, channel }
  if (use.legalBasis === 'contract') return { ...common, [basis]: 'contract' }
  if (use.legalBasis === 'legitimate_interest') return { ...common, [basis]: 'legitimate_interest' }
  return { ...common, [basis]: 'consent' }
}

type NeededCell = ReturnType<typeof cellsNeeded>[number]

function isOpen(use: Use, channel: Channel, now: number): SQL {
  const needed = cellsNeeded(use.purpose, channel, use.needs)
  const cells =
    use.legalBasis === 'consent' ? [areGranted(needed, now)] : needed.map((cell) => isAllowed(use, cell, now))
  const address = usesAddress(channel) ? [isReachable(channel, mustProve(use))] : channel === 'push' ? [hasBrowser] : []
  const rest = comesToHer(channel) ? [isAwake(now)] : []
  return sql.join([...cells, ...address, ...rest], sql` and `)
}

function isAllowed(use: Use, cell: NeededCell, now: number): SQL {
  if (use.legalBasis === 'consent') return isGranted(cell, now)
  return sql`(${isJustified(use.purpose, use.legalBasis)} and ${isCoveredNow(cell, now)})`
}

function firstFailure(use: Use, now: number): SQL {
  const [preferred] = use.channels
  if (preferred === undefined) return sql`'no_consent'`
  const cells = cellsNeeded(use.purpose, preferred, use.needs)
  const failures = [
    sql`when ${isStopped(use.purpose)} then 'stopped'`,
    sql`when not (${isActive}) then 'restricted'`,
    sql`when not ${isOldEnough(isProfiling(use))} then 'minor'`,
    sql`when ${hasObjected(use.purpose)} then 'objected'`,
    ...(comesToHer(preferred) ? [sql`when not ${isAwake(now)} then 'snoozed'`] : []),
    ...(usesAddress(preferred) ? [sql`when ${isSuppressed(preferred)} then 'suppressed'`] : []),
    ...cells.map((cell) => sql`when not ${isAllowed(use, cell, now)} then ${`no_consent:${cell.category}`}`),
  ]
  return sql`(case ${sql.join(failures, sql` `)} else 'no_contact' end)`
}

/** Whether more is read than how to reach somebody and what to call her. */
function isProfiling({ needs }: Use): boolean {
  return needs.some((category) => category !== 'name' && !category.startsWith('contact.'))
}

/** What is shown to her where she comes by herself disturbs nobody. */
export function comesToHer(channel: Channel): boolean {
  return channel !== 'onsite'
}

function usesAddress(channel: Channel): channel is 'email' | 'sms' {
  return channel === 'email' || channel === 'sms'
}

/** An address that changed after the opt-in is nobody's word; on the other bases it is the contract's address. */
function mustProve(use: Use): boolean {
  return use.legalBasis === 'consent'
}
