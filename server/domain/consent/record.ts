// Records decisions about consent: append-only events and, in the same transaction, the cells they come to.
import { Refusal } from '#core/refusal.ts'
import { isMinor } from '#customers/ages.ts'
import { type AddressChannel, type Contact, contactsOfCustomer, verifyContact } from '#customers/contacts.ts'
import { lockCustomer } from '#customers/lock.ts'
import { liftCategories } from '#customers/withhold.ts'
import type { Tx } from '#db/store.ts'
import type { Cell, RecordConsents } from '#shared/contracts/consent.ts'
import type { CellState, Channel } from '#shared/kinds.ts'
import { keyOf } from './diff-notice.ts'
import { idsAfter } from './event-ids.ts'
import { findPublished, type Notice, noticeInForce } from './notice.ts'
import { effectiveState, lastsUntil, project, versionOf } from './projection.ts'
import { requirePurposes } from './purposes.ts'
import { type CellRow, cellRowsOf, deleteSuppression, type EventRow, insertEvents, saveCells } from './queries.ts'
import { nextState, type Step, wasGranted } from './transitions.ts'

type Decision = RecordConsents['decisions'][number]

export interface Recording {
  customerId: string
  noticeVersion: number
  locale: string
  method: RecordConsents['method'] | 'gpc' | 'guardian'
  actor: string
  /** SHA-256 of the words of the controls as they were shown. */
  labelsSha256?: string | null
  /** Which page or route it happened on. */
  surface?: string | null
  /** When an import says it happened (epoch ms); `at` is always ours. */
  claimedAt?: number | null
  /** What one published version has changed is agreed to, also before that version is in force or after a later one is: the
   * person was told of it. Whatever another version changes in the same cell still waits for its own yes. */
  isAhead?: boolean
  /** A confirmed guardian decides for a minor. */
  byGuardian?: boolean
  evidenceSealed?: string | null
  /** Whether this act proves the address; undefined: what was proved before counts. */
  verified: boolean | undefined
  /** Grants are noted as `requested` and permit nothing (decisions.md, 24). */
  requestOnly?: boolean
  /** A question was shown, no more: the events say so. */
  isQuestion?: boolean
  /** Whether the person herself acted on a page of ours: only that lifts a suppression (decisions.md, 24). */
  byPerson?: boolean
  /** The version that whoever decides has seen (`versionOf`); undefined: whichever. */
  ifVersion?: string | null | undefined
  decisions: readonly Decision[]
}
export interface Recorded {
  /** The id of the act's first event. */
  actId: string
  events: EventRow[]
  cells: CellRow[]
  /** Cells that were a yes and are a no now. */
  withdrawn: Cell[]
}

/**
 * Refuses a notice that is not in force (a no may refer to any published one), a language it was not published in, cells
 * that it does not cover, unknown purposes, a customer who is being erased, and a yes that was said to an older version of
 * these consents (`consent.changed`): of two such at once one is heard. A no is heard however late it comes.
 */
export async function recordDecisions(tx: Tx, asked: Recording): Promise<Recorded> {
  refuseDoubles(asked.decisions)
  const customer = await lockCustomer(tx, asked.customerId)
  if (customer === null || customer.status === 'erasing') throw new Refusal('customer.erased')
  await requirePurposes(
    tx,
    asked.decisions.map(({ purpose }, i) => ({ key: purpose, path: `decisions.${i}.purpose` })),
  )
  const inForce = await noticeInForce(tx, tx.now)
  const notice = await noticeShown(tx, asked, inForce)
  refuseUncovered(asked.decisions, notice)
  const contacts = await contactsOfCustomer(tx, asked.customerId)
  const rows = await cellRowsOf(tx, asked.customerId)
  refuseStale(asked, versionOf(rows))
  const who = { contacts, isMinor: isMinor(customer, tx.now) }
  const { events, withdrawn } = decide(tx.now, asked, notice, inForce, who, rows)
  const cells = project(events)
  await insertEvents(tx, events)
  await saveCells(tx, cells)
  await settle(tx, asked, contacts, events)
  return { actId: events[0]?.actId ?? '', events, cells, withdrawn }
}

/** Of two that decide from the same version the second is told. */
function refuseStale({ ifVersion, decisions }: Recording, version: string | null): void {
  if (ifVersion === undefined || ifVersion === version) return
  if (decisions.some(({ decision }) => decision === 'grant')) throw new Refusal('consent.changed')
}

function refuseDoubles(decisions: readonly Decision[]): void {
  const seen = new Set<string>()
  decisions.forEach((decision, i) => {
    const key = keyOf(decision)
    if (seen.has(key)) {
      const errors = [{ path: `decisions.${i}`, message: 'this cell is decided twice' }]
      throw new Refusal('request.invalid', { errors })
    }
    seen.add(key)
  })
}

