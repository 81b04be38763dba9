// Keeps vouchers as shops' own discount codes: those that are new are written there, those that have ended are taken back.
import { randomUUID } from 'node:crypto'
import { type LoadedCampaign, loadCampaign } from '#campaigns/load.ts'
import type { House } from '#core/house.ts'
import { callOutside, type OutsideCall } from '#core/outside.ts'
import { waitAfter } from '#delivery/backoff.ts'
import { MINUTE_MS, SECOND_MS } from '#shared/time.ts'
import { exportCodes } from '#vouchers/export-codes.ts'
import { showVoucher } from '#vouchers/show.ts'
import { statesOf } from '#vouchers/states-of.ts'
import { type Outlet, readOutlet } from './outlet.ts'
import type { Ask, Code, ShopOutlet } from './outlets/shop.ts'
import { shopifyOutlet } from './outlets/shopify.ts'
import { woocommerceOutlet } from './outlets/woocommerce.ts'
import { type ConnectorRow, connectorsWithOutlet } from './queries.ts'
import {
  codesThere,
  leaseCodes,
  nextCodeDue,
  noteChecked,
  type ShopCodeRow,
  settleCode,
  wantCodes,
} from './queries-codes.ts'

const LEASED_AT_ONCE = 20
const LOOKED_AT_ONCE = 500
const LEASE_MS = 5 * MINUTE_MS
const CALL_MS = 15 * SECOND_MS
const MOST_TRIES = 16

const shops: Record<string, ShopOutlet> = { shopify: shopifyOutlet, woocommerce: woocommerceOutlet }

/** Answers how many codes were written, taken back or given up. */
export async function syncCodes(house: House, stopping: () => boolean = () => false): Promise<number> {
  let done = 0
  for (const row of await connectorsWithOutlet(house.store.read)) {
    const outlet = readOutlet(house.secrets, row)
    const shop = shops[row.kind]
    if (outlet === null || shop === undefined) continue
    await plan(house, row, outlet, stopping)
    await lookForEnded(house, row)
    done += await settleDue(house, { row, outlet, shop }, stopping)
  }
  return done
}

/** Nothing here waits for the test clock by itself: what is due is done at the next tick, once for each move. */
export async function nextSync({ store }: House, _after: number, ran: boolean): Promise<number | null> {
  if ((await connectorsWithOutlet(store.read)).length === 0) return null
  return ran ? nextCodeDue(store.read) : 0
}

/** In the order of ids behind the oldest open write, so that nothing is left out that was being written meanwhile. */
async function plan(house: House, row: ConnectorRow, { campaignIds }: Outlet, stopping: () => boolean): Promise<void> {
  const cursors = JSON.parse(row.outletCursor || '{}') as Record<string, string>
  for (const campaignId of campaignIds) {
    for await (const page of exportCodes(house, campaignId, { cursor: cursors[campaignId] })) {
      const open = page.filter(({ state }) => state === 'issued' || state === 'held').map(({ id }) => id)
      cursors[campaignId] = page.at(-1)?.id ?? ''
      await house.store.write((tx) => wantCodes(tx, row.id, campaignId, open, cursors), { isPatient: true })
      if (stopping()) return
    }
  }
}

/** Some at a time, those that were looked at longest ago first; a redeemed code must not be used at the shop once more. */
async function lookForEnded({ store, clock }: House, { id }: ConnectorRow): Promise<void> {
  const there = (await codesThere(store.read, id, LOOKED_AT_ONCE)).map(({ voucherId }) => voucherId)
  if (there.length === 0) return
  const states = await statesOf(store.read, there, clock.now())
  const isOpen = (voucherId: string) => ['issued', 'held'].includes(states.get(voucherId) ?? '')
  const ended = there.filter((voucherId) => !isOpen(voucherId))
  await store.write((tx) => noteChecked(tx, id, there, ended), { isPatient: true })
}

interface At {
  row: ConnectorRow
  outlet: Outlet
  shop: ShopOutlet
}

async function settleDue(house: House, at: At, stopping: () => boolean): Promise<number> {
  const holder = randomUUID()
  let done = 0
  while (!stopping()) {
    const leased = await house.store.write(
      (tx) => leaseCodes(tx, at.row.id, { holder, until: tx.now + LEASE_MS, limit: LEASED_AT_ONCE }),
      { isPatient: true },
    )
    for (const code of leased) {
      const isDone = await settleOne(house, at, code, holder)
      done += isDone ? 1 : 0
      // A shop that does not answer is not asked twenty times more.
      if (!isDone) return done
    }
    if (leased.length < LEASED_AT_ONCE) return done
  }
  return done
}

