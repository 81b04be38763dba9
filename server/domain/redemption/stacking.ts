// Which codes go together on one order, and in which order they are applied; pure. A gift card is payment: it goes with
// everything and comes last. An exclusive code allows no other code on its order. Of a group an order takes one code.
// Codes of different groups, and codes without a group, combine.
import type { Offer } from '#campaigns/offers/offer.ts'
import type { RefusalCode } from '#shared/refusals.ts'

/** What a code allows beside it, and where it has its turn. */
export interface StackRule {
  isPayment: boolean
  isExclusive: boolean
  group: string | null
  /** Lower ranks have their turn earlier. */
  rank: number
  offer: Offer
}

export const DEFAULT_RANK = 500

export type Stacking =
  | { mode: 'exclusive'; rank: number }
  | { mode: 'combinable'; group?: string | undefined; rank: number }

/** Without a word on stacking a campaign's codes combine with all that do not forbid it. */
export function stackRuleOf(stacking: Stacking | undefined, offer: Offer): StackRule {
  return {
    isPayment: offer.kind === 'gift_card',
    isExclusive: stacking?.mode === 'exclusive',
    group: stacking?.mode === 'combinable' ? (stacking.group ?? null) : null,
    rank: stacking?.rank ?? DEFAULT_RANK,
    offer,
  }
}

/** Why a code cannot join those that an order has; null when it can. */
export function clashOf(rule: StackRule, others: readonly StackRule[]): RefusalCode | null {
  const rivals = rule.isPayment ? [] : others.filter((other) => !other.isPayment)
  if (rivals.length === 0) return null
  if (rule.isExclusive || rivals.some((other) => other.isExclusive)) return 'stack.exclusive'
  const isTaken = rule.group !== null && rivals.some((other) => other.group === rule.group)
  return isTaken ? 'stack.group_taken' : null
}

/** Off single articles first, then off the order: amounts before percentages, so that a percentage is of what is left. */
function stageOf(offer: Offer): number {
  const isScoped = 'scope' in offer && offer.scope !== undefined
  switch (offer.kind) {
    case 'unit_off':
      return 0
    case 'amount_off':
      return isScoped ? 1 : 3
    case 'percent_off':
      return isScoped ? 2 : 4
    case 'free_shipping':
      return 5
    case 'gift_card':
      return 6
  }
}

/** Payment last; else by rank, then by what the offer takes from, then the older voucher first. */
export function inTurn(a: { rule: StackRule; id: string }, b: { rule: StackRule; id: string }): number {
  const last = Number(a.rule.isPayment) - Number(b.rule.isPayment)
  if (last !== 0) return last
  const ranks = a.rule.rank - b.rule.rank
  if (ranks !== 0) return ranks
  const stages = stageOf(a.rule.offer) - stageOf(b.rule.offer)
  if (stages !== 0) return stages
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}
