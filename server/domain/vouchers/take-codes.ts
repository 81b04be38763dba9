// Takes in codes that exist already, printed or sold elsewhere, as vouchers of a campaign; they belong to nobody.
import { peekBudgets } from '#budget/lock.ts'
import { tally } from '#campaigns/tally.ts'
import { permitUnowned } from '#consent/gate.ts'
import { localDay } from '#core/calendar.ts'
import type { House } from '#core/house.ts'
import type { Tx } from '#db/store.ts'
import { assignArm } from '#experiments/assign.ts'
import { findByPrints, newPrintOf, printOfCode, waitToMake } from './claim.ts'
import type { Drawn } from './deal-codes.ts'
import { expiresAt } from './expiry.ts'
import { lockForIssue } from './lock-for-issue.ts'
import { borne, dearestOf, reserve } from './make-pool.ts'
import { makeVouchers } from './make-vouchers.ts'
import { insertVouchers } from './queries.ts'

export interface GivenCode {
  code: string
  variantKey?: string | undefined
  /** Epoch ms; by the campaign when left out. */
  expiresAt?: number | undefined
}
/** `known`: a voucher of this campaign already, and left as it is. */
export type Taken = 'created' | 'known' | 'code.taken' | 'code.unusable' | 'budget.exhausted' | 'variant.unknown'

/** One outcome for each, in the order given. 404 `campaign.not_found`, 409 `campaign.run_unavailable`. */
export async function takeCodes(house: House, tx: Tx, campaignId: string, given: GivenCode[]): Promise<Taken[]> {
  const campaign = await lockForIssue(tx, campaignId)
  await waitToMake(house.secrets, tx)
  const budget = (await peekBudgets(tx, [campaignId])).get(campaignId)
  if (budget === undefined) throw new Error(`${campaignId} is live without a budget`)
  const prints = given.map(({ code }) => printOfCode(house.secrets, code))
  const there = await findByPrints(
    tx,
    prints.filter((print) => print !== null),
  )
  const campaigns = new Map(there.map((voucher) => [voucher.codePrint, voucher.campaignId]))
  const keys = new Set(campaign.terms.variants.map(({ key }) => key))
  let left = borne(budget, dearestOf(campaign, null))
  const fresh: { drawn: Drawn; it: GivenCode }[] = []
  const taken = given.map((it, i): Taken => {
    const print = prints[i]
    if (print === null || print === undefined) return 'code.unusable'
    const owner = campaigns.get(print)
    if (owner !== undefined) return owner === campaignId ? 'known' : 'code.taken'
    if (it.variantKey !== undefined && !keys.has(it.variantKey)) return 'variant.unknown'
    if (left < 1) return 'budget.exhausted'
    left -= 1
    campaigns.set(print, campaignId)
    fresh.push({ drawn: { code: it.code.normalize('NFC'), print: newPrintOf(house.secrets, it.code) ?? print }, it })
    return 'created'
  })
  if (fresh.length === 0) return taken
  const { salt, terms, use } = campaign
  const assigned = permitUnowned(use, fresh.length).map((permit, i) => ({
    candidate: { customerId: permit.customerId, occasion: 'import' },
    permit,
    arm:
      fresh[i]?.it.variantKey ??
      assignArm({ salt, unitId: permit.customerId, holdoutBps: 0, variants: terms.variants }),
  }))
  const day = localDay(tx.now, campaign.timeZone)
  const usual = expiresAt(terms, tx.now)
  const codes = fresh.map(({ drawn }) => drawn)
  const dates = { now: tx.now, day, expiresAt: usual, favourites: new Map<string, string>() }
  const rows = makeVouchers(house.secrets, assigned, { campaignId, terms, runId: null, ...dates, codes })
  const made = await insertVouchers(
    tx,
    rows.map((row, i) => ({ ...row, expiresAt: fresh[i]?.it.expiresAt ?? usual })),
  )
  if (made.length !== rows.length) throw new Error('codes that nobody had are there')
  await reserve(tx, budget, campaignId, made)
  await tally(
    tx,
    made.map(({ variantKey }) => ({ campaignId, day, variantKey, channel: '', issued: 1 })),
  )
  return taken
}
