// What of a budget belongs to one voucher, and what moves when the voucher does (decisions.md, 14); pure.
// A guaranteed budget reserves for the voucher (`reservedMinor`, which a hold leaves as it is); a live hold moves money
// from there, and from what is free, to held. So for all vouchers of a campaign:
//   reserved = Σ reservedMinor − Σ fromReservedMinor of live holds;  held = Σ discountMinor of live holds.
import type { BudgetMode } from '#shared/kinds.ts'

/** Minor units and vouchers; what is free moves against their sum. */
export interface Moves {
  reserved: number
  held: number
  spent: number
  count: number
}
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

/** Whether the voucher counts against the budget's number: in `at_redemption` while it is in use or held for one. */
export const isCounted = (activeUses: number, hold: HeldMoney | null): boolean => activeUses > 0 || hold !== null

/** Held or reserved → spent. What was set aside beyond the discount is free again, unless a gift card keeps its rest. */
export function payMoves(
  mode: BudgetMode,
  voucher: Keeper,
  hold: HeldMoney | null,
  use: { discountMinor: number; keepsRest: boolean },
): { moves: Moves; fromReservedMinor: number; reservedMinor: number } {
  const held = hold ?? NOTHING_HELD
  const fromReservedMinor = Math.min(use.discountMinor, voucher.reservedMinor)
  const reservedMinor = use.keepsRest ? voucher.reservedMinor - fromReservedMinor : 0
  const moves = {
    reserved: reservedMinor - (voucher.reservedMinor - held.fromReservedMinor),
    held: 0 - held.discountMinor,
    spent: use.discountMinor,
    count: mode === 'at_redemption' && !isCounted(voucher.activeUses, hold) ? 1 : 0,
  }
  return { moves, fromReservedMinor, reservedMinor }
}

/** Reserved and free → held; `hold` is the one that the new one takes the place of. */
export function holdMoves(
  mode: BudgetMode,
  voucher: Keeper,
  hold: HeldMoney | null,
  discountMinor: number,
): { moves: Moves; fromReservedMinor: number } {
  const held = hold ?? NOTHING_HELD
  const fromReservedMinor = Math.min(discountMinor, voucher.reservedMinor)
  const moves = {
    reserved: held.fromReservedMinor - fromReservedMinor,
    held: discountMinor - held.discountMinor,
    spent: 0,
    count: mode === 'at_redemption' && !isCounted(voucher.activeUses, hold) ? 1 : 0,
  }
  return { moves, fromReservedMinor }
}

/** Held → reserved and free, when a hold is released or over. */
export function letGoMoves(mode: BudgetMode, activeUses: number, hold: HeldMoney): Moves {
  return {
    reserved: hold.fromReservedMinor,
    held: 0 - hold.discountMinor,
    spent: 0,
    count: mode === 'at_redemption' && !isCounted(activeUses, null) ? -1 : 0,
  }
}

/** Reserved and held → free, when the voucher is revoked or expires; its `reservedMinor` is 0 from then on. */
export function dropMoves(mode: BudgetMode, voucher: Keeper, hold: HeldMoney | null): Moves {
  const letGo = hold ? letGoMoves(mode, voucher.activeUses, hold) : { reserved: 0, held: 0, spent: 0, count: 0 }
  return { ...letGo, reserved: letGo.reserved - voucher.reservedMinor }
}

/**
 * Spent → reserved when a guaranteed voucher lives (again), else free. A voucher is given back to the budget's number once
 * its last use is reversed in full: in `guaranteed` only when it was used up and stays so.
 */
export function reverseMoves(
  mode: BudgetMode,
  hold: HeldMoney | null,
  back: { amountMinor: number; livesAgain: boolean; isUsedUp: boolean; activeUsesLeft: number; isInFull: boolean },
): { moves: Moves; toReservedMinor: number } {
  const toReservedMinor = mode === 'guaranteed' && back.livesAgain ? back.amountMinor : 0
  const isUncounted =
    back.isInFull &&
    !isCounted(back.activeUsesLeft, hold) &&
    (mode === 'at_redemption' || (back.isUsedUp && !back.livesAgain))
  const moves = { reserved: toReservedMinor, held: 0, spent: 0 - back.amountMinor, count: isUncounted ? -1 : 0 }
  return { moves, toReservedMinor }
}
