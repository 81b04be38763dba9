// What the drop-in holds about a person: handed over whole, or erased. The room lies downstream of privacy, which is
// told of it at the start (`joinRooms`).
import type { House } from '#core/house.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { Category } from '#shared/kinds.ts'
import { moveNotes } from './merge.ts'
import { openNotes } from './notes.ts'
import { blankParts, deleteGoing, deleteOfCustomer, pageOfRows } from './queries.ts'

const KINDS = 'customer redemption failure rollback unreversed publication order event stack member'.split(' ')
const MOST = 10_000

/** Readable, for the person herself. */
export async function openPersonalData(house: House, customerId: string): Promise<Record<string, unknown>> {
  const rows = await pageOfRows(house.store.read, { kinds: KINDS, customerId, isAscending: true }, MOST, 0)
  const notes = await openNotes(house, rows)
  return { dropIn: notes.map(({ id, kind, body }) => ({ id, kind, said: JSON.stringify(body) })) }
}

/** Bodies are handed over sealed, as those of customers are. */
export async function exportPersonalData(q: Queries, customerId: string): Promise<Record<string, unknown>> {
  const rows = await pageOfRows(q, { kinds: KINDS, customerId, isAscending: true }, MOST, 0)
  return { dropIn: rows.map(({ id, kind, madeMicros, body }) => ({ id, kind, madeMicros, body })) }
}

/** The year of her birth goes with her birthday, her address with where she lives, and what the house was merely told of her
 * with the kind of data it is; what was redeemed is of the contract, and stays. */
export async function forgetCategories(tx: Tx, customerId: string, categories: readonly Category[]): Promise<void> {
  await deleteGoing(tx, customerId, categories)
  const isBirth = categories.some((one) => one === 'birthdate' || one === 'age')
  const isPlace = categories.includes('location')
  if (!isBirth && !isPlace) return
  await blankParts(tx, customerId, { ...(isBirth && { birthSealed: null }), ...(isPlace && { placeSealed: null }) })
}

/** Of two profiles of one person: everything goes to the one that stays. */
export const movePersonalData = (house: House, from: string, into: string): Promise<(tx: Tx) => Promise<void>> =>
  moveNotes(house, from, into, KINDS)

export async function erasePersonalData(tx: Tx, customerId: string): Promise<void> {
  await deleteOfCustomer(tx, customerId)
}
