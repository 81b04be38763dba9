// Counts recipients anew from all their facts, whatever they were counted as before.
import { newId } from '#core/ids.ts'
import type { Queries, Tx } from '#db/store.ts'
import { HOUR_MS } from '#shared/time.ts'
import type { UnitRow } from './arm-sums.ts'
import { type Change, countChanges } from './count-units.ts'
import {
  lockCursors,
  nextSerial,
  ordersOfPeople,
  saveUnits,
  type TrialRow,
  trialRows,
  unitsOfPeople,
  vouchersOfPeople,
} from './queries-rollup.ts'
import { type OrderFact, totalsOf, type VoucherFact } from './unit-totals.ts'

export const campaignsOf = (units: UnitRow[]): string[] =>
  [...new Set(units.map(({ campaignId }) => campaignId))].sort()

export async function settle(tx: Tx, changes: Change[], trials: Map<string, TrialRow>): Promise<void> {
  const moved = changes.filter(
    ({ before, after }) => before === null || JSON.stringify(before) !== JSON.stringify(after),
  )
  await saveUnits(
    tx,
    moved.map(({ after }) => after).sort((a, b) => (a.id < b.id ? -1 : 1)),
  )
  const campaigns = campaignsOf(moved.map(({ after }) => after))
  await nextSerial(tx, campaigns, newId('unit', tx.now))
  await countChanges(tx, moved, (id) => trials.get(id)?.marginBps ?? null)
}

export const ripened = (unit: UnitRow, now: number): Change => ({
  before: unit,
  after: { ...unit, isMature: unit.maturesAt <= now ? 1 : 0 },
})

/** All that is known of these recipients now, beside what they were counted as. */
export async function recount(
  tx: Tx,
  known: UnitRow[],
  made: UnitRow[],
  trials: Map<string, TrialRow>,
): Promise<Change[]> {
  const all = [...known.map((unit) => ({ before: unit, unit })), ...made.map((unit) => ({ before: null, unit }))]
  const people = [...new Set(all.flatMap(({ unit }) => unit.person ?? []))].sort()
  const facts = await factsOf(tx, people)
  return all.map(({ before, unit }) => {
    const counted = countedAnew(unit, trials.get(unit.campaignId)?.currency ?? '', facts)
    return { before, after: ripened(counted, tx.now).after }
  })
}

export interface Facts {
  orders: Map<string, OrderFact[]>
  vouchers: Map<string, VoucherFact[]>
}

export async function factsOf(q: Queries, people: string[]): Promise<Facts> {
  const orders = Map.groupBy(await ordersOfPeople(q, people), ({ customerId }) => customerId)
  const vouchers = Map.groupBy(
    await vouchersOfPeople(q, people),
    ({ campaignId, customerId }) => `${campaignId} ${customerId}`,
  )
  return { orders, vouchers }
}

/** A recipient whom nothing points at any more keeps her totals. */
export function countedAnew(unit: UnitRow, currency: string, { orders, vouchers }: Facts): UnitRow {
  if (unit.person === null) return unit
  const mine = vouchers.get(`${unit.campaignId} ${unit.person}`) ?? []
  return { ...unit, ...totalsOf(unit, currency, orders.get(unit.person) ?? [], mine) }
}

/**
 * Before what somebody bought is forgotten: she is counted a last time and stays in the counts under nobody's name, with
 * instants no finer than the sums have them.
 */
export async function freezePerson(tx: Tx, customerId: string): Promise<void> {
  await lockCursors(tx)
  const known = await unitsOfPeople(tx, [customerId])
  if (known.length === 0) return
  const trials = new Map((await trialRows(tx, campaignsOf(known))).map((row) => [row.campaignId, row]))
  const hour = (instant: number) => instant - (instant % HOUR_MS)
  const changes = (await recount(tx, known, [], trials)).map(({ before, after }) => ({
    before,
    after: {
      ...after,
      person: null,
      frozenAt: tx.now,
      assignedAt: hour(after.assignedAt),
      firstBoughtAt: after.firstBoughtAt === null ? null : hour(after.firstBoughtAt),
    },
  }))
  await settle(tx, changes, trials)
}

/**
 * Two profiles of one person: what was counted of the one that goes is counted of the other from now on, once more from all
 * facts. Where both were in one campaign, what goes stands as it was, so that everybody assigned still counts. Before the
 * rooms hand their facts over.
 */
export async function moveUnits(tx: Tx, from: string, into: string): Promise<void> {
  await lockCursors(tx)
  const known = await unitsOfPeople(tx, [from, into])
  const mine = known.filter(({ person }) => person === from)
  const taken = new Set(known.filter(({ person }) => person === into).map(({ campaignId }) => campaignId))
  const moved = mine.filter(({ campaignId }) => !taken.has(campaignId))
  const trials = new Map((await trialRows(tx, campaignsOf(mine))).map((row) => [row.campaignId, row]))
  const left = mine.filter(({ campaignId }) => taken.has(campaignId))
  const counted = await recount(tx, left, [], trials)
  await settle(
    tx,
    [
      ...counted.map(({ before, after }) => ({ before, after: { ...after, person: null, frozenAt: tx.now } })),
      ...moved.map((unit) => ({ before: unit, after: { ...unit, person: into } })),
    ],
    trials,
  )
}
