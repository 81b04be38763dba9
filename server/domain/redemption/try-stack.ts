// Which codes of some campaigns an order would be best served with: for whoever designs them, so without codes, budgets or
// people; by the same rules as a quote.
import { loadCampaign } from '#campaigns/load.ts'
import type { Left, Offer, Order } from '#campaigns/offers/offer.ts'
import { Refusal } from '#core/refusal.ts'
import type { Queries } from '#db/store.ts'
import type { StackTrial, StackTrialAsked } from '#shared/contracts/desk.ts'
import { type RefusalCode, refusals } from '#shared/refusals.ts'
import { assessPlaced } from './assess.ts'
import { leftOf, takeOff } from './order-left.ts'
import { clashOf, inTurn, type StackRule, stackRuleOf } from './stacking.ts'

/** One code of a campaign; of several variants the first stands for all. */
interface Tried {
  campaignId: string | null
  name: string
  /** Older campaigns have their turn first among equals; the draft is the youngest. */
  id: string
  offer: Offer
  rule: StackRule
  minimumOrderMinor: number | null
}

/** 422 `campaign.unknown`. */
export async function tryStack(q: Queries, { order, draft, campaignIds }: StackTrialAsked): Promise<StackTrial> {
  const tried: Tried[] = []
  for (const [i, id] of [...new Set(campaignIds)].entries()) {
    const found = await loadCampaign(q, id)
    const offer = found?.terms.variants[0]?.offer
    if (found === null || offer === undefined) {
      const errors = [{ path: `campaignIds.${i}`, message: 'There is no such campaign' }]
      throw new Refusal('campaign.unknown', { errors })
    }
    const { stacking, minimumOrderMinor = null } = found.terms
    tried.push({ campaignId: id, name: found.name, id, offer, rule: stackRuleOf(stacking, offer), minimumOrderMinor })
  }
  if (draft !== undefined) {
    const { name, offer, stacking, minimumOrderMinor = null } = draft
    tried.push({ campaignId: null, name, id: '~', offer, rule: stackRuleOf(stacking, offer), minimumOrderMinor })
  }
  return bestOf(tried, { reference: 'trial', ...order })
}

/** Pure: of all sets that go together the one that takes off most, of equals the smaller one; gift cards pay the rest. */
export function bestOf(tried: Tried[], order: Order): StackTrial {
  const inOrder = [...tried].sort(inTurn)
  const sets = subsetsOf(inOrder.filter(({ rule }) => !rule.isPayment))
    .map((set) => applied(set, order))
    .filter((set) => set !== null)
  const best = sets.reduce((a, b) =>
    b.minor > a.minor || (b.minor === a.minor && b.took.length < a.took.length) ? b : a,
  )
  const cards = inOrder.filter(({ rule }) => rule.isPayment)
  const whole = applied([...best.took.map(({ one }) => one), ...cards], order, true) ?? best
  const chosen = whole.took.map(({ one }) => one)
  return {
    discountMinor: whole.minor,
    dueMinor: order.amountMinor + (order.shippingMinor ?? 0) - whole.minor,
    applied: whole.took.map(({ one, minor }) => ({ ...named(one), discountMinor: minor })),
    leftOut: inOrder
      .filter((one) => !chosen.includes(one))
      .map((one) => ({ ...named(one), reason: refusals[whyOut(one, chosen, order)][1] })),
  }
}

const named = ({ campaignId, name }: Tried) => ({ campaignId, name })

const subsetsOf = (all: Tried[]): Tried[][] =>
  Array.from({ length: 2 ** all.length }, (_, mask) => all.filter((_, at) => mask & (1 << at)))

interface Applied {
  minor: number
  took: { one: Tried; minor: number }[]
}

/** Null when the set may not be used together, unless those that cannot be used are to be `skipped`. */
function applied(set: Tried[], order: Order, skipped = false): Applied | null {
  const took: Applied['took'] = []
  let left = leftOf(order)
  for (const one of set) {
    const rules = took.map((before) => before.one.rule)
    const minor = clashOf(one.rule, rules) === null ? worthOf(one, order, left) : null
    if (typeof minor !== 'number') {
      if (skipped) continue
      return null
    }
    took.push({ one, minor })
    left = takeOff(left, { kind: one.offer.kind, discountMinor: minor, lines: null })
  }
  return { minor: took.reduce((sum, { minor }) => sum + minor, 0), took }
}

/** What it takes off, or why nothing. */
function worthOf({ offer, minimumOrderMinor }: Tried, order: Order, left: Left): number | RefusalCode {
  const found = assessPlaced({ offer, order, left, minimumOrderMinor, budgetCurrency: order.currency })
  if ('refusal' in found) return found.refusal
  return found.discountMinor === 0 ? 'order.nothing_to_discount' : found.discountMinor
}

function whyOut(one: Tried, chosen: Tried[], order: Order): RefusalCode {
  const rules = chosen.map(({ rule }) => rule)
  const alone = worthOf(one, order, leftOf(order))
  return clashOf(one.rule, rules) ?? (typeof alone === 'number' ? 'stack.no_gain' : alone)
}
