// Decides codes that are used together on one order: each in its turn, of what those before it have left; pure but for new
// ids. Also finds those of them that are best for the customer.
import type { Left, Order } from '#campaigns/offers/offer.ts'
import { Refusal } from '#core/refusal.ts'
import type { RefusalCode } from '#shared/refusals.ts'
import { type Decided, decideOne, type Keyed, type Redeemed } from './decide.ts'
import { branchOf, openDraft } from './draft.ts'
import { type Loaded, termsFor } from './load.ts'
import { leftOf, takeOff } from './order-left.ts'
import { clashOf, inTurn, type StackRule } from './stacking.ts'

/** One of the codes of an order; `at` is its place in the request. */
export type StackWish = Keyed & { code: string; at: number }

export interface Together {
  decided: Decided
  /** Those that may be used, in their turn. */
  made: { wish: StackWish; value: Redeemed }[]
  refused: { wish: StackWish; refusal: RefusalCode }[]
  left: Left
}

const begin = (loaded: Loaded, order: Order): Together => ({
  decided: { outcomes: [], draft: openDraft(loaded), short: new Set() },
  made: [],
  refused: [],
  left: whatIsLeft(loaded, order),
})

/** All on one draft, which is of use only when none is refused. They have their turns as `inTurn` says. */
export function decideTogether(loaded: Loaded, order: Order, wishes: StackWish[]): Together {
  const together = begin(loaded, order)
  for (const { wish } of inTurns(loaded, wishes)) decideNext(together, loaded, wish)
  return together
}

/** Answers the refusal, if there is one. */
function decideNext(together: Together, loaded: Loaded, wish: StackWish): RefusalCode | null {
  const outcome = decideOne(together.decided, loaded, wish, together.left)
  const refusal = refusalIn(outcome, wish.isDropIn === true)
  if (refusal !== null) together.refused.push({ wish, refusal })
  else if ('value' in outcome) {
    together.made.push({ wish, value: outcome.value })
    if (outcome.value.off) together.left = takeOff(together.left, outcome.value.off)
  }
  return refusal
}

type OneOutcome = ReturnType<typeof decideOne>

/** What was redeemed before cannot be redeemed together with others now; and a card that pays nothing stays out. */
function refusalIn(outcome: OneOutcome, mayBeNothing: boolean): RefusalCode | null {
  if ('error' in outcome) {
    if (outcome.error instanceof Refusal) return outcome.error.code
    throw outcome.error
  }
  if (outcome.value.replayed) return 'voucher.already_redeemed'
  return outcome.value.row.discountMinor === 0 && !mayBeNothing ? 'order.nothing_to_discount' : null
}

/** The order as it stands: less what it has redeemed already. */
function whatIsLeft({ standing }: Loaded, order: Order): Left {
  return (standing.get(order.reference) ?? []).reduce(
    (left, { row, rule }) =>
      takeOff(left, { kind: rule.offer.kind, discountMinor: row.discountMinor - row.reversedMinor, lines: null }),
    leftOf(order),
  )
}

interface Turn {
  wish: StackWish
  id: string
  rule: StackRule
}

/** Without a voucher there is nothing to wait for: an unknown code is refused first. */
function inTurns(loaded: Loaded, wishes: StackWish[]): { wish: StackWish; turn: Turn | null }[] {
  const turns = wishes.map((wish) => ({ wish, turn: turnOf(loaded, wish) }))
  return turns.sort((a, b) =>
    a.turn && b.turn ? inTurn(a.turn, b.turn) : Number(a.turn !== null) - Number(b.turn !== null),
  )
}

function turnOf({ vouchers, campaigns }: Loaded, wish: StackWish): Turn | null {
  const voucher = vouchers.get(wish.print)
  const campaign = voucher && campaigns.get(voucher.campaignId)
  return voucher && campaign ? { wish, id: voucher.id, rule: termsFor(campaign, voucher).stackRule } : null
}

export interface Best {
  /** In their turn. */
  applied: { wish: StackWish; value: Redeemed }[]
  leftOut: { wish: StackWish; refusal: RefusalCode }[]
  left: Left
  /** More money would have made a difference. */
  isShort: boolean
}

