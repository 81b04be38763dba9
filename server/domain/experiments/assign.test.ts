// Arms: the same for ever, spread as configured, and unmoved by what does not concern them.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assignArm } from './assign.ts'

const halves = [
  { key: 'a', shareBps: 5000 },
  { key: 'b', shareBps: 5000 },
]
/** A hundred variants of one percent each, so that the arm tells where somebody fell. */
const percents = Array.from({ length: 100 }, (_, at) => ({ key: `v${at}`, shareBps: 100 }))
const ids = (count: number) => Array.from({ length: count }, (_, n) => `cus_${n}`)

function chiSquare(arms: string[], expected: Record<string, number>): number {
  const counts = new Map<string, number>()
  for (const arm of arms) counts.set(arm, (counts.get(arm) ?? 0) + 1)
  expect([...counts.keys()].every((arm) => arm in expected)).toBe(true)
  return Object.entries(expected).reduce((sum, [arm, share]) => {
    const fair = arms.length * share
    return sum + ((counts.get(arm) ?? 0) - fair) ** 2 / fair
  }, 0)
}

describe('assignArm', () => {
  // Drawn by another implementation: int(hmac_sha256(salt, id)[:8]) * 10000 >> 64, and again with salt + ':variant'.
  it.each([
    ['salt', 'cus_1', 1482, 9630],
    ['salt', 'cus_2', 2048, 9270],
    ['salt', 'cus_3', 7669, 9102],
    ['s\u00e4lt-\u{1F39F}', 'cus_\u00fc', 3443, 7657],
    ['a'.repeat(100), 'cus_01HZX', 4069, 5460],
    ['', 'cus_1', 6175, 5301],
  ])('salt %j puts %j at %i of the holdout and %i of the variants', (salt, unitId, holdout, variant) => {
    const arm = (holdoutBps: number, upTo: number) =>
      assignArm({
        salt,
        unitId,
        holdoutBps,
        variants: [
          { key: 'low', shareBps: upTo },
          { key: 'high', shareBps: 10_000 - upTo },
        ],
      })
    expect(arm(holdout + 1, 5000)).toBe('holdout')
    expect(arm(holdout, variant)).toBe('high')
    expect(arm(holdout, variant + 1)).toBe('low')
  })

  it('holds nobody out at 0 and everybody at 10,000', () => {
    const arms = ids(2000).map((unitId) => assignArm({ salt: 's', unitId, holdoutBps: 0, variants: halves }))
    expect(arms).not.toContain('holdout')
    const out = ids(2000).map((unitId) => assignArm({ salt: 's', unitId, holdoutBps: 10_000, variants: halves }))
    expect(new Set(out)).toEqual(new Set(['holdout']))
  })

  it('gives nobody to a share of 0 and everybody to the whole', () => {
    const variants = [
      { key: 'none', shareBps: 0 },
      { key: 'all', shareBps: 10_000 },
      { key: 'never', shareBps: 0 },
    ]
    expect(new Set(ids(2000).map((unitId) => assignArm({ salt: 's', unitId, holdoutBps: 0, variants })))).toEqual(
      new Set(['all']),
    )
  })

  it.each(['one', 'two', 'cmp_01J9Z', 'ünï'])('spreads as configured with salt %s', (salt) => {
    const variants = [
      { key: 'a', shareBps: 2000 },
      { key: 'b', shareBps: 3000 },
      { key: 'c', shareBps: 5000 },
    ]
    const arms = ids(20_000).map((unitId) => assignArm({ salt, unitId, holdoutBps: 1000, variants }))
    // 3 degrees of freedom, p = 0.001; the draw is fixed by the salts, so this cannot fail by chance.
    expect(chiSquare(arms, { holdout: 0.1, a: 0.18, b: 0.27, c: 0.45 })).toBeLessThan(16.27)
  })

  it('spreads evenly over a hundred variants', () => {
    const arms = ids(50_000).map((unitId) => assignArm({ salt: 'even', unitId, holdoutBps: 0, variants: percents }))
    // 99 degrees of freedom, p = 0.001.
    expect(chiSquare(arms, Object.fromEntries(percents.map(({ key }) => [key, 0.01])))).toBeLessThan(148.3)
  })

  it('draws campaigns with different salts, and variants from the holdout, independently', () => {
    const units = ids(20_000)
    const arm = (salt: string, unitId: string) => assignArm({ salt, unitId, holdoutBps: 0, variants: halves })
    const pairs = units.map((unitId) => arm('first', unitId) + arm('second', unitId))
    expect(chiSquare(pairs, { aa: 0.25, ab: 0.25, ba: 0.25, bb: 0.25 })).toBeLessThan(16.27)
    const held = units.filter(
      (unitId) => assignArm({ salt: 'first', unitId, holdoutBps: 5000, variants: halves }) === 'holdout',
    )
    expect(
      chiSquare(
        held.map((unitId) => arm('first', unitId)),
        { a: 0.5, b: 0.5 },
      ),
    ).toBeLessThan(10.83)
  })

  const shares = fc
    .array(fc.integer({ min: 0, max: 10_000 }), { minLength: 0, maxLength: 5 })
    .map((cuts) => [0, ...cuts.sort((a, b) => a - b), 10_000])
    .map((cuts) => cuts.slice(1).map((cut, at) => ({ key: `v${at}`, shareBps: cut - (cuts[at] ?? 0) })))
  const holdout = fc.integer({ min: 0, max: 10_000 })

  it('says the same thing every time, and nothing but the arms there are', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string({ unit: 'grapheme' }),
        holdout,
        shares,
        (salt, unitId, holdoutBps, variants) => {
          const arm = assignArm({ salt, unitId, holdoutBps, variants })
          expect(assignArm({ salt, unitId, holdoutBps, variants: structuredClone(variants) })).toBe(arm)
          if (arm !== 'holdout') expect(variants.find(({ key }) => key === arm)?.shareBps).toBeGreaterThan(0)
        },
      ),
    )
  })

  it('moves people only into a holdout that grows, and never between variants', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), holdout, holdout, shares, (salt, unitId, one, other, variants) => {
        const arm = (holdoutBps: number) => assignArm({ salt, unitId, holdoutBps, variants })
        const [less, more] = [arm(Math.min(one, other)), arm(Math.max(one, other))]
        if (less === 'holdout') expect(more).toBe('holdout')
        else expect([less, 'holdout']).toContain(more)
      }),
    )
  })

  it.each([
    ['shares below the whole', 0, [{ key: 'a', shareBps: 9999 }]],
    ['shares above the whole', 0, [...halves, { key: 'c', shareBps: 1 }]],
    ['no variant', 0, []],
    ['a broken share', 0, [{ key: 'a', shareBps: 10_000.5 }]],
    [
      'a negative share',
      0,
      [
        { key: 'a', shareBps: -1 },
        { key: 'b', shareBps: 10_001 },
      ],
    ],
    ['a variant called holdout', 0, [{ key: 'holdout', shareBps: 10_000 }]],
    ['a holdout above the whole', 10_001, halves],
    ['a holdout below nothing', -1, halves],
    ['a broken holdout', Number.NaN, halves],
  ])('refuses %s', (_, holdoutBps, variants) => {
    expect(() => assignArm({ salt: 's', unitId: 'u', holdoutBps, variants })).toThrow(RangeError)
  })
})
