/** Two profiles of one person become one: nothing of what she has is lost, and nothing is allowed that was not before. */
import { afterEach, describe, expect, test } from 'vitest'
import { startServer, type TestServer } from '../test-server.ts'
import {
  ask,
  call,
  cellsOf,
  decide,
  issue,
  launchCampaign,
  makeKey,
  openWithNotice,
  orderOf,
  putCustomer,
  redeem,
} from './shop.ts'

const cells = cellsOf(['offers', 'news'], ['onsite'], ['contact.account', 'purchase_history'])
const [offers, news] = ['offers', 'news'].map((purpose) => cells.filter((cell) => cell.purpose === purpose))
const at = '2026-01-01T00:00:00Z'
let serial = 0
const order = (customerReference: string, orderReference: string, totalMinor: number) => ({
  ...{ id: `e${serial++}`, type: 'order.placed', at, customerReference, orderReference, totalMinor, currency: 'EUR' },
  items: [{ sku: 'tea', category: 'tea', quantity: 1, unitPriceMinor: totalMinor }],
})

describe.each(['sqlite', 'postgres'] as const)('merging two customers on %s', (engine) => {
  let server: TestServer
  afterEach(() => server.close())

  const stateOf = async (reference: string, purpose: string) => {
    const { cells: rows } = (await call(server, 'getConsents', { params: { reference } })) as {
      cells: { purpose: string; state: string }[]
    }
    return [...new Set(rows.filter((row) => row.purpose === purpose).map(({ state }) => state))]
  }

  test('adds up facts, fills gaps, keeps every voucher, and never widens a consent', async () => {
    server = await startServer({ engine, clock: at })
    const version = await openWithNotice(server, cells)
    await putCustomer(server, 'ada', { givenName: 'Ada' })
    await putCustomer(server, 'ada-old', {
      givenName: 'A.',
      familyName: 'Lovelace',
      email: 'ada@mail.example',
      country: 'DE',
    })
    // She said yes to offers under both names and no under one of them to news; under the other only yes to news.
    await decide(server, 'ada', version, offers ?? [])
    await decide(server, 'ada', version, news ?? [])
    await decide(server, 'ada-old', version, offers ?? [])
    const perCustomer = { count: 2 }
    const budget = {
      limitMinor: 100_000,
      currency: 'EUR',
      mode: 'at_redemption' as const,
      whenShort: 'refuse' as const,
      perCustomer,
    }
    const id = await launchCampaign(server, { purpose: 'offers', budget })
    const own = await issue(server, id, 'ada', 'welcome')
    const same = await issue(server, id, 'ada-old', 'welcome')
    const more = await issue(server, id, 'ada-old', 'second')
    await decide(server, 'ada-old', version, news ?? [], 'refuse')
    await call(server, 'reportEvents', { body: [order('ada', 'o-1', 4000), order('ada-old', 'o-2', 7000)] })
    expect((await redeem(server, own.code, orderOf('r-1'))).status).toBe(201)
    expect((await redeem(server, same.code, orderOf('r-2'))).status).toBe(201)

    const params = { reference: 'ada' }
    const merged = await call(server, 'mergeCustomers', { params, body: { from: 'ada-old' } })
    expect(merged).toMatchObject({ vouchersMoved: 2, consentsEnded: news?.length })
    expect(merged.customer).toMatchObject({
      givenName: 'Ada',
      familyName: 'Lovelace',
      email: 'ada@mail.example',
      country: 'DE',
    })
    expect(await stateOf('ada', 'offers')).toEqual(['granted'])
    expect(await stateOf('ada', 'news')).toEqual(['withdrawn'])

    // Both names mean her from now on, also for what comes late.
    expect(await call(server, 'getCustomer', { params: { reference: 'ada-old' } })).toMatchObject({
      id: merged.customer.id,
    })
    await call(server, 'reportEvents', { body: [order('ada-old', 'o-3', 100)] })
    const spent = await call(server, 'previewSegment', {
      body: { rule: { field: 'orders.totalMinor', op: 'eq', value: 11_100 }, purpose: 'offers', channels: ['onsite'] },
    })
    expect(spent.matched).toBe('<10')
    const { data } = await call(server, 'listVouchers', { query: { customerReference: 'ada', limit: 10 } })
    expect(data.map((voucher) => voucher.id).sort()).toEqual([own.id, same.id, more.id].sort())
    // Two uses were hers before: under one name as under two there is no third.
    expect((await redeem(server, more.code, orderOf('r-3'))).status).toBe(409)

    const again = await call(server, 'mergeCustomers', { params, body: { from: 'ada-old' } })
    expect(again).toMatchObject({ vouchersMoved: 0, consentsEnded: 0, customer: { id: merged.customer.id } })
    await call(server, 'eraseCustomer', { params })
    for (const reference of ['ada', 'ada-old'])
      expect((await ask(server, 'getCustomer', { params: { reference } })).status).toBe(404)
  })

  test('a yes that only the other profile had does not come over', async () => {
    server = await startServer({ engine, clock: at })
    const version = await openWithNotice(server, cells)
    await putCustomer(server, 'stays', {})
    await putCustomer(server, 'goes', {})
    await decide(server, 'goes', version, cells)
    await call(server, 'mergeCustomers', { params: { reference: 'stays' }, body: { from: 'goes' } })
    expect(await stateOf('stays', 'offers')).not.toContain('granted')
    const id = await launchCampaign(server, { purpose: 'offers' })
    const asked = { params: { id }, body: { customerReference: 'goes', occasion: 'now' } }
    expect((await ask(server, 'issueVoucher', asked)).body).toMatchObject({ code: 'voucher.no_consent' })
  })

  test('is refused for strangers, for oneself and for roles that may not; support looks with a reason, revokes and issues anew', async () => {
    server = await startServer({ engine, clock: at })
    const version = await openWithNotice(server, cells)
    await putCustomer(server, 'ada', {})
    await decide(server, 'ada', version, cells)
    const id = await launchCampaign(server, { purpose: 'offers' })
    const voucher = await issue(server, id, 'ada', 'first')
    const merge = (reference: string, from: string, key?: string) =>
      ask(server, 'mergeCustomers', { params: { reference }, body: { from } }, key === undefined ? {} : { key })
    expect((await merge('nobody', 'ada')).status).toBe(404)
    expect((await merge('ada', 'nobody')).body).toMatchObject({ status: 422, code: 'customer.unknown' })
    expect((await merge('ada', 'ada')).status).toBe(400)
    expect((await merge('ada', 'x', await makeKey(server, 'marketer'))).status).toBe(403)
    const support = { key: await makeKey(server, 'support') }
    const look = { params: { reference: 'ada' } }
    expect((await ask(server, 'getCustomer', look, support)).body).toMatchObject({ code: 'access.reason_required' })
    const withReason = { ...support, headers: { 'x-access-reason': 'she called' } }
    expect((await ask(server, 'getCustomer', look, withReason)).status).toBe(200)
    expect((await ask(server, 'revokeVoucher', { params: { id: voucher.id } }, support)).status).toBe(200)
    const anew = { params: { id }, body: { customerReference: 'ada', occasion: `instead of ${voucher.id}` } }
    const issued = await ask(server, 'issueVoucher', anew, support)
    expect(issued.status).toBe(201)
    expect((issued.body as { voucher: { code?: string } }).voucher.code).toBeUndefined()
    expect(
      (await ask(server, 'createSegment', { body: { name: 'x', rule: { field: 'country', op: 'is_known' } } }, support))
        .status,
    ).toBe(403)
  })
})
