// What of a budget belongs to one voucher, and what moves when the voucher does (decisions.md, 14); pure.
// A guaranteed budget reserves for the voucher (`reservedMinor`, which a hold leaves as it is); a live hold moves money
// from there, and from what is free, to held. So for all vouchers of a campaign:
//   reserved = Σ reservedMinor − Σ fromReservedMinor of live holds;  held = Σ discountMinor of live holds.
import { type Change, whenEnded, whenHeld, whenRedeemed, whenReleased, whenReversed } from '#budget/moves.ts'
import type { BudgetMode } from '#shared/kinds.ts'

export interface HeldMoney {
  discountMinor: number
  fromReservedMinor: number
}
export interface Keeper {
  reservedMinor: number
  activeUses: number
}

const NOTHING_HELD: HeldMoney = { discountMinor: 0, fromReservedMinor: 0 }

/** The most the voucher may take without touching what is free. */
export function setAsideMinor(voucher: Keeper, hold: HeldMoney | null): number {
  const held = hold ?? NOTHING_HELD
  return voucher.reservedMinor + held.discountMinor - held.fromReservedMinor
}

/** Whether an `at_redemption` budget counts the voucher: while a use of it stands, or a hold keeps its place. */
const isCounted = (activeUses: number, hold: HeldMoney | null): boolean => activeUses > 0 || hold !== null

/** Held or reserved → spent. What was set aside beyond the discount is free again, unless a gift card keeps its rest. */
export function payMoves(
  mode: BudgetMode,
  voucher: Keeper,
  hold: HeldMoney | null,
  use: { discountMinor: number; keepsRest: boolean },
): { moves: Change; fromReservedMinor: number; reservedMinor: number } {
  const held = hold ?? NOTHING_HELD
  const fromReservedMinor = Math.min(use.discountMinor, voucher.reservedMinor)
  const reservedMinor = use.keepsRest ? voucher.reservedMinor - fromReservedMinor : 0
  const moves = whenRedeemed(mode, {
    spentMinor: use.discountMinor,
    reservedMinor: voucher.reservedMinor - held.fromReservedMinor,
    heldMinor: held.discountMinor,
    keptMinor: reservedMinor,
    isFirstUse: !isCounted(voucher.activeUses, hold),
  })
  return { moves, fromReservedMinor, reservedMinor }
}

/** Reserved and free → held, with a place in the number of vouchers; `hold` is the one the new one takes the place of. */
export function holdMoves(
  mode: BudgetMode,
  voucher: Keeper,
  hold: HeldMoney | null,
  discountMinor: number,
): { moves: Change; fromReservedMinor: number } {
  const held = hold ?? NOTHING_HELD
  const fromReservedMinor = Math.min(discountMinor, voucher.reservedMinor)
  const moves = sum(
    whenReleased(held.discountMinor, held.fromReservedMinor),
    whenHeld(discountMinor, fromReservedMinor),
    counted(mode === 'at_redemption' && !isCounted(voucher.activeUses, hold) ? 1 : 0),
  )
  return { moves, fromReservedMinor }
}

/** Held → reserved and free, when a hold is released or over. */
export function letGoMoves(mode: BudgetMode, activeUses: number, hold: HeldMoney): Change {
  const placeBack = mode === 'at_redemption' && !isCounted(activeUses, null) ? -1 : 0
  return sum(whenReleased(hold.discountMinor, hold.fromReservedMinor), counted(placeBack))
}

/** Reserved and held → free, when the voucher is revoked or expires; its `reservedMinor` is 0 from then on. */
export function dropMoves(mode: BudgetMode, voucher: Keeper, hold: HeldMoney | null): Change {
  const ended = whenEnded(voucher.reservedMinor, 0)
  return hold ? sum(letGoMoves(mode, voucher.activeUses, hold), ended) : ended
}

export interface Back {
  amountMinor: number
  worthMinor: number
  lives: boolean
  isUsedUp: boolean
  activeUsesLeft: number
  isInFull: boolean
}

/**
 * Spent → reserved when a guaranteed voucher lives (again), else free. `worthMinor` is what it lives on with: more than
 * comes back now when parts of it were taken back before, and went to what is free. A voucher is given back to the
 * budget's number once its last use is reversed in full: in `guaranteed` only when it was used up and stays so.
 */
export function reverseMoves(
  mode: BudgetMode,
  hold: HeldMoney | null,
  back: Back,
): { moves: Change; toReservedMinor: number } {
  const toReservedMinor = mode === 'guaranteed' && back.lives ? back.worthMinor : 0
  const isLastUse = back.isInFull && !isCounted(back.activeUsesLeft, hold)
  const isCountBack = isLastUse && (mode === 'at_redemption' || (back.isUsedUp && !back.lives))
  return { moves: whenReversed(back.amountMinor, toReservedMinor, isCountBack), toReservedMinor }
}

const counted = (count: number): Change => ({ reserved: 0, held: 0, spent: 0, count })

function sum(...changes: Change[]): Change {
  const total = { reserved: 0, held: 0, spent: 0, count: 0 }
  for (const change of changes) {
    total.reserved += change.reserved
    total.held += change.held
    total.spent += change.spent
    total.count += change.count
  }
  return total
}
