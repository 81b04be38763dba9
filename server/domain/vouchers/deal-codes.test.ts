import { expect, test } from 'vitest'
import { makeSecrets } from '#core/secrets.ts'
import { checkHolds, foldCode } from './code.ts'
import { type Drawn, makeDealer } from './deal-codes.ts'

const secrets = makeSecrets('a constant secret that only these tests use')
const isInOrder = (codes: Drawn[]) => codes.every(({ print }, i) => i === 0 || String(codes[i - 1]?.print) < print)

test.each(['', 'SALE24', null])('every code is one of ours and found by its fingerprint, prefix %j', async (prefix) => {
  const dealer = makeDealer(secrets, prefix)
  await dealer.prepare(300, 0)
  for (const { code, print } of [...dealer.deal(300), ...dealer.deal(5)]) {
    expect(checkHolds(foldCode(code))).toBe(true)
    expect(secrets.fingerprint(foldCode(code))).toBe(print)
    expect(code.startsWith(prefix ? `${prefix}-` : '')).toBe(true)
  }
})

test('codes of a block come in the order of their fingerprints, page after page', async () => {
  const dealer = makeDealer(secrets, 'X')
  await dealer.prepare(1024, 5000)
  expect(isInOrder(dealer.deal(1024))).toBe(true)
  await dealer.prepare(1000, 3000)
  const pages = [dealer.deal(1000), dealer.deal(1), dealer.deal(1000), dealer.deal(999)]
  expect(isInOrder(pages.flat())).toBe(true)
})

test('none is dealt twice, whatever is asked for when', async () => {
  const dealer = makeDealer(secrets, null)
  const dealt: Drawn[] = []
  for (const [wanted, taken] of [
    [10, 7],
    [2000, 1500],
    [600, 900],
    [4000, 4000],
    [1, 10_000],
  ] as const) {
    await dealer.prepare(wanted, 5000)
    const some = dealer.deal(taken)
    expect(some.length).toBe(taken)
    expect(isInOrder(some)).toBe(true)
    dealt.push(...some)
  }
  expect(new Set(dealt.map(({ code }) => code)).size).toBe(dealt.length)
  expect(new Set(dealt.map(({ print }) => print)).size).toBe(dealt.length)
  expect(dealer.deal(0)).toEqual([])
})
