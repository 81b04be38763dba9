// Guardians of minors: asked at an address of their own, confirmed by it, ended when they refuse or the child comes of age.
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import { contactsOfCustomer } from '#customers/contacts.ts'
import { liftCategories } from '#customers/withhold.ts'
import type { Queries, Tx } from '#db/store.ts'
import { DAY_MS } from '#shared/time.ts'
import { categoriesOf } from './confirm-cells.ts'
import { lapseCells, noteCells } from './note.ts'
import { GUARDIAN_WITHIN_DAYS } from './projection.ts'
import { type CellRow, cellRowsOf, type EventRow, eventsOf } from './queries.ts'
import {
  deleteLink,
  endLinks,
  firstUnanswered,
  type GuardianRow,
  guardianById,
  guardianLinksOf,
  insertGuardian,
  unansweredLinks,
  verifyLink,
  wardsByPrint,
} from './queries-guardians.ts'

export interface NewGuardian {
  customerId: string
  /** Under the child's key. */
  addressSealed: string
  /** The address's fingerprint. */
  print: string
}

/** Answers the id of the link. Refuses the child's own address; a guardian who was asked before and did not answer is
 * replaced. */
export async function nameGuardian(tx: Tx, { customerId, addressSealed, print }: NewGuardian): Promise<string> {
  const own = await contactsOfCustomer(tx, customerId)
  if (own.some((point) => point.print === print)) throw new Refusal('guardian.same_address')
  for (const link of await guardianLinksOf(tx, customerId)) if (link.verifiedAt === null) await deleteLink(tx, link.id)
  const id = newId('guardian', tx.now)
  const rest = { method: 'email', madeAt: tx.now, verifiedAt: null, endedAt: null }
  await insertGuardian(tx, { id, customerId, addressSealed, print, ...rest })
  return id
}

export async function findGuardian(q: Queries, linkId: string): Promise<GuardianRow | null> {
  return guardianById(q, linkId)
}

/** The minors whose confirmed guardian is reached at an address, by its fingerprint. */
export async function wardsOf(q: Queries, print: string): Promise<string[]> {
  return wardsByPrint(q, print)
}

/** The link that is open for a minor, confirmed or not; the newest where there are several. */
export async function guardianOf(q: Queries, customerId: string): Promise<GuardianRow | null> {
  return (await guardianLinksOf(q, customerId)).findLast(({ endedAt }) => endedAt === null) ?? null
}

/** Requests that no guardian has answered in time. */
export function unansweredRequests(q: Queries, now: number, limit: number): Promise<GuardianRow[]> {
  return unansweredLinks(q, now - GUARDIAN_WITHIN_DAYS * DAY_MS, limit)
}

/** When the next of them is to be forgotten (epoch ms), perhaps past; null when none waits. */
export async function nextUnanswered(q: Queries): Promise<number | null> {
  const madeAt = await firstUnanswered(q)
  return madeAt === null ? null : madeAt + GUARDIAN_WITHIN_DAYS * DAY_MS
}

export async function hasGuardian(q: Queries, customerId: string): Promise<boolean> {
  return (await guardianLinksOf(q, customerId)).some((link) => link.verifiedAt !== null && link.endedAt === null)
}

/** What a guardian is asked about: what waits for her, and what a child agreed to before anybody knew it was one. */
export async function cellsForGuardian(q: Queries, customerId: string, now: number): Promise<CellRow[]> {
  const rows = await cellRowsOf(q, customerId)
  return rows.filter(({ state, validTo }) => {
    return (state === 'pending_guardian' || state === 'granted') && (validTo ?? 0) > now
  })
}

/** The guardian's yes; the person has to be locked. */
export async function guardianConfirms(tx: Tx, link: GuardianRow): Promise<EventRow[]> {
  await verifyLink(tx, link.id)
  const cells = await cellsForGuardian(tx, link.customerId, tx.now)
  const note = { method: 'guardian', actor: 'guardian', surface: '/g/:token', keepsRequest: true }
  const events = await noteCells(tx, cells, { ...note, decision: 'guardian_confirm', to: 'granted' })
  await liftCategories(tx, link.customerId, categoriesOf(cells))
  return events
}

/** The guardian's no. Answers the events and the cells that were a yes before. */
export async function guardianRefuses(
  tx: Tx,
  link: GuardianRow,
): Promise<{ events: EventRow[]; withdrawn: CellRow[] }> {
  const cells = await cellsForGuardian(tx, link.customerId, tx.now)
  const withdrawn = cells.filter(({ state }) => state === 'granted')
  const note = { decision: 'guardian_refuse', method: 'guardian', actor: 'guardian', surface: '/g/:token' } as const
  const waiting = cells.filter(({ state }) => state !== 'granted')
  const events = [
    ...(await noteCells(tx, waiting, { ...note, to: 'refused' })),
    ...(await noteCells(tx, withdrawn, { ...note, to: 'withdrawn' })),
  ]
  await endLinks(tx, link.customerId)
  return { events, withdrawn }
}

/** A request that no guardian answered in time: the address goes, and the cells go back to what they were. */
export async function forgetRequest(tx: Tx, link: GuardianRow): Promise<EventRow[]> {
  await deleteLink(tx, link.id)
  const rows = await cellRowsOf(tx, link.customerId)
  const waiting = rows.filter(({ state }) => state === 'pending_guardian')
  return lapseCells(tx, waiting, await eventsOf(tx, link.customerId), {
    decision: 'lapse',
    method: 'clock',
    actor: 'system',
  })
}

export async function endGuardianship(tx: Tx, customerId: string): Promise<void> {
  await endLinks(tx, customerId)
}
