// Turns what waits for a confirmation into what was confirmed: by the person's own channel, or by her guardian.
import { isMinor } from '#customers/ages.ts'
import { type AddressChannel, contactsOfCustomer, verifyContact } from '#customers/contacts.ts'
import { lockCustomer } from '#customers/lock.ts'
import { liftCategories } from '#customers/withhold.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { Category } from '#shared/kinds.ts'
import { lapseCells, noteCells } from './note.ts'
import { type CellRow, cellRowsOf, deleteSuppression, type EventRow, eventsOf } from './queries.ts'

/** Which request is meant: of a channel, at an address (its fingerprint), up to an event. */
export interface Request {
  customerId: string
  channel: AddressChannel
  print: string
  /** The last event that the mail was about. */
  upTo: string
}

/** The cells that a confirmation would grant; none when the address has changed since, or time is up. */
export async function cellsToConfirm(q: Queries, request: Request, now: number): Promise<CellRow[]> {
  const contacts = await contactsOfCustomer(q, request.customerId)
  if (!contacts.some(({ channel, print }) => channel === request.channel && print === request.print)) return []
  const rows = await cellRowsOf(q, request.customerId)
  return rows.filter(({ state, channel, eventId, validTo }) => {
    return state === 'pending_doi' && channel === request.channel && eventId <= request.upTo && (validTo ?? 0) > now
  })
}

/** Grants them, proves the address, and lifts what kept it from being written to. Minors wait for their guardian now. */
export async function confirmCells(tx: Tx, request: Request): Promise<EventRow[]> {
  const customer = await lockCustomer(tx, request.customerId)
  if (customer === null || customer.status === 'erasing') return []
  const cells = await cellsToConfirm(tx, request, tx.now)
  if (cells.length === 0) return []
  const to = isMinor(customer, tx.now) ? 'pending_guardian' : 'granted'
  const note = {
    decision: 'confirm',
    to,
    method: 'doi',
    actor: 'self',
    surface: '/c/:token',
    keepsRequest: true,
  } as const
  const events = await noteCells(tx, cells, note)
  await verifyContact(tx, request.customerId, request.channel, tx.now)
  if (to === 'granted') {
    await liftCategories(tx, request.customerId, categoriesOf(cells))
    await deleteSuppression(tx, request.channel, request.print)
  }
  return events
}

/** "That was not me": what waits goes back to what it was. */
export async function disownCells(tx: Tx, request: Request): Promise<EventRow[]> {
  if ((await lockCustomer(tx, request.customerId)) === null) return []
  const cells = await cellsToConfirm(tx, request, tx.now)
  const history = await eventsOf(tx, request.customerId)
  return lapseCells(tx, cells, history, { decision: 'disown', method: 'doi', actor: 'self', surface: '/c/:token' })
}

export const categoriesOf = (cells: readonly { category: string }[]): Category[] => [
  ...new Set(cells.map(({ category }) => category as Category)),
]
