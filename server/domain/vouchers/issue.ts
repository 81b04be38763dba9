// Issues a page of vouchers: at most one per campaign, customer and occasion, to people whom the gate lets through now, and
// never beyond the budget. Few statements, because a page has a thousand of them.
import type { Budget } from '#budget/budget.ts'
import { peekBudgets } from '#budget/lock.ts'
import { moveBudget } from '#budget/move.ts'
import { whenIssued } from '#budget/moves.ts'
import type { LoadedCampaign } from '#campaigns/load.ts'
import { readsFavourite } from '#campaigns/needs.ts'
import { skusOf } from '#campaigns/reasons.ts'
import { type TallyDelta, tally } from '#campaigns/tally.ts'
import { outOfStock } from '#catalog/out-of-stock.ts'
import { permit } from '#consent/gate.ts'
import { localDay } from '#core/calendar.ts'
import type { House } from '#core/house.ts'
import { oneBehindTheOther } from '#db/at-once.ts'
import type { Queries, Tx } from '#db/store.ts'
import { HOLDOUT } from '#experiments/assign.ts'
import { heldOut, recordHoldouts } from '#experiments/hold-out.ts'
import { whoStandsAside } from '#experiments/set-aside.ts'
import { changesOfWeights } from '#experiments/weights.ts'
import { favouriteCategories } from '#occasions/favourite.ts'
import { readCaps } from './caps.ts'
import { type Dealer, makeDealer } from './deal-codes.ts'
import { type Assigned, type Candidate, decidePage, keyOf, type PageCounts, type PageDecision } from './decide-page.ts'
import { expiresAt } from './expiry.ts'
import { makeVouchers } from './make-vouchers.ts'
import { firstVariants, insertNewVouchers, insertVouchers, type NewVoucher, occasionsHad } from './queries.ts'

export interface QueuedVoucher {
  voucherId: string
  campaignId: string
  customerId: string
  purpose: string
  channel: string
  dueAt: number
  /** Of a voucher that was issued before; `offer` when left out. */
  kind?: 'reminder'
}

/** So many rows are on their way while the next are made: to write one takes PostgreSQL as long as it takes us to make it. */
const ON_THEIR_WAY = 500

/** Puts messages for fresh vouchers into the outbox; handed in, because delivery lies downstream. */
export type QueueMessages = (tx: Tx, rows: QueuedVoucher[]) => Promise<void>

export interface Page {
  /** Null for a voucher that no run issued. */
  runId: string | null
  /** Up to 1,000, in any order. */
  candidates: readonly Candidate[]
  /** A run's, which has drawn ahead. */
  dealer?: Dealer
  /** A voucher that is there already, by whatever way, makes the write fail and is for the caller to try again without this. */
  isHasty?: boolean
}

export interface IssuedPage {
  counts: PageCounts
  vouchers: NewVoucher[]
  holdouts: Assigned[]
}

/** `campaign` comes from `lockCampaign` in the same transaction and is open: that lock makes pages of one campaign follow
 * each other, so that what is read of its vouchers and its budget here still holds when it is written. */
export async function issuePage(
  house: Pick<House, 'secrets'>,
  tx: Tx,
  campaign: LoadedCampaign,
  page: Page,
  queue: QueueMessages,
): Promise<IssuedPage> {
  const budget = (await peekBudgets(tx, [campaign.id])).get(campaign.id)
  if (budget === undefined) throw new Error(`${campaign.id} is live without a budget`)
  const decision = await decide(tx, campaign, budget, page.candidates)
  const day = localDay(tx.now, campaign.timeZone)
  const vouchers = await insert(house, tx, campaign, page, decision, day)
  const holdouts = await holdOut(tx, campaign, decision, day)
  await reserve(tx, budget, vouchers, page.runId)
  await tally(tx, [
    ...vouchers.map((row) => ({ ...keysOf(row, day), assigned: 1, issued: 1 })),
    ...holdouts.map(({ permit: { channel } }) => ({
      campaignId: campaign.id,
      day,
      variantKey: HOLDOUT,
      channel,
      assigned: 1,
    })),
  ])
  await queue(
    tx,
    vouchers.map((row) => toQueue(campaign, row, tx.now)),
  )
  const late = decision.vouchers.length - vouchers.length + decision.holdouts.length - holdouts.length
  const counts = {
    ...decision.counts,
    issued: vouchers.length,
    holdout: holdouts.length,
    alreadyHad: decision.counts.alreadyHad + late,
  }
  return { counts, vouchers, holdouts }
}

