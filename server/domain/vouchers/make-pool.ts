// Makes the vouchers of a pool for print: they belong to nobody, are never delivered by us, and count in the budget as all
// others do. Page by page in the background; a pool that was cut is gone on with where it was.
import { type Budget, freeCount, freeMinor } from '#budget/budget.ts'
import { peekBudgets } from '#budget/lock.ts'
import { moveBudget } from '#budget/move.ts'
import { whenIssued } from '#budget/moves.ts'
import { type LoadedCampaign, lockCampaign } from '#campaigns/load.ts'
import { worstCaseMinor } from '#campaigns/offers/all.ts'
import { tally } from '#campaigns/tally.ts'
import { permitUnowned } from '#consent/gate.ts'
import { localDay } from '#core/calendar.ts'
import type { Tx } from '#db/store.ts'
import { assignArm } from '#experiments/assign.ts'
import { type Dealer, makeDealer } from './deal-codes.ts'
import { expiresAt } from './expiry.ts'
import { isIssuing } from './lock-for-issue.ts'
import { makeVouchers } from './make-vouchers.ts'
import { insertVouchers, type NewVoucher } from './queries.ts'
import { advancePool, dropPoolLease, type PoolRow, poolRow, takePool, unfinishedPools } from './queries-pools.ts'
import { atRun, claimHere, isHere, isStopping, letGo } from './runs-here.ts'
import { type IssuingHouse, LEASE_MS } from './walk-audience.ts'

const PAGE = 2000
/** While checkouts wait. */
const HURRIED_PAGE = 150
const TOLD_EVERY_MS = 3000

/** Every pool that nobody is at; what goes wrong with one is logged and does not stop the others. Answers how many
 * vouchers it made. */
export async function makePools(house: IssuingHouse, stopping: () => boolean = () => false): Promise<number> {
  let made = 0
  for (const { id } of await unfinishedPools(house.store.read)) {
    if (stopping() || isStopping(house.store)) break
    try {
      made += await makePool(house, id, stopping)
    } catch (error) {
      house.log.error({ poolId: id, error: String(error).slice(0, 300) }, 'a pool could not be made')
    }
  }
  return made
}

/** Answers how many vouchers it made; 0 at once when somebody else is at it, or nothing is left to make. */
export async function makePool(
  house: IssuingHouse,
  id: string,
  stopping: () => boolean = () => false,
): Promise<number> {
  const { store } = house
  const begun = await store
    .write((tx) => takeOver(tx, id))
    .catch((error) => {
      letGo(id)
      throw error
    })
  if (begun === undefined) return 0
  return atRun(store, id, async () => {
    let pool = begun
    try {
      pool = await fill(house, begun, () => stopping() || isStopping(store))
      return pool.made - begun.made
    } finally {
      if (pool.finishedAt === null) await store.write((tx) => dropPoolLease(tx, id)).catch(() => undefined)
    }
  })
}

/** A SQLite file has one process: what that one is not at, nobody is. */
async function takeOver(tx: Tx, id: string): Promise<PoolRow | undefined> {
  if (isHere(id)) return undefined
  const freeAt = tx.engine === 'sqlite' ? Number.MAX_SAFE_INTEGER : tx.now
  const pool = await takePool(tx, { id, freeAt, leaseUntil: tx.now + LEASE_MS })
  if (pool !== undefined) claimHere(id)
  return pool
}

async function fill(house: IssuingHouse, begun: PoolRow, stopping: () => boolean): Promise<PoolRow> {
  const { store, log } = house
  let dealer: Dealer | undefined
  let told = performance.now()
  for (let pool = begun; ; ) {
    if (stopping()) return pool
    const left = pool.count - pool.made
    const most = Math.min(left, store.isHurried() ? HURRIED_PAGE : PAGE)
    await dealer?.prepare(most, left)
    const from = pool
    const step = await store.write((tx) => page(house, tx, { from, most, dealer }), { isPatient: true })
    if (step === null) return from
    pool = step.pool
    dealer ??= makeDealer(house.secrets, step.codePrefix)
    if (pool.finishedAt !== null) return pool
    if (performance.now() - told < TOLD_EVERY_MS) continue
    told = performance.now()
    log.info({ poolId: pool.id, campaignId: pool.campaignId, made: pool.made, of: pool.count }, 'a pool is being made')
  }
}

interface Page {
  from: PoolRow
  most: number
  dealer: Dealer | undefined
}

