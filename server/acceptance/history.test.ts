// The judge of histories says no where it should: a judge that believes everything would prove nothing.
import { describe, expect, test } from 'vitest'
import { type Event, linearise } from './history.ts'
import { step } from './model.ts'
import type { Act, Said, Voucher } from './model-words.ts'

type Told = Act & { said: Said }

describe('the judge of histories', () => {
  const terms = { isCard: false, worthMinor: 500, orderMinor: 700, restores: false, mayRunOut: [] }
  const fresh: Voucher = {
    id: 'v',
    now: 0,
    expiresAt: 10,
    isErased: false,
    isRevoked: false,
    balanceMinor: 500,
    hold: null,
    uses: [],
  }
  const redeemed = (id: string, order: number, [from, to]: [number, number]): Event<Told> => ({
    act: { do: 'redeem', order, key: id, said: { word: 'ok', id, amountMinor: 500, replayed: false } },
    from,
    to,
  })
  const refused = (word: string, [from, to]: [number, number]): Event<Told> => ({
    act: { do: 'redeem', order: 9, key: 'other', said: { word } },
    from,
    to,
  })
  const isPossible = (...events: Event<Told>[]) =>
    linearise(events, fresh, (state, { said, ...act }) => step(terms, state, act, said)) !== null

  test('one voucher is not redeemed by two orders, however they overlap', () => {
    expect(isPossible(redeemed('a', 1, [1, 4]), refused('voucher.already_redeemed', [2, 3]))).toBe(true)
    expect(isPossible(redeemed('a', 1, [1, 4]), redeemed('b', 2, [2, 3]))).toBe(false)
  })

  test('nobody is refused for what begins only later', () => {
    expect(isPossible(refused('voucher.already_redeemed', [1, 2]), redeemed('a', 1, [3, 4]))).toBe(false)
    expect(isPossible(refused('voucher.already_redeemed', [1, 3]), redeemed('a', 1, [2, 4]))).toBe(true)
  })

  test('money that cannot run out is no excuse', () => {
    expect(isPossible(refused('budget.exhausted', [1, 2]))).toBe(false)
  })
})
