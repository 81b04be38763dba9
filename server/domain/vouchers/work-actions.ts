// Works off actions on many vouchers whose undo window is over, a page in each write: whoever was cut goes on behind the last
// page that was committed, so that each voucher is dealt with once.
import type { House } from '#core/house.ts'
import { openWritesEnded } from '#core/turns.ts'
import type { Queries, Tx } from '#db/store.ts'
import { termsOf, whichOf } from './actions.ts'
import { extendVouchers } from './extend.ts'
import type { By } from './note-change.ts'
import { type ActionRow, advanceAction, holdAction, nextActionRow, openActions, type Step } from './queries-actions.ts'
import { scanUp } from './queries-desk.ts'
import { revokeByHand } from './revoke.ts'
import { fitsFilter } from './which-vouchers.ts'

/** What waits to tell of these vouchers is cancelled; handed in, because delivery lies downstream. */
export type CancelMessages = (tx: Tx, voucherIds: string[], reason: string) => Promise<void>

const SCAN = 1000
const PAGE = 200

/** Answers how many vouchers were changed. */
export async function workActions(
  house: Pick<House, 'store' | 'clock' | 'log'>,
  cancel: CancelMessages,
  stopping: () => boolean = () => false,
): Promise<number> {
  let changed = 0
  for (const action of await openActions(house.store.read, house.clock.now())) {
    if (stopping()) break
    try {
      changed += await workOne(house, action, cancel, stopping)
    } catch (error) {
      house.log.error({ actionId: action.id, error: String(error).slice(0, 300) }, 'an action on vouchers was cut')
    }
  }
  return changed
}

export const nextAction = (q: Queries): Promise<number | null> => nextActionRow(q)

async function workOne(
  { store, clock }: Pick<House, 'store' | 'clock'>,
  action: ActionRow,
  cancel: CancelMessages,
  stopping: () => boolean,
): Promise<number> {
  // A voucher that was being issued when this was asked for may have been committed since, in front of others.
  await openWritesEnded(store.read)
  let row: ActionRow | undefined = action
  let changed = 0
  while (row !== undefined && row.finishedAt === null && !stopping()) {
    const at: ActionRow = row
    const page = await nextPage(store.read, at, clock.now())
    row = await store.write((tx) => work(tx, at, page, cancel), { isPatient: true })
    changed += row === undefined ? 0 : row.changed - at.changed
  }
  return changed
}

interface Page {
  ids: string[]
  /** The last that was looked at. */
  cursor: string
  isLast: boolean
}

/** The next that fit: a page of them, or as many as there are in a stretch of all. */
async function nextPage(q: Queries, row: ActionRow, now: number): Promise<Page> {
  const which = whichOf(row)
  if ('ids' in which) {
    const rest = which.ids.filter((id) => id > row.pageCursor)
    const ids = rest.slice(0, PAGE)
    return { ids, cursor: ids.at(-1) ?? row.pageCursor, isLast: rest.length <= PAGE }
  }
  const { filter } = which
  const scanned = await scanUp(q, filter.campaignId, { behind: row.pageCursor, upTo: row.upTo, limit: SCAN })
  const ids: string[] = []
  for (const one of scanned) {
    if (!fitsFilter(one, filter, now)) continue
    ids.push(one.id)
    if (ids.length === PAGE) return { ids, cursor: one.id, isLast: false }
  }
  return { ids, cursor: scanned.at(-1)?.id ?? row.pageCursor, isLast: scanned.length < SCAN }
}

async function work(tx: Tx, at: ActionRow, { ids, cursor, isLast }: Page, cancel: CancelMessages) {
  const row = await holdAction(tx, at)
  if (row === undefined) return undefined
  const counts = await change(tx, row, ids, cancel)
  const step: Step = { ...counts, pageCursor: cursor, matched: ids.length, finishedAt: isLast ? tx.now : null }
  return advanceAction(tx, row.id, step)
}

type Counts = Omit<Step, 'pageCursor' | 'matched' | 'finishedAt'>

async function change(tx: Tx, row: ActionRow, ids: string[], cancel: CancelMessages): Promise<Counts> {
  const { until, days, reason } = termsOf(row)
  const by: By = { actor: row.actor, actionId: row.id, ...(reason === undefined ? {} : { reason }) }
  const counts: Counts = { changed: 0, wrongState: 0, notLater: 0, noBudget: 0, ended: 0 }
  if (ids.length === 0) return counts
  if (row.kind === 'revoke') {
    await cancel(tx, ids, 'voucher_revoked')
    counts.changed = (await revokeByHand(tx, ids, reason ?? 'revoked by staff', by)).length
    counts.wrongState = ids.length - counts.changed
    return counts
  }
  const outcomes = await extendVouchers(tx, ids, { until, days }, by)
  const nameOf = {
    changed: 'changed',
    wrong_state: 'wrongState',
    not_later: 'notLater',
    no_budget: 'noBudget',
    ended: 'ended',
  } as const
  for (const outcome of outcomes.values()) counts[nameOf[outcome]] += 1
  return counts
}
