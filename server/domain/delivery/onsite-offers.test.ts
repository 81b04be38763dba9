import { SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { pauseCampaign } from '#campaigns/pause.ts'
import { putProducts } from '#catalog/put.ts'
import { setStock } from '#catalog/set-stock.ts'
import { Refusal } from '#core/refusal.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { DAY_MS } from '#shared/time.ts'
import { showVoucher } from '#vouchers/show.ts'
import { dispatch } from './dispatch.ts'
import { offersFor, onsiteSecret } from './onsite-offers.ts'
import { openShop, type ShopOptions } from './test-delivery.ts'

const MINUTE_S = 60

forEachHouse('offers on the shop’s own page', (open) => {
  const shopOf = async (options: ShopOptions = {}) => openShop(await open(), { channel: 'onsite', ...options })
  const tokenFor = (
    house: TestHouse,
    sub: string,
    change: (token: SignJWT, now: number) => SignJWT = (token) => token,
  ) => {
    const now = Math.floor(Date.now() / 1000)
    const token = new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).setAudience('vouchsafe:onsite').setSubject(sub)
    token.setIssuedAt(now).setExpirationTime(now + 5 * MINUTE_S)
    return change(token, now).sign(new TextEncoder().encode(onsiteSecret(house.secrets)))
  }

  test('shows the open vouchers of whoever is signed in; the first showing counts as sent', async () => {
    const shop = await shopOf()
    const ada = await shop.person('ada', { givenName: 'Ada', locale: 'en-GB' })
    const voucherId = await shop.issue(ada)
    await shop.issue(await shop.person('bob'))
    const { code } = await showVoucher(shop.house, voucherId, { withCode: true })
    const offers = await offersFor(shop.house, await tokenFor(shop.house, 'ada'))
    expect(offers).toEqual([
      {
        voucherId,
        code,
        locale: 'en',
        title: 'For Ada',
        text: `Your code: ${code}, to 15 July 2026`,
        expiresAt: '2026-07-15T21:59:59.999Z',
      },
    ])
    const [row] = await shop.outbox(ada)
    expect(row).toMatchObject({ state: 'sent', sentAt: shop.house.clock.now() })
    shop.house.advance(DAY_MS)
    expect(await offersFor(shop.house, await tokenFor(shop.house, 'ada'))).toEqual(offers)
    expect((await shop.outbox(ada))[0]).toEqual(row)
    expect(await shop.outbox(await shop.person('bob'))).toMatchObject([{ state: 'queued' }])
  })

  test('shows nothing without consent now, and what was never shown is revoked by the withdrawal', async () => {
    const shop = await shopOf()
    const [ada, bob] = [await shop.person('ada'), await shop.person('bob')]
    const [hers, his] = [await shop.issue(ada), await shop.issue(bob)]
    await offersFor(shop.house, await tokenFor(shop.house, 'ada'))
    await shop.withdraw(ada)
    await shop.withdraw(bob)
    for (const name of ['ada', 'bob', 'nobody'])
      expect(await offersFor(shop.house, await tokenFor(shop.house, name))).toEqual([])
    expect((await showVoucher(shop.house, hers, { withCode: false })).state).toBe('issued')
    expect((await showVoucher(shop.house, his, { withCode: false })).state).toBe('revoked')
  })

  test('a paused campaign shows what was shown before and nothing new; an expired voucher is not shown', async () => {
    const shop = await shopOf()
    await shop.issue(await shop.person('ada'))
    await shop.issue(await shop.person('bob'))
    await offersFor(shop.house, await tokenFor(shop.house, 'ada'))
    await shop.house.store.write((tx) => pauseCampaign(tx, shop.campaignId))
    expect((await offersFor(shop.house, await tokenFor(shop.house, 'ada'))).length).toBe(1)
    expect((await offersFor(shop.house, await tokenFor(shop.house, 'bob'))).length).toBe(0)
    shop.house.advance(40 * DAY_MS)
    expect((await offersFor(shop.house, await tokenFor(shop.house, 'ada'))).length).toBe(0)
  })

  test('an offer for what is sold out is shown when it can be had, and stays once it was shown', async () => {
    const house = await open()
    const { store } = house
    const tea = { sku: 'tea', name: 'Tea', category: 'tea', priceMinor: 500, currency: 'EUR', stock: 1 }
    await store.write((tx) => putProducts(tx, [tea]))
    const offer = { kind: 'unit_off', sku: 'tea', quantity: 1, maxMinor: 500 } as const
    const terms = { variants: [{ key: 'a', shareBps: 10_000, offer }] }
    const shop = await openShop(house, { channel: 'onsite', terms })
    await shop.issue(await shop.person('ada'))
    const shown = async () => (await offersFor(house, await tokenFor(house, 'ada'))).length
    await store.write((tx) => setStock(tx, 'tea', 0))
    expect(await shown()).toBe(0)
    await store.write((tx) => setStock(tx, 'tea', 2))
    expect(await shown()).toBe(1)
    await store.write((tx) => setStock(tx, 'tea', 0))
    expect(await shown()).toBe(1)
  })

  test('dispatch leaves it alone: nobody sends what people come and fetch', async () => {
    const shop = await shopOf({ smtpUrl: 'smtp://127.0.0.1:1' })
    const ada = await shop.person('ada')
    await shop.issue(ada)
    await dispatch(shop.house)
    expect((await shop.outbox(ada))[0]).toMatchObject({ state: 'queued', attempts: 0 })
  })

  test('only a fresh token of this shop opens the door', async () => {
    const { house } = await shopOf()
    const tokens: Record<string, string> = {
      none: '',
      noise: 'a.b.c',
      expired: await tokenFor(house, 'ada', (token, now) => token.setIssuedAt(now - 900).setExpirationTime(now - 300)),
      'too long': await tokenFor(house, 'ada', (token, now) => token.setExpirationTime(now + 20 * MINUTE_S)),
      'long, near its end': await tokenFor(house, 'ada', (token, now) =>
        token.setIssuedAt(now - 3600).setExpirationTime(now + 60),
      ),
      'of tomorrow': await tokenFor(house, 'ada', (token, now) =>
        token.setIssuedAt(now + 86_400).setExpirationTime(now + 86_460),
      ),
      'for others': await tokenFor(house, 'ada', (token) => token.setAudience('elsewhere')),
      'for nobody': await tokenFor(house, ''),
      'by others': await new SignJWT({ sub: 'ada', aud: 'vouchsafe:onsite' })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(new TextEncoder().encode('another secret of at least 32 bytes')),
      unsigned: `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"ada"}').toString('base64url')}.`,
    }
    const valid = await tokenFor(house, 'ada')
    tokens.altered = `${valid.slice(0, -3)}${valid.endsWith('AAA') ? 'BBB' : 'AAA'}`
    for (const [name, token] of Object.entries(tokens)) {
      const refusal = await offersFor(house, token).catch((error: unknown) => error)
      expect(refusal instanceof Refusal ? refusal.code : refusal, name).toBe('onsite.token_invalid')
    }
    expect(await offersFor(house, valid)).toEqual([])
  })
})
