// Vendors for tests: they sign as the real ones do, and send whatever they are told to.
import { createHash, createHmac } from 'node:crypto'
import type { TestHouse } from '#core/test-house.ts'
import type { ConnectorKind, NewConnector, VendorAnswer } from '#shared/contracts/connectors.ts'
import { makeConnector } from './endpoints.ts'
import { receiveDelivery } from './receive.ts'

export const SECRET = 'hush, from the vendor'
export const URL = 'https://vouchers.shop.example/v1/connectors/x/con_1'
/** What the machines of vendors show while tests run. */
export const MACHINE_NOW = Date.parse('2026-06-15T12:00:00Z')

export interface Sender {
  id: string
  send(
    topic: string,
    body: unknown,
    change?: { bytes?: Buffer; headers?: Record<string, string> },
  ): Promise<VendorAnswer>
}

export const hmac = (secret: string | Buffer, encoding: 'hex' | 'base64', ...parts: (string | Buffer)[]): string => {
  const mac = createHmac('sha256', secret)
  for (const part of parts) mac.update(part)
  return mac.digest(encoding)
}

/** The headers that a vendor sends with a body. */
export function headersFor(kind: ConnectorKind, topic: string, body: Buffer, secret = SECRET): Record<string, string> {
  const seconds = String(MACHINE_NOW / 1000)
  if (kind === 'shopify') return { 'x-shopify-topic': topic, 'x-shopify-hmac-sha256': hmac(secret, 'base64', body) }
  if (kind === 'woocommerce')
    return { 'x-wc-webhook-topic': topic, 'x-wc-webhook-signature': hmac(secret, 'base64', body) }
  if (kind === 'stripe') return { 'stripe-signature': `t=${seconds},v1=${hmac(secret, 'hex', `${seconds}.`, body)}` }
  if (kind === 'hubspot') {
    const hash = createHash('sha256').update(secret).update(body).digest('hex')
    return { 'x-hubspot-signature': hash, 'x-hubspot-signature-version': 'v1' }
  }
  return { 'x-topic': topic, 'x-signature-256': `sha256=${hmac(secret, 'hex', body)}` }
}

export async function connect(
  house: TestHouse,
  kind: ConnectorKind,
  more: Partial<NewConnector> = {},
  now = MACHINE_NOW,
): Promise<Sender> {
  const { id } = await house.store.write((tx) =>
    makeConnector(house, tx, { kind, name: 'A shop', secret: SECRET, ...more }, 'key_1'),
  )
  return {
    id,
    send(topic, body, change = {}) {
      const signed = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
      const headers: Record<string, string> = { ...headersFor(kind, topic, signed), ...change.headers }
      const delivery = {
        header: (name: string) => headers[name],
        body: change.bytes ?? signed,
        method: 'POST',
        urls: [URL],
      }
      return receiveDelivery(house, { id, kind }, delivery, now)
    },
  }
}