/** A yes goes to the words in force; a no is heard whichever published words it answers. */
async function noticeShown(tx: Tx, asked: Recording, inForce: Notice | null): Promise<Notice> {
  const { noticeVersion, decisions, isAhead = false } = asked
  const grants = decisions.some(({ decision }) => decision === 'grant')
  const isOffered = !grants || isAhead
  const notice =
    inForce?.version === noticeVersion ? inForce : isOffered ? await findPublished(tx, noticeVersion) : null
  if (notice === null) throw new Refusal('notice.unknown')
  if (textHashOf(notice, asked.locale) === undefined) {
    throw new Refusal('notice.unknown', {
      detail: ['Version {{version}} was not published in {{locale}}', { version: noticeVersion, locale: asked.locale }],
    })
  }
  return notice
}

const textHashOf = ({ texts }: Notice, locale: string) => inLocale(texts, locale)

function inLocale(texts: ReadonlyMap<string, string>, locale: string): string | undefined {
  return texts.get(locale) ?? texts.get(locale.split('-')[0] ?? '')
}

function refuseUncovered(decisions: readonly Decision[], notice: Notice): void {
  const errors = decisions.flatMap((decision, i) => {
    const isBare = decision.decision === 'grant' && !notice.since.has(keyOf(decision))
    return isBare ? [{ path: `decisions.${i}`, message: keyOf(decision) }] : []
  })
  if (errors.length > 0) throw new Refusal('consent.cell_not_in_notice', { errors: errors.slice(0, 50) })
}

function decide(
  now: number,
  asked: Recording,
  notice: Notice,
  inForce: Notice | null,
  who: Person,
  rows: CellRow[],
): { events: EventRow[]; withdrawn: Cell[] } {
  const cells = new Map(rows.map((row) => [keyOf(row), row]))
  const nextId = idsAfter(
    rows.map(({ eventId }) => eventId),
    now,
  )
  const actId = nextId()
  const withdrawn: Cell[] = []
  const events = asked.decisions.map((decision, i) => {
    const { purpose, channel, category } = decision
    const before = cells.get(keyOf(decision))
    const from = before ? effectiveState(before, now, inForce?.since ?? new Map()) : 'unknown'
    const step = stepOf(decision, asked, who)
    const to = nextState(from, step)
    const isWithdrawn = wasGranted(from) && decision.decision !== 'grant'
    if (isWithdrawn) withdrawn.push({ purpose, channel, category })
    return {
      id: i === 0 ? actId : nextId(),
      actId,
      customerId: asked.customerId,
      purpose,
      channel,
      category,
      decision: asked.isQuestion ? 'request' : decision.decision,
      stateBefore: from,
      stateAfter: to,
      noticeVersion: asked.noticeVersion,
      locale: asked.locale,
      textSha256: textHashOf(notice, asked.locale) ?? '',
      method: asked.method,
      actor: asked.actor,
      evidenceSealed: asked.evidenceSealed ?? null,
      at: now,
      validTo: validTo(from, to, step, before, now),
      labelsSha256: asked.labelsSha256 ?? inLocale(notice.labels, asked.locale) ?? null,
      surface: asked.surface ?? null,
      requestedAt: null,
      claimedAt: asked.claimedAt ?? null,
      endsEventId: isWithdrawn ? (before?.eventId ?? null) : null,
    }
  })
  return { events, withdrawn }
}

/** An unproven or merely requested yes to what is granted already changes nothing about how long that lasts. */
function validTo(from: CellState, to: CellState, step: Step, before: CellRow | undefined, now: number): number | null {
  const waits = to === 'pending_doi' || to === 'pending_guardian'
  const asksAnew = step === 'grant' || ((step === 'grant_unproven' || step === 'grant_minor') && waits)
  return from !== to || asksAnew ? lastsUntil(to, now) : (before?.validTo ?? null)
}

interface Person {
  contacts: Contact[]
  isMinor: boolean
}

function stepOf(decision: Decision, asked: Recording, { contacts, isMinor }: Person): Step {
  if (decision.decision !== 'grant') return decision.decision
  if (asked.requestOnly) return 'request'
  if (asked.byGuardian) return 'grant'
  const proven = isMinor ? 'grant_minor' : 'grant'
  if (!hasAddress(decision.channel)) return proven
  const proved = asked.verified ?? contacts.some(({ channel, verified }) => channel === decision.channel && verified)
  return proved ? proven : 'grant_unproven'
}

async function settle(tx: Tx, asked: Recording, contacts: Contact[], events: EventRow[]): Promise<void> {
  const granted = events.filter(({ decision, stateAfter }) => decision === 'grant' && stateAfter === 'granted')
  const categories = [...new Set(granted.map(({ category }) => category as Cell['category']))]
  if (categories.length > 0) await liftCategories(tx, asked.customerId, categories)
  if (asked.requestOnly) return
  for (const { channel, print, verified } of contacts) {
    const said = events.filter((event) => event.decision === 'grant' && event.channel === channel)
    if (said.length === 0) continue
    const isProved = verified || asked.verified === true
    if (!verified && asked.verified === true) await verifyContact(tx, asked.customerId, channel, tx.now)
    const isGranted = granted.some((event) => event.channel === channel)
    if (asked.byPerson && isProved && isGranted) await deleteSuppression(tx, channel, print)
  }
}

function hasAddress(channel: Channel): channel is AddressChannel {
  return channel === 'email' || channel === 'sms'
}
