// Which money moves when something happens to a voucher, in one table (decisions.md, 14); pure.
import type { BudgetMode } from '#shared/kinds.ts'

/** What a move changes, before it has a kind and a cause. */
export interface Change {
  reserved: number
  held: number
  spent: number
  count: number
}

const nothing: Change = { reserved: 0, held: 0, spent: 0, count: 0 }

/** Vouchers are issued whose worst cases sum to `minor`: a guaranteed budget sets that aside and counts them. */
export function whenIssued(mode: BudgetMode, vouchers: number, minor: number): Change {
  return mode === 'guaranteed' ? { ...nothing, reserved: minor, count: vouchers } : nothing
}

/** An order holds `heldMinor`, of which `fromReservedMinor` was set aside at issue and the rest is free. */
export function whenHeld(heldMinor: number, fromReservedMinor: number): Change {
  return { ...nothing, reserved: 0 - fromReservedMinor, held: heldMinor }
}

/** The hold ends without a redemption: what came from the reserve goes back to it, unless the voucher has ended. */
export function whenReleased(heldMinor: number, fromReservedMinor: number, lives = true): Change {
  return { ...nothing, reserved: lives ? fromReservedMinor : 0, held: 0 - heldMinor }
}

/** `spentMinor` is spent. `reservedMinor` and `heldMinor` were set aside for it; `keptMinor` of them stay reserved: the
 * rest of a gift card. `isFirstUse` because a voucher counts once, however often a gift card pays. */
export function whenRedeemed(
  mode: BudgetMode,
  it: { spentMinor: number; reservedMinor: number; heldMinor: number; keptMinor: number; isFirstUse: boolean },
): Change {
  return {
    reserved: it.keptMinor - it.reservedMinor,
    held: 0 - it.heldMinor,
    spent: it.spentMinor,
    count: mode === 'at_redemption' && it.isFirstUse ? 1 : 0,
  }
}

/** `minor` comes back. What the voucher may still cost is set aside again if it lives; `isCountBack` on full reversal. */
export function whenReversed(minor: number, toReservedMinor: number, isCountBack: boolean): Change {
  return { reserved: toReservedMinor, held: 0, spent: 0 - minor, count: isCountBack ? -1 : 0 }
}

/** A voucher is revoked or expires: what was set aside for it is free. It was issued all the same, so the count stays. */
export function whenEnded(reservedMinor: number, heldMinor: number): Change {
  return { ...nothing, reserved: 0 - reservedMinor, held: 0 - heldMinor }
}
