// Takes recipients in who are assigned in a campaign for the first time, with what is fixed about them from then on.
import { loadCampaign } from '#campaigns/load.ts'
import { newId } from '#core/ids.ts'
import { readSetting } from '#core/settings.ts'
import type { Tx } from '#db/store.ts'
import { HOLDOUT } from '#experiments/assign.ts'
import { TAIL_DAYS } from '#experiments/plan.ts'
import { changesOfWeights, type Epoch, weightsOf } from '#experiments/weights.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import { DAY_MS } from '#shared/time.ts'
import { expiresAt } from '#vouchers/expiry.ts'
import type { UnitRow } from './arm-sums.ts'
import {
  type Assigned,
  assignedBefore,
  type Cursors,
  factsOfCustomers,
  ordersOfPeople,
  saveTrial,
  type TrialRow,
  trialRows,
} from './queries-rollup.ts'
import { ageBand, NOT_KNOWN } from './unit-totals.ts'

export const MARGIN_SETTING = 'reports.gross_margin_bps'

/** One for each person who is in a campaign for the first time, with what is fixed about her then. */
export async function newUnits(
  tx: Tx,
  assigned: Assigned[],
  known: UnitRow[],
  cursors: Cursors,
  trials: Map<string, TrialRow>,
): Promise<UnitRow[]> {
  if (assigned.length === 0) return []
  const pair = ({ campaignId, person }: { campaignId: string; person: string | null }) => `${campaignId} ${person}`
  const people = [...new Set(assigned.map(({ person }) => person))].sort()
  const seen = new Set([...known, ...(await assignedBefore(tx, people, cursors))].map(pair))
  const first = new Map<string, Assigned>()
  for (const one of assigned.toSorted((a, b) => a.at - b.at)) {
    if (!seen.has(pair(one)) && !first.has(pair(one))) first.set(pair(one), one)
  }
  const bought = Map.groupBy(await ordersOfPeople(tx, people), ({ customerId }) => customerId)
  const made: UnitRow[] = []
  for (const [campaignId, group] of Map.groupBy(first.values(), (one) => one.campaignId)) {
    const { trial, terms, use } = await trialOf(tx, campaignId, trials)
    const ids = group.map(({ person }) => person).sort()
    // Statistics are a use of data like any other: who has not allowed it for this purpose is cut by nothing of hers.
    const customers = new Map((await factsOfCustomers(tx, ids, use, tx.now)).map((row) => [row.id, row]))
    for (const one of group) {
      const customer = customers.get(one.person)
      const isReturning = (bought.get(one.person) ?? []).some(({ placedAt }) => placedAt < one.at)
      made.push({
        ...blankUnit(tx.now, one, windowOf(terms, one, trial)),
        epoch: epochAt(trial, one.at),
        country: customer?.country ?? NOT_KNOWN,
        ageBand: ageBand(customer?.birthYear ?? null, one.day),
        newcomer: isReturning ? 'returning' : 'new',
      })
    }
  }
  return made
}

type Terms = Pick<NewCampaign, 'validity' | 'timeZone'>
const windows = new Map<string, number>()

/** The same for every arm: until a voucher issued then would expire, and the tail behind it. */
function windowOf(terms: Terms, { at, day, campaignId }: Assigned, { tailDays }: TrialRow) {
  const key = `${campaignId} ${day}`
  const insideUntil = windows.get(key) ?? expiresAt(terms, at)
  if (windows.size > 10_000) windows.clear()
  windows.set(key, insideUntil)
  return { insideUntil, maturesAt: Math.max(insideUntil, at) + tailDays * DAY_MS }
}

function blankUnit(now: number, one: Assigned, window: { insideUntil: number; maturesAt: number }) {
  const { campaignId, person, arm, at, day, channel } = one
  const nothing = { orders: 0, late: 0, refunded: 0, revenueMinor: 0, tailOrders: 0, tailMinor: 0, beforeMinor: 0 }
  return {
    id: newId('unit', now),
    campaignId,
    person,
    arm,
    assignedAt: at,
    ...window,
    isMature: 0,
    frozenAt: null,
    day,
    channel: arm === HOLDOUT ? 'none' : (channel ?? 'none'),
    issued: 0,
    redeemed: 0,
    redeemedAfter: null,
    byOther: 0,
    ...nothing,
    firstBoughtAt: null,
    discountMinor: 0,
  }
}

const epochAt = ({ epochs }: TrialRow, at: number): number =>
  Math.max(
    0,
    (JSON.parse(epochs) as Epoch[]).findLastIndex(({ from }) => from <= at),
  )

/** A change of shares begins another epoch at its own instant, also for who was assigned before it and is counted after it. */
async function trialOf(tx: Tx, campaignId: string, trials: Map<string, TrialRow>) {
  const campaign = await loadCampaign(tx, campaignId)
  if (campaign === null) throw new Error(`there is no campaign ${campaignId}`)
  const { terms, use } = campaign
  const known = trials.get(campaignId) ?? (await trialRows(tx, [campaignId]))[0]
  const told: Epoch[] = (await changesOfWeights(tx, campaignId)) ?? [{ from: 0, weights: weightsOf(terms) }]
  const epochs = JSON.stringify(told)
  const margin = await readSetting(tx, MARGIN_SETTING)
  const trial: TrialRow = known ?? {
    campaignId,
    currency: terms.budget?.currency ?? '',
    marginBps: margin === null ? null : Number(margin),
    tailDays: TAIL_DAYS,
    epochs: '[]',
    createdAt: tx.now,
  }
  const row = { ...trial, epochs }
  if (known?.epochs !== epochs) await saveTrial(tx, row)
  trials.set(campaignId, row)
  return { trial: row, terms, use }
}
