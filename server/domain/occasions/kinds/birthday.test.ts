// Birthdays where people live: across zones, clock changes, 29 February, New Year and days ahead.

import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { localDay } from '#core/calendar.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { dueNow, person, planOf } from '../test-scene.ts'
import { dueOf, nextDueOf } from './all.ts'

const HOUR = 3_600_000
const at = (text: string) => Date.parse(text)
const today = { kind: 'birthday', leadDays: 0 } as const

async function openAt(open: () => Promise<TestHouse>, now: string): Promise<TestHouse> {
  const house = await open()
  house.clock.set(at(now))
  return house
}

forEachHouse('birthdays', (open) => {
  it('begin and end with the local day, from UTC+14 to UTC−11', async () => {
    const house = await open()
    const zones = ['Pacific/Kiritimati', 'Asia/Kathmandu', 'UTC', 'America/New_York', 'Pacific/Pago_Pago']
    for (const timeZone of zones) await person(house, timeZone, { birthDate: '--07-10', timeZone })
    await person(house, 'no zone', { birthDate: '--07-10' })
    const start = at('2026-07-09T00:00:00Z')
    const people = [...zones, 'no zone']
    const homes = new Map<string, string>([
      ...zones.map((zone) => [zone, zone] as const),
      ['no zone', 'America/New_York'],
    ])
    for (let hour = 0; hour < 72; hour++) {
      house.clock.set(start + hour * HOUR + 1)
      const since = house.clock.now() - HOUR
      const found = await dueNow(house, today, people, { launchedAt: start - HOUR, since, zone: 'America/New_York' })
      const kept = people.filter((name) => {
        const zone = homes.get(name) ?? 'UTC'
        return [localDay(since + 1, zone), localDay(house.clock.now(), zone)].includes('2026-07-10')
      })
      expect(found, `hour ${hour}`).toEqual(kept.map((name) => `${name} 2026`).sort())
    }
  })

  it('are found once each by daily looks over a year, whatever the clocks do, and none twice', async () => {
    const house = await openAt(open, '2026-12-30T00:00:00Z')
    const zones = ['Europe/Berlin', 'America/Santiago', 'Africa/Cairo', 'Pacific/Apia', 'Australia/Lord_Howe']
    const days = ['--01-01', '--03-29', '--04-24', '--09-06', '--10-25', '--12-31']
    const people: string[] = []
    for (const timeZone of zones) {
      for (const birthDate of days) {
        people.push(`${timeZone} ${birthDate}`)
        await person(house, `${timeZone} ${birthDate}`, { timeZone, birthDate })
      }
    }
    const launchedAt = house.clock.now()
    const had = new Set<string>()
    let since = launchedAt
    for (let look = 0; look < 367; look++) {
      house.advance(24 * HOUR)
      for (const one of await dueNow(house, today, people, { launchedAt, since })) had.add(one)
      since = house.clock.now()
    }
    const expected = people.flatMap((name) =>
      name.endsWith('12-31') ? [`${name} 2026`, `${name} 2027`] : [`${name} 2027`],
    )
    // The first of January 2028 has begun in the east by the last look.
    const east = people.filter((name) => name.endsWith('01-01') && had.has(`${name} 2028`))
    expect([...had].sort()).toEqual([...expected, ...east.map((name) => `${name} 2028`)].sort())
  })

  it.each([
    ['2026-02-28', true],
    ['2026-03-01', false],
    ['2028-02-28', false],
    ['2028-02-29', true],
    ['2028-03-01', false],
    ['2100-02-28', true],
  ])('29 February on %s: %s', async (day, isKept) => {
    const house = await openAt(open, `${day}T12:00:00Z`)
    await person(house, 'leap', { birthDate: '2004-02-29' })
    await person(house, 'plain', { birthDate: `--${day.slice(5)}` })
    const found = await dueNow(house, today, ['leap', 'plain'], { launchedAt: house.clock.now() })
    const year = day.slice(0, 4)
    expect(found).toEqual([...(isKept ? [`leap ${year}`] : []), `plain ${year}`])
  })

  it('days ahead: over New Year the occasion is the year of the birthday', async () => {
    const house = await openAt(open, '2026-12-30T12:00:00Z')
    await person(house, 'dec', { birthDate: '--12-31' })
    await person(house, 'jan1', { birthDate: '--01-01' })
    await person(house, 'jan4', { birthDate: '--01-04' })
    const people = ['dec', 'jan1', 'jan4']
    const look = (leadDays: number, since = house.clock.now()) =>
      dueNow(house, { kind: 'birthday', leadDays }, people, { launchedAt: since, since })
    expect(await look(1)).toEqual(['dec 2026'])
    expect(await look(2)).toEqual(['jan1 2027'])
    expect(await look(5)).toEqual(['jan4 2027'])
    expect(await look(60)).toEqual([])
    expect(await look(2, house.clock.now() - 24 * HOUR)).toEqual(['dec 2026', 'jan1 2027'])
  })

  it('days ahead of 29 February: the day it is kept on that year', async () => {
    const house = await openAt(open, '2027-02-25T12:00:00Z')
    await person(house, 'leap', { birthDate: '--02-29' })
    const look = (leadDays: number) =>
      dueNow(house, { kind: 'birthday', leadDays }, ['leap'], { launchedAt: house.clock.now() })
    expect(await look(3)).toEqual(['leap 2027'])
    expect(await look(4)).toEqual([])
    house.clock.set(at('2028-02-25T12:00:00Z'))
    expect(await look(3)).toEqual([])
    expect(await look(4)).toEqual(['leap 2028'])
  })

  it('a date that is corrected after the day is an occasion of the same year, of which there is one voucher', async () => {
    const house = await openAt(open, '2026-06-15T12:00:00Z')
    await person(house, 'ada', { birthDate: '--06-15' })
    const look = () => dueNow(house, today, ['ada'], { launchedAt: at('2026-06-01T00:00:00Z') })
    expect(await look()).toEqual(['ada 2026'])
    await person(house, 'ada', { birthDate: '--06-20' })
    expect(await look()).toEqual([])
    house.clock.set(at('2026-06-20T12:00:00Z'))
    expect(await look()).toEqual(['ada 2026'])
    house.clock.set(at('2027-06-20T12:00:00Z'))
    expect(await look()).toEqual(['ada 2027'])
  })

  it('an outage of three days is made good, a longer one is not, and nothing from before the launch', async () => {
    const house = await openAt(open, '2026-06-15T12:00:00Z')
    for (const day of ['10', '12', '13', '15']) await person(house, day, { birthDate: `--06-${day}` })
    const look = (since: string, launchedAt: string) =>
      dueNow(house, today, ['10', '12', '13', '15'], { since: at(since), launchedAt: at(launchedAt) })
    expect(await look('2026-06-01T00:00:00Z', '2026-05-01T00:00:00Z')).toEqual(['12 2026', '13 2026', '15 2026'])
    expect(await look('2026-06-01T00:00:00Z', '2026-06-13T18:00:00Z')).toEqual(['13 2026', '15 2026'])
    expect(await look('2026-06-15T11:00:00Z', '2026-05-01T00:00:00Z')).toEqual(['15 2026'])
  })

  it('the next look is at the next midnight somewhere', async () => {
    const house = await openAt(open, '2026-06-15T12:00:00Z')
    await person(house, 'east', { birthDate: '--01-01', timeZone: 'Pacific/Kiritimati' })
    await person(house, 'near', { birthDate: '--01-01', timeZone: 'Asia/Kathmandu' })
    const next = (after: string) =>
      nextDueOf(house.store.read, today, {
        after: at(after),
        checkedAt: at(after),
        launchedAt: at('2026-01-01T00:00:00Z'),
        zone: 'UTC',
      })
    expect(await next('2026-06-15T12:00:00Z')).toBe(at('2026-06-15T18:15:00Z'))
    expect(await next('2026-06-15T18:15:00Z')).toBe(at('2026-06-16T00:00:00Z'))
    expect(await next('2026-06-16T00:00:00Z')).toBe(at('2026-06-16T10:00:00Z'))
  })

  it('are found through their index', async () => {
    const house = await open()
    const now = house.clock.now()
    const { where, occasion } = dueOf(today, {
      asOf: now,
      since: now,
      launchedAt: now,
      zone: 'UTC',
      zones: ['Asia/Tokyo'],
      engine: house.store.engine,
    })
    if (house.store.engine === 'sqlite')
      expect(await planOf(house, sql`select c.id, ${occasion} from customers c where ${where}`)).toContain(
        'customers_birth',
      )
  })
})
