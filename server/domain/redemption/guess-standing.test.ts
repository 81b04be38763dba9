// What a source may try within any minute, how lock-outs double, and when somebody is told.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '#shared/time.ts'
import { count, NEW, type Standing } from './guess-standing.ts'

const START = Date.UTC(2026, 0, 1)
const address = { kind: 'address', perMinute: 30 } as const

describe('an address', () => {
  test('may guess its limit, is locked out by the last of it, and waits twice as long each time up to an hour', () => {
    let standing = NEW
    let now = START
    const waits: number[] = []
    for (let round = 0; round < 8; round++) {
      for (let guess = 1; guess <= 30; guess++) {
        const counted = count(standing, 1, now, address)
        expect([round, guess, counted.isLockedNow]).toEqual([round, guess, guess === 30])
        standing = counted.standing
      }
      waits.push(standing.blockedUntil - now)
      now = standing.blockedUntil
    }
    expect(waits.map((ms) => ms / MINUTE_MS)).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
    const quiet = count(standing, 1, now + DAY_MS + 1, address)
    expect(quiet.standing.strikes).toBe(0)
  })

  test('that tries slowly is never locked out', () => {
    let standing = NEW
    for (let guess = 0; guess < 500; guess++) {
      const counted = count(standing, 1, START + guess * 2.1 * SECOND_MS, address)
      expect(counted.isLockedNow).toBe(false)
      standing = counted.standing
    }
  })

  test('has a tenth while everybody’s allowance is spent', () => {
    const locked = [1, 2, 3].map((guesses) => count(NEW, guesses, START, { ...address, isSiege: true }).isLockedNow)
    expect(locked).toEqual([false, false, true])
  })

  test('whatever the pace: within a minute no more than twice its limit get through, in one step or in many', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(20 * SECOND_MS), { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 1, max: 40 }),
        (gaps, perMinute) => {
          let standing: Standing = NEW
          let now = START
          const passed: number[] = []
          for (const gap of gaps) {
            now += gap
            if (standing.blockedUntil > now) continue
            standing = count(standing, 1, now, { kind: 'address', perMinute }).standing
            passed.push(now)
            const lately = passed.filter((at) => at > now - MINUTE_MS).length
            expect(lately).toBeLessThanOrEqual(2 * perMinute)
            expect(standing.blockedUntil - now).toBeLessThanOrEqual(HOUR_MS)
          }
        },
      ),
    )
  })
})

test('a key alerts at ten times the limit, is kept waiting at a hundred times, and never for long', () => {
  const key = { kind: 'key', perMinute: 30 } as const
  const few = count(NEW, 299, START, key)
  expect(few).toMatchObject({ isAlarming: false, isLockedNow: false })
  const many = count(few.standing, 1, START, key)
  expect(many).toMatchObject({ isAlarming: true, isLockedNow: false })
  const more = count(many.standing, 1000, START + 1, key)
  expect(more).toMatchObject({ isAlarming: false, isLockedNow: false })
  const most = count(more.standing, 1700, START + 2, key)
  expect(most).toMatchObject({ isAlarming: true, isLockedNow: true })
  expect(most.standing.blockedUntil - START).toBeLessThanOrEqual(11 * SECOND_MS)
  const on = count(most.standing, 3000, most.standing.blockedUntil, key)
  expect(on).toMatchObject({ isAlarming: false, isLockedNow: true })
})
