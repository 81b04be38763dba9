/** The drop-in's doors for browsers, driven by the vendor's own client with a key that may do little. */
import { VoucherifyClientSide, VoucherifyServerSide } from '@voucherify/sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine } from '#db/store.ts'
import { startServer, type TestServer } from '../test-server.ts'
import { makeKey } from './shop.ts'
import { type Answer, misfits } from './vendor-types.ts'

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

  test('every method of the client for browsers answers what it declares', async () => {
    const answers: Answer[] = []
    const browser = VoucherifyClientSide({
      clientApplicationId: 'b',
      clientSecretKey: server.adminKey,
      apiUrl: `${server.url}/voucherify`,
      trackingId: 'visitor',
      origin: 'https://shop.example',
    })
    const ask = async <M extends Exclude<keyof typeof browser, 'setIdentity'>>(method: M, ...given: unknown[]) => {
      const answer = await (browser[method] as (...all: unknown[]) => Promise<Record<string, unknown>>)(...given)
      answers.push([method, answer])
      return answer
    }
    const discount = { type: 'AMOUNT', amount_off: 100 }
    const voucher = { type: 'DISCOUNT_VOUCHER', discount }
    await client.campaigns.create({ name: 'web', voucher } as never)
    for (const code of ['SIDE-1', 'SIDE-2', 'SIDE-3']) await client.vouchers.create({ code, ...voucher } as never)
    await ask('createCustomer', { source_id: 'visitor', name: 'Vic' })
    expect(await ask('track', 'looked', { source_id: 'visitor' }, { page: 1 })).toMatchObject({ type: 'looked' })
    expect(await ask('publish', 'web', { customer: { source_id: 'visitor' } })).toMatchObject({ result: 'SUCCESS' })
    await ask('validate', 'SIDE-1')
    await ask('validate', { code: 'SIDE-1', amount: 1000, items: [{ product_id: 'p', quantity: 1, amount: 1000 }] })
    await ask('validate', {})
    await ask('redeem', 'SIDE-1', { order: { amount: 1000 }, customer: { source_id: 'visitor' } })
    const redeemables = ['SIDE-2', 'SIDE-3'].map((id) => ({ object: 'voucher', id }))
    const stack = { redeemables, order: { amount: 1000 }, customer: { source_id: 'visitor' } }
    expect(await ask('validateStackable', stack)).toMatchObject({ valid: true })
    await ask('redeemStackable', stack)
    expect(await ask('validateStackable', stack)).toMatchObject({ valid: false })
    await ask('qualifications', { customer: { source_id: 'visitor' }, order: { amount: 1000 }, scenario: 'ALL' })
    expect(await ask('listVouchers', { customer: 'visitor' })).toMatchObject({ data_ref: 'vouchers', total: 1 })
    await ask('listConsents')
    await ask('updateConsents', 'visitor', {})
    expect(new Set(answers.map(([method]) => method)).size).toBe(11)
    expect(await misfits(answers, 'VoucherifyClientSide')).toEqual([])
  })
})
