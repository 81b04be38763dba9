// What is about to be written about some vouchers and budgets, decided in memory under their locks; pure.
import type { Budget, Delta, MoveKind } from '#budget/budget.ts'
import type { CapBook, CapEntry } from '#budget/caps.ts'
import type { Change } from '#budget/moves.ts'
import type { TallyDelta } from '#campaigns/tally.ts'
import { localDay } from '#core/calendar.ts'
import { type Claim, unhold } from '#vouchers/claim.ts'
import { type HoldEnd, type HoldRow, isLive } from '#vouchers/hold.ts'
import { letGoMoves } from '#vouchers/set-aside.ts'
import { type CapUse, copyBook, giveBackCharge } from './draft-caps.ts'
import type { Terms } from './judge.ts'
import { type Loaded, termsFor } from './load.ts'
import type { RedemptionRow, ReversalRow } from './queries.ts'

export interface VoucherDraft {
  was: Claim
  now: Claim
  /** Only while its time is not over. */
  hold: HoldRow | null
  terms: Terms
  earlier: RedemptionRow[]
}

export interface Draft {
  now: number
  /** By the voucher's id. */
  vouchers: Map<string, VoucherDraft>
  /** By campaign: the locked budget, and how it will be. */
  budgets: Map<string, { locked: Budget; after: Budget }>
  moves: { budget: Budget; delta: Delta }[]
  ended: { id: string; end: HoldEnd }[]
  /** Holds that are new, and those that go on with another amount or end. */
  held: HoldRow[]
  extended: HoldRow[]
  redeemed: RedemptionRow[]
  reversed: { was: RedemptionRow; now: RedemptionRow }[]
  reversals: ReversalRow[]
  tallies: TallyDelta[]
  /** As they will be, with those that are new and what is charged to them. */
  caps: CapBook
  newCaps: Set<string>
  capEntries: CapEntry[]
  /** The local day of the draft in each zone. */
  days: Map<string, string>
}

export function openDraft({ now, vouchers, campaigns, budgets, holds, earlier, caps }: Loaded): Draft {
  const draft: Draft = {
    now,
    vouchers: new Map(),
    budgets: new Map([...budgets].map(([campaignId, locked]) => [campaignId, { locked, after: { ...locked } }])),
    moves: [],
    ended: [],
    held: [],
    extended: [],
    redeemed: [],
    reversed: [],
    reversals: [],
    tallies: [],
    caps: copyBook(caps),
    newCaps: new Set(),
    capEntries: [],
    days: new Map(),
  }
  for (const claim of vouchers.values()) {
    const campaign = campaigns.get(claim.campaignId)
    if (campaign === undefined) throw new Error(`${claim.id} has no campaign`)
    const hold = claim.holdId === null ? null : (holds.get(claim.holdId) ?? null)
    const voucher = {
      was: claim,
      now: claim,
      hold,
      terms: termsFor(campaign, claim),
      earlier: earlier.get(claim.id) ?? [],
    }
    draft.vouchers.set(claim.id, voucher)
    if (claim.state === 'held' && (hold === null || !isLive(hold, now))) letGo(draft, voucher)
  }
  return draft
}

/** The same standing once more, to see what one more use would do to it: nothing of it is to be written. */
export function branchOf(draft: Draft): Draft {
  return {
    ...draft,
    vouchers: new Map([...draft.vouchers].map(([id, voucher]) => [id, { ...voucher }])),
    budgets: new Map([...draft.budgets].map(([id, { locked, after }]) => [id, { locked, after: { ...after } }])),
    moves: [],
    ended: [],
    redeemed: [...draft.redeemed],
    tallies: [],
    caps: copyBook(draft.caps),
    newCaps: new Set(draft.newCaps),
    capEntries: [],
  }
}

/** A hold that is over is as if it had never been; another write may have closed it in the books already. */
function letGo(draft: Draft, voucher: VoucherDraft): void {
  const { hold } = voucher
  if (hold?.state === 'live') endHold(draft, voucher, hold, 'expired')
  voucher.hold = null
  voucher.now = unhold(voucher.now)
}

/** Closes a hold that does not end in a redemption: its money goes back. */
export function endHold(draft: Draft, { now }: VoucherDraft, hold: HoldRow, end: HoldEnd): void {
  const { mode } = budgetOf(draft, now.campaignId)
  draft.ended.push({ id: hold.id, end })
  move(draft, now.campaignId, 'release', hold.id, letGoMoves(mode, now.activeUses, hold))
  giveBackCharge(draft, hold.id, hold.id)
}

export function budgetOf(draft: Draft, campaignId: string): Budget {
  const found = draft.budgets.get(campaignId)
  if (found === undefined) throw new Error(`the campaign ${campaignId} has vouchers and no budget`)
  return found.after
}

/** Notes a move that was found to fit. */
export function move(draft: Draft, campaignId: string, kind: MoveKind, cause: string, change: Change): void {
  const found = draft.budgets.get(campaignId)
  if (found === undefined) throw new Error(`the campaign ${campaignId} has vouchers and no budget`)
  const { locked, after } = found
  after.reservedMinor += change.reserved
  after.heldMinor += change.held
  after.spentMinor += change.spent
  after.countUsed += change.count
  draft.moves.push({ budget: locked, delta: { kind, cause, ...change } })
}

/** What a use or a hold of the voucher is charged to, apart from the budget itself. */
export function aboutUse(draft: Draft, { now, hold, terms }: VoucherDraft): CapUse {
  const { campaignId, customerId } = now
  return {
    budget: budgetOf(draft, campaignId),
    customerId,
    holdId: hold?.id,
    today: dayIn(draft, terms.timeZone),
  }
}

/** Counts what happened to a voucher on the day it happened in its campaign's zone. */
export function count(draft: Draft, { now, terms }: VoucherDraft, counts: Partial<TallyDelta>): void {
  const { campaignId, variantKey, channel } = now
  draft.tallies.push({
    campaignId,
    variantKey,
    channel: channel ?? '',
    day: dayIn(draft, terms.timeZone),
    ...counts,
  })
}

export function dayIn(draft: Draft, zone: string): string {
  const known = draft.days.get(zone)
  if (known !== undefined) return known
  const day = localDay(draft.now, zone)
  draft.days.set(zone, day)
  return day
}
