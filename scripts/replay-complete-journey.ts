/** Replays the 2,102 coupon redemptions of Complete Journey over HTTP as single-use vouchers, in the order of their days. */
import {
  type Caller,
  call,
  cellsOf,
  decide,
  inParallel,
  issue,
  launchCampaign,
  makeKey,
  moveClock,
  openWithNotice,
  putCustomer,
  redeem,
  tally,
} from '../server/acceptance/shop.ts'
import type { Answer } from '../server/test-server.ts'
import { runByHand, type Stage } from './replay/by-hand.ts'
import { type Row, readTable, readTruth, realData, sayAbsent } from './replay/real-data.ts'

export const START = '2016-12-31T12:00:00Z'
const CURRENCY = 'USD'
const WIDTH = 16
const cells = cellsOf(['household_coupons'], ['onsite'], ['contact.account'])

export interface JourneyTruth {
  rows: { coupon_redemptions: number }
  strict_single_use_replay: { accepted: number; rejected: number; rejected_by_reason: { already_redeemed: number } }
  campaigns: { campaign_id: string; redemptions: number; accepted_in_strict_replay: number }[]
}

export interface CompleteJourney {
  truth: JourneyTruth
  campaigns: Row[]
  /** In the order of truth.py: day, household, campaign, coupon. */
  redemptions: Row[]
}

export interface CampaignFound {
  campaignId: string
  answers: Record<string, number>
  report: { issued: number; redeemed: number; discountMinor: number; spentMinor: number }
}

export interface JourneyFindings {
  answers: Record<string, number>
  campaigns: CampaignFound[]
}

/** What one coupon of a campaign takes off: another amount for each, so that no sum can be right by chance. */
export const worthOf = (campaignId: string) => 50 + 10 * Number(campaignId)

export async function readCompleteJourney(folder: string): Promise<CompleteJourney> {
  const redemptions = await readTable(folder, 'coupon_redemptions.csv')
  const order = (a: Row, b: Row) =>
    compare(a.redemption_date, b.redemption_date) ||
    Number(a.household_id) - Number(b.household_id) ||
    Number(a.campaign_id) - Number(b.campaign_id) ||
    compare(a.coupon_upc, b.coupon_upc)
  return {
    truth: await readTruth<JourneyTruth>(folder),
    campaigns: await readTable(folder, 'campaign_descriptions.csv'),
    redemptions: redemptions.sort(order),
  }
}

const compare = (a = '', b = '') => (a < b ? -1 : a > b ? 1 : 0)

export async function replayCompleteJourney(stage: Stage, data: CompleteJourney): Promise<JourneyFindings> {
  const { shop, say } = stage
  const ids = await openShop(stage, data)
  const answers = await walkTheDays(stage, data, ids)
  const campaigns: CampaignFound[] = []
  for (const [campaignId, id] of ids) {
    const { total, budget } = await call(shop, 'campaignReport', { params: { id } })
    campaigns.push({
      campaignId,
      answers: tally(answers.filter((_, row) => data.redemptions[row]?.campaign_id === campaignId)),
      report: {
        issued: Number(total.issued),
        redeemed: Number(total.redeemed),
        discountMinor: Number(total.discountMinor),
        spentMinor: budget.spentMinor,
      },
    })
  }
  for (const { campaignId, answers: seen, report } of campaigns)
    say(`campaign ${campaignId}: ${JSON.stringify(seen)}, the report says ${JSON.stringify(report)}`)
  say(`all: ${JSON.stringify(tally(answers))}`)
  return { answers: tally(answers), campaigns }
}

/** Every household of the data agrees, every campaign is launched; answers our id of each of them. */
async function openShop({ shop, say }: Stage, data: CompleteJourney): Promise<Map<string, string>> {
  const noticeVersion = await openWithNotice(shop, cells)
  const households = [...new Set(data.redemptions.map((row) => String(row.household_id)))]
  await inParallel(households, WIDTH, async (household) => {
    await putCustomer(shop, household, { timeZone: 'America/New_York' })
    await decide(shop, household, noticeVersion, cells)
  })
  say(`${households.length} households agreed to coupons`)
  const ids = new Map<string, string>()
  for (const row of data.campaigns) ids.set(String(row.campaign_id), await launchAsDescribed(shop, row))
  say(`${ids.size} campaigns are live`)
  return ids
}

const launchAsDescribed = (shop: Caller, row: Row) =>
  launchCampaign(shop, {
    name: `Campaign ${row.campaign_id}, ${row.campaign_type}`,
    purpose: 'household_coupons',
    variants: [
      {
        key: 'coupon',
        shareBps: 10_000,
        offer: { kind: 'amount_off', amountMinor: worthOf(String(row.campaign_id)) },
      },
    ],
    budget: { limitMinor: 10_000_000, currency: CURRENCY, mode: 'at_redemption', whenShort: 'refuse' },
    validity: { until: String(row.end_date) },
    startsAt: `${row.start_date}T00:00:00-05:00`,
    endsAt: `${row.end_date}T23:59:59-05:00`,
    timeZone: 'America/New_York',
  })

/** On each day the vouchers that are wanted for the first time are issued, then the day's rows are redeemed one by one. */
async function walkTheDays({ shop, say }: Stage, { redemptions }: CompleteJourney, ids: Map<string, string>) {
  const shopKey = await makeKey(shop, 'shop')
  const checkoutKey = await makeKey(shop, 'checkout')
  const codes = new Map<string, string>()
  const answers: Answer[] = []
  for (const day of new Set(redemptions.map((row) => String(row.redemption_date)))) {
    await moveClock(shop, `${day}T17:00:00Z`)
    const today = redemptions.filter((row) => row.redemption_date === day)
    await inParallel(today, WIDTH, async (row) => {
      if (codes.has(couponOf(row))) return
      codes.set(couponOf(row), '')
      codes.set(couponOf(row), await issueCoupon({ request: asKey(shop, shopKey) }, row, ids))
    })
    for (const row of today) {
      const order = { reference: `journey-${answers.length}`, currency: CURRENCY, amountMinor: 2000 }
      answers.push(await redeem(shop, String(codes.get(couponOf(row))), order, { key: checkoutKey }))
    }
    if (day.endsWith('-01')) say(`${day}: ${answers.length} of ${redemptions.length} rows replayed`)
  }
  return answers
}

const couponOf = (row: Row) => `${row.campaign_id}/${row.household_id}/${row.coupon_upc}`

async function issueCoupon(shop: Caller, row: Row, ids: Map<string, string>): Promise<string> {
  const id = String(ids.get(String(row.campaign_id)))
  return (await issue(shop, id, String(row.household_id), String(row.coupon_upc))).code
}

/** Asks with that key in place of the admin's. */
const asKey =
  (shop: Caller, key: string): Caller['request'] =>
  (method, path, body, options) =>
    shop.request(method, path, body, { ...options, key })

if (import.meta.main) {
  const folder = realData('complete_journey')
  if (folder === undefined) sayAbsent('complete_journey')
  else {
    const data = await readCompleteJourney(folder)
    await runByHand(START, (stage) => replayCompleteJourney(stage, data))
  }
}
