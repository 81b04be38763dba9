// Gathers everything that asks about vouchers are judged by: under locks for whoever writes, or as it looks for a quote.
// The order is that of all locks in the house: orders by number, vouchers by id, then budgets by id; holds are read once budgets are locked.
import type { Budget } from '#budget/budget.ts'
import type { CapBook } from '#budget/caps.ts'
import { lockBudgets, peekBudgets } from '#budget/lock.ts'
import { campaignAt, type LoadedCampaign } from '#campaigns/load.ts'
import { categoriesOf } from '#catalog/categories-of.ts'
import type { House } from '#core/house.ts'
import { customerIds } from '#customers/find.ts'
import { atOnce } from '#db/at-once.ts'
import type { Queries, Tx } from '#db/store.ts'
import { closedOrders } from '#occasions/find-orders.ts'
import type { Order } from '#shared/contracts/redemptions.ts'
import { type Claim, lockByPrints } from '#vouchers/claim.ts'
import { findHolds, type HoldRow } from '#vouchers/hold.ts'
import { hasOwner } from '#vouchers/owner.ts'
import type { Buyer, Terms } from './judge.ts'
import { loadCaps } from './load-caps.ts'
import { type RedemptionRow, redemptionRows, redemptionsOfUses } from './queries.ts'
import { stackRuleOf } from './stacking.ts'
import { loadStanding, lockOrders, mindsOrders, ordersToMind, type Standing } from './standing.ts'

/** One order's wish for one voucher, the code known by its fingerprint. */
export interface Wish {
  print: string
  order: Order
  holdId?: string | undefined
  /** What a hold for it stands under in place of the order: the session of a drop-in's client. */
  heldFor?: string | undefined
  amountMinor?: number | undefined
  key?: { scope: string; key: string; hash: string }
  /** Told by an event of the order itself, which settles what its cancellation takes back. */
  isReported?: boolean
  /** Asked by the drop-in: it knows its repeats itself, and a voucher is used also by orders that it takes nothing off. */
  isDropIn?: boolean
}

export interface Loaded {
  now: number
  /** By fingerprint. */
  vouchers: Map<string, Claim>
  campaigns: Map<string, LoadedCampaign>
  /** By campaign. */
  budgets: Map<string, Budget>
  /** By id: holds of these vouchers, and those that were named. */
  holds: Map<string, HoldRow>
  /** By voucher: redemptions that may be what a wish repeats. */
  earlier: Map<string, RedemptionRow[]>
  customers: Map<string, string>
  categories: Map<string, string>
  /** What went to days and customers of these budgets. */
  caps: CapBook
  /** Orders that are over. */
  closed: Set<string>
  /** By order: what it has redeemed, where that matters. */
  standing: Map<string, Standing[]>
}

/** Locks what the wishes are about until the transaction ends; `minded` are orders to look at whatever the campaigns say. */
export async function lockFor(house: House, tx: Tx, wishes: Wish[], minded?: string[]): Promise<Loaded> {
  // First of all: whoever reports that an order is over sees what was redeemed under it, or is seen here.
  const [, vouchers, closed] = await atOnce([
    lockOrders(tx, unique(wishes.map(({ order }) => order.reference))),
    lockByPrints(tx, unique(wishes.map((wish) => wish.print))),
    loadClosed(tx, wishes),
  ])
  const campaigns = await loadCampaigns(tx, vouchers)
  const orders = minded ?? ordersToMind(wishes, vouchers, campaigns)
  // Holds are asked for behind the budgets, whose locks guard them.
  const [around, standing, budgets, holds] = await atOnce([
    loadAround(house, tx, vouchers, wishes, campaigns),
    loadStanding(tx, orders, campaigns),
    lockBudgets(tx, [...campaigns.keys()]),
    loadHolds(tx, vouchers, wishes),
  ])
  const caps = await loadCaps(tx, { now: tx.now, vouchers, campaigns, budgets, holds })
  return { now: tx.now, ...around, campaigns, closed, standing, budgets, holds, caps }
}

/** The same for vouchers that are locked already and that nobody wants to redeem. */
export async function lockAround(tx: Tx, vouchers: Claim[], redemptionIds: string[] = []): Promise<Loaded> {
  const campaigns = await loadCampaigns(tx, vouchers)
  const budgets = await lockBudgets(tx, [...campaigns.keys()])
  const holds = await loadHolds(tx, vouchers, [])
  const byPrint = new Map(vouchers.map((voucher) => [voucher.codePrint, voucher]))
  const nothing = {
    earlier: new Map(),
    customers: new Map(),
    categories: new Map(),
    closed: new Set<string>(),
    standing: new Map(),
  }
  const caps = await loadCaps(tx, { now: tx.now, vouchers, campaigns, budgets, holds }, redemptionIds)
  return { now: tx.now, vouchers: byPrint, campaigns, budgets, holds, caps, ...nothing }
}

/** What it looks like now, for an answer that promises nothing; `minded` as for `lockFor`. */
export async function lookAround(house: House, vouchers: Claim[], wishes: Wish[], minded?: string[]): Promise<Loaded> {
  const q = house.store.read
  const campaigns = await loadCampaigns(q, vouchers)
  const now = house.clock.now()
  const [closed, around, standing, budgets, holds] = await atOnce([
    loadClosed(q, wishes),
    loadAround(house, q, vouchers, wishes, campaigns),
    loadStanding(q, minded ?? ordersToMind(wishes, vouchers, campaigns), campaigns),
    peekBudgets(q, [...campaigns.keys()]),
    loadHolds(q, vouchers, wishes),
  ])
  const caps = await loadCaps(q, { now, vouchers, campaigns, budgets, holds })
  return { now, ...around, campaigns, closed, standing, budgets, holds, caps }
}

