// The SQL of the gate, as conditions over the alias `c` = customers; each is true or not, and not when in doubt.
import { type SQL, sql } from 'drizzle-orm'
import type { Engine, Queries } from '#db/store.ts'
import { within } from '#db/within.ts'
import { type Category, type Channel, contactCategory } from '#shared/kinds.ts'
import { maskOf, SHUT } from './masks.ts'
import { PROFILE_MINORS } from './minors.ts'
import { EVERY_PURPOSE } from './object.ts'

interface CellKey {
  purpose: string
  channel: Channel
  category: Category
}

/** A word of the house's own, such as a purpose's key, as a literal: a parameter that is compared with an indexed column is
 * part of the plan once a database was analysed, and the statement is then compiled anew at every call, which for the gate's
 * costs more than what it reads. For the same reason ends are compared as `+g.valid_to`, which has no index. */
const word = (plain = ''): SQL => (/^[\w.*-]*$/.test(plain) ? sql.raw(`'${plain}'`) : sql`${plain}`)

/** Every cell that a purpose needs on a channel, the contact point first: refusals are counted in this order. */
export function cellsNeeded(purpose: string, channel: Channel, needs: readonly Category[]): CellKey[] {
  const contact = contactCategory[channel]
  const rest = needs.filter((category) => category !== contact)
  return [contact, ...rest].map((category) => ({ purpose, channel, category }))
}

/** Asks nothing about the person, so both engines work it out once per statement. */
function noticeInForceId(now: number): SQL {
  return sql`(select n.id from notices n
    where n.published_at is not null and n.effective_at <= ${now} order by n.version desc limit 1)`
}

/** The oldest notice version that means for this cell what the one in force means; null where that one is silent. */
function sameSince(cell: CellKey, now: number): SQL {
  return sql`(select s.since_version from notice_scope s where s.notice_id = ${noticeInForceId(now)}
    and s.purpose = ${word(cell.purpose)} and s.channel = ${word(cell.channel)} and s.category = ${word(cell.category)})`
}

export function isCoveredNow(cell: CellKey, now: number): SQL {
  return sql`${sameSince(cell, now)} is not null`
}

export function isGranted(cell: CellKey, now: number): SQL {
  return sql`exists (select 1 from consent_cells g where g.customer_id = c.id
    and g.purpose = ${word(cell.purpose)} and g.channel = ${word(cell.channel)} and g.category = ${word(cell.category)}
    and g.state = 'granted' and +g.valid_to > ${now} and g.notice_version >= ${sameSince(cell, now)})`
}

/** All of these cells, which are of one purpose and channel, by one look into the index that they lie in side by side. */
export function areGranted(cells: readonly CellKey[], now: number): SQL {
  const [first] = cells
  if (first === undefined) return sql`1 = 0`
  const each = cells.map(
    (cell) => sql`(g.category = ${word(cell.category)} and g.notice_version >= ${sameSince(cell, now)})`,
  )
  return sql`(select count(*) from consent_cells g where g.customer_id = c.id
    and g.purpose = ${word(first.purpose)} and g.channel = ${word(first.channel)} and g.state = 'granted' and +g.valid_to > ${now}
    and (${sql.join(each, sql` or `)})) = ${cells.length}`
}

/** The same for all of them at once; null where the notice is silent on one or the purpose was stopped. Worked out once per
 * statement. */
function allSameSince(cells: readonly CellKey[], now: number): SQL {
  const [first] = cells
  const among = sql.join(
    cells.map(({ category }) => word(category)),
    sql`, `,
  )
  return sql`(select case when count(s.since_version) = ${cells.length} then max(s.since_version) end from notice_scope s
    where s.notice_id = ${noticeInForceId(now)} and s.purpose = ${word(first?.purpose)}
    and s.channel = ${word(first?.channel)} and s.category in (${among}) and not ${isStopped(first?.purpose ?? '')})`
}

/** Puts the mask for a purpose and channel beside the person of `id`, under an alias; all null where she has none. */
export function withMask(engine: Engine, alias: SQL, id: SQL, { purpose, channel }: Omit<CellKey, 'category'>): SQL {
  const way = sql`(select w.id from consent_ways w where w.purpose = ${word(purpose)} and w.channel = ${word(channel)})`
  const own = (m: SQL) => sql`${m}.way = ${way} and ${m}.customer_id = ${id}`
  // A join keeps its place in the index from one person to the next. PostgreSQL would read everybody's masks for it.
  if (engine === 'sqlite') return sql`left join consent_masks ${alias} on ${own(alias)}`
  return sql`left join lateral (select * from consent_masks m where ${own(sql`m`)} limit 1) ${alias} on true`
}

