// Reads and writes what of a budget went in a day and to one customer. Only whoever has locked the budget writes here, so
// a budget without such limits costs nothing, and no lock is taken beside the budget's.
import { newId } from '#core/ids.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { Budget } from './budget.ts'
import { type Cap, type CapBook, type CapEntry, type CapKind, emptyBook, kindsOf } from './caps.ts'
import {
  capRows,
  capRowsById,
  insertCapEntries,
  insertCaps,
  moveCap,
  openCharges,
  renameCustomer,
} from './queries-caps.ts'

/** What somebody may be about to use: a budget, and a day or customers of it. */
export interface Wanted {
  budget: Budget
  kind: CapKind
  subjects: string[]
}

/** The caps that are wanted, and those that were charged for these redemptions and holds. */
export async function readCaps(q: Queries, wanted: Wanted[], charged: string[]): Promise<CapBook> {
  const book = emptyBook()
  for (const { budget, kind, subjects } of wanted) {
    if (subjects.length === 0 || !kindsOf(budget).includes(kind)) continue
    for (const cap of await capRows(q, budget.id, kind, subjects)) book.caps.set(cap.id, cap)
  }
  if (charged.length === 0) return book
  for (const { charge, ...open } of await openCharges(q, charged)) {
    book.charges.set(charge, [...(book.charges.get(charge) ?? []), open])
  }
  const others = [...book.charges.values()].flat().map(({ capId }) => capId)
  const unread = [...new Set(others)].filter((id) => !book.caps.has(id))
  if (unread.length > 0) for (const cap of await capRowsById(q, unread)) book.caps.set(cap.id, cap)
  return book
}

/**
 * Writes what was charged and given back, one guarded change per cap and one line per entry. `caps` are as they are to be;
 * those that are new are made. Throws when a guard refuses: then somebody wrote without the budget's lock.
 */
export async function saveCaps(tx: Tx, caps: Map<string, Cap>, isNew: Set<string>, entries: CapEntry[]): Promise<void> {
  if (entries.length === 0) return
  const changes = new Map<string, { minor: number; count: number }>()
  for (const { capId, minor, count } of entries) {
    const soFar = changes.get(capId) ?? { minor: 0, count: 0 }
    changes.set(capId, { minor: soFar.minor + minor, count: soFar.count + count })
  }
  const made: Cap[] = []
  for (const [id, change] of [...changes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const cap = caps.get(id)
    if (cap === undefined) throw new Error(`the cap ${id} is not known`)
    if (isNew.has(id)) made.push(cap)
    else if (!(await moveCap(tx, cap, change))) throw new Error(`the cap ${id} cannot take what was said to fit`)
  }
  await insertCaps(tx, made)
  await insertCapEntries(
    tx,
    entries.map(({ capId, charge, cause, minor, count }) => ({
      id: newId('capEntry', tx.now),
      capId,
      charge,
      cause,
      minorDelta: minor,
      countDelta: count,
      at: tx.now,
    })),
  )
}

/** Gives back all that stands charged for holds that ended without a redemption; their budget is locked. */
export async function letGoOfCharges(tx: Tx, budget: Budget, holdIds: string[]): Promise<void> {
  if (holdIds.length === 0 || kindsOf(budget).length === 0) return
  const book = await readCaps(tx, [], holdIds)
  const entries = [...book.charges].flatMap(([charge, open]) =>
    open.map(({ capId, minor, count }) => ({ capId, charge, cause: charge, minor: 0 - minor, count: 0 - count })),
  )
  await saveCaps(tx, book.caps, new Set(), entries)
}

/** An erased customer's totals go on under a random id, as her vouchers do. */
export const anonymiseCaps = (tx: Tx, customerId: string, unitId: string): Promise<void> =>
  renameCustomer(tx, customerId, unitId)
