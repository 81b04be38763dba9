// Withdraws cells outright: what a link in a mail does, and Global Privacy Control, without any page having been shown.
import type { Tx } from '#db/store.ts'
import type { Cell } from '#shared/contracts/consent.ts'
import type { CellState } from '#shared/kinds.ts'
import { type Note, noteCells } from './note.ts'
import { type CellRow, cellRowsOf } from './queries.ts'
import { nextState, wasGranted } from './transitions.ts'

/** The person has to be locked. Answers the cells that were a yes; those that are a no already stay as they are. */
export async function withdrawCells(
  tx: Tx,
  customerId: string,
  isMeant: (cell: CellRow) => boolean,
  note: Pick<Note, 'method' | 'actor' | 'surface'>,
): Promise<Cell[]> {
  const open = (await cellRowsOf(tx, customerId)).filter((cell) => isMeant(cell) && !isNo(cell.state))
  const groups = Map.groupBy(open, (cell) => nextState(cell.state as CellState, 'withdraw'))
  for (const [to, cells] of groups) await noteCells(tx, cells, { ...note, decision: 'withdraw', to })
  return open
    .filter(({ state }) => wasGranted(state as CellState))
    .map(({ purpose, channel, category }) => ({ purpose, channel, category }) as Cell)
}

const isNo = (state: string) => state === 'refused' || state === 'withdrawn'
