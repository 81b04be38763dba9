// Tokens: known by their hash alone, used once whoever comes at the same moment, ended with what they were for.
import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/time.ts'
import { forgetAsks, mayAsk, networkOf } from './ask-limits.ts'
import { endTokens, makeToken, peekToken, useToken } from './tokens.ts'

forEachHouse('tokens', (open) => {
  const make = (house: TestHouse, bound: Record<string, string> = { act: 'a' }, ttlMs: number | null = HOUR_MS) =>
    house.store.write((tx) => makeToken(tx, { kind: 'doi', customerId: 'cus_1', bound, ttlMs }))
  const peek = (house: TestHouse, clear: string) => peekToken(house.store.read, 'doi', clear, house.clock.now())
  const use = (house: TestHouse, clear: string) => house.store.write((tx) => useToken(tx, 'doi', clear))

  it('are 43 characters that the database does not know', async () => {
    const house = await open()
    const clear = await make(house)
    expect(clear).toMatch(/^[A-Za-z0-9_-]{43}$/)
    const rows = await house.store.read.rows(sql`select * from tokens`)
    expect(JSON.stringify(rows)).not.toContain(clear)
    expect(await peek(house, clear)).toMatchObject({ customerId: 'cus_1', bound: { act: 'a' }, state: 'open' })
    expect(await peekToken(house.store.read, 'login', clear, house.clock.now())).toBeNull()
    expect(await peek(house, `${clear}x`)).toBeNull()
    expect(await peek(house, "' or 1 = 1 --")).toBeNull()
  })

  it('are not changed by looking at them, and used by one of many at once', async () => {
    const house = await open()
    const clear = await make(house)
    for (let i = 0; i < 20; i++) expect((await peek(house, clear))?.state).toBe('open')
    const taken = await Promise.all(Array.from({ length: 20 }, () => use(house, clear)))
    expect(taken.filter((one) => one !== null)).toHaveLength(1)
    expect((await peek(house, clear))?.state).toBe('used')
  })

  it('end at their time, unless they have none', async () => {
    const house = await open()
    const [short, endless] = [await make(house), await make(house, { act: 'b' }, null)]
    house.advance(HOUR_MS)
    expect((await peek(house, short))?.state).toBe('expired')
    expect(await use(house, short)).toBeNull()
    house.advance(3650 * DAY_MS)
    expect(await use(house, endless)).toMatchObject({ bound: { act: 'b' } })
  })

  it('end together with what they are bound to', async () => {
    const house = await open()
    const [first, second, other] = [
      await make(house, { channel: 'email', n: '1' }),
      await make(house, { channel: 'email', n: '2' }),
      await make(house, { channel: 'sms' }),
    ]
    const whose = { kind: 'doi' as const, customerId: 'cus_1', bound: { channel: 'email' } }
    expect(await house.store.write((tx) => endTokens(tx, whose))).toBe(2)
    expect(await use(house, first)).toBeNull()
    expect(await use(house, second)).toBeNull()
    expect(await use(house, other)).not.toBeNull()
  })

  it('are mailed three times an hour and ten times a day to one address or from one network', async () => {
    const house = await open()
    const ask = (prints: string[], at: number) => house.store.write((tx) => mayAsk(tx, 'doi', prints, at))
    let at = Date.UTC(2026, 5, 15)
    for (let i = 0; i < 3; i++) expect(await ask(['ada', 'net'], at)).toBe(true)
    expect(await ask(['ada'], at)).toBe(false)
    expect(await ask(['bob', 'net'], at)).toBe(false)
    expect(await ask(['bob'], at)).toBe(true)
    let granted = 3
    for (let hour = 1; hour < 24; hour++) {
      at += HOUR_MS + 10 * MINUTE_MS
      for (let i = 0; i < 3; i++) if (await ask(['ada'], at)) granted += 1
      if (hour < 18) expect(granted).toBeLessThanOrEqual(10)
    }
    expect(granted).toBeGreaterThan(10)
    await house.store.write((tx) => forgetAsks(tx, at + 2 * DAY_MS))
    expect(await house.store.read.rows(sql`select * from ask_counts`)).toEqual([])
  })
})

describe('networks', () => {
  it.each([
    ['203.0.113.77', '203.0.113.0/24'],
    ['::ffff:203.0.113.77', '203.0.113.0/24'],
    ['2001:db8:85a3::8a2e:370:7334', '2001:db8:85a3::/48'],
    ['2001:0db8:0001:0:0:0:0:1', '2001:db8:1::/48'],
    ['::1', '0:0:0::/48'],
    ['unknown', null],
    [undefined, null],
  ])('%s is cut to %s', (address, network) => expect(networkOf(address)).toBe(network))
})
