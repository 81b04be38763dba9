// Says why somebody got a voucher of a campaign or did not: asks all that issuing asks, in its order, of one person; writes
// nothing.
import { type SQL, sql } from 'drizzle-orm'
import { freeCount, freeMinor } from '#budget/budget.ts'
import { peekBudgets } from '#budget/lock.ts'
import type { LoadedCampaign } from '#campaigns/load.ts'
import { loadCampaign } from '#campaigns/load.ts'
import { worstCaseMinor } from '#campaigns/offers/all.ts'
import { refusalCounts } from '#consent/gate.ts'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { findCustomer } from '#customers/find.ts'
import type { Queries, Store } from '#db/store.ts'
import { heldOut } from '#experiments/hold-out.ts'
import { type Aside, foreseeAside } from '#experiments/set-aside.ts'
import { concernedBy } from '#occasions/kinds/all.ts'
import type { WhyNot } from '#shared/contracts/desk.ts'
import type { Category, Channel } from '#shared/kinds.ts'
import { audienceOf } from './audience.ts'
import { readCaps } from './caps.ts'
import { isOutOfStock } from './issue.ts'
import { vouchersBefore } from './queries.ts'
import { anyOf } from './queries-runs.ts'

type Outcome = WhyNot['outcome']
type Check = WhyNot['checks'][number]['check']

const sentences: Record<Outcome, string> = {
  issued: 'A voucher was issued.',
  holdout: 'Was held out, so that people with an offer can be compared with people without one.',
  draft: 'The campaign has not been launched.',
  paused: 'The campaign is paused.',
  not_begun: 'The campaign has not begun yet.',
  over: 'The campaign is over.',
  not_concerned: 'The occasion can never come: what it takes is not known of this customer.',
  not_in_segment: 'The rule of the campaign does not mean this customer.',
  not_due: 'The occasion has not come since the campaign was launched.',
  set_aside: 'Is in a group that takes no part in this campaign, so that effects can be measured.',
  no_consent: 'Has not agreed to this use of data, or cannot be reached.',
  capped: 'Has had as many vouchers as one person may get for now.',
  out_of_stock: 'The offer is for something that is sold out.',
  no_budget: 'There is not enough budget left.',
  next_run: 'Nothing stands in the way: the next run of the campaign issues the voucher.',
}

/** 404 `campaign.not_found`, `customer.not_found`. Whoever shows it puts the look on record first. */
export async function whyOf(house: House, campaignId: string, reference: string): Promise<WhyNot> {
  const q = house.store.read
  const campaign = await loadCampaign(q, campaignId)
  if (campaign === null) throw new Refusal('campaign.not_found')
  const customer = await findCustomer(q, house.secrets, reference)
  if (customer === null) throw new Refusal('customer.not_found')
  const now = house.clock.now()
  const vouchers = await vouchersBefore(q, { customerId: customer.id, campaignId }, undefined, MOST_SHOWN)
  const asked = await askAll(house.store, campaign, customer.id, now)
  const held = (await heldOut(q, campaignId, [customer.id])).length > 0
  const outcome = vouchers.length > 0 ? 'issued' : held ? 'holdout' : asked.outcome
  return {
    outcome,
    says: sentences[outcome],
    reason: outcome === 'no_consent' ? asked.reason : outcome === 'set_aside' ? asked.aside : null,
    category: outcome === 'no_consent' ? asked.category : null,
    vouchers: vouchers.map((row) => ({
      id: row.id,
      occasion: row.occasion,
      variantKey: row.variantKey,
      channel: row.channel as Channel | null,
      state: row.state,
      issuedAt: iso(row.issuedAt),
    })),
    checks: asked.checks,
  }
}

const MOST_SHOWN = 20

interface Asked {
  /** The first that stands in the way; `next_run` when nothing does. */
  outcome: Outcome
  reason: string | null
  aside: Aside | null
  category: Category | null
  checks: WhyNot['checks']
}

async function askAll(store: Store, campaign: LoadedCampaign, customerId: string, now: number): Promise<Asked> {
  const q = store.read
  const checks: WhyNot['checks'] = []
  const failed: Outcome[] = []
  const note = (check: Check, no: Outcome | null) => {
    checks.push({ check, holds: no === null })
    if (no !== null) failed.push(no)
  }
  note('campaign', stateOf(campaign, now))
  const due = await isDue(q, campaign, customerId, now)
  note('trigger', due.isConcerned ? null : 'not_concerned')
  note('segment', due.isInSegment ? null : 'not_in_segment')
  note('due', due.isDue ? null : 'not_due')
  const [refused] = await refusalCounts(q, campaign.use, now, only(customerId))
  note('consent', refused === undefined ? null : 'no_consent')
  const aside = (await foreseeAside(store, campaign.terms.experiment?.layer))?.(customerId) ?? null
  if (aside !== null) failed.push('set_aside')
  note('cap', (await isCapped(q, campaign, customerId, now)) ? 'capped' : null)
  note('stock', (await isOutOfStock(q, campaign)) ? 'out_of_stock' : null)
  note('budget', (await hasMoney(q, campaign)) ? null : 'no_budget')
  return {
    outcome: failed[0] ?? 'next_run',
    reason: refused?.reason ?? null,
    aside,
    category: refused?.category ?? null,
    checks,
  }
}

const only = (customerId: string): SQL => sql`select c.id from customers c where c.id = ${customerId}`

function stateOf({ state, startsAt, endsAt }: LoadedCampaign, now: number): Outcome | null {
  if (state === 'draft') return 'draft'
  if (state === 'ended' || (endsAt !== null && endsAt <= now)) return 'over'
  if (state === 'paused') return 'paused'
  return startsAt !== null && startsAt > now ? 'not_begun' : null
}

/** Since the launch, or for a draft as if it were launched now. */
async function isDue(q: Queries, campaign: LoadedCampaign, customerId: string, now: number) {
  const launchedAt = campaign.launchedAt ?? now
  const looking = { asOf: now, since: Math.min(launchedAt, now - 1) }
  const { segment: _, ...withoutRule } = campaign.terms
  const due = await audienceOf(q, { ...campaign, terms: withoutRule, launchedAt }, looking)
  // Whom the rule means, whatever the occasion.
  const whenever = { ...campaign.terms, trigger: { kind: 'broadcast' as const } }
  const meant = await audienceOf(q, { ...campaign, terms: whenever, launchedAt }, looking)
  const concerned = { join: null, where: concernedBy(campaign.terms.trigger) }
  return {
    isConcerned: await anyOf(q, concerned, customerId),
    isInSegment: await anyOf(q, meant, customerId),
    isDue: await anyOf(q, due, customerId),
  }
}

async function isCapped(q: Queries, { terms }: LoadedCampaign, customerId: string, now: number): Promise<boolean> {
  const then = Object.assign(Object.create(q) as Queries, { now })
  const channel = terms.channels[0]
  if (channel === undefined) return false
  const caps = await readCaps(then, terms, new Map([[customerId, { channel }]]))
  return caps !== null && (caps.used.get(caps.groupOf.get(customerId) ?? customerId) ?? 0) >= caps.max
}

async function hasMoney(q: Queries, { id, terms }: LoadedCampaign): Promise<boolean> {
  const budget = (await peekBudgets(q, [id])).get(id)
  if (budget === undefined) return terms.budget !== undefined
  const dearest = Math.max(...terms.variants.map(({ offer }) => worstCaseMinor(offer)))
  if (freeCount(budget) < 1) return false
  return budget.mode === 'guaranteed' ? freeMinor(budget) >= dearest : freeMinor(budget) > 0
}
