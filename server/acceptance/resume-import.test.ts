/** An import whose server is killed in the middle, sent again from the beginning: nothing lost, nothing doubled; signatures
 * and endpoints over HTTP. */
import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { startServer } from '../test-server.ts'
import { call } from './shop.ts'

const PEOPLE = 6000
const csv = { headers: { 'content-type': 'text/csv' } }

function fileOf(people: number): string {
  const rows = Array.from(
    { length: people },
    (_, i) => `p-${i},p${i}@shop.example,${i % 1000 === 500 ? '--13-01' : '--12-10'}`,
  )
  return `Kundennummer,E-Mail,Geburtstag\n${rows.join('\n')}\n`
}

test.each(['sqlite', 'postgres'] as const)('killed in the middle, and sent again, on %s', async (engine) => {
  const server = await startServer({ engine })
  try {
    const file = fileOf(PEOPLE)
    const guessed = await call(server, 'guessImport', { body: { kind: 'customers', sample: file.slice(0, 2000) } })
    expect(guessed.missing).toEqual([])
    const { id } = await call(server, 'createImport', { body: { kind: 'customers', columns: guessed.columns } })
    const cut = server.request('POST', `/v1/imports/${id}/rows`, file, csv).catch(() => undefined)
    for (let read = 0; read === 0; ) read = (await call(server, 'getImport', { params: { id } })).read
    await server.kill9()
    await cut
    await server.restart().catch(() => server.restart())
    const middle = await call(server, 'getImport', { params: { id } })
    expect(middle.read).toBeGreaterThan(0)
    expect(middle.created).toBe(middle.read - middle.rejected)
    const done = await server.request('POST', `/v1/imports/${id}/rows`, file, csv)
    expect(done.body).toMatchObject({ state: 'finished', read: PEOPLE, created: PEOPLE - 6, updated: 0, rejected: 6 })
    const errors = await server.request('GET', `/v1/imports/${id}/errors`)
    expect(errors.text.trim().split('\n')).toHaveLength(7)
    expect(errors.text).not.toContain('shop.example')
    const told = await server.request('GET', `/v1/imports/${id}`, undefined, {
      headers: { accept: 'text/event-stream' },
    })
    expect(told.text).toContain(`"read":${PEOPLE}`)
  } finally {
    await server.close()
  }
})

test('an endpoint: its secret is shown once, and a byte that was changed is 401', async () => {
  const server = await startServer({ engine: 'sqlite' })
  try {
    const made = await call(server, 'createConnector', { body: { kind: 'woocommerce', name: 'Shop' } })
    const path = new URL(made.url).pathname
    const body = '{"id":25,"email":"john.doe@example.com","date_modified_gmt":"2026-01-01T00:00:00"}'
    const signature = createHmac('sha256', String(made.secret)).update(body).digest('base64')
    const headers = { 'x-wc-webhook-topic': 'customer.updated', 'x-wc-webhook-signature': signature }
    const send = (bytes: string) => server.request('POST', path, bytes, { key: null, headers })
    expect((await send(body)).body).toMatchObject({ received: true, handled: true, accepted: 1 })
    expect((await send(body)).body).toMatchObject({ accepted: 0, duplicates: 1 })
    for (const changed of [body.replace('25', '26'), body.slice(1), `${body} `, ''])
      expect((await send(changed)).status).toBe(401)
    const ping = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await server.request('POST', path, 'webhook_id=142', { key: null, headers: ping })).status).toBe(200)
    // Not paid yet: nothing was said, neither now nor before.
    const unpaid =
      '{"id":9,"status":"pending","currency":"EUR","total":"5.00","date_created_gmt":"2026-01-01T00:00:00"}'
    const signed = createHmac('sha256', String(made.secret)).update(unpaid).digest('base64')
    const about = { 'x-wc-webhook-topic': 'order.created', 'x-wc-webhook-signature': signed }
    await server.request('POST', path, unpaid, { key: null, headers: about })
    const { id } = made
    expect(await call(server, 'getConnector', { params: { id } })).toMatchObject({ refused: 4 })
    expect((await call(server, 'listDeliveries', { params: { id } })).data.map(({ outcome }) => outcome)).toEqual([
      'ignored',
      'duplicate',
      'handled',
    ])
    expect(JSON.stringify(await call(server, 'listConnectors'))).not.toContain('whsec_')
  } finally {
    await server.close()
  }
})