/** False when it is to be tried again. */
async function settleOne(house: House, at: At, code: ShopCodeRow, holder: string): Promise<boolean> {
  const to = await (code.state === 'wanted' ? write(house, at, code, holder) : takeBack(house, at, code))
  const isLater = 'problem' in to && to.state === undefined
  const tries = code.tries + 1
  const hasFailed = isLater && tries >= MOST_TRIES
  await house.store.write((tx) =>
    settleCode(tx, code, holder, {
      ...to,
      ...(hasFailed ? { state: 'failed' } : {}),
      tries: isLater ? tries : 0,
      ...(isLater ? { nextAt: tx.now + waitAfter(tries) } : {}),
      leasedBy: null,
      leaseUntil: 0,
    }),
  )
  return !isLater
}

type Outcome = Partial<ShopCodeRow>
const later = (problem: string): Outcome => ({ problem })
const failed = (problem: string): Outcome => ({ state: 'failed', problem })

async function write(house: House, { row, outlet, shop }: At, kept: ShopCodeRow, holder: string): Promise<Outcome> {
  const code = await codeFor(house, kept)
  if (code === null) return kept.ruleId === null ? { state: 'gone', problem: null } : { state: 'unwanted' }
  if ('problem' in code) return failed(code.problem)
  const unable = shop.unable(code, outlet.withoutMost)
  if (unable !== null) return failed(unable)
  const said = await shop.create(askFor(house, row, outlet), code, {
    ruleId: kept.ruleId,
    shopId: kept.shopId,
    isRetry: kept.tries > 0,
    keepRule: (ruleId) => house.store.write((tx) => settleCode(tx, kept, holder, { ruleId })),
  })
  if ('later' in said) return later(said.later)
  if ('never' in said) return failed(said.never)
  return { state: 'there', shopId: said.shopId, ruleId: said.ruleId ?? null, problem: null, checkedAt: 0 }
}

async function takeBack(house: House, { row, outlet, shop }: At, kept: ShopCodeRow): Promise<Outcome> {
  const said = await shop.remove(askFor(house, row, outlet), kept)
  if (said === 'gone') return { state: 'gone', problem: null }
  return 'later' in said ? later(said.later) : failed(said.never)
}

/** Null when the voucher has ended meanwhile. */
async function codeFor(
  house: House,
  { voucherId, campaignId }: ShopCodeRow,
): Promise<Code | { problem: string } | null> {
  const voucher = await showVoucher(house, voucherId, { withCode: true })
  const isOpen = voucher.state === 'issued' || voucher.state === 'held'
  if (!isOpen || voucher.code === undefined) return null
  const campaign = await loadCampaign(house.store.read, campaignId)
  const offer = campaign?.terms.variants.find(({ key }) => key === voucher.variantKey)?.offer
  if (campaign === null || offer === undefined) return { problem: 'campaign_gone' }
  // The shop would take it from anybody.
  if (redeemableBy(campaign) === 'recipient') return { problem: 'recipient_only' }
  return {
    voucherId,
    code: voucher.code,
    offer,
    minimumOrderMinor: campaign.terms.minimumOrderMinor ?? null,
    currency: campaign.terms.budget?.currency ?? voucher.currency,
    startsAt: Date.parse(voucher.issuedAt),
    expiresAt: Date.parse(voucher.expiresAt),
  }
}

const redeemableBy = ({ terms }: LoadedCampaign) => terms.redeemableBy

/** Paths of the shop, asked with its credentials by the one guarded way out. */
function askFor(house: House, row: ConnectorRow, { shopUrl, credentials }: Outlet): Ask {
  const proof: Record<string, string> =
    'accessToken' in credentials
      ? { 'x-shopify-access-token': credentials.accessToken }
      : {
          authorization: `Basic ${Buffer.from(`${credentials.consumerKey}:${credentials.consumerSecret}`).toString('base64')}`,
        }
  return (call: OutsideCall) =>
    callOutside(house, {
      ...call,
      url: `${shopUrl.replace(/\/$/, '')}${call.url}`,
      headers: { accept: 'application/json', 'x-sender': row.id, ...call.headers, ...proof },
      timeoutMs: CALL_MS,
    })
}
