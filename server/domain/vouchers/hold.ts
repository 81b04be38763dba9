// Keeps a voucher for one order. A hold's state changes only while its campaign's budget is locked, because closing it
// moves money; so whoever has locked the budget may trust what it reads of holds, even of vouchers it has not locked.
import type { Queries, Tx } from '#db/store.ts'
import { holdsOf } from './queries-desk.ts'
import {
  closeHoldRows,
  expiredHoldRows,
  expiredHoldsOf,
  freeFromHolds,
  type HoldEnd,
  type HoldRow,
  holdRows,
  insertHoldRow,
  refreshHoldRow,
} from './queries-holds.ts'

export type { HoldEnd, HoldRow } from './queries-holds.ts'

export const isLive = (hold: HoldRow, now: number): boolean => hold.state === 'live' && hold.expiresAt > now

export const insertHold = (tx: Tx, hold: HoldRow): Promise<void> => insertHoldRow(tx, hold)

/** A new end and a new amount for a hold that is live. */
export async function refreshHold(tx: Tx, hold: HoldRow): Promise<void> {
  if (!(await refreshHoldRow(tx, hold))) throw new Error(`${hold.id} ended under its lock`)
}

/** Closes those of the holds that are live, whether or not their time is over, and answers them: their money is to be
 * moved (`letGoMoves`, `dropMoves`) by whoever closes them. */
export const closeHolds = (tx: Tx, ids: string[], end: HoldEnd): Promise<HoldRow[]> =>
  ids.length === 0 ? Promise.resolve([]) : closeHoldRows(tx, ids, end)

export const findHolds = (q: Queries, ids: string[]): Promise<HoldRow[]> =>
  ids.length === 0 ? Promise.resolve([]) : holdRows(q, ids)

/** Live in the books, though their time is over. */
export const expiredHolds = (q: Queries, now: number, limit: number): Promise<HoldRow[]> =>
  expiredHoldRows(q, now, limit)

/** The same of one campaign, with `activeUses` of each one's voucher. */
export const expiredHoldsOfCampaign = (q: Queries, campaignId: string, now: number) =>
  expiredHoldsOf(q, campaignId, now)

/** Frees vouchers' rows from ended holds without waiting for rows that others have locked: those are theirs to free, and
 * a row that is held by a hold that ended counts as issued everywhere. */
export const freeVouchers = (tx: Tx, ended: HoldRow[]): Promise<void> =>
  ended.length === 0 ? Promise.resolve() : freeFromHolds(tx, ended)

/** All that a voucher ever had, the earliest first. */
export const holdsFor = (q: Queries, voucherId: string): Promise<HoldRow[]> => holdsOf(q, voucherId)