/** One page in one write. Null when the campaign is paused, or the pool has gone on without us. */
async function page(house: IssuingHouse, tx: Tx, { from, most, dealer }: Page) {
  const campaign = await lockCampaign(tx, from.campaignId)
  const pool = await poolRow(tx, from.id)
  if (campaign === null || pool === undefined || pool.made !== from.made || pool.finishedAt !== null) return null
  const { codePrefix } = campaign.terms
  const end = async (made: number, reason: string | null, isOver: boolean) => {
    const to = { made, reason, leaseUntil: tx.now + LEASE_MS, finishedAt: isOver ? tx.now : null }
    const row = await advancePool(tx, pool, to)
    if (row === undefined) throw new Error(`the pool ${pool.id} changed under the lock of its campaign`)
    return { pool: row, codePrefix }
  }
  if (campaign.state === 'paused') return null
  if (!isIssuing(campaign, tx.now)) return end(pool.made, 'campaign_over', true)
  const budget = (await peekBudgets(tx, [campaign.id])).get(campaign.id)
  if (budget === undefined) throw new Error(`${campaign.id} is live without a budget`)
  const count = Math.min(most, borne(budget, dearestOf(campaign, pool.variantKey)))
  if (count > 0) await issue(house, tx, { campaign, budget, pool, count, dealer })
  const made = pool.made + count
  return end(made, count < most ? 'no_budget' : null, made === pool.count || count < most)
}

/** How many a budget can bear: a guaranteed one pays now, any other has only to have something left. */
export function borne(budget: Budget, dearestMinor: number): number {
  if (budget.mode !== 'guaranteed') return freeMinor(budget) > 0 && freeCount(budget) > 0 ? Number.POSITIVE_INFINITY : 0
  const byMoney = dearestMinor === 0 ? Number.POSITIVE_INFINITY : Math.floor(freeMinor(budget) / dearestMinor)
  return Math.max(0, Math.min(byMoney, freeCount(budget)))
}

/** What a voucher may cost at most, of one variant or of any. Minor units. */
export function dearestOf({ terms }: LoadedCampaign, variantKey: string | null): number {
  const offers = terms.variants.filter(({ key }) => variantKey === null || key === variantKey)
  return Math.max(...offers.map(({ offer }) => worstCaseMinor(offer)))
}

interface Batch {
  campaign: LoadedCampaign
  budget: Budget
  pool: PoolRow
  count: number
  dealer: Dealer | undefined
}

async function issue(
  { secrets }: IssuingHouse,
  tx: Tx,
  { campaign, budget, pool, count, dealer }: Batch,
): Promise<void> {
  const { id: campaignId, salt, terms, use } = campaign
  const assigned = permitUnowned(use, count).map((permit) => ({
    candidate: { customerId: permit.customerId, occasion: 'pool' },
    permit,
    // Nobody is left without: a holdout is for people.
    arm: pool.variantKey ?? assignArm({ salt, unitId: permit.customerId, holdoutBps: 0, variants: terms.variants }),
  }))
  const day = localDay(tx.now, campaign.timeZone)
  const codes = (dealer ?? makeDealer(secrets, terms.codePrefix)).deal(count)
  const dates = { now: tx.now, day, expiresAt: expiresAt(terms, tx.now) }
  const making = { campaignId, terms, runId: pool.id, ...dates, favourites: new Map<string, string>(), codes }
  const vouchers = await insertVouchers(tx, makeVouchers(secrets, assigned, making))
  if (vouchers.length !== count) throw new Error(`${count - vouchers.length} fresh codes were there already`)
  await reserve(tx, budget, pool.id, vouchers)
  // Who is nobody was not assigned to an arm, so that arms are compared by their people only.
  const keys = vouchers.map(({ variantKey }) => ({ campaignId, day, variantKey, channel: '', issued: 1 }))
  await tally(tx, keys)
}

/** What issuing sets aside, under the lock of the campaign. */
export async function reserve(tx: Tx, budget: Budget, cause: string, vouchers: NewVoucher[]): Promise<void> {
  const minor = vouchers.reduce((sum, row) => sum + (row.reservedMinor ?? 0), 0)
  const change = whenIssued(budget.mode, vouchers.length, minor)
  if (!(await moveBudget(tx, budget, { kind: 'issue', cause, ...change }))) {
    throw new Error(`the budget ${budget.id} cannot bear a page that was said to fit`)
  }
}
