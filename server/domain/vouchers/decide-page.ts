// Decides who of a page gets a voucher, who is held out, and why the others get nothing (decisions.md, 15); pure.
import { type Budget, freeCount, freeMinor } from '#budget/budget.ts'
import { worstCaseMinor } from '#campaigns/offers/all.ts'
import type { Permitted } from '#consent/gate.ts'
import { assignArm, HOLDOUT } from '#experiments/assign.ts'
import type { Aside, AsideOf } from '#experiments/set-aside.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'

export interface Candidate {
  customerId: string
  occasion: string
}

/** Why somebody of a page gets nothing. */
export type Passed = 'already_had' | 'no_consent' | Aside | 'capped' | 'out_of_stock' | 'no_budget'

/** `P` is what allows it: a permission of the gate where something is made, no more than its channel where nothing is. */
export interface PageFacts<P = Permitted> {
  campaign: { salt: string; terms: Pick<NewCampaign, 'holdoutBps' | 'variants'> }
  candidates: readonly Candidate[]
  /** `keyOf` of those who had a voucher, or were held out, on the same occasion. */
  had: ReadonlySet<string>
  permitted: ReadonlyMap<string, P>
  /** Of those who were assigned before the shares changed: they keep theirs. By customer. */
  arms?: ReadonlyMap<string, string> | undefined
  /** Null or left out where everybody takes part. */
  aside?: AsideOf | null
  /** Null without a cap. */
  caps: Caps | null
  /** An offer of the campaign is for something that is sold out. */
  isOutOfStock: boolean
  budget: Budget
  /** Told of everybody who gets nothing. */
  note?: (candidate: Candidate, why: Passed) => void
}

export interface Caps {
  max: number
  /** Whose entries count together: people who share an address have one cap. By customer. */
  groupOf: ReadonlyMap<string, string>
  /** How many entries the group has in the window. By group. */
  used: ReadonlyMap<string, number>
}

export interface Assigned<P = Permitted> {
  candidate: Candidate
  permit: P
  /** The key of a variant. */
  arm: string
}

export interface PageCounts {
  issued: number
  holdout: number
  alreadyHad: number
  noConsent: number
  setAside: number
  capped: number
  noBudget: number
  outOfStock: number
}

export interface PageDecision<P = Permitted> {
  /** In the order of customers and occasions, as codes are to be handed out (decisions.md, 22). */
  vouchers: Assigned<P>[]
  holdouts: Assigned<P>[]
  counts: PageCounts
}

export const keyOf = ({ customerId, occasion }: Candidate): string => `${customerId}\n${occasion}`

export const noCounts = (): PageCounts => ({
  issued: 0,
  holdout: 0,
  alreadyHad: 0,
  noConsent: 0,
  setAside: 0,
  capped: 0,
  noBudget: 0,
  outOfStock: 0,
})

/**
 * Everything is asked before the arm, so that no arm is short of people whom the other would have taken: a budget has to
 * bear the dearest variant, and when it cannot, assignment stops for all arms.
 */
export function decidePage<P>(facts: PageFacts<P>): PageDecision<P> {
  const { permitted, caps, note } = facts
  const counts = noCounts()
  const decision: PageDecision<P> = { vouchers: [], holdouts: [], counts }
  const had = new Set(facts.had)
  const used = new Map(caps?.used)
  const purse = openPurse(facts)
  for (const candidate of [...facts.candidates].sort(inOrder)) {
    const key = keyOf(candidate)
    const permit = permitted.get(candidate.customerId)
    const aside = facts.aside?.(candidate.customerId) ?? null
    const group = caps?.groupOf.get(candidate.customerId) ?? candidate.customerId
    const pass = (count: keyof PageCounts, why: Passed) => {
      counts[count] += 1
      note?.(candidate, why)
    }
    if (had.has(key)) pass('alreadyHad', 'already_had')
    else if (permit === undefined) pass('noConsent', 'no_consent')
    else if (aside !== null) pass('setAside', aside)
    else if (caps && (used.get(group) ?? 0) >= caps.max) pass('capped', 'capped')
    else if (facts.isOutOfStock) pass('outOfStock', 'out_of_stock')
    else if (!purse.isEnough()) pass('noBudget', 'no_budget')
    else {
      const arm = facts.arms?.get(candidate.customerId) ?? armOf(facts, candidate)
      purse.take(arm)
      had.add(key)
      used.set(group, (used.get(group) ?? 0) + 1)
      const to = arm === HOLDOUT ? decision.holdouts : decision.vouchers
      to.push({ candidate, permit, arm })
    }
  }
  counts.issued = decision.vouchers.length
  counts.holdout = decision.holdouts.length
  return decision
}

function inOrder(a: Candidate, b: Candidate): number {
  if (a.customerId !== b.customerId) return a.customerId < b.customerId ? -1 : 1
  return a.occasion < b.occasion ? -1 : a.occasion > b.occasion ? 1 : 0
}

function armOf({ campaign }: Pick<PageFacts, 'campaign'>, { customerId }: Candidate): string {
  const { holdoutBps, variants } = campaign.terms
  return assignArm({ salt: campaign.salt, unitId: customerId, holdoutBps, variants })
}

/** A guaranteed budget pays at issue and may run dry within the page; any other has only to have something left. */
function openPurse({ budget, campaign }: Pick<PageFacts, 'budget' | 'campaign'>) {
  const costs = new Map(campaign.terms.variants.map(({ key, offer }) => [key, worstCaseMinor(offer)]))
  const dearest = Math.max(...costs.values())
  let minor = freeMinor(budget)
  let places = freeCount(budget)
  let isDry = false
  const isGuaranteed = budget.mode === 'guaranteed'
  return {
    isEnough(): boolean {
      isDry ||= places < 1 || (isGuaranteed ? minor < dearest : minor <= 0)
      return !isDry
    },
    take(arm: string): void {
      if (!isGuaranteed || arm === HOLDOUT) return
      minor -= costs.get(arm) ?? 0
      places -= 1
    },
  }
}
