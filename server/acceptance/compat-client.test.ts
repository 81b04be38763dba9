/** The drop-in's doors for browsers, driven by the vendor's own client with a key that may do little. */
import { VoucherifyClientSide, VoucherifyServerSide } from '@voucherify/sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine } from '#db/store.ts'
import { startServer, type TestServer } from '../test-server.ts'
import { makeKey } from './shop.ts'

describe.each<Engine>(['sqlite', 'postgres'])('browsers at the drop-in on %s', (engine) => {
  let server: TestServer
  let client: ReturnType<typeof VoucherifyServerSide>

  beforeAll(async () => {
    server = await startServer({ engine })
    client = VoucherifyServerSide({
      applicationId: 'a',
      secretKey: server.adminKey,
      apiUrl: `${server.url}/voucherify`,
    })
  })
  afterAll(() => server.close())

  test('a code is validated and redeemed, and nothing else is open', async () => {
    const browser = VoucherifyClientSide({
      clientApplicationId: 'b',
      clientSecretKey: await makeKey(server, 'checkout'),
      apiUrl: `${server.url}/voucherify`,
      trackingId: 'visitor',
      origin: 'https://shop.example',
    })
    const discount = { type: 'AMOUNT', amount_off: 100 }
    await client.vouchers.create({ code: 'WEB', type: 'DISCOUNT_VOUCHER', discount } as never)
    const asked = { code: 'WEB', amount: 1000, items: [{ product_id: 'p', quantity: 1, price: 1000 }] }
    expect(await browser.validate(asked as never)).toMatchObject({ valid: true, code: 'WEB' })
    expect(await browser.redeem('WEB', { order: { amount: 1000 } } as never)).toMatchObject({ result: 'SUCCESS' })
    expect(await browser.validate(asked as never)).toMatchObject({ valid: false, reason: 'quantity exceeded' })
    await expect(browser.publish('any', {} as never)).rejects.toMatchObject({ code: 403 })
    const ask = await fetch(`${server.url}/voucherify/client/v1/validate`, {
      method: 'OPTIONS',
      headers: { origin: 'https://shop.example' },
    })
    expect(ask.headers.get('access-control-allow-headers')).toContain('X-Client-Token')
  })
})
