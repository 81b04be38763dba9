// Lets analysts' figures out in batches: kept in the database, so that everybody sees the same, and moved on at most every five
// minutes and only when nothing in it would tell about one basket or a few people.
import { budgetFigures } from '#budget/figures.ts'
import type { LoadedCampaign } from '#campaigns/load.ts'
import type { House } from '#core/house.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { ExperimentReadout } from '#experiments/verdicts.ts'
import type { BudgetFigures } from '#shared/contracts/campaigns.ts'
import { MINUTE_MS } from '#shared/time.ts'
import { armCell, type Batch, follow, roughly } from './batch.ts'
import { readExperiment } from './experiment.ts'
import { liveFigures } from './figures.ts'
import { refusalRows } from './queries.ts'
import { batchRow, lockBatch, saveBatch } from './queries-batches.ts'
import { serialOf } from './queries-rollup.ts'
import { hideSmallCells } from './small-cells.ts'

const APART_MS = 5 * MINUTE_MS

/** What an analyst sees of a campaign. */
export interface Shown {
  batch: Batch
  /** Money to three digits; what is held belongs to single baskets and counts as free. */
  budget: BudgetFigures
  refusals: { reason: string; count: number }[]
  /** Null where an arm is too small to be shown. */
  readout: ExperimentReadout | null
}

/** What had to wait waits until something was counted: asked in vain once, it need not be worked out at every look. */
const inVain = new WeakMap<object, Map<string, string>>()
const MOST_KEPT = 1000

/** Null while there is nothing that may be shown. */
export async function currentBatch(house: House, campaign: LoadedCampaign): Promise<Shown | null> {
  const now = house.clock.now()
  const row = await batchRow(house.store.read, campaign.id)
  if (row !== undefined && now < row.at + APART_MS) return JSON.parse(row.body) as Shown
  const known = inVain.get(house.store) ?? new Map<string, string>()
  inVain.set(house.store, known)
  const state = `${await serialOf(house.store.read, campaign.id)} ${row?.serial ?? 0}`
  if (row !== undefined && known.get(campaign.id) === state) return JSON.parse(row.body) as Shown
  const shown = await house.store.write((tx) => moveOn(house, tx, campaign))
  if (known.size >= MOST_KEPT) known.clear()
  if (shown !== null && shown.batch.at !== now) known.set(campaign.id, state)
  return shown
}

async function moveOn(house: House, tx: Tx, campaign: LoadedCampaign): Promise<Shown | null> {
  await lockBatch(tx, campaign.id)
  const row = await batchRow(tx, campaign.id)
  const before = row === undefined ? null : (JSON.parse(row.body) as Shown)
  if (row !== undefined && tx.now < row.at + APART_MS) return before
  const live = await liveFigures(tx, campaign, tx.now)
  const batch = follow(before?.batch ?? null, live)
  const budget = batch && (await budgetFigures(tx, campaign.id))
  if (!batch || !budget) return before
  const next: Shown = {
    batch,
    budget: coarse(budget),
    refusals: await refusalRows(tx, campaign.id),
    readout: await readoutFor(house, tx, campaign, batch),
  }
  await saveBatch(tx, {
    campaignId: campaign.id,
    serial: (row?.serial ?? 0) + 1,
    at: tx.now,
    body: JSON.stringify(next),
  })
  return next
}

function coarse(budget: BudgetFigures): BudgetFigures {
  const spentMinor = roughly(budget.spentMinor)
  const reservedMinor = roughly(budget.reservedMinor + budget.heldMinor)
  return {
    ...budget,
    spentMinor,
    reservedMinor,
    heldMinor: 0,
    freeMinor: budget.limitMinor === null ? null : Math.max(0, budget.limitMinor - spentMinor - reservedMinor),
    countUsed: Math.round(budget.countUsed / 5) * 5,
    perDay: budget.perDay && { ...budget.perDay, days: [] },
    forecast: null,
  }
}

/** Errors and p values tell the figures they are made of, so all arms or none. */
async function readoutFor(
  house: House,
  q: Queries,
  campaign: LoadedCampaign,
  batch: Batch,
): Promise<ExperimentReadout | null> {
  const isShown = ['all', 'mature'].every((dimension) => {
    const arms = batch.arms.filter((cell) => cell.dimension === dimension && cell.n > 0)
    return [...hideSmallCells(arms.map(armCell)).values()].every((reason) => reason === null)
  })
  if (!isShown || batch.arms.length === 0) return null
  return (await readExperiment(q, campaign, batch.at, house))?.readout ?? null
}
