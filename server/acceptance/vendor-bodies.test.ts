// Every body that vendors have published, over HTTP at a running server: taken, counted once however often it comes, and
// refused with any byte of it changed (each byte by itself: connectors/given-bodies.test.ts).
import { expect, test } from 'vitest'
import { bodies, deliveredOf, topicOf } from '#connectors/test-bodies.ts'
import { headersFor, SECRET } from '#connectors/test-vendors.ts'
import type { ConnectorKind, VendorAnswer } from '#shared/contracts/connectors.ts'
import { withServer } from '../test-server.ts'
import { call, inParallel } from './shop.ts'

const CHANGED_OF_EACH = 24

test.runIf(bodies.length > 0).each(['sqlite', 'postgres'] as const)(
  'bodies of vendors on %s pass, count once, and are refused when changed',
  (engine) =>
    withServer({ engine }, async (server) => {
      const ids = new Map<ConnectorKind, string>()
      for (const kind of ['shopify', 'woocommerce', 'hubspot'] as const) {
        const body = { kind, name: kind, secret: SECRET }
        ids.set(kind, (await call(server, 'createConnector', { body })).id)
      }
      const send = (kind: ConnectorKind, headers: Record<string, string>, bytes: Buffer) =>
        server.request('POST', `/v1/connectors/${kind}/${ids.get(kind)}`, new Uint8Array(bytes), {
          headers: { ...headers, 'content-type': 'application/json' },
          key: null,
        })
      let changed = 0
      for (const { kind, file, text } of bodies) {
        const body = Buffer.from(deliveredOf(text))
        const topic = topicOf(file)
        const headers = headersFor(kind, topic, body)
        const first = await send(kind, headers, body)
        expect([file, first.status, (first.body as VendorAnswer).rejected]).toEqual([file, 200, 0])
        const again = await send(kind, headers, body)
        expect([file, again.status, (again.body as VendorAnswer).accepted]).toEqual([file, 200, 0])
        const every = Math.max(1, Math.floor(body.length / CHANGED_OF_EACH))
        const places = Array.from({ length: Math.ceil(body.length / every) }, (_, i) => i * every)
        const answers = await inParallel(places, 8, (at) => {
          const bytes = Buffer.from(body)
          bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 7))
          return send(kind, headers, bytes)
        })
        const wrong = answers.filter(({ status, body: said }) => status !== 401 || !isSignature(said))
        expect([file, wrong.length]).toEqual([file, 0])
        changed += places.length
      }
      const { data } = await call(server, 'listConnectors', {})
      expect(data.reduce((sum, { refused }) => sum + refused, 0)).toBe(changed)
    }),
)

const isSignature = (said: unknown): boolean => (said as { code?: string }).code === 'connector.signature'