/**
 * The channel, when the mask of `alias` has all of these cells, which are of one purpose and channel, and null when it lacks
 * one. Where the mask alone does not settle it, as close to an end or after a new notice, `exact` is asked: a query.
 */
export function channelByMask(alias: SQL, cells: readonly CellKey[], now: number, exact: SQL): SQL {
  const [first] = cells
  if (first === undefined) return sql`null`
  const mask = sql`${alias}.mask`
  const wanted = maskOf(cells.map(({ category }) => category))
  const [granted, looked] = [sql.raw(String(wanted)), sql.raw(String(wanted | SHUT))]
  const isSettled = sql`${alias}.valid_to > ${now} and ${alias}.notice_version >= ${allSameSince(cells, now)}`
  return sql`coalesce(case ${mask} & ${looked} when ${granted} then case when ${isSettled} then ${word(first.channel)} end end,
    case when ${mask} & ${granted} = ${granted} then (${exact}) end)`
}

export const isActive = sql`c.status = 'active'`

/** Whether she wants messages again by `now`. */
export function isAwake(now: number): SQL {
  return sql`coalesce(c.snoozed_until, 0) <= ${now}`
}

/** Whoever is too young to agree alone needs a guardian who has confirmed, and is not profiled unless the house has decided
 * otherwise (consent.md, 8). The people's own row is read anyway; the rest is asked about minors only. */
export function isOldEnough(isProfiling: boolean): SQL {
  const profiling = isProfiling
    ? sql` and exists (select 1 from settings s where s.key = ${word(PROFILE_MINORS)} and s.value = 'yes')`
    : sql``
  return sql`(c.age_band <> 'minor' or (exists (select 1 from guardian_links l where l.customer_id = c.id
    and l.verified_at is not null and l.ended_at is null)${profiling}))`
}

/** Asks nothing about the person, so both engines work it out once per statement. */
export function isStopped(purpose: string): SQL {
  return sql`exists (select 1 from purposes u where u.key = ${word(purpose)} and u.stopped_at is not null)`
}

export function hasObjected(purpose: string): SQL {
  return sql`exists (select 1 from objections o where o.customer_id = c.id and o.purpose in (${word(purpose)}, ${word(EVERY_PURPOSE)}))`
}

/** Only e-mail and SMS go to an address that we keep. It is there, proved where it has to be, and not suppressed: a person has
 * one address per channel, so that this is one look. */
export function isReachable(channel: 'email' | 'sms', verified: boolean): SQL {
  const proof = verified ? sql` and p.verified_at is not null` : sql``
  return sql`exists (select 1 from contact_points p where p.customer_id = c.id and p.channel = ${word(channel)}${proof}
    and not exists (select 1 from suppressions s where s.channel = p.channel and s.print = p.print))`
}

/** Some browser of hers takes push messages. */
export const hasBrowser = sql`exists (select 1 from push_subscriptions b where b.customer_id = c.id)`

/** Suppression is by address, whoever else uses it (decisions.md, 22). */
export function isSuppressed(channel: 'email' | 'sms'): SQL {
  return sql`exists (select 1 from contact_points p join suppressions s on s.channel = p.channel and s.print = p.print
    where p.customer_id = c.id and p.channel = ${word(channel)})`
}

/** The other legal bases hold only for a purpose that says so and why (decisions.md, 26). */
export function isJustified(purpose: string, legalBasis: string): SQL {
  return sql`exists (select 1 from purposes u where u.key = ${word(purpose)} and u.legal_basis = ${word(legalBasis)}
    and u.justification is not null)`
}

/** Keeps what consent says about these people as it is until the transaction ends (decisions.md, 28). The lock is a
 * statement of its own, so that the next one sees what a withdrawal has committed meanwhile. */
export function heldStill(q: Queries, ids: string[]): SQL {
  return sql`select id from customers where id ${within(q, ids)} order by id for share`
}

/** Each person's cells are looked up by themselves: asked of a list, PostgreSQL reads everybody's cells first while it has
 * no statistics yet, and so takes twenty times as long. */
export function channelsOf(q: Queries, ids: string[], channel: SQL): SQL {
  return sql`select p.id, (select ${channel} from customers c where c.id = p.id) as channel
    from customers p where p.id ${within(q, ids)}`
}

export function countsByReason(matched: SQL, channel: SQL, reason: SQL): SQL {
  return sql`select failing, count(*) as people from (
    select ${reason} as failing from customers c where c.id in (${matched}) and ${channel} is null
  ) f group by failing order by failing`
}
