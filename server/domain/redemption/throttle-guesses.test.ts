// Guesses are slowed down by whoever makes them, and only guesses; all processes know of it.
import { setImmediate as turn } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { listAudit } from '#access/audit.ts'
import { announcementsAfter } from '#core/announce.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { openStore } from '#db/open.ts'
import { DAY_MS } from '#shared/time.ts'
import { drawCode } from '#vouchers/code.ts'
import { guessFigures } from './guess-alarm.ts'
import { forgetGuesses, makeGuessBook } from './guess-book.ts'
import { quoteCode } from './quote.ts'
import { anOrder, openWithOne, redeemCode, refusalOf } from './test-shop.ts'

const from = (clientAddress: string) => anOrder({ clientAddress })
const guess = (house: TestHouse, clientAddress: string, code = drawCode()) =>
  refusalOf(redeemCode(house, code, from(clientAddress)))
/** One of our shape whose last sign is another than it should be. */
const mistyped = (): string => {
  const code = drawCode()
  return code.slice(0, -1) + (code.endsWith('0') ? '1' : '0')
}
const limited = (house: TestHouse, guessLimitPerMinute: number): TestHouse => ({
  ...house,
  config: { ...house.config, guessLimitPerMinute },
})

forEachHouse('throttle guesses', (open) => {
  test('an address that has tried 30 unknown codes is refused whatever it tries; others are not', async () => {
    const house = await open()
    const { code } = await openWithOne(house)
    const order = from('203.0.113.7')
    for (let i = 0; i < 15; i += 1) {
      expect(await refusalOf(redeemCode(house, drawCode(), order))).toBe('voucher.not_found')
      expect(await refusalOf(quoteCode(house, { code: 'WRONG', order }, 'key_1'))).toBe('voucher.not_found')
    }
    const blocked = await redeemCode(house, code, order).catch((error: unknown) => error)
    expect(blocked).toMatchObject({ code: 'request.throttled', retryAfter: expect.any(Number) })
    expect(await refusalOf(quoteCode(house, { code, order }, 'key_1'))).toBe('request.throttled')
    expect(await refusalOf(redeemCode(house, code, from('203.0.113.8')))).toBe('ok')
    expect(await refusalOf(redeemCode(house, drawCode(), anOrder()))).toBe('voucher.not_found')
  })

  test('codes that exist are never counted, and cost the database nothing for it', async () => {
    const house = await open()
    const { code } = await openWithOne(house)
    const order = anOrder({ clientAddress: '203.0.113.7', currency: 'USD' })
    for (let i = 0; i < 40; i += 1)
      expect(await refusalOf(redeemCode(house, code, order))).toBe('order.currency_mismatch')
    expect(await house.store.read.rows(sql`select source from guesses`)).toEqual([])
  })

  test('a wrong check sign is answered without the database, and counted all the same', async () => {
    const house = limited(await open(), 5)
    await guess(house, '203.0.113.9')
    const asked: string[] = []
    const read = new Proxy(house.store.read, {
      get(queries, name) {
        asked.push(String(name))
        return Reflect.get(queries, name)
      },
    })
    const store: TestHouse['store'] = {
      ...house.store,
      read,
      // It never answers.
      write: () => new Promise(() => {}),
      batch: async () => void asked.push('batch') as never,
    }
    const cut = { ...house, store }
    expect(await guess(cut, '203.0.113.7', mistyped())).toBe('voucher.not_found')
    asked.splice(0)
    for (let i = 0; i < 4; i++) expect(await guess(cut, '203.0.113.7', mistyped())).toBe('voucher.not_found')
    expect(asked).toEqual([])
    expect(await guess(cut, '203.0.113.7', mistyped())).toBe('request.throttled')
    for (let i = 0; i < 5; i++) expect(await guess(house, '203.0.113.8', mistyped())).toBe('voucher.not_found')
    expect(await guess(house, '203.0.113.8')).toBe('request.throttled')
  })

  test('two processes count together, and each hears whom the other has locked out', async () => {
    const house = limited(await open(), 6)
    const { code } = await openWithOne(house)
    const second =
      house.store.engine === 'sqlite'
        ? house.store
        : await openStore({ url: house.url, now: house.clock.now, lanes: 1, readers: 1 })
    const other = { ...house, store: second }
    expect(await guess(other, '203.0.113.99')).toBe('voucher.not_found')
    for (let i = 0; i < 3; i++) {
      expect(await guess(house, '203.0.113.7')).toBe('voucher.not_found')
      expect(await guess(other, '203.0.113.7')).toBe('voucher.not_found')
    }
    const quote = (one: TestHouse) => refusalOf(quoteCode(one, { code, order: from('203.0.113.7') }, 'key_1'))
    expect(await quote(other)).toBe('request.throttled')
    while ((await quote(house)) !== 'request.throttled') await turn()
    if (second !== house.store) await second.close()
  })

  test('a process that starts later knows of it too, and of a source that moves about in its network', async () => {
    const house = limited(await open(), 4)
    for (let i = 0; i < 4; i++) expect(await guess(house, `2001:db8:1:2:${i}::7`)).toBe('voucher.not_found')
    expect(await guess(house, '2001:db8:1:2:ffff:ffff:ffff:ffff')).toBe('request.throttled')
    expect(await guess(house, '2001:db8:1:3::7')).toBe('voucher.not_found')
    const [row] = await house.store.read.rows<{ source: string }>(
      sql`select source from guesses where blocked_until > 0 and source like 'address %'`,
    )
    expect(await makeGuessBook(house).blockedFor(row?.source ?? '')).toBeGreaterThan(0)
  })

  test('everybody together has an allowance for the codes of a campaign: then each has a tenth, and good codes all', async () => {
    const house = limited(await open(), 20)
    const { code } = await openWithOne(house)
    // Two thousand within a minute, as many sources would.
    const book = makeGuessBook(house)
    const many = Array.from({ length: 2000 }, (_, i) => ({
      source: `address ${i % 200}`,
      kind: 'address' as const,
      all: 'prefix 5PR1NG',
      prefix: 'SPRING',
      apiKey: 'key_1',
    }))
    const waits = await Promise.all(many.map((one) => book.note(one)))
    expect(Math.max(...waits)).toBeGreaterThan(0)
    const spring = () => drawCode('SPRING')
    const said = await redeemCode(house, spring(), from('198.51.100.1')).catch((error: unknown) => error)
    expect(said).toMatchObject({ code: 'request.throttled', retryAfter: expect.any(Number) })
    expect(await guess(house, '198.51.100.1', spring())).toBe('request.throttled')
    expect(await guess(house, '198.51.100.1', code)).toBe('request.throttled')
    expect(await guess(house, '198.51.100.2', code)).toBe('ok')
    expect(await guess(house, '198.51.100.3')).toBe('voucher.not_found')
    const alarms = (await announcementsAfter(house.store.read, '0.', 100)).map(({ announcement }) => announcement.data)
    expect(alarms).toContainEqual(
      expect.objectContaining({ about: 'campaign', prefix: 'SPRING', lockedUntil: expect.any(String) }),
    )
    // Two hundred addresses, and not two hundred alarms.
    expect(alarms.length).toBeLessThan(25)
  })

  test('an alarm is in the audit log, in the feed and in the figures, and says neither code nor address', async () => {
    const house = limited(await open(), 3)
    const before = { ...guessFigures }
    for (let i = 0; i < 3; i++) await guess(house, '203.0.113.7')
    expect(await guess(house, '203.0.113.7')).toBe('request.throttled')
    const [entry] = (await listAudit(house.store.read, { limit: 5 })).data.filter(
      (one) => one.action === 'codes.guessed',
    )
    const data = { about: 'address', prefix: null, lockedUntil: expect.any(String), strikes: 1 }
    expect(entry).toMatchObject({ actor: 'system', subject: 'address', detail: data })
    const [told] = await announcementsAfter(house.store.read, '0.', 5)
    expect(told?.announcement).toMatchObject({ type: 'guess.alarm', data })
    expect(JSON.stringify([entry, told])).not.toContain('203.0.113')
    expect(guessFigures).toMatchObject({
      unknown: before.unknown + 3,
      refused: before.refused + 1,
      lockouts: before.lockouts + 1,
      alarms: before.alarms + 1,
    })
  })

  test('what was quiet for a day is forgotten', async () => {
    const house = await open()
    await guess(house, '203.0.113.7')
    expect(await house.store.write((tx) => forgetGuesses(tx))).toBe(0)
    expect(await house.store.write((tx) => forgetGuesses(tx, Date.now() + DAY_MS + 60_000))).toBe(2)
  })
})