async function decide(
  tx: Tx,
  campaign: LoadedCampaign,
  budget: Budget,
  candidates: readonly Candidate[],
): Promise<PageDecision> {
  const aside = await whoStandsAside(tx, campaign.terms.experiment?.layer)
  const ids = [...new Set(candidates.map(({ customerId }) => customerId))]
  // The gate locks people and so comes first: what is read after it is not older than its answer.
  const permitted = await permit(tx, campaign.use, ids)
  const vouchers = await occasionsHad(tx, campaign.id, ids)
  const holdouts = campaign.terms.holdoutBps === 0 ? [] : await heldOut(tx, campaign.id, ids)
  return decidePage({
    campaign,
    candidates,
    had: new Set([...vouchers, ...holdouts].map(keyOf)),
    permitted,
    aside,
    arms: await armsBefore(tx, campaign.id, vouchers),
    caps: await readCaps(tx, campaign.terms, permitted),
    isOutOfStock: await isOutOfStock(tx, campaign),
    budget,
  })
}

/** Whoever has been in a campaign whose shares changed since keeps her variant; the holdout is drawn by itself and never moves. */
async function armsBefore(q: Queries, campaignId: string, had: Candidate[]): Promise<Map<string, string> | undefined> {
  if (had.length === 0 || (await changesOfWeights(q, campaignId)) === null) return undefined
  return firstVariants(q, campaignId, [...new Set(had.map(({ customerId }) => customerId))])
}

/** One arm must not get what the other cannot, so an offer that is sold out stops them all. */
export async function isOutOfStock(q: Queries, { terms }: Pick<LoadedCampaign, 'terms'>): Promise<boolean> {
  const named = terms.variants.map(({ offer }) => skusOf(offer)).filter((skus) => skus.length > 0)
  if (named.length === 0) return false
  const empty = await outOfStock(q, named.flat())
  return named.some((skus) => skus.every((sku) => empty.has(sku)))
}

async function insert(
  { secrets }: Pick<House, 'secrets'>,
  tx: Tx,
  { id, terms }: LoadedCampaign,
  { runId, dealer = makeDealer(secrets, terms.codePrefix), isHasty }: Page,
  { vouchers }: PageDecision,
  day: string,
): Promise<NewVoucher[]> {
  if (vouchers.length === 0) return []
  const isPersonal = terms.variants.some(({ offer }) => readsFavourite(offer))
  const customerIds = vouchers.map(({ candidate }) => candidate.customerId)
  const favourites = isPersonal ? await favouriteCategories(tx, customerIds) : new Map<string, string>()
  const dates = { now: tx.now, day, expiresAt: expiresAt(terms, tx.now) }
  const making = { campaignId: id, terms, runId, ...dates, favourites }
  const codes = dealer.deal(vouchers.length)
  const keep = isHasty ? insertNewVouchers : insertVouchers
  const length = tx.engine === 'sqlite' ? vouchers.length : ON_THEIR_WAY
  const parts = Array.from({ length: Math.ceil(vouchers.length / length) }, (_, n) => [n * length, (n + 1) * length])
  const made = await oneBehindTheOther(parts, (part) =>
    keep(tx, makeVouchers(secrets, vouchers.slice(...part), { ...making, codes: codes.slice(...part) })),
  )
  return made.flat()
}

async function holdOut(tx: Tx, { id }: LoadedCampaign, { holdouts }: PageDecision, day: string): Promise<Assigned[]> {
  const rows = holdouts.map(({ candidate }) => ({ ...candidate, campaignId: id, day }))
  const made = new Set((await recordHoldouts(tx, rows)).map(keyOf))
  return holdouts.filter(({ candidate }) => made.has(keyOf(candidate)))
}

/** Nobody else takes from a budget while its campaign is locked for issuing but redemptions that pay on the spot, and a
 * guaranteed budget has none of those: a refusal here is a fault, and undoes the page. */
async function reserve(tx: Tx, budget: Budget, vouchers: NewVoucher[], runId: string | null): Promise<void> {
  const [first] = vouchers
  if (first === undefined) return
  const minor = vouchers.reduce((sum, row) => sum + (row.reservedMinor ?? 0), 0)
  const change = whenIssued(budget.mode, vouchers.length, minor)
  if (!(await moveBudget(tx, budget, { kind: 'issue', cause: runId ?? first.id, ...change }))) {
    throw new Error(`the budget ${budget.id} cannot bear a page that was said to fit`)
  }
}

type TallyKeys = Pick<TallyDelta, 'campaignId' | 'day' | 'variantKey' | 'channel'>

const keysOf = ({ campaignId, variantKey, channel }: NewVoucher, day: string): TallyKeys => ({
  campaignId,
  day,
  variantKey,
  channel: channel ?? '',
})

const toQueue = (campaign: LoadedCampaign, row: NewVoucher, dueAt: number): QueuedVoucher => ({
  voucherId: row.id,
  campaignId: campaign.id,
  customerId: row.customerId,
  purpose: campaign.terms.purpose,
  channel: row.channel ?? '',
  dueAt,
})
