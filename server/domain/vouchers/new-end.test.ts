import fc from 'fast-check'
import { expect, test } from 'vitest'
import { voucherStates } from '#shared/kinds.ts'
import { endFor, judgeExtension } from './new-end.ts'

const BERLIN = 'Europe/Berlin'
const at = (iso: string) => Date.parse(iso)

test('a day is its close in the zone of the campaign, also where the clocks change on the way', () => {
  const voucher = { expiresAt: at('2026-03-27T22:59:59.999Z') }
  const now = at('2026-03-20T12:00:00Z')
  expect(endFor({ days: 2 }, voucher, now, BERLIN)).toBe(at('2026-03-29T21:59:59.999Z'))
  expect(endFor({ until: '2026-03-28' }, voucher, now, BERLIN)).toBe(at('2026-03-28T22:59:59.999Z'))
  // Over since long: counted from today.
  expect(endFor({ days: 1 }, { expiresAt: 0 }, now, BERLIN)).toBe(at('2026-03-21T22:59:59.999Z'))
})

test('no end comes earlier, nothing that was used or revoked lives again, and only what is over takes money', () => {
  const extending = fc.record({
    voucher: fc.record({
      state: fc.constantFrom(...voucherStates),
      expiresAt: fc.nat(1000),
      balanceMinor: fc.option(fc.nat(500)),
    }),
    newEnd: fc.nat(1000),
    now: fc.nat(1000),
    isStopped: fc.boolean(),
    isGuaranteed: fc.boolean(),
    worstCaseMinor: fc.nat(500),
  })
  fc.assert(
    fc.property(extending, (it) => {
      const judged = judgeExtension(it)
      if ('left' in judged) return
      expect(it.newEnd).toBeGreaterThan(it.voucher.expiresAt)
      expect(it.newEnd).toBeGreaterThanOrEqual(it.now)
      expect(['issued', 'held', 'expired']).toContain(it.voucher.state)
      expect(judged.revives).toBe(it.voucher.state === 'expired')
      const worth = it.voucher.balanceMinor ?? it.worstCaseMinor
      expect(judged.reservedMinor).toBe(judged.revives && it.isGuaranteed ? worth : 0)
    }),
  )
})
