// What consent holds about a person: handed over whole; when erased, the events stay under an id that is nobody's.
import { contactsOfCustomer } from '#customers/contacts.ts'
import { isFromForm } from '#customers/from-form.ts'
import type { Queries, Tx } from '#db/store.ts'
import { cellRowsOf, deleteCells, deleteObjections, eventsOf, objectionsOf } from './queries.ts'
import { deleteLinksOf } from './queries-guardians.ts'
import { deleteClosingsAndReminders } from './queries-parties.ts'
import { deleteTokensOf } from './queries-tokens.ts'
import { suppress } from './suppress.ts'

export async function exportPersonalData(q: Queries, customerId: string): Promise<Record<string, unknown>> {
  return {
    events: await eventsOf(q, customerId),
    cells: await cellRowsOf(q, customerId),
    objections: await objectionsOf(q, customerId),
  }
}

/** The proof of what was agreed stays under the random id of a person who is gone; its evidence went with her key. An address
 * whose owner had said no is remembered as a fingerprint, so that nobody writes to it again (consent.md, 9). */
export async function erasePersonalData(tx: Tx, customerId: string): Promise<void> {
  const cells = await cellRowsOf(tx, customerId)
  const objections = await objectionsOf(tx, customerId)
  const isKnown = !(await isFromForm(tx, customerId))
  for (const { channel, print, verified } of await contactsOfCustomer(tx, customerId)) {
    // Anybody can type any address into the public form: what was left unticked there is nobody's no.
    if (!verified && !isKnown) continue
    const saidNo = cells.some((cell) => cell.channel === channel && ['withdrawn', 'refused'].includes(cell.state))
    if (saidNo || objections.length > 0) await suppress(tx, channel, print, 'erased_after_no')
  }
  await deleteCells(tx, customerId)
  await deleteObjections(tx, customerId)
  await deleteTokensOf(tx, customerId)
  await deleteLinksOf(tx, customerId)
  await deleteClosingsAndReminders(tx, customerId)
}
