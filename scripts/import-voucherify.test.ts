// The vendor's exports, taken over into a real server by the command itself: dry, broken off, gone on with, and once more.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine } from '#db/store.ts'
import { startServer, type TestServer } from '../server/test-server.ts'

type Told = Record<string, unknown>

const customers = `name,id,source_id,email,address_city,metadata,birthdate
Ada,cust_1,ada,ada@shop.example,London,"{""vip"":true}",1990-02-03
Bea,cust_2,,bea@shop.example,Rome,,
Nobody,,,nobody@shop.example,,,
`
const vouchers = `Code,Voucher Type,Value,Discount Type,Campaign,Redemption Quantity,Redemption Count,Gift Balance,Active,Expiration Date,metadata.shoe
ONE,DISCOUNT_VOUCHER,12.50,AMOUNT,,1,0,,true,,42
USED,DISCOUNT_VOUCHER,10,PERCENT,,1,1,,true,,
TWO-OF-3,DISCOUNT_VOUCHER,10,PERCENT,Spring,3,,,true,2099-01-01T00:00:00Z,
OTHER,DISCOUNT_VOUCHER,20,PERCENT,Spring,1,,,false,,
CARD,GIFT_VOUCHER,100.00,,Gifts,,,64.20,true,,
FIXED,DISCOUNT_VOUCHER,9.99,FIXED,,1,,,true,,
WHEN,DISCOUNT_VOUCHER,5,AMOUNT,,1,,,true,some day,
`
const redemptions = `id,object,date,voucher_code,customer_source_id,customer_id,tracking_id,order_amount,gift_amount,result
r_1,redemption,2024-05-06T07:08:09.000Z,USED,ada,cust_1,t-1,50.00,,SUCCESS
r_2,redemption,2024-05-07T07:08:09.000Z,TWO-OF-3,ada,cust_1,,20.00,,SUCCESS
r_3,redemption,2024-05-08T07:08:09.000Z,TWO-OF-3,,cust_2,,20.00,,SUCCESS
rf_4,redemption,2024-05-09T07:08:09.000Z,USED,ada,,,,,FAILURE
r_5,redemption,2024-05-09T07:08:09.000Z,UNKNOWN,ada,,,,,SUCCESS
`

describe.each<Engine>(['sqlite', 'postgres'])('the import on %s', (engine) => {
  let server: TestServer
  let home = ''

  beforeAll(async () => {
    server = await startServer({ engine })
    home = await mkdtemp(join(tmpdir(), 'vouchsafe-import-'))
    for (const [name, text] of Object.entries({ customers, vouchers, redemptions }))
      await writeFile(join(home, `${name}.csv`), text)
  })
  afterAll(async () => {
    await server.close()
    await rm(home, { recursive: true, force: true })
  })

  const run = (...more: string[]) =>
    new Promise<{ code: number; out: string; err: string }>((done) => {
      const files = ['customers', 'vouchers', 'redemptions'].flatMap((kind) => [`--${kind}`, join(home, `${kind}.csv`)])
      const script = join(import.meta.dirname, 'import-voucherify.ts')
      const args = [script, ...files, '--progress', join(home, 'progress.json'), ...more]
      const env = { ...process.env, VOUCHSAFE_URL: server.url, VOUCHSAFE_KEY: server.adminKey }
      execFile(process.execPath, args, { env }, (error, out, err) =>
        done({ code: error === null ? 0 : Number(error.code), out, err }),
      )
    })
  const get = async (path: string): Promise<Told> =>
    (
      await server.request('GET', `/voucherify/v1${path}`, undefined, {
        key: null,
        headers: { 'x-app-id': 'a', 'x-app-token': server.adminKey },
      })
    ).body as Told

  test('judges every row without sending one, takes over what can be, and does nothing twice', async () => {
    const dry = await run('--dry-run')
    expect(dry.out).toContain('vouchers: 7 rows, 5 could be taken, 0 already there, 2 not')
    expect(await get('/vouchers?limit=1')).toMatchObject({ total: 0 })

    const errors = join(home, 'errors.csv')
    const first = await run('--errors', errors)
    expect(first.code).toBe(1)
    const [header, ...wrong] = (await readFile(errors, 'utf8')).trim().split('\n')
    expect(header).toBe('file,line,reason')
    expect(wrong.map((line) => line.replace(home, '').split(',').slice(0, 2).join(':')).sort()).toEqual([
      '/customers.csv:4',
      '/redemptions.csv:6',
      '/vouchers.csv:7',
      '/vouchers.csv:8',
    ])
    expect(first.out).toContain('customers: 3 rows, 2 taken, 0 already there, 1 not')
    expect(first.out).toContain('vouchers: 7 rows, 5 taken, 0 already there, 2 not')
    expect(first.out).toContain('redemptions: 5 rows, 4 taken, 0 already there, 1 not')
    expect(
      first.err
        .split('\n')
        .map((line) => line.replace(home, ''))
        .sort(),
    ).toEqual(
      [
        '',
        '/customers.csv:4: source_id is missing',
        '/redemptions.csv:6: There is no voucher UNKNOWN',
        '/vouchers.csv:7: Discounts of the type FIXED',
        '/vouchers.csv:8: expiration_date some day is no date',
      ].sort(),
    )
    expect(await get('/customers/ada')).toMatchObject({
      name: 'Ada',
      birthdate: '1990-02-03',
      address: { city: 'London' },
      metadata: { vip: true },
      summary: { redemptions: { total_succeeded: 2, total_failed: 1 } },
    })
    expect(await get('/vouchers/ONE')).toMatchObject({ discount: { amount_off: 1250 }, metadata: { shoe: '42' } })
    expect(await get('/vouchers/TWO-OF-3')).toMatchObject({
      campaign: 'Spring',
      redemption: { quantity: 3, redeemed_quantity: 2 },
      expiration_date: '2099-01-01T00:00:00.000Z',
    })
    expect(await get('/vouchers/OTHER')).toMatchObject({
      campaign: 'Spring (2)',
      active: false,
      discount: { percent_off: 20 },
    })
    expect(await get('/vouchers/CARD')).toMatchObject({ gift: { amount: 10_000, balance: 6420 } })
    expect(await get('/redemptions/r_1')).toMatchObject({
      id: 'r_1',
      date: '2024-05-06T07:08:09.000Z',
      tracking_id: 't-1',
      voucher: { code: 'USED' },
      customer: { source_id: 'ada' },
      order: { amount: 5000 },
    })
    const headers = { 'x-app-id': 'a', 'x-app-token': server.adminKey }
    const asked = { key: null, headers }
    expect((await server.request('POST', '/voucherify/v1/vouchers/USED/redemption', {}, asked)).body).toMatchObject({
      key: 'quantity_exceeded',
    })
    expect((await server.request('POST', '/voucherify/v1/redemptions/r_1/rollback', {}, asked)).body).toMatchObject({
      key: 'invalid_redemption',
    })

    const again = await run()
    expect(again.out).toContain('going on behind row 7')
    // Where the note of how far it came was lost, rows are known by what they are.
    const lost = await run('--progress', join(home, 'other.json'))
    expect(lost.out).toContain('vouchers: 7 rows, 0 taken, 5 already there, 2 not')
    expect(await get('/vouchers?limit=1')).toMatchObject({ total: 5 })
  })
})
