// Hours of silence and of sending, over midnight and over changes of clocks; breakers and paces.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { localMinute } from '#core/calendar.ts'
import { forEachHouse } from '#core/test-house.ts'
import { DAY_MS, SECOND_MS } from '#shared/time.ts'
import { awake, makeBreaker, noteAttempt } from './breaker.ts'
import { makePace } from './pace.ts'
import { bookTurns } from './queries-channels.ts'
import { sendableFrom, windowsFor } from './when.ts'

const at = (iso: string) => Date.parse(iso)
const berlin = 'Europe/Berlin'

describe('when a message may go', () => {
  test.each([
    ['inside its window at once', '2026-06-15T08:00:00Z', '2026-06-15T08:00:00Z'],
    ['before it at its opening', '2026-06-15T03:10:20Z', '2026-06-15T06:00:00Z'],
    ['after it on the next day', '2026-06-15T19:30:00Z', '2026-06-16T06:00:00Z'],
    ['over the night on which clocks go forward', '2026-03-28T22:00:00Z', '2026-03-29T06:00:00Z'],
    ['over the night on which they go back', '2026-10-24T22:00:00Z', '2026-10-25T07:00:00Z'],
  ])('%s', (_, now, then) => {
    expect(new Date(sendableFrom(at(now), berlin, [{ from: '08:00', to: '20:00' }])).toISOString()).toBe(
      new Date(then).toISOString(),
    )
  })

  test('on its days only, and the small hours belong to the day before', () => {
    const weekdays = [{ from: '22:00', to: '02:00', days: [1, 2, 3, 4, 5] }]
    // Saturday 01:00 in Berlin is still Friday night.
    expect(sendableFrom(at('2026-06-19T23:00:00Z'), berlin, weekdays)).toBe(at('2026-06-19T23:00:00Z'))
    expect(sendableFrom(at('2026-06-20T12:00:00Z'), berlin, weekdays)).toBe(at('2026-06-22T20:00:00Z'))
  })

  test('silence of the house holds for its channels', () => {
    const quiet = { from: '21:00', to: '08:00', channels: ['sms' as const] }
    expect(windowsFor('email', undefined, quiet)).toEqual([])
    const windows = windowsFor('sms', { from: '07:00', to: '09:00' }, quiet)
    expect(sendableFrom(at('2026-06-15T19:30:00Z'), berlin, windows)).toBe(at('2026-06-16T06:00:00Z'))
  })

  test('never earlier than now, never later than a week, and always within the window', () => {
    const minute = fc.integer({ min: 0, max: 1439 })
    const zones = fc.constantFrom('Europe/Berlin', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'America/St_Johns', 'UTC')
    const clock = (m: number) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`
    const start = at('2026-01-01T00:00:00Z')
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 365 * DAY_MS }), zones, minute, minute, (passed, zone, from, to) => {
        fc.pre(Math.abs(from - to) >= 180 && Math.abs(from - to) <= 1260)
        const now = start + passed
        const then = sendableFrom(now, zone, [{ from: clock(from), to: clock(to) }])
        const shown = localMinute(then, zone).minute
        const isWithin = from < to ? shown >= from && shown < to : shown >= from || shown < to
        return then >= now && then <= now + 2 * DAY_MS && isWithin
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a channel', () => {
  test('that does not answer rests, longer each time, and comes back with one trial', () => {
    const breaker = makeBreaker()
    const fail = { kind: 'later', reason: 'econnrefused' } as const
    for (let n = 0; n < 19; n++) breaker.note(fail, 0)
    expect(breaker.restsUntil(0)).toBe(null)
    breaker.note(fail, 0)
    expect(breaker.restsUntil(0)).toBe(30 * SECOND_MS)
    expect(breaker.restsUntil(30 * SECOND_MS)).toBe(null)
    breaker.note(fail, 30 * SECOND_MS)
    expect(breaker.restsUntil(31 * SECOND_MS)).toBe(90 * SECOND_MS)
    breaker.note({ kind: 'sent' }, 90 * SECOND_MS)
    breaker.note(fail, 90 * SECOND_MS)
    expect(breaker.restsUntil(90 * SECOND_MS)).toBe(null)
  })

  test('is not blamed for receivers that are refused', () => {
    const breaker = makeBreaker()
    for (let n = 0; n < 100; n++) breaker.note({ kind: 'failed', reason: 'smtp 550' }, 0)
    expect(breaker.restsUntil(0)).toBe(null)
  })

  test('goes no faster than it may, and does not make up for a pause', async () => {
    let now = 1000
    const rests: number[] = []
    const pace = makePace(200, { now: () => now, rest: async (ms) => void rests.push(ms) })
    await Promise.all(Array.from({ length: 41 }, () => pace()))
    expect(rests).toEqual(Array.from({ length: 40 }, (_, i) => 5 * (i + 1)))
    now = 9000
    await Promise.all([pace(), pace()])
    expect(rests.slice(40)).toEqual([5])
  })
})

forEachHouse('two processes that send by one channel', (open) => {
  test('keep one pace between them', async () => {
    const { store } = await open()
    const places: number[] = []
    const pace = () => {
      const book = (from: number, span: number) => store.write((tx) => bookTurns(tx, 'email', from, span))
      return makePace(100, { now: () => 1000, rest: async (ms) => void places.push(ms) }, book)
    }
    const [one, other] = [pace(), pace()]
    await Promise.all(Array.from({ length: 60 }, (_, n) => (n % 3 === 0 ? one() : other())))
    // Twenty by one, forty by the other, ten at a time; the first goes at once and is not kept waiting.
    expect(places.sort((a, b) => a - b)).toEqual(Array.from({ length: 59 }, (_, n) => 10 * (n + 1)))
  })

  test('keep the rest that one of them has begun, until it is well again', async () => {
    const house = await open()
    // Another process is another store in memory, over the same database.
    const other = { ...house, store: { ...house.store } }
    const fail = { kind: 'later', reason: 'econnrefused' } as const
    for (let n = 0; n < 20; n++) await noteAttempt(house, 'sms', fail)
    expect([await awake(house, ['sms', 'email']), await awake(other, ['sms', 'email'])]).toEqual([['email'], ['email']])
    house.advance(30 * SECOND_MS)
    expect(await awake(other, ['sms'])).toEqual(['sms'])
    await noteAttempt(other, 'sms', fail)
    expect(await awake(house, ['sms'])).toEqual([])
    house.advance(60 * SECOND_MS)
    await noteAttempt(other, 'sms', { kind: 'sent' })
    const third = { ...house, store: { ...house.store } }
    expect(await awake(third, ['sms'])).toEqual(['sms'])
    await noteAttempt(third, 'sms', fail)
    expect(await awake(house, ['sms'])).toEqual(['sms'])
  })
})