/**
 * The codes that take off most together: of all sets that may be used, the one with the greatest discount; of equals the
 * one with fewer codes, then the one whose codes have their turn earlier. Gift cards pay what is left then.
 */
export function bestOf(loaded: Loaded, order: Order, wishes: StackWish[]): Best {
  const best: Best = { applied: [], leftOut: [], left: whatIsLeft(loaded, order), isShort: false }
  const good: Turn[] = []
  for (const { wish, turn } of inTurns(loaded, wishes)) {
    const alone = decideTogether(loaded, order, [wish])
    best.isShort ||= alone.decided.short.size > 0
    const [refused] = alone.refused
    if (refused && !mayBeCheaper(refused.refusal)) best.leftOut.push(refused)
    else if (turn) good.push(turn)
  }
  const found = greatest(
    loaded,
    order,
    good.filter(({ rule }) => !rule.isPayment),
  )
  best.isShort ||= found.isShort
  const chosen = [...found.turns]
  for (const card of good.filter(({ rule }) => rule.isPayment)) {
    const withCard = decideTogether(
      loaded,
      order,
      [...chosen, card].map(({ wish }) => wish),
    )
    const [refused] = withCard.refused
    if (refused) best.leftOut.push({ wish: card.wish, refusal: refused.refusal })
    else chosen.push(card)
  }
  const together = decideTogether(
    loaded,
    order,
    chosen.map(({ wish }) => wish),
  )
  best.isShort ||= together.decided.short.size > 0
  for (const one of good.filter((turn) => !chosen.includes(turn) && !turn.rule.isPayment)) {
    best.leftOut.push({ wish: one.wish, refusal: whyNot(loaded, order, one, chosen) })
  }
  best.leftOut.sort((a, b) => a.wish.at - b.wish.at)
  return { ...best, applied: together.made, left: together.left }
}

/** A budget that cannot pay for a code alone may do so when others have had their turn and less is left. */
const mayBeCheaper = (refusal: RefusalCode): boolean => refusal.startsWith('budget.')

interface Greatest {
  turns: Turn[]
  minor: number
  isShort: boolean
}

/**
 * Tries every set whose codes go together, in turn: what the first of a set have left is the same for all sets that begin
 * so, and where one is refused all sets that go on from there are.
 */
function greatest(loaded: Loaded, order: Order, turns: Turn[]): Greatest {
  const best: Greatest = { turns: [], minor: 0, isShort: false }
  tryFrom(best, loaded, turns, [], begin(loaded, order))
  return best
}

function tryFrom(best: Greatest, loaded: Loaded, turns: Turn[], chosen: Turn[], so: Together): void {
  const [next, ...rest] = turns
  if (next === undefined) {
    const minor = so.made.reduce((sum, { value }) => sum + value.row.discountMinor, 0)
    const isBetter = minor > best.minor || (minor === best.minor && chosen.length < best.turns.length)
    if (isBetter) Object.assign(best, { turns: chosen, minor })
    return
  }
  if (clashOf(next.rule, rulesOf(chosen)) === null) {
    const draft = branchOf(so.decided.draft)
    const then: Together = {
      ...so,
      decided: { ...so.decided, draft, short: new Set() },
      made: [...so.made],
      refused: [],
    }
    const refusal = decideNext(then, loaded, next.wish)
    best.isShort ||= then.decided.short.size > 0
    if (refusal === null) tryFrom(best, loaded, rest, [...chosen, next], then)
  }
  tryFrom(best, loaded, rest, chosen, so)
}

const rulesOf = (turns: Turn[]): StackRule[] => turns.map(({ rule }) => rule)

function whyNot(loaded: Loaded, order: Order, one: Turn, chosen: Turn[]): RefusalCode {
  const clash = clashOf(
    one.rule,
    chosen.map(({ rule }) => rule),
  )
  if (clash !== null) return clash
  const together = decideTogether(
    loaded,
    order,
    [...chosen.filter(({ rule }) => !rule.isPayment), one].map(({ wish }) => wish),
  )
  return together.refused[0]?.refusal ?? 'stack.no_gain'
}
