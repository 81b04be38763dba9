/** Vouchers and customers as people work on them: search, story, another end, a new code, many at once, one person looked up
 * with a reason. Money and exactly-once hold in races as well. */
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStore } from '#db/open.ts'
import type { ReplyOf } from '#shared/api.ts'
import type { VoucherAction } from '#shared/contracts/voucher-desk.ts'
import { startServer, type TestServer } from '../test-server.ts'
import { checkBooks } from './books.ts'
import { codeOf } from './problem.ts'
import {
  ask,
  call,
  cellsOf,
  decide,
  type IssuedCode,
  inParallel,
  issue,
  launchCampaign,
  makeKey,
  moveClock,
  openWithNotice,
  orderOf,
  putCustomer,
  redeem,
  tally,
} from './shop.ts'

const cells = cellsOf(['offers'], ['onsite', 'email'], ['contact.account', 'contact.email', 'purchase_history'])
const because = { headers: { 'x-access-reason': 'She called and asked' } }

describe.each(['sqlite', 'postgres'] as const)('by hand on %s', (engine) => {
  let server: TestServer
  let now = Date.parse('2026-03-01T12:00:00Z')
  let noticeVersion: number
  let support: { key: string }
  let marketer: { key: string }
  let occasions = 0
  const later = async (ms: number) => {
    now += ms
    await moveClock(server, new Date(now).toISOString())
  }
  const DAY = 86_400_000
  const many = engine === 'sqlite' ? 100_000 : 20_000
  const one = (campaignId: string, who = 'ada'): Promise<IssuedCode> =>
    issue(server, campaignId, who, `occasion ${occasions++}`)
  const state = async (id: string) => (await call(server, 'getVoucher', { params: { id } })).state
  const budgetOf = async (id: string) => (await call(server, 'getCampaign', { params: { id } })).budget
  const guaranteed = (limitMinor: number) =>
    launchCampaign(server, {
      purpose: 'offers',
      budget: { limitMinor, currency: 'EUR', mode: 'guaranteed', whenShort: 'refuse' },
      validity: { days: 10 },
    })
  const settled = (id: string): Promise<VoucherAction> => call(server, 'getVoucherAction', { params: { id } })

  beforeAll(async () => {
    server = await startServer({ engine, clock: new Date(now).toISOString() })
    noticeVersion = await openWithNotice(server, cells)
    for (const who of ['ada', 'bob', 'carol', 'dan']) {
      await putCustomer(server, who, { email: `${who}@shop.example`, phone: '+4930123456' })
      await decide(server, who, noticeVersion, cells)
    }
    support = { key: await makeKey(server, 'support') }
    marketer = { key: await makeKey(server, 'marketer') }
  })
  afterAll(() => server.close())

  test('one that is over lives again only out of a budget that can bear it, however many ask at once', async () => {
    const campaignId = await guaranteed(2000)
    const codes = await inParallel([0, 1, 2, 3], 2, () => one(campaignId))
    await later(11 * DAY)
    expect(await Promise.all(codes.map(({ id }) => state(id)))).toEqual(Array(4).fill('expired'))
    expect(await budgetOf(campaignId)).toMatchObject({ reservedMinor: 0, freeMinor: 2000 })
    // Three quarters of the money goes elsewhere: of four one can be borne.
    for (const who of ['bob', 'carol', 'dan']) await one(campaignId, who)
    const answers = await inParallel(codes, 4, ({ id }) =>
      ask(server, 'extendVoucher', { params: { id }, body: { days: 5 } }),
    )
    expect(tally(answers)).toEqual({ '200': 1, '409 budget.exhausted': 3 })
    expect(await budgetOf(campaignId)).toMatchObject({ reservedMinor: 2000, freeMinor: 0 })
    const won = codes[answers.findIndex(({ status }) => status === 200)]
    const again = await ask(server, 'extendVoucher', { params: { id: won?.id ?? '' }, body: { until: '2026-03-02' } })
    expect(codeOf(again)).toBe('voucher.not_later')
    expect((await redeem(server, won?.code ?? '', orderOf('revived'))).status).toBe(201)
    const { entries } = await call(server, 'voucherStory', { params: { id: won?.id ?? '' } })
    expect(entries.map(({ kind }) => kind).filter((kind) => kind !== 'queued')).toEqual([
      'issued',
      'extended',
      'redeemed',
    ])
    expect(await checkBooks(server)).toEqual([])
  })

  test('a new code takes the place of the old one: never two that are good, and never none', async () => {
    const campaignId = await guaranteed(1500)
    const old = await one(campaignId)
    const answers = await inParallel([0, 1, 2, 3, 4], 5, () =>
      ask(server, 'reissueVoucher', { params: { id: old.id }, body: {} }),
    )
    expect(tally(answers)).toEqual({ '201': 1, '409 voucher.wrong_state': 4 })
    const made = answers.find(({ status }) => status === 201)?.body as IssuedCode
    expect(made.code).not.toBe(old.code)
    expect(codeOf(await redeem(server, old.code, orderOf('old code')))).toBe('voucher.revoked')
    expect(await budgetOf(campaignId)).toMatchObject({ reservedMinor: 500, countUsed: 1 })
    const race = await one(campaignId, 'bob')
    const [bought, renewed] = await Promise.all([
      redeem(server, race.code, orderOf('race')),
      ask(server, 'reissueVoucher', { params: { id: race.id }, body: { send: false } }),
    ])
    expect([bought.status === 201, renewed.status === 201].filter(Boolean)).toHaveLength(1)
    expect(await checkBooks(server)).toEqual([])
  })

  test('a new code is told of when that is wished, and made for nobody who has withdrawn', async () => {
    const campaignId = await guaranteed(2000)
    const [first, second] = [await one(campaignId, 'dan'), await one(campaignId, 'bob')]
    await later(60_000)
    const kindsOf = async (id: string) =>
      (await call(server, 'voucherStory', { params: { id } })).entries.map(({ kind }) => kind)
    const told = await call(server, 'reissueVoucher', { params: { id: first.id }, body: {} })
    expect(await kindsOf(told.id)).toEqual(['issued', 'queued', 'replaces'])
    const quiet = await call(server, 'reissueVoucher', { params: { id: told.id }, body: { send: false } })
    expect(await kindsOf(quiet.id)).toEqual(['issued', 'replaces'])
    expect(await kindsOf(told.id)).toEqual(['issued', 'cancelled', 'replaces', 'reissued'])
    await decide(server, 'bob', noticeVersion, cells, 'withdraw')
    const refused = await ask(server, 'reissueVoucher', { params: { id: second.id }, body: {} })
    expect(codeOf(refused)).toBe('voucher.no_consent')
    expect(await checkBooks(server)).toEqual([])
  })

  test('many at once: counted before, dropped in time, done once, and issued later is not meant', async () => {
    const campaignId = await launchCampaign(server, { purpose: 'offers', validity: { days: 10 } })
    const codes = await inParallel(Array.from({ length: 6 }), 3, () => one(campaignId))
    await redeem(server, codes[0]?.code ?? '', orderOf('one of many'))
    const which = { filter: { campaignId } }
    const asked = { kind: 'revoke' as const, which, reason: 'misprint' }
    expect(await call(server, 'previewVoucherAction', { body: asked })).toMatchObject({
      ...{ matched: 6, changed: 5, wrongState: 1, byState: { issued: 5, redeemed: 1 } },
    })
    const drop = await call(server, 'createVoucherAction', { body: asked })
    await call(server, 'undoVoucherAction', { params: { id: drop.id } })
    await later(120_000)
    expect(await settled(drop.id)).toMatchObject({ state: 'dropped', changed: 0 })
    expect(await state(codes[1]?.id ?? '')).toBe('issued')

    const action = await call(server, 'createVoucherAction', { body: asked }, marketer)
    const after = await one(campaignId)
    await later(120_000)
    expect(await settled(action.id)).toMatchObject({
      state: 'done',
      foreseen: 5,
      matched: 6,
      changed: 5,
      wrongState: 1,
    })
    expect([await state(codes[1]?.id ?? ''), await state(after.id)]).toEqual(['revoked', 'issued'])
    expect(codeOf(await ask(server, 'undoVoucherAction', { params: { id: action.id } }))).toBe('action.begun')
    const { entries } = await call(server, 'voucherStory', { params: { id: codes[1]?.id ?? '' } })
    expect(entries.at(-1)).toMatchObject({ kind: 'revoked', values: { action: action.id, reason: 'misprint' } })

    const list = { codes: [after.code, 'NOT-A-CODE'] }
    const extend = { kind: 'extend' as const, which: list, days: 3 }
    expect(await call(server, 'previewVoucherAction', { body: extend })).toMatchObject({ changed: 1, unknown: 1 })
    const before = (await call(server, 'getVoucher', { params: { id: after.id } })).expiresAt
    await call(server, 'createVoucherAction', { body: { ...extend, undoSeconds: 0 } })
    await later(60_000)
    const { expiresAt } = await call(server, 'getVoucher', { params: { id: after.id } })
    expect(Date.parse(expiresAt) - Date.parse(before)).toBe(3 * DAY)
    expect(await checkBooks(server)).toEqual([])
  })

  test('search by code, order and customer, and very many of a campaign page by page', async () => {
    const campaignId = await launchCampaign(server, { purpose: 'offers' })
    const found = await one(campaignId, 'carol')
    await redeem(server, found.code, orderOf('her order'))
    const ids = async (body: Parameters<typeof ask<'searchVouchers'>>[2]) =>
      (await call(server, 'searchVouchers', body, because)).data.map(({ id }) => id)
    expect(await ids({ body: { code: ` ${found.code.toLowerCase()} ` } })).toEqual([found.id])
    expect(await ids({ body: { orderReference: 'her order' } })).toEqual([found.id])
    expect(await ids({ body: { customerReference: 'carol' } })).toContain(found.id)
    const blind = await ask(server, 'searchVouchers', { body: { customerReference: 'carol' } }, support)
    expect(codeOf(blind)).toBe('access.reason_required')
    const { data: unseen } = await call(server, 'searchVouchers', { body: { code: found.code } }, marketer)
    expect(unseen[0]).toMatchObject({ customerId: null, state: 'redeemed' })

    await seed(campaignId, many)
    const seen = new Set<string>()
    let cursor: string | null = null
    do {
      const more: { cursor?: string } = cursor === null ? {} : { cursor }
      const body = { campaignId, states: ['expired' as const], limit: 200, ...more }
      const page: ReplyOf<'searchVouchers'> = await call(server, 'searchVouchers', { body })
      expect(page.data.length).toBeLessThanOrEqual(200)
      for (const { id } of page.data) seen.add(id)
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(seen.size).toBe(many / 1000)
  })

  test('a customer is found exactly, with a reason that she can read, and shown as far as consent and role go', async () => {
    const blind = await ask(server, 'searchCustomers', { body: { email: 'Carol@Shop.example' } }, support)
    expect(codeOf(blind)).toBe('access.reason_required')
    const looked = { ...support, ...because }
    const [carol] = (await call(server, 'searchCustomers', { body: { email: 'Carol@Shop.example' } }, looked)).data
    expect(carol?.reference).toBe('carol')
    const family = await call(server, 'searchCustomers', { body: { phone: '+49 30 123456' } }, looked)
    expect(family.data.length).toBeGreaterThanOrEqual(4)
    expect((await call(server, 'searchCustomers', { body: { reference: 'car' } }, looked)).data).toEqual([])
    const params = { id: carol?.id ?? '' }
    const order = { id: 'o-1', type: 'order.placed', at: new Date(now).toISOString(), customerReference: 'carol' }
    await call(server, 'reportEvents', {
      body: { ...order, orderReference: 'o-1', items: [], totalMinor: 900, currency: 'EUR' } as never,
    })
    const panel = await call(server, 'customerPanel', { params }, looked)
    expect(panel).toMatchObject({ carts: null, requests: null, orders: [{ reference: 'o-1', totalMinor: 900 }] })
    expect(panel.consents?.cells.length).toBeGreaterThan(0)
    const bought = cellsOf(['offers'], ['onsite', 'email'], ['purchase_history'])
    await decide(server, 'carol', noticeVersion, bought, 'withdraw')
    expect(await call(server, 'customerPanel', { params }, looked)).toMatchObject({ orders: null })
    expect((await ask(server, 'customerPanel', { params }, { ...marketer, ...because })).status).toBe(403)
    await call(server, 'createParty', {
      body: { key: 'phones', title: 'Phones', roles: ['support'], categories: ['name'] },
    })
    expect((await call(server, 'customerPanel', { params }, looked)).customer).toMatchObject({
      email: null,
      phone: null,
    })
  })

  test('what was written about her voucher in free words goes with her', async () => {
    await putCustomer(server, 'eve', {})
    await decide(server, 'eve', noticeVersion, cells)
    const { id } = await one(await guaranteed(1000), 'eve')
    const story = async () => JSON.stringify(await call(server, 'voucherStory', { params: { id } }))
    await call(server, 'extendVoucher', { params: { id }, body: { days: 1, reason: 'Eve herself asked' } })
    expect(await story()).toContain('Eve herself')
    await call(server, 'eraseCustomer', { params: { reference: 'eve' } })
    expect(await story()).toContain('"kind":"extended"')
    expect(await story()).not.toContain('Eve herself')
  })

  /** As a run would have made them, every thousandth of them past its end. */
  async function seed(campaignId: string, count: number): Promise<void> {
    const store = await openStore({ url: server.databaseUrl, now: Date.now })
    const numbers =
      engine === 'sqlite'
        ? sql`(with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count}) select i from n)`
        : sql`(select i from generate_series(1, ${count}) as s(i))`
    const padded = engine === 'sqlite' ? sql`printf('%020d', s.i)` : sql`lpad(cast(s.i as text), 20, '0')`
    try {
      await store.write((tx) =>
        tx.rows(sql`insert into vouchers (id, campaign_id, customer_id, occasion, variant_key, code_print, state,
            issued_at, issued_day, expires_at)
          select 'vch_000000' || ${padded}, ${campaignId}, 'unit_' || s.i, 'seed', 'offer', 'seed ' || s.i, 'issued',
            cast(${now} as bigint), '2026-03-01',
            case when s.i % 1000 = 0 then cast(${now - DAY} as bigint) else cast(${now + 900 * DAY} as bigint) end
          from ${numbers} s returning id`),
      )
    } finally {
      await store.close()
    }
  }
})
