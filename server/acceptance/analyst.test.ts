/** An analyst over HTTP: batches instead of live figures at every door that shows a campaign, and nothing that is not hers. */
import { parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Campaign } from '#shared/contracts/campaigns.ts'
import type { CampaignReport, KeptReport } from '#shared/contracts/reports.ts'
import { startServer, type TestServer } from '../test-server.ts'
import { type Furniture, furnish } from './furniture.ts'
import { call } from './shop.ts'

describe.each(['sqlite', 'postgres'] as const)('an analyst on %s', (engine) => {
  let server: TestServer
  let house: Furniture
  let key: string
  beforeAll(async () => {
    server = await startServer({ engine, clock: '2026-01-01T00:00:00Z' })
    house = await furnish(server)
    key = (await call(server, 'createApiKey', { body: { name: 'Analyst', roles: ['analyst'] } })).key ?? ''
  })
  afterAll(() => server.close())
  const get = (path: string, headers: Record<string, string> = {}) =>
    server.request('GET', path, undefined, { key, headers })

  test('sees one customer nowhere, though marketers see her vouchers, uses and money', async () => {
    const live = await call(server, 'campaignReport', { params: { id: house.liveId } })
    expect(live.total.issued).toBeGreaterThan(0)
    expect(live.budget.spentMinor).toBeGreaterThan(0)
    const path = `/v1/campaigns/${house.liveId}`
    for (const by of ['variant', 'channel', 'day']) {
      const report = (await get(`${path}/report?by=${by}`)).body as CampaignReport
      expect([report.budget.spentMinor, report.budget.heldMinor, report.experiment.readout]).toEqual([0, 0, null])
      expect([report.total.redeemed, report.total.discountMinor]).toEqual([null, null])
      for (const row of report.funnel) expect([row.assigned, row.redeemed]).toEqual(['<10', null])
    }
    expect(((await get(path)).body as Campaign).budget?.spentMinor).toBe(0)
    const list = (await get('/v1/campaigns')).body as { data: Campaign[] }
    expect(list.data.find(({ id }) => id === house.liveId)?.budget?.spentMinor).toBe(0)
    const compared = (await get('/v1/reports/campaigns')).body as { data: { campaignId: string; redeemed: unknown }[] }
    expect(compared.data.find(({ campaignId }) => campaignId === house.liveId)?.redeemed).toBeNull()
    for (const by of ['country', 'age', 'newcomer', 'day', 'curve', 'channel']) {
      const cut = (await get(`${path}/breakdown?by=${by}`)).body as { rows: { purchasers: unknown }[] }
      expect(cut.rows.filter(({ purchasers }) => purchasers !== null)).toEqual([])
    }
  })

  test('is shown neither recipients, nor the stream, nor a report that was kept for others', async () => {
    expect((await get(`/v1/campaigns/${house.liveId}/recipients`)).status).toBe(403)
    expect((await get('/v1/stream')).status).toBe(403)
    const kept = await call(server, 'keepReport', { params: { id: house.liveId }, body: { by: 'day' } })
    expect((await get(`/v1/reports/snapshots/${kept.hash}`)).status).toBe(404)
    const own = await server.request('POST', `/v1/campaigns/${house.liveId}/report/snapshots`, { by: 'day' }, { key })
    expect(own.status).toBe(201)
    const { hash, report } = own.body as KeptReport
    expect(((await get(`/v1/reports/snapshots/${hash}`)).body as KeptReport).report).toEqual(report)
  })

  test('counts no audience and sees nothing of deliveries that a few people make', async () => {
    const ask = (path: string, body: unknown) => server.request('POST', path, body, { key })
    const preview = await ask('/v1/segments/preview', { purpose: 'offers', channels: ['email'] })
    expect([preview.status, (preview.body as { code: string }).code]).toEqual([403, 'segment.live_count'])
    const plan = { campaignId: house.liveId, conversion: 0.05 }
    expect((await ask('/v1/experiments/plan', plan)).status).toBe(403)
    expect((await ask('/v1/experiments/plan', { ...plan, audience: 5_000 })).status).toBe(200)
    expect((await get('/v1/reports/delivery')).body).toMatchObject({ channels: [], reachedCap: '<10' })
  })

  test('and everybody gets the same table as CSV and Parquet by asking for it', async () => {
    const path = `/v1/campaigns/${house.liveId}/report?by=variant`
    const csv = await server.request('GET', `${path}&format=csv`)
    expect([csv.status, csv.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
    const response = await fetch(`${server.url}${path}`, {
      headers: { authorization: `Bearer ${server.adminKey}`, accept: 'application/vnd.apache.parquet' },
    })
    const rows = await parquetReadObjects({ file: await response.arrayBuffer() })
    const { funnel, total } = await call(server, 'campaignReport', { params: { id: house.liveId } })
    expect(rows.map((row) => [row.variant, Number(row.issued)])).toEqual(
      [...funnel, total].map((row) => [row.key, row.issued]),
    )
    expect(csv.text.split('\n').length).toBe(rows.length + 2)
  })
})
