// Win-backs, sign-ups, custom events and broadcasts: when they are due, and what all triggers read.
import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { forEachHouse, TEST_START, type TestHouse } from '#core/test-house.ts'
import type { Trigger } from '#shared/contracts/triggers.ts'
import { cancelled, cart, custom, dueNow, placed, report, signedUp } from '../test-scene.ts'
import { concernedBy, nextDueOf, triggerKinds, triggerNeeds } from './all.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const PEOPLE = ['ann', 'bob', 'cem']

const looking = (house: TestHouse, trigger: Trigger, launchedAt: number) => (since?: number) =>
  dueNow(house, trigger, PEOPLE, { launchedAt, ...(since === undefined ? {} : { since }) })

forEachHouse('win-backs', (open) => {
  const trigger = { kind: 'win_back', days: 90 } as const

  it('fall due so long after the last order, once for each, not for those long gone', async () => {
    const house = await open()
    const launchedAt = TEST_START
    const look = looking(house, trigger, launchedAt)
    await report(
      house,
      placed('a1', 'ann', TEST_START - 95 * DAY),
      placed('b1', 'bob', TEST_START - 89 * DAY),
      placed('c1', 'cem', TEST_START - 121 * DAY),
    )
    expect(await look()).toEqual(['ann a1'])
    house.advance(DAY)
    expect(await look()).toEqual(['ann a1', 'bob b1'])
    await report(house, placed('a2', 'ann', TEST_START))
    expect(await look()).toEqual(['bob b1'])
    house.advance(89 * DAY)
    expect(await look(TEST_START + 85 * DAY)).toEqual(['ann a2'])
  })

  it('a cancelled order is no order, and two currencies have one last order', async () => {
    const house = await open()
    const look = looking(house, trigger, TEST_START)
    await report(
      house,
      placed('a1', 'ann', TEST_START - 95 * DAY),
      placed('a2', 'ann', TEST_START - 5 * DAY),
      cancelled('a2', TEST_START),
      placed('b1', 'bob', TEST_START - 95 * DAY),
      { ...placed('b2', 'bob', TEST_START - 5 * DAY), currency: 'JPY' },
    )
    expect(await look()).toEqual(['ann a1'])
  })

  it('says when to look next', async () => {
    const house = await open()
    await report(house, placed('a1', 'ann', TEST_START - 89 * DAY))
    const next = (after: number, checkedAt: number | null) =>
      nextDueOf(house.store.read, trigger, { after, checkedAt, launchedAt: TEST_START - DAY, zone: 'UTC' })
    expect(await next(TEST_START, null)).toBe(TEST_START + MINUTE)
    expect(await next(TEST_START, TEST_START)).toBe(TEST_START + DAY)
    expect(await next(TEST_START - 2 * DAY, null)).toBe(TEST_START - DAY)
  })
})

