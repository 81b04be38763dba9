// A campaign with vouchers for the tests of this room: issued by writing rows, since issuing is another room's to test.
import { eq, sql } from 'drizzle-orm'
import { journalMatches } from '#budget/audit.ts'
import { changeLimit } from '#budget/limit.ts'
import { lockBudgets } from '#budget/lock.ts'
import { moveBudget } from '#budget/move.ts'
import { whenIssued } from '#budget/moves.ts'
import { openBudget } from '#budget/open.ts'
import { columnsOf } from '#campaigns/columns.ts'
import { mindOrders } from '#campaigns/mind-orders.ts'
import { worstCaseMinor } from '#campaigns/offers/all.ts'
import { localDay } from '#core/calendar.ts'
import type { House } from '#core/house.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import { insertMany } from '#db/kit.ts'
import type { Tx } from '#db/store.ts'
import { campaigns } from '#db/tables/campaigns.ts'
import { purposes } from '#db/tables/consent.ts'
import { vouchers } from '#db/tables/vouchers.ts'
import { type NewCampaign, newCampaign } from '#shared/contracts/campaigns.ts'
import type { Offer } from '#shared/contracts/offers.ts'
import type { AskRedemption, Order } from '#shared/contracts/redemptions.ts'
import { DAY_MS } from '#shared/time.ts'
import { drawCode, foldCode } from '#vouchers/code.ts'
import { redeem } from './redeem.ts'

export interface ShopTerms {
  offer?: Offer
  mode?: 'at_redemption' | 'guaranteed'
  limitMinor?: number
  count?: number
  whenShort?: 'refuse' | 'cap'
  perDay?: { limitMinor?: number; count?: number }
  perCustomer?: { limitMinor?: number; count?: number }
  minimumOrderMinor?: number
  refundPolicy?: 'keep' | 'restore'
  redeemableBy?: 'anyone' | 'recipient'
  stacking?: NewCampaign['stacking']
  startsAt?: number
  /** How long vouchers live. */
  livesMs?: number
  timeZone?: string
}
export interface Ticket {
  id: string
  code: string
  customerId: string
}
export interface Shop {
  campaignId: string
  tickets: Ticket[]
}

const PURPOSE = 'offers'

/** 5.00 EUR off and money without end, unless the terms say otherwise; `count` vouchers for people who have no rows. */
export async function openShop(house: House, count: number, terms: ShopTerms = {}): Promise<Shop> {
  return house.store.write(async (tx) => {
    const campaignId = await writeCampaign(tx, terms)
    return { campaignId, tickets: await writeVouchers(house, tx, campaignId, count, terms) }
  })
}

/** Opens a shop with one voucher and answers its code. */
export async function openWithOne(house: House, terms: ShopTerms = {}): Promise<Ticket & { campaignId: string }> {
  const { campaignId, tickets } = await openShop(house, 1, terms)
  const [ticket] = tickets
  if (ticket === undefined) throw new Error('no voucher was written')
  return { ...ticket, campaignId }
}

const offerOf = (terms: ShopTerms): Offer => terms.offer ?? { kind: 'amount_off', amountMinor: 500 }

async function writeCampaign(tx: Tx, terms: ShopTerms): Promise<string> {
  const id = newId('campaign', tx.now)
  const title = 'Offers'
  await tx
    .insert(purposes)
    .values({ key: PURPOSE, legalBasis: 'consent', title, createdAt: tx.now })
    .onConflictDoNothing()
  const { limitMinor = 1_000_000_000, mode = 'at_redemption', whenShort = 'refuse', count, perDay, perCustomer } = terms
  const named = { ...(count && { count }), ...(perDay && { perDay }), ...(perCustomer && { perCustomer }) }
  const budget = { limitMinor, currency: 'EUR', mode, whenShort, ...named }
  const written = newCampaign.parse({
    name: 'Test',
    purpose: PURPOSE,
    channels: ['onsite'],
    trigger: { kind: 'broadcast' },
    variants: [{ key: 'offer', shareBps: 10_000, offer: offerOf(terms) }],
    budget,
    validity: { days: 30 },
    minimumOrderMinor: terms.minimumOrderMinor,
    refundPolicy: terms.refundPolicy,
    redeemableBy: terms.redeemableBy,
    stacking: terms.stacking,
    startsAt: terms.startsAt === undefined ? undefined : new Date(terms.startsAt).toISOString(),
    timeZone: terms.timeZone ?? 'UTC',
  })
  const minds = await mindOrders(tx, written)
  const head = {
    id,
    state: 'live',
    revision: 1,
    salt: '',
    createdAt: tx.now,
    launchedAt: tx.now,
    mindsOrders: minds ? 1 : 0,
  }
  await tx.insert(campaigns).values({ ...columnsOf(written, []), ...head })
  await openBudget(tx, id, budget)
  return id
}

