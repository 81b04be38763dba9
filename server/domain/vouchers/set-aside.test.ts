// Whatever happens to a voucher, the money it moves is the difference between what was set aside and what is.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Change } from '#budget/moves.ts'
import { budgetModes } from '#shared/kinds.ts'
import { dropMoves, type HeldMoney, holdMoves, letGoMoves, payMoves, reverseMoves, setAsideMinor } from './set-aside.ts'

const minor = fc.nat(10_000)
const mode = fc.constantFrom(...budgetModes)
/** A voucher, and perhaps a hold on it, as they can be: a hold takes from the reserve what it can. */
const kept = fc.record({ mode, reserved: minor, activeUses: fc.nat(2), held: fc.option(minor) }).map((it) => {
  const voucher = { reservedMinor: it.mode === 'guaranteed' ? it.reserved : 0, activeUses: it.activeUses }
  const fromReservedMinor = Math.min(it.held ?? 0, voucher.reservedMinor)
  const hold: HeldMoney | null = it.held === null ? null : { discountMinor: it.held, fromReservedMinor }
  return { mode: it.mode, voucher, hold }
})
const total = ({ reserved, held, spent }: Change) => reserved + held + spent

describe('what a voucher has set aside', () => {
  test('paying needs what is free for no more than lies beyond what is set aside, and leaves nothing held', () => {
    fc.assert(
      fc.property(kept, minor, fc.boolean(), ({ mode, voucher, hold }, discountMinor, keepsRest) => {
        const paid = payMoves(mode, voucher, hold, { discountMinor, keepsRest })
        expect(paid.moves.spent).toBe(discountMinor)
        expect(paid.moves.held).toBe(0 - (hold?.discountMinor ?? 0))
        expect(total(paid.moves)).toBe(paid.reservedMinor + discountMinor - setAsideMinor(voucher, hold))
        expect(paid.fromReservedMinor).toBeLessThanOrEqual(voucher.reservedMinor)
        if (!keepsRest) expect(paid.reservedMinor).toBe(0)
      }),
    )
  })

  test('holding, and letting go of it, comes back to where it was', () => {
    fc.assert(
      fc.property(kept, minor, ({ mode, voucher }, discountMinor) => {
        const { moves, fromReservedMinor } = holdMoves(mode, voucher, null, discountMinor)
        const back = letGoMoves(mode, voucher.activeUses, { discountMinor, fromReservedMinor })
        for (const name of ['reserved', 'held', 'spent', 'count'] as const) expect(moves[name] + back[name]).toBe(0)
      }),
    )
  })

  test('a hold that takes the place of another moves the difference', () => {
    fc.assert(
      fc.property(kept, minor, ({ mode, voucher, hold }, discountMinor) => {
        const { moves, fromReservedMinor } = holdMoves(mode, voucher, hold, discountMinor)
        const now = { discountMinor, fromReservedMinor }
        expect(total(moves)).toBe(setAsideMinor(voucher, now) - setAsideMinor(voucher, hold))
        if (hold) expect(moves.count).toBe(0)
      }),
    )
  })

  test('a voucher that ends gives back all that is set aside for it', () => {
    fc.assert(
      fc.property(kept, ({ mode, voucher, hold }) => {
        const moves = dropMoves(mode, voucher, hold)
        expect(total(moves)).toBe(0 - setAsideMinor(voucher, hold))
        expect(moves.count).toBe(mode === 'at_redemption' && hold && voucher.activeUses === 0 ? -1 : 0)
      }),
    )
  })

  test('a reversal takes its amount from spent, and reserves only for a guaranteed voucher that lives', () => {
    const back = fc.record({
      amountMinor: minor,
      worthMinor: minor,
      lives: fc.boolean(),
      isUsedUp: fc.boolean(),
      isInFull: fc.boolean(),
    })
    fc.assert(
      fc.property(mode, back, fc.nat(2), (mode, it, activeUsesLeft) => {
        const { moves, toReservedMinor } = reverseMoves(mode, null, { ...it, activeUsesLeft })
        expect([moves.spent, moves.held]).toEqual([0 - it.amountMinor, 0])
        expect(moves.reserved).toBe(toReservedMinor)
        expect(toReservedMinor).toBe(mode === 'guaranteed' && it.lives ? it.worthMinor : 0)
        if (!it.isInFull || activeUsesLeft > 0) expect(moves.count).toBe(0)
      }),
    )
  })
})
