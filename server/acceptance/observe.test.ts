/** What somebody on call has: figures that the shipped alerts and the dashboard ask for, and traces that say nothing of anybody. */
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { withServer } from '../test-server.ts'
import { furnish } from './furniture.ts'

const deploy = join(import.meta.dirname, '../../scripts/deploy')
const NAME = /\b(?:vouchsafe|process|nodejs)_[a-z0-9_]+/g

/** Every metric that an alert or a panel asks for; a histogram is asked for by its parts. */
function asked(): Set<string> {
  const rules = parseYaml(readFileSync(join(deploy, 'alerts.yaml'), 'utf8')).groups.flatMap(
    (group: { rules: { expr: string }[] }) => group.rules,
  )
  const { panels } = JSON.parse(readFileSync(join(deploy, 'dashboard.json'), 'utf8'))
  const targets = panels.flatMap((panel: { targets: { expr: string }[] }) => panel.targets)
  return new Set([...rules, ...targets].flatMap(({ expr }: { expr: string }) => expr.match(NAME) ?? []))
}

interface Span {
  traceId: string
  parentSpanId?: string
  name: string
}

test('metrics are those that alerts and dashboard ask for; traces go where they are sent, with the door and not with a name', async () => {
  const bodies: string[] = []
  const sink = createServer((req, res) => {
    let body = ''
    req.on('data', (part) => {
      body += part
    })
    req.on('end', () => {
      bodies.push(body)
      res.end('{}')
    })
  })
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve))
  const metricsKey = 'a-key-for-the-figures'
  const endpoint = `http://127.0.0.1:${(sink.address() as AddressInfo).port}`
  await withServer(
    { engine: 'sqlite', env: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, METRICS_KEY: metricsKey } },
    async (server) => {
      await furnish(server)
      const traceId = '0af7651916cd43dd8448eb211c80319c'
      const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` }
      await server.request('GET', '/v1/customers/ada', undefined, { headers })
      await server.request('GET', '/v1/whoami', undefined, { headers: { traceparent: 'not-a-parent' } })
      // Whoever collects figures comes from another machine, with a key that opens nothing else.
      const far = { headers: { 'x-forwarded-for': '203.0.113.9' } }
      const statuses = async (path: string, keys: (string | null)[]) =>
        Promise.all(keys.map(async (key) => (await server.request('GET', path, undefined, { ...far, key })).status))
      expect(await statuses('/metrics', [null, 'vsk_another', metricsKey])).toEqual([401, 401, 200])
      expect(await statuses('/v1/campaigns', [metricsKey])).toEqual([403])
      const { text } = await server.request('GET', '/metrics')
      const told = new Set(
        [...text.matchAll(/^# TYPE (\S+) (\S+)/gm)].flatMap(([, name, type]) =>
          type === 'histogram' ? [`${name}_bucket`, `${name}_count`] : [String(name)],
        ),
      )
      expect([...asked()].filter((name) => !told.has(name))).toEqual([])
      // The series themselves that rules pick by their labels.
      expect(text).toMatch(/vouchsafe_http_request_seconds_bucket\{.*method="POST",door="\/v1\/redemptions"/)
      for (const part of ['limit', 'spent', 'held', 'reserved']) expect(text).toContain(`part="${part}"} `)
      expect(text).toMatch(/vouchsafe_budget_minor\{campaign="cmp_\w+",part="limit"\} \d+/)
      expect(Number(/^vouchsafe_lane_items_total (\d+)$/m.exec(text)?.[1])).toBeGreaterThan(0)
      await server.stop()
      const spans = bodies.flatMap((body) =>
        JSON.parse(body).resourceSpans.flatMap((one: { scopeSpans: { spans: Span[] }[] }) =>
          one.scopeSpans.flatMap((scope) => scope.spans),
        ),
      ) as Span[]
      const carried = spans.filter((span) => span.traceId === traceId)
      expect(carried).toMatchObject([{ name: 'GET /v1/customers/:reference', parentSpanId: 'b7ad6b7169203331' }])
      expect(spans.some((span) => span.name === 'POST /v1/redemptions')).toBe(true)
      expect(bodies.join('')).not.toMatch(/ada@shop|customers\/ada/)
    },
  )
  sink.close()
})

test('no file of the database and no line of the log has a code, a key, an address or a name in clear', async () => {
  await withServer({ engine: 'sqlite' }, async (server) => {
    const { samples } = await furnish(server)
    await server.request('PUT', '/v1/customers/ada', {
      givenName: 'Adaunforgettable',
      email: 'ada.in.clear@shop.example',
    })
    await server.request('POST', '/v1/quotes', samples.quote.body)
    await server.request('POST', '/v1/redemptions', { code: 'NOBODY-HAS-THIS-1', order: samples.quote.body?.order })
    const codes = [samples.quote.body?.code, samples.hold.body?.code, ...(samples.quoteStack.body?.codes ?? [])].map(
      String,
    )
    const words = [...codes, ...codes.map((code) => code.replaceAll('-', '')), server.adminKey, 'NOBODY-HAS-THIS-1']
    words.push('Adaunforgettable', 'ada.in.clear', String(server.environment.VOUCHSAFE_SECRET))
    expect(codes.every((code) => code.length > 10)).toBe(true)
    const path = server.databaseUrl.slice('file:'.length)
    const files = readdirSync(dirname(path)).filter((name) => name.startsWith(basename(path)))
    expect(files).toContain(`${basename(path)}.keys`)
    for (const word of words) {
      expect(server.log()).not.toContain(word)
      for (const name of files)
        expect([name, word, readFileSync(join(dirname(path), name)).includes(word)]).toEqual([name, word, false])
    }
  })
})