async function writeVouchers(house: House, tx: Tx, campaignId: string, count: number, terms: ShopTerms) {
  const offer = offerOf(terms)
  const worst = terms.mode === 'guaranteed' ? worstCaseMinor(offer) : 0
  const tickets = Array.from({ length: count }, () => ({
    id: newId('voucher', tx.now),
    code: drawCode(),
    customerId: newId('customer', tx.now),
  }))
  const rows = tickets.map(({ id, code, customerId }) => ({
    id,
    campaignId,
    customerId,
    occasion: 'test',
    variantKey: 'offer',
    channel: 'onsite',
    codePrint: house.secrets.fingerprint(foldCode(code)),
    codeSealed: house.secrets.seal(code, id),
    state: 'issued',
    issuedAt: tx.now,
    issuedDay: localDay(tx.now, 'UTC'),
    expiresAt: tx.now + (terms.livesMs ?? 30 * DAY_MS),
    favouriteCategory: 'books',
    balanceMinor: offer.kind === 'gift_card' ? offer.amountMinor : null,
    reservedMinor: worst,
  }))
  await insertMany(tx, vouchers, rows)
  const budget = (await lockBudgets(tx, [campaignId])).get(campaignId)
  if (budget === undefined) throw new Error('no budget')
  const change = whenIssued(budget.mode, count, count * worst)
  if (!(await moveBudget(tx, budget, { kind: 'issue', cause: campaignId, ...change }))) throw new Error('no money')
  return tickets
}

let orders = 0
/** An order of its own of 100.00 EUR, unless told otherwise. */
export const anOrder = (fields: Partial<Order> = {}): Order => {
  orders += 1
  return { reference: `order-${orders}`, currency: 'EUR', amountMinor: 10_000, ...fields }
}

let keys = 0
/** A request key that nobody has used; or the named one. */
export function aKey(key?: string, hash = 'body'): { scope: string; key: string; hash: string } {
  keys += 1
  return { scope: 'key_test redeem', key: key ?? `key-${keys}`, hash: key === undefined ? `body-${keys}` : hash }
}

export const redeemCode = (house: House, code: string, order: Order, more: Partial<AskRedemption> = {}) =>
  redeem(house, { code, order, ...more }, aKey())

