// What becomes of two people's consents when they turn out to be one: the stricter of both. A yes counts only where the profile
// that stays has it and the other never said no; the other's own yes ends with it, because it was given by somebody else's name.
import type { Tx } from '#db/store.ts'
import type { Cell } from '#shared/contracts/consent.ts'
import { noteFact } from './ledger.ts'
import { objectionsOfCustomer, objectTo } from './object.ts'
import { closedParties, closePartyFor } from './parties.ts'
import { cellRowsOf } from './queries.ts'
import { withdrawCells } from './withdraw-cells.ts'

const saidNo = new Set(['refused', 'withdrawn', 'revoked', 'invalidated', 'expired', 'reconsent_required'])

/** Both people are locked. Answers the cells that were a yes and are none now. */
export async function mergeConsents(tx: Tx, from: string, into: string, actor: string): Promise<Cell[]> {
  const keyOf = ({ purpose, channel, category }: { [K in keyof Cell]: string }) => `${purpose} ${channel} ${category}`
  const noes = new Set((await cellRowsOf(tx, from)).filter(({ state }) => saidNo.has(state)).map(keyOf))
  const ended = await withdrawCells(tx, into, (cell) => noes.has(keyOf(cell)), { method: 'merge', actor })
  const objected = await objectionsOfCustomer(tx, into)
  for (const purpose of await objectionsOfCustomer(tx, from))
    if (!objected.has(purpose)) await objectTo(tx, into, purpose)
  const closed = await closedParties(tx, into)
  for (const party of await closedParties(tx, from)) if (!closed.has(party)) await closePartyFor(tx, into, party)
  await noteFact(tx, 'subject.merged', { subject: from, into, at: tx.now })
  return ended
}
