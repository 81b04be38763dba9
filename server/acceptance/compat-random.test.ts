/** Whatever clients of the drop-in ask, in any order and at once: nothing fails, and the books are right afterwards. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine } from '#db/store.ts'
import { startServer, type TestServer } from '../test-server.ts'
import { checkBooks } from './books.ts'

type Told = Record<string, unknown>

describe.each<Engine>(['sqlite', 'postgres'])('the drop-in asked at random on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer({ engine })
  })
  afterAll(() => server.close())

  const ask = async (method: string, path: string, body?: unknown) => {
    const headers = { 'x-app-id': 'a', 'x-app-token': server.adminKey }
    const answer = await server.request(method, `/voucherify/v1${path}`, body, { key: null, headers })
    return { status: answer.status, body: (answer.body ?? {}) as Told }
  }

  const many = engine === 'sqlite' ? 480 : 240
  test(`${many} requests, eight at a time`, async () => {
    const codes: string[] = []
    const redemptions: string[] = []
    const random = drawFrom(8128)
    const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T
    const code = () => pick(codes) ?? 'none'
    const session = () => (random() < 0.3 ? { session: { type: 'LOCK', key: pick(['k1', 'k2']) } } : {})
    const customer = () => (random() < 0.5 ? { customer: { source_id: pick(['ada', 'bea', 'cyd']) } } : {})
    const order = () => ({ order: { amount: pick([0, 100, 2000, 100_000]), source_id: pick(['o1', 'o2', undefined]) } })
    const discount = () =>
      pick([
        { type: 'AMOUNT', amount_off: 300 },
        { type: 'PERCENT', percent_off: 10 },
      ] as const)
    const voucher = () => ({
      ...(random() < 0.3 ? { type: 'GIFT_VOUCHER', gift: { amount: 500 } } : { discount: discount() }),
      redemption: { quantity: pick([1, 2, null]) },
    })
    const several = () => [...new Set([code(), code(), code()])].map((id) => ({ object: 'voucher', id }))
    const used = (made: Told) => {
      const ids = [made, ...((made.redemptions ?? []) as Told[]), (made.parent_redemption ?? {}) as Told]
      redemptions.push(...ids.flatMap(({ id }) => (String(id).startsWith('r_') ? [String(id)] : [])))
    }
    let made = 0
    const steps = [
      async () => {
        const { body } = await say('POST', `/vouchers/R-${made++}`, voucher())
        if (body.code !== undefined && body.id !== undefined) codes.push(String(body.code))
      },
      async () => {
        const rows = [0, 2].map((quantity) => ({
          ...voucher(),
          code: `I-${made++}`,
          redemption: { quantity: 2, redeemed_quantity: quantity },
        }))
        codes.push(...rows.map((row) => row.code))
        await say('POST', '/vouchers/import', rows)
      },
      async () => used((await say('POST', `/vouchers/${code()}/redemption`, { ...order(), ...customer() })).body),
      async () => used((await say('POST', `/vouchers/${code()}/redemption`, { ...order(), ...session() })).body),
      async () => used((await say('POST', '/redemptions', { redeemables: several(), ...order(), ...customer() })).body),
      () => say('POST', '/validations', { redeemables: several(), ...order(), ...session() }),
      () => say('DELETE', `/vouchers/${code()}/sessions/${pick(['k1', 'k2'])}`),
      () => say('POST', `/redemptions/${pick(redemptions) ?? 'r_none'}/${pick(['rollback', 'rollbacks'])}`, {}),
      () => say('PUT', `/vouchers/${code()}`, { redemption: { quantity: pick([1, 2, 5, null]) } }),
      () => say('PUT', `/vouchers/${code()}`, pick([{ discount: discount() }, { gift: { amount: 700 } }])),
      () => say('PUT', `/vouchers/${code()}`, pick([{ active: false }, { active: true }, { expiration_date: null }])),
      () => say('POST', `/vouchers/${code()}/balance`, { amount: pick([100, -100]) }),
      () => say('POST', '/publications', { voucher: code(), customer: { source_id: pick(['ada', 'bea']) } }),
      async () =>
        random() < 0.4 &&
        say('DELETE', random() < 0.5 ? `/vouchers/${code()}` : `/customers/${pick(['ada', 'bea', 'cyd'])}`),
    ]
    const failed: unknown[] = []
    const say = async (method: string, path: string, body?: unknown) => {
      const answer = await ask(method, path, body)
      if (answer.status >= 500) failed.push([method, path, body, answer.body])
      return answer
    }
    for (let i = 0; i < 10; i += 1) await steps[0]?.()
    for (let i = 0; i < many; i += 8) await Promise.all(Array.from({ length: 8 }, () => pick(steps)()))
    expect(failed).toEqual([])
    expect(redemptions.length).toBeGreaterThan(10)
    expect(await checkBooks(server)).toEqual([])
  })

  test('an order redeems a code of many uses once at our own doors, whoever used it before and after', async () => {
    const own = async (code: string, reference: string, key: string) => {
      const order = { reference, currency: 'EUR', amountMinor: 5000 }
      const headers = { 'idempotency-key': key }
      const { body } = await server.request('POST', '/v1/redemptions', { code, order }, { headers })
      return (body as Told).id
    }
    const worth = { discount: { type: 'AMOUNT', amount_off: 100 } }
    await ask('POST', '/vouchers/MANY', { ...worth, redemption: { quantity: null } })
    await ask('POST', '/vouchers/LATER-MANY', worth)
    for (const code of ['MANY', 'LATER-MANY']) {
      const first = await own(code, 'own-1', `${code} 1`)
      if (code === 'LATER-MANY') await ask('PUT', `/vouchers/${code}`, { redemption: { quantity: 9 } })
      await own(code, 'own-2', `${code} 2`)
      await ask('POST', `/vouchers/${code}/redemption`, { order: { amount: 700 } })
      expect(await own(code, 'own-1', `${code} again`)).toBe(first)
      expect(await own(code, 'own-1', `${code} 1`)).toBe(first)
      expect((await ask('GET', `/vouchers/${code}`)).body).toMatchObject({ redemption: { redeemed_quantity: 3 } })
      const { data } = (await server.request('POST', '/v1/vouchers/search', { code })).body as { data: Told[] }
      const { body } = await server.request('GET', `/v1/vouchers/${String(data[0]?.id)}/story`)
      expect(JSON.stringify(body)).toContain('own-1')
      const more = await server.request(
        'POST',
        `/v1/vouchers/${String(data[0]?.id)}/extend`,
        { days: 30 },
        { headers: { 'idempotency-key': `${code} later` } },
      )
      expect(more).toMatchObject({ status: 422, body: { code: 'voucher.not_later' } })
    }
    expect(await checkBooks(server)).toEqual([])
  })

  test('an order takes further codes, and the same once more, unless its tracking id is that of the first', async () => {
    for (const id of ['S-A', 'S-B', 'S-C'])
      await ask('POST', `/vouchers/${id}`, {
        discount: { type: 'AMOUNT', amount_off: 100 },
        redemption: { quantity: 5 },
      })
    const redeem = (ids: string[], more: Told = {}) => {
      const redeemables = ids.map((id) => ({ object: 'voucher', id }))
      return ask('POST', '/redemptions', { redeemables, order: { amount: 5000, source_id: 'stacked' }, ...more })
    }
    const first = await redeem(['S-A', 'S-B'], { tracking_id: 'once' })
    for (const [ids, more, off] of [
      [['S-A', 'S-B'], {}, 400],
      [['S-B', 'S-C'], {}, 600],
      [['S-C'], {}, 700],
    ] as const)
      expect((await redeem([...ids], more)).body.order).toMatchObject({ total_discount_amount: off })
    const again = await redeem(['S-A', 'S-B'], { tracking_id: 'once' })
    expect((again.body.parent_redemption as Told).id).toBe((first.body.parent_redemption as Told).id)
    expect(await checkBooks(server)).toEqual([])
  })
})

/** The same numbers of [0, 1) for the same seed. */
function drawFrom(seed: number): () => number {
  let at = seed
  return () => {
    at = (at * 1_103_515_245 + 12_345) & 0x7fffffff
    return at / 0x80000000
  }
}
