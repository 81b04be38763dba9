/** Reports are read where they may be some seconds old, when such a place is named; how far it follows is told. */
import pg from 'pg'
import { expect, test } from 'vitest'
import { testPostgresUrl } from '#db/test-store.ts'
import { withServer } from '../test-server.ts'
import { call, cellsOf, launchCampaign, openWithNotice } from './shop.ts'

test('reports, and nothing else, are asked of the address for reading', async () => {
  const databaseUrl = await testPostgresUrl()
  const env = { DATABASE_READ_URL: databaseUrl }
  await withServer({ engine: 'postgres', databaseUrl, env }, async (server) => {
    await openWithNotice(server, cellsOf(['offers'], ['onsite'], ['contact.account']))
    const id = await launchCampaign(server, { purpose: 'offers' })
    const admin = new pg.Client(databaseUrl)
    await admin.connect()
    const askedAside = async () => {
      const { rows } = await admin.query<{ query: string }>(
        `select query from pg_stat_activity where application_name = 'vouchsafe-reports' and query not like '%pg_is_in_recovery%'`,
      )
      return rows.map(({ query }) => query)
    }
    await call(server, 'listCampaigns', {})
    // What leaves the house in clear is read where nothing is late: a code that was revoked a moment ago is not printed.
    expect((await server.request('GET', `/v1/campaigns/${id}/codes`)).status).toBe(200)
    expect(await askedAside()).toEqual([])
    const report = await call(server, 'campaignReport', { params: { id } })
    expect(report.campaignId).toBe(id)
    expect((await askedAside()).length).toBeGreaterThan(0)
    await admin.end()
    const { text } = await server.request('GET', '/metrics')
    expect(text).toMatch(/^vouchsafe_replica_used 1$/m)
    expect(Number(/^vouchsafe_replica_behind_seconds (\S+)$/m.exec(text)?.[1])).toBeGreaterThanOrEqual(0)
  })
})