/** The code of the refusal, or `ok`. */
export async function refusalOf(asked: Promise<unknown>): Promise<string> {
  try {
    await asked
    return 'ok'
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

/** How often each refusal, or `ok`, occurs. */
export async function countRefusals(asked: Promise<unknown>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const word of await Promise.all(asked.map(refusalOf))) counts[word] = (counts[word] ?? 0) + 1
  return counts
}

export interface Books {
  limit: number | null
  reserved: number
  held: number
  spent: number
  count: number
  /** A limit per day and per customer, whichever there is. */
  daily: number | null
  personal: number | null
}

export async function booksOf(house: House, campaignId: string): Promise<Books> {
  const [books] = await house.store.read.rows<Books>(sql`
    select limit_minor as "limit", reserved_minor as reserved, held_minor as held, spent_minor as spent,
      count_used as count, coalesce(day_limit_minor, day_count_limit) as daily,
      coalesce(customer_limit_minor, customer_count_limit) as personal from budgets where campaign_id = ${campaignId}`)
  if (books === undefined) throw new Error('no budget')
  return books
}

/** What the facts say the books should be. Every difference is a sentence. */
export async function brokenBooks(house: House, campaignId: string): Promise<string[]> {
  const q = house.store.read
  const books = await booksOf(house, campaignId)
  const [facts] = await q.rows<Record<string, number>>(sql`
    select
      (select coalesce(sum(discount_minor - reversed_minor), 0) from redemptions where campaign_id = ${campaignId}) as spent,
      (select coalesce(sum(amount_minor), 0) from reversals v join redemptions r on r.id = v.redemption_id
        where r.campaign_id = ${campaignId}) as reversals,
      (select coalesce(sum(reversed_minor), 0) from redemptions where campaign_id = ${campaignId}) as reversed,
      (select coalesce(sum(discount_minor), 0) from holds where campaign_id = ${campaignId} and state = 'live') as held,
      (select coalesce(sum(reserved_minor), 0) from vouchers where campaign_id = ${campaignId})
        - (select coalesce(sum(from_reserved_minor), 0) from holds
            where campaign_id = ${campaignId} and state = 'live') as reserved,
      (select coalesce(sum(discount_minor), 0) from tallies where campaign_id = ${campaignId}) as tallied,
      (select coalesce(sum(case when kind = 'day' then used_minor end), 0) from caps c
        join budgets b on b.id = c.budget_id where b.campaign_id = ${campaignId}) as in_days,
      (select coalesce(sum(case when kind = 'customer' then used_minor end), 0) from caps c
        join budgets b on b.id = c.budget_id where b.campaign_id = ${campaignId}) as by_customers,
      (select count(*) from vouchers v where campaign_id = ${campaignId} and uses <>
        (select count(*) from redemptions r where r.voucher_id = v.id)) as miscounted,
      (select count(*) from vouchers v where campaign_id = ${campaignId} and active_uses <>
        (select count(*) from redemptions r where r.voucher_id = v.id and r.reversed_at is null)) as inactive`)
  const is = (name: string) => Number(facts?.[name])
  const broken: string[] = []
  if (books.spent !== is('spent')) broken.push(`spent ${books.spent}, redemptions less reversals ${is('spent')}`)
  if (books.held !== is('held')) broken.push(`held ${books.held}, live holds ${is('held')}`)
  if (books.reserved !== is('reserved')) broken.push(`reserved ${books.reserved}, vouchers ${is('reserved')}`)
  if (books.spent !== is('tallied')) broken.push(`spent ${books.spent}, tallied ${is('tallied')}`)
  if (is('reversals') !== is('reversed')) broken.push(`reversals ${is('reversals')}, reversed ${is('reversed')}`)
  if (books.daily && is('in_days') !== books.spent + books.held) broken.push(`in days ${is('in_days')}`)
  if (books.personal && is('by_customers') !== books.spent + books.held) broken.push(`to ${is('by_customers')}`)
  if (is('miscounted') > 0 || is('inactive') > 0) broken.push('uses are miscounted')
  if (!(await journalMatches(q, campaignId))) broken.push('the journal differs from the totals')
  return broken
}

export async function voucherRow(house: House, id: string) {
  const [row] = await house.store.read.select().from(vouchers).where(eq(vouchers.id, id))
  if (row === undefined) throw new Error('no voucher')
  return row
}

/** Changes rows behind the back of everything, as other rooms would. */
export const setVoucher = (house: House, id: string, to: Partial<typeof vouchers.$inferInsert>) =>
  house.store.write((tx) => tx.update(vouchers).set(to).where(eq(vouchers.id, id)))
export const setLimit = (house: House, campaignId: string, limitMinor: number) =>
  house.store.write((tx) => changeLimit(tx, campaignId, { limitMinor }))
export const setCampaign = (house: House, id: string, to: Partial<typeof campaigns.$inferInsert>) =>
  house.store.write((tx) =>
    tx
      .update(campaigns)
      .set({ ...to, revision: sql`${campaigns.revision} + 1` })
      .where(eq(campaigns.id, id)),
  )