forEachHouse('sign-ups and custom events', (open) => {
  it('a sign-up falls due once, from the launch on, also in its millisecond', async () => {
    const house = await open()
    await report(house, signedUp('ann', TEST_START - 1), signedUp('bob', TEST_START), signedUp('bob', TEST_START + DAY))
    expect(await looking(house, { kind: 'signed_up', delayMinutes: 0 }, TEST_START)()).toEqual(['bob signed_up'])
    const later = looking(house, { kind: 'signed_up', delayMinutes: 30 }, TEST_START)
    expect(await later()).toEqual([])
    house.advance(30 * MINUTE)
    // With the delay Ann's too ends after the launch.
    expect(await later()).toEqual(['ann signed_up', 'bob signed_up'])
  })

  it('a custom event falls due by its name, each event for itself', async () => {
    const house = await open()
    await report(
      house,
      { ...custom('quiz', 'ann', TEST_START), id: 'q1' },
      { ...custom('quiz', 'ann', TEST_START + 1), id: 'q2' },
      { ...custom('quiz', 'bob', TEST_START - 1), id: 'q0' },
      { ...custom('poll', 'cem', TEST_START), id: 'p1' },
    )
    const trigger = { kind: 'custom_event', name: 'quiz' } as const
    expect(await looking(house, trigger, TEST_START)()).toEqual(['ann q1', 'ann q2'])
    house.advance(HOUR)
    expect(await looking(house, trigger, TEST_START)(TEST_START + 30 * MINUTE)).toEqual([])
    const asked = { after: TEST_START, launchedAt: TEST_START - 1, zone: 'UTC' }
    const next = (checkedAt: number) => nextDueOf(house.store.read, trigger, { ...asked, checkedAt })
    expect(await next(TEST_START)).toBe(TEST_START + MINUTE)
    expect(await next(TEST_START + 1)).toBeNull()
  })

  it('a broadcast is due for everybody, once, and waits for nothing', async () => {
    const house = await open()
    await report(house, signedUp('ann', 0), signedUp('bob', 0))
    const trigger = { kind: 'broadcast' } as const
    expect(await looking(house, trigger, TEST_START)()).toEqual(['ann broadcast', 'bob broadcast'])
    const asked = { after: 0, checkedAt: null, launchedAt: 5, zone: 'UTC' }
    expect(await nextDueOf(house.store.read, trigger, asked)).toBeNull()
  })

  it('whom a trigger could concern', async () => {
    const house = await open()
    await report(
      house,
      cart('ann', TEST_START),
      placed('o1', 'bob', TEST_START, { totalMinor: 500 }),
      signedUp('cem', TEST_START),
      custom('quiz', 'cem', TEST_START),
    )
    const concerned = async (trigger: Trigger) => {
      const [row] = await house.store.read.rows<{ people: number }>(
        sql`select count(*) as people from customers c where ${concernedBy(trigger)}`,
      )
      return row?.people
    }
    expect(await concerned({ kind: 'birthday', leadDays: 0 })).toBe(0)
    expect(await concerned({ kind: 'cart_abandoned', delayMinutes: 1, minimumTotalMinor: 30_000 })).toBe(1)
    expect(await concerned({ kind: 'cart_abandoned', delayMinutes: 1, minimumTotalMinor: 30_001 })).toBe(0)
    expect(await concerned({ kind: 'spend_milestone', thresholdMinor: 501, currency: 'EUR' })).toBe(1)
    expect(await concerned({ kind: 'spend_milestone', thresholdMinor: 500, currency: 'EUR' })).toBe(0)
    expect(await concerned({ kind: 'win_back', days: 3 })).toBe(1)
    expect(await concerned({ kind: 'signed_up', delayMinutes: 0 })).toBe(1)
    expect(await concerned({ kind: 'custom_event', name: 'quiz' })).toBe(1)
    expect(await concerned({ kind: 'broadcast' })).toBe(3)
  })
})

describe('what triggers read', () => {
  it('is said by each of them', () => {
    const declared = new Map([['custom.quiz', { category: 'preferences' as const }]])
    const needs = (trigger: Trigger) => triggerNeeds(trigger, declared)
    expect(needs({ kind: 'birthday', leadDays: 0 })).toEqual(['birthdate'])
    expect(needs({ kind: 'cart_abandoned', delayMinutes: 60 })).toEqual(['cart_activity'])
    expect(needs({ kind: 'spend_milestone', thresholdMinor: 1, currency: 'EUR' })).toEqual(['purchase_history'])
    expect(needs({ kind: 'win_back', days: 1 })).toEqual(['purchase_history'])
    expect(needs({ kind: 'signed_up', delayMinutes: 0 })).toEqual([])
    expect(needs({ kind: 'broadcast' })).toEqual([])
    expect(needs({ kind: 'custom_event', name: 'quiz' })).toEqual(['preferences'])
    expect(() => needs({ kind: 'custom_event', name: 'poll' })).toThrow(
      expect.objectContaining({ code: 'attribute.undeclared' }),
    )
  })

  it('every kind says what it is', () => {
    for (const [kind, socket] of Object.entries(triggerKinds)) {
      expect(socket.kind).toBe(kind)
      expect(socket.label.length).toBeGreaterThan(3)
    }
  })
})
