/** What it must show, 1: real people and real orders over HTTP, counted against truths made elsewhere. */
import { beforeAll, describe, expect, test } from 'vitest'
import {
  type AdventureWorks,
  agreesToAll,
  birthdayAnswers,
  crossersOf,
  LEVELS,
  leaplings,
  readAdventureWorks,
} from '../../scripts/replay/adventureworks-input.ts'
import { realData, sayAbsent } from '../../scripts/replay/real-data.ts'
import {
  type AdventureFindings,
  BIRTHDAYS,
  type DayFound,
  replayAdventureWorks,
  START,
} from '../../scripts/replay-adventureworks.ts'
import { withServer } from '../test-server.ts'
import { checkBooks } from './books.ts'

const folder = realData('adventureworks')
/** Two minutes on an idle machine of two cores. */
const LONG_MS = 1_800_000

describe('AdventureWorks over HTTP', () => {
  if (folder === undefined) {
    test('does not run without the data', () => sayAbsent('adventureworks'))
    return
  }
  let data: AdventureWorks
  let found: AdventureFindings
  let wrong: string[]

  beforeAll(async () => {
    data = await readAdventureWorks(folder)
    found = await withServer({ engine: 'sqlite', clock: START }, async (server) => {
      const stage = { shop: server, say: () => {}, memory: server.memory }
      const findings = await replayAdventureWorks(stage, data, { isWhole: false })
      wrong = await checkBooks(server)
      return findings
    })
  }, LONG_MS)

  test('the books are in order', () => {
    expect(wrong).toEqual([])
  })

  test('every customer, product and order of the data came in, once', () => {
    expect(found.imported).toEqual({ read: data.truth.customers, created: data.truth.customers, rejected: 0 })
    expect(found.importedAgain).toEqual({ created: 0, updated: 1000, rejected: 0 })
    expect(found.misspelt).toEqual([])
    expect(found.products).toBe(293)
    expect(data.lines).toBe(data.truth.lines)
    expect(data.orders.reduce((sum, order) => sum + order.totalMinor, 0)).toBe(data.truth.revenue_cents)
    expect(found.events).toEqual({ accepted: data.orders.length, duplicates: 0, rejected: 0 })
    expect(found.reportedAgain).toBe(500)
  })

  test.each(LEVELS)('milestone %i: a voucher for exactly those who crossed it', (level) => {
    const crossers = crossersOf(data.orders, level)
    const milestone = found.milestones.find((one) => one.levelMinor === level)
    expect(crossers.size).toBe(data.truth.cumulative_crossings[`${level / 100} USD`]?.customers)
    expect(milestone?.reported).toBe(crossers.size)
    expect(milestone?.holders).toEqual(crossers)
    expect(milestone?.secondRun).toBe(0)
  })

  test('a milestone that only some agreed to is given to those of them who crossed it', () => {
    const crossers = [...crossersOf(data.orders, 100_000)].filter(agreesToAll)
    expect(crossers.length).toBeGreaterThan(1000)
    expect(found.vip.holders).toEqual(new Set(crossers))
    expect(found.vip.secondRun).toBe(0)
  })

  test.each(BIRTHDAYS)('%s: the birthdays found, and vouchers for those who agreed to both', (day) => {
    const seen = foundOn(day)
    const born = bornOn(day.slice(5))
    const truth = data.truth.birthdays_on[day.slice(5)]
    const keys = data.truth.birthday_customer_keys_on[day.slice(5)]
    const leaps = day === '2019-02-28' ? leaplings : []
    if (truth !== undefined) expect(born.length).toBe(truth)
    if (keys !== undefined) expect(born.map(Number).sort((a, b) => a - b)).toEqual(keys)
    const agreed = born.filter(agreesToBoth).length + leaps.filter((leap) => leap.agrees).length
    expect(seen.found).toBe(born.length + leaps.length)
    expect(seen.secondRun).toEqual({
      issued: 0,
      alreadyHad: agreed,
      noConsent: born.length + leaps.length - agreed,
    })
    expect(seen.holders).toEqual(holdersBy(day))
  })

  test('the server stayed below 400 MB', () => {
    if (found.peakMemory === null)
      console.warn('This system does not tell how much memory a process held: NOT MEASURED.')
    else expect(found.peakMemory).toBeLessThan(400)
  })

  const foundOn = (day: string) => found.days.find((one) => one.day === day) as DayFound
  const bornOn = (monthDay: string) =>
    data.buyers.filter((buyer) => buyer.birthday === monthDay).map((buyer) => buyer.reference)
  const agreesToBoth = (reference: string) => {
    const { mail, birthdate } = birthdayAnswers(reference)
    return mail && birthdate
  }
  /** Everybody with a birthday from New Year to that day who agreed to both. */
  function holdersBy(day: string): Set<string> {
    const born = data.buyers.filter((buyer) => `2019-${buyer.birthday}` <= day && agreesToBoth(buyer.reference))
    const leaps = leaplings.filter((leap) => leap.agrees && day >= '2019-02-28')
    return new Set([...born, ...leaps].map((person) => person.reference))
  }
})
