// Follows the facts and keeps the sums per arm: who was assigned, what she bought and redeemed, whose window has closed.
// Whoever's facts changed is counted anew from all of them, so that order of arrival, repeats and restatements end alike.
import { setTimeout as pause } from 'node:timers/promises'
import type { House } from '#core/house.ts'
import { openWritesEnded } from '#core/turns.ts'
import type { Queries, Tx } from '#db/store.ts'
import { newUnits } from './new-units.ts'
import {
  type Cursors,
  dropOrderChanges,
  feeds,
  freshHoldouts,
  freshRedemptions,
  freshReversals,
  freshVouchers,
  hasOrderChanges,
  lastIds,
  lockCursors,
  nextRipe,
  orderChangesUpTo,
  readCursors,
  ripeUnits,
  saveCursors,
  trialRows,
  unitsOfPeople,
} from './queries-rollup.ts'
import { campaignsOf, recount, ripened, settle } from './recount-units.ts'

const PAGE = 1_000
const CHANGES_PER_PAGE = 20
/** While checkouts are busy a page is no longer than one of them can wait for, and nine tenths of the time are theirs: figures
 * may be late, answers may not. */
const HURRIED_PAGE = 100
const HURRIED_RESTS = 9
const LONGEST_REST_MS = 1_000

/** Follows everything that was committed before it was asked; answers how many recipients it counted. */
export async function rollUp(house: House, stopping: () => boolean = () => false): Promise<number> {
  const { store, clock } = house
  const due = await nextRollUp(house)
  if (due === null || due > clock.now()) return 0
  const upTo = await lastIds(store.read)
  if (await isBehind(store.read, upTo)) await openWritesEnded(store.read)
  let count = 0
  while (!stopping()) {
    const isHurried = store.isHurried()
    const began = performance.now()
    const page = await store.write((tx) => countPage(tx, upTo, isHurried ? HURRIED_PAGE : PAGE), { isPatient: true })
    count += page.counted
    if (page.isEnd) break
    if (isHurried) await pause(Math.min(LONGEST_REST_MS, (performance.now() - began) * HURRIED_RESTS))
  }
  return count
}

async function isBehind(q: Queries, last: Cursors): Promise<boolean> {
  const cursors = await readCursors(q)
  return feeds.some((feed) => last[feed] > (cursors?.[feed] ?? ''))
}

/** Now while something waits, else when the next window closes. */
export async function nextRollUp(house: House): Promise<number | null> {
  const { read } = house.store
  return (await hasToCount(read)) ? 0 : nextRipe(read)
}

/** Whether there are facts that the sums do not hold yet. */
export async function hasToCount(q: Queries): Promise<boolean> {
  return (await hasOrderChanges(q)) || (await isBehind(q, await lastIds(q)))
}

async function countPage(tx: Tx, upTo: Cursors, most: number): Promise<{ counted: number; isEnd: boolean }> {
  const cursors = await lockCursors(tx)
  const vouchers = await freshVouchers(tx, cursors.vouchers, upTo.vouchers, most)
  const holdouts = await freshHoldouts(tx, cursors.holdouts, upTo.holdouts, most)
  const redeemed = await freshRedemptions(tx, cursors.redemptions, upTo.redemptions, most)
  const reversed = await freshReversals(tx, cursors.reversals, upTo.reversals, most)
  const changed = await orderChangesUpTo(tx, CHANGES_PER_PAGE)
  const ripe = await ripeUnits(tx, tx.now, most)
  const assigned = [...vouchers, ...holdouts].filter(({ channel }) => channel !== null)
  const people = new Set([
    ...assigned.map(({ person }) => person),
    ...redeemed.map(({ person }) => person),
    ...reversed.map(({ person }) => person),
    ...changed.flatMap(({ people: some }) => JSON.parse(some) as string[]),
  ])
  const known = await unitsOfPeople(tx, [...people].sort())
  const ripening = ripe.filter(({ id }) => !known.some((unit) => unit.id === id))
  const trials = new Map(
    (await trialRows(tx, campaignsOf([...known, ...ripening]))).map((row) => [row.campaignId, row]),
  )
  const made = await newUnits(tx, assigned, known, cursors, trials)
  const changes = [...(await recount(tx, known, made, trials)), ...ripening.map((unit) => ripened(unit, tx.now))]
  await settle(tx, changes, trials)
  await dropOrderChanges(
    tx,
    changed.map(({ id }) => id),
  )
  const after = (list: { id: string }[], before: string) => list.at(-1)?.id ?? before
  await saveCursors(tx, {
    vouchers: after(vouchers, cursors.vouchers),
    holdouts: after(holdouts, cursors.holdouts),
    redemptions: after(redeemed, cursors.redemptions),
    reversals: after(reversed, cursors.reversals),
  })
  const isFull = [vouchers, holdouts, redeemed, reversed, ripe].some((list) => list.length === most)
  return { counted: changes.length, isEnd: !isFull && changed.length < CHANGES_PER_PAGE }
}