async function loadAround(
  house: House,
  q: Queries,
  vouchers: Claim[],
  wishes: Wish[],
  campaigns: Map<string, LoadedCampaign>,
) {
  const references = unique(wishes.flatMap(({ order }) => order.customerReference ?? []))
  const skus = vouchers.some((voucher) => needsCategories(campaigns, voucher)) ? unnamed(wishes) : []
  const [earlier, customers, categories] = await atOnce([
    loadEarlier(q, vouchers, wishes),
    references.length === 0 ? new Map<string, string>() : customerIds(q, house.secrets, references),
    skus.length === 0 ? new Map<string, string>() : categoriesOf(q, skus),
  ])
  return {
    vouchers: new Map(vouchers.map((voucher) => [voucher.codePrint, voucher])),
    earlier,
    customers,
    categories,
  }
}

/** Orders that are over, of those that a checkout names. */
const loadClosed = (q: Queries, wishes: Wish[]): Promise<Set<string>> =>
  closedOrders(q, unique(wishes.flatMap(({ order, isReported }) => (isReported ? [] : order.reference))))

export async function loadCampaigns(q: Queries, vouchers: Claim[]): Promise<Map<string, LoadedCampaign>> {
  const campaigns = new Map<string, LoadedCampaign>()
  for (const { campaignId: id, campaignRevision } of vouchers) {
    if (campaigns.has(id)) continue
    const campaign = await campaignAt(q, id, campaignRevision)
    if (campaign === null) throw new Error(`the campaign ${id} of a voucher is missing`)
    campaigns.set(id, campaign)
  }
  return campaigns
}

/** Single uses answer repeats from the voucher's pointer, vouchers used before by the order or the key. */
async function loadEarlier(q: Queries, vouchers: Claim[], wishes: Wish[]): Promise<Map<string, RedemptionRow[]>> {
  const pointers = vouchers.flatMap((voucher) => (voucher.uses === 1 ? (voucher.redemptionId ?? []) : []))
  const several = vouchers.filter((voucher) => voucher.uses > 1).map((voucher) => voucher.id)
  const rows = pointers.length === 0 ? [] : await redemptionRows(q, pointers)
  if (several.length > 0) {
    const references = unique(wishes.map((wish) => wish.order.reference))
    const keys = unique(wishes.flatMap((wish) => wish.key?.key ?? []))
    rows.push(...(await redemptionsOfUses(q, several, references, keys)))
  }
  return Map.groupBy(rows, (row) => row.voucherId)
}

async function loadHolds(q: Queries, vouchers: Claim[], wishes: Wish[]): Promise<Map<string, HoldRow>> {
  const named = wishes.flatMap((wish) => wish.holdId ?? [])
  const ids = unique([...vouchers.flatMap((voucher) => voucher.holdId ?? []), ...named])
  return new Map((await findHolds(q, ids)).map((hold) => [hold.id, hold]))
}

function needsCategories(campaigns: Map<string, LoadedCampaign>, voucher: Claim): boolean {
  const campaign = campaigns.get(voucher.campaignId)
  const offer = campaign && termsFor(campaign, voucher).offer
  const scope = offer && 'scope' in offer ? offer.scope : undefined
  return scope?.categories !== undefined || scope?.favouriteCategory === true
}

/** Articles whose category only the catalogue can tell. */
const unnamed = (wishes: Wish[]): string[] =>
  unique(
    wishes.flatMap(({ order }) => order.items?.flatMap((item) => (item.category === undefined ? item.sku : [])) ?? []),
  )

const kept = new WeakMap<LoadedCampaign, Map<string, Terms>>()

/** The same object for every voucher of a variant. */
export function termsFor(campaign: LoadedCampaign, voucher: Claim): Terms {
  const ofCampaign = kept.get(campaign) ?? new Map<string, Terms>()
  const known = ofCampaign.get(voucher.variantKey)
  if (known) return known
  const terms = readTerms(campaign, voucher)
  ofCampaign.set(voucher.variantKey, terms)
  kept.set(campaign, ofCampaign)
  return terms
}

function readTerms(campaign: LoadedCampaign, voucher: Claim): Terms {
  const variant = campaign.terms.variants.find(({ key }) => key === voucher.variantKey)
  if (variant === undefined) throw new Error(`${campaign.id} has no variant ${voucher.variantKey}`)
  return {
    offer: variant.offer,
    minimumOrderMinor: campaign.terms.minimumOrderMinor ?? null,
    redeemableBy: campaign.terms.redeemableBy,
    refundPolicy: campaign.terms.refundPolicy,
    startsAt: campaign.startsAt,
    redemptionsStoppedAt: campaign.redemptionsStoppedAt,
    ruledAt: campaign.ruledAt,
    timeZone: campaign.timeZone,
    stackRule: stackRuleOf(campaign.terms.stacking, variant.offer),
    mindsOrders: mindsOrders(campaign),
  }
}

/** Erased recipients and nobody have no reference that anybody could say, so use by others is not told. */
export function buyerOf({ customers }: Loaded, voucher: Claim, order: Order): Buyer {
  if (order.customerReference === undefined || !hasOwner(voucher)) return 'unsaid'
  return customers.get(order.customerReference) === voucher.customerId ? 'recipient' : 'other'
}

const unique = (texts: string[]): string[] => [...new Set(texts)]
