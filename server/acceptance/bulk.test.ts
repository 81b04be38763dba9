/** Bulk over HTTP: runs and pools outlive whoever asked for them, stops and kills included; codes leave as a stream, on
 * record; the stream of events tells how far a run is. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStore } from '#db/open.ts'
import type { Store } from '#db/store.ts'
import { checkHolds, foldCode } from '#vouchers/code.ts'
import { startServer, type TestServer } from '../test-server.ts'
import { checkBooks } from './books.ts'
import {
  ask,
  call,
  cellsOf,
  decide,
  importRows,
  launchCampaign,
  makeKey,
  openWithNotice,
  orderOf,
  redeem,
} from './shop.ts'

const PEOPLE = 8_000
const POOL = 12_000
const cells = cellsOf(['offers'], ['onsite'], ['contact.account'])
const ndjson = 'application/x-ndjson'

describe.each(['sqlite', 'postgres'] as const)('bulk on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer({ engine })
    const noticeVersion = await openWithNotice(server, cells)
    const lines = Array.from({ length: PEOPLE }, (_, i) => `{"reference":"person-${i}"}\n`)
    await importRows(server, 'importCustomers', lines.join(''), ndjson)
    await decide(server, 'person-0', noticeVersion, cells)
    await inStore((store) =>
      store.write((tx) =>
        tx.rows(sql`insert into consent_cells
          (customer_id, purpose, channel, category, state, valid_to, notice_version, decided_at, event_id)
          select k.id, g.purpose, g.channel, g.category, g.state, g.valid_to, g.notice_version, g.decided_at, g.event_id
          from customers k, consent_cells g where k.id <> g.customer_id returning customer_id`),
      ),
    )
  })
  afterAll(() => server.close())

  async function inStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
    const store = await openStore({ url: server.databaseUrl, now: Date.now })
    return work(store).finally(() => store.close())
  }
  const count = async (condition: ReturnType<typeof sql>) => {
    const [row] = await inStore((store) =>
      store.read.rows<{ n: number; who: number }>(
        sql`select count(*) as n, count(distinct customer_id) as who from vouchers where ${condition}`,
      ),
    )
    return { vouchers: Number(row?.n), owners: Number(row?.who) }
  }
  const latestRun = async (id: string) => (await call(server, 'listRuns', { params: { id } })).data[0]
  const begun = async (id: string, more = 0) => {
    while (((await latestRun(id))?.issued ?? 0) <= more) await sleep(5)
    return (await latestRun(id))?.issued ?? 0
  }

  test('a run goes on when its caller hangs up, and the same key is told how it ended', async () => {
    const id = await launchCampaign(server, { purpose: 'offers', name: 'Hang up' })
    const headers = { 'idempotency-key': randomUUID() }
    const hangUp = new AbortController()
    const asked = server.request('POST', `/v1/campaigns/${id}/run`, undefined, { headers, signal: hangUp.signal })
    await begun(id)
    hangUp.abort()
    await expect(asked).rejects.toThrow()
    const again = await ask(server, 'runCampaign', { params: { id } }, { headers })
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 'true'])
    expect(again.body).toMatchObject({ matched: PEOPLE, issued: PEOPLE, finishedAt: expect.any(String) })
    expect((await call(server, 'listRuns', { params: { id } })).data.length).toBe(1)
    expect(await count(sql`campaign_id = ${id}`)).toEqual({ vouchers: PEOPLE, owners: PEOPLE })
  })

  test('whoever will not wait is told which run it is, and hears of it on the stream until it has ended', async () => {
    const id = await launchCampaign(server, { purpose: 'offers', name: 'Async' })
    const heard = listen(`/v1/stream?campaignId=${id}`)
    const answer = await ask(server, 'runCampaign', { params: { id } }, { headers: { prefer: 'respond-async' } })
    expect(answer.status).toBe(202)
    const { runId } = answer.body as { runId: string }
    const events = await heard((event) => event.runId === runId && event.finishedAt !== null)
    expect(events.at(-1)).toMatchObject({ runId, campaignId: id, share: 1, remaining: 0, counts: { issued: PEOPLE } })
  })

  test('stopped, and killed, a run goes on where it was: one voucher for each, told by one key', async () => {
    const id = await launchCampaign(server, { purpose: 'offers', name: 'Cut' })
    const headers = { 'idempotency-key': randomUUID() }
    const run = () => server.request('POST', `/v1/campaigns/${id}/run`, undefined, { headers })
    const first = run().catch(() => undefined)
    const atStop = await begun(id)
    expect(await server.stop()).toBe(0)
    await first
    await server.restart()
    const kept = (await latestRun(id))?.issued ?? 0
    expect(kept).toBeGreaterThanOrEqual(atStop)
    const second = run().catch(() => undefined)
    await begun(id, Math.min(kept, PEOPLE - 1))
    await server.kill9()
    await second
    await server.restart()
    const ended = await run()
    expect(ended.body).toMatchObject({ matched: PEOPLE, issued: PEOPLE, finishedAt: expect.any(String) })
    expect((await call(server, 'listRuns', { params: { id } })).data.length).toBe(1)
    expect(await count(sql`campaign_id = ${id}`)).toEqual({ vouchers: PEOPLE, owners: PEOPLE })
  })

  test('a pool is made in the background, also across a kill, and belongs to nobody', async () => {
    const id = await launchCampaign(server, { purpose: 'offers', name: 'Print', redeemableBy: 'recipient' })
    const headers = { 'idempotency-key': randomUUID() }
    const body = { name: 'Leaflet', count: POOL }
    const asked = await ask(server, 'createPool', { params: { id }, body }, { headers })
    expect(asked.status).toBe(202)
    const { id: poolId } = asked.body as { id: string }
    const pool = () => call(server, 'getPool', { params: { id, poolId } })
    while ((await pool()).made === 0) await sleep(5)
    await server.kill9()
    await server.restart()
    for (let state = 'making'; state === 'making'; await sleep(50)) {
      // Asked again with the same key it is the same pool, and is gone on with.
      const again = await ask(server, 'createPool', { params: { id }, body }, { headers })
      expect(again.body).toMatchObject({ id: poolId })
      state = (await pool()).state
    }
    expect(await pool()).toMatchObject({ state: 'ready', made: POOL })
    expect(await count(sql`run_id = ${poolId}`)).toEqual({ vouchers: POOL, owners: POOL })
    const [one] = await exported(`/v1/campaigns/${id}/codes?poolId=${poolId}`, 1)
    const shown = await call(server, 'getVoucher', { params: { id: String(one?.id) } })
    expect(shown).toMatchObject({ customerReference: null, channel: null, state: 'issued' })
    const answer = await redeem(server, String(one?.code), { ...orderOf('print'), customerReference: 'person-1' })
    expect(answer.status).toBe(201)
    expect(await checkBooks(server)).toEqual([])
  })

  test('codes leave as lines, gone on with behind the last, and it is on record who took how many', async () => {
    const id = await launchCampaign(server, { purpose: 'offers', name: 'Export', codePrefix: 'X' })
    await call(server, 'runCampaign', { params: { id } })
    const path = `/v1/campaigns/${id}/codes`
    const all = await exported(path)
    expect([all.length, new Set(all.map(({ code }) => code)).size]).toEqual([PEOPLE, PEOPLE])
    expect(all.every(({ code }) => checkHolds(foldCode(code)) && code.startsWith('X-'))).toBe(true)
    expect(await exported(`${path}?cursor=${all[PEOPLE - 101]?.id}`)).toEqual(all.slice(-100))
    const csv = await server.request('GET', `${path}?format=csv`)
    expect(csv.headers.get('content-type')).toContain('text/csv')
    const rows = csv.text.trim().split('\n')
    expect([rows[0], rows.length]).toEqual(['id,code,variantKey,state,expiresAt', PEOPLE + 1])
    const shop = await makeKey(server, 'shop')
    const marketer = await makeKey(server, 'marketer')
    for (const key of [shop, marketer]) {
      expect((await ask(server, 'exportCodes', { params: { id } }, { key })).status).toBe(403)
    }
    const entries = (await call(server, 'listAudit', { query: { limit: 100 } })).data
    const told = entries.filter(({ action, subject }) => action === 'codes.exported' && subject === id)
    expect(told.map(({ detail }) => [detail.codes, detail.isWhole])).toEqual([
      [PEOPLE, true],
      [100, true],
      [PEOPLE, true],
    ])
  })

  test('an export that is broken off is on record with what had left', async () => {
    const id = (await call(server, 'listCampaigns', { query: { limit: 1 } })).data[0]?.id ?? ''
    const hangUp = new AbortController()
    const headers = { authorization: `Bearer ${server.adminKey}` }
    const response = await fetch(`${server.url}/v1/campaigns/${id}/codes`, { headers, signal: hangUp.signal })
    await response.body?.getReader().read()
    hangUp.abort()
    const last = async () => (await call(server, 'listAudit', { query: { limit: 1 } })).data[0]
    while ((await last())?.action === 'codes.export_begun') await sleep(5)
    const entry = await last()
    // What the line had room for had left.
    expect(entry).toMatchObject({ action: 'codes.exported', subject: id })
    expect(entry?.detail.isWhole).toBe(entry?.detail.codes === PEOPLE)
  })

  type Line = { id: string; code: string }
  async function exported(path: string, most = Number.POSITIVE_INFINITY): Promise<Line[]> {
    const answer = await server.request('GET', path)
    expect(answer.headers.get('content-type')).toContain(ndjson)
    const lines = answer.text.trim().split('\n')
    return lines.slice(0, most).map((line) => JSON.parse(line) as Line)
  }

  type RunEvent = { runId: string; finishedAt: string | null }
  /** Begins to listen at once; answers the events of runs up to the first that is `last`. */
  function listen(path: string) {
    const hangUp = new AbortController()
    const headers = { authorization: `Bearer ${server.adminKey}` }
    const response = fetch(`${server.url}${path}`, { headers, signal: hangUp.signal })
    return async (isLast: (event: RunEvent) => boolean): Promise<RunEvent[]> => {
      const reader = (await response).body?.pipeThrough(new TextDecoderStream()).getReader()
      const events: RunEvent[] = []
      for (let text = ''; ; ) {
        const part = await reader?.read()
        if (part?.value === undefined) throw new Error('the stream ended')
        text += part.value
        const blocks = text.split('\n\n')
        text = blocks.pop() ?? ''
        const told = blocks.filter((block) => block.startsWith('event: run\n'))
        events.push(...told.map((block) => JSON.parse(block.slice(block.indexOf('data: ') + 6)) as RunEvent))
        if (!events.some(isLast)) continue
        hangUp.abort()
        return events
      }
    }
  }
})
