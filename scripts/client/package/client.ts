// The typed client: every door of the house by its path, with what it takes and what it answers. It works in browsers and wherever
// there is `fetch`.
import createClient, { type Client, type Middleware } from 'openapi-fetch'
import type { paths, Schemas } from '../../../shared/client/paths.ts'

export type { paths, Schemas } from '../../../shared/client/paths.ts'
/** What a refusal says (RFC 9457); `code` is one of the house's own, such as `voucher.already_redeemed`. */
export type Problem = Schemas['Problem']

export interface Options {
  /** Where the service is, without a path: `https://vouchers.shop.example`. */
  baseUrl: string
  /** An API key, `vsk_…`. */
  key: string
  /** Another `fetch`, for tests or a proxy. */
  fetch?: (request: Request) => Promise<Response>
}

/**
 * Answers openapi-fetch's client: `const { data, error } = await shop.POST('/v1/redemptions', { body: { code, order } })`. Writes
 * that have no `Idempotency-Key` get a fresh one, so that a proxy or a retry cannot do them twice.
 */
export function createVouchsafe({ baseUrl, key, fetch }: Options): Client<paths> {
  const client = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${key}` }, ...(fetch && { fetch }) })
  client.use(once)
  return client
}

const once: Middleware = {
  onRequest({ request }) {
    if (request.method === 'POST' && !request.headers.has('Idempotency-Key')) {
      request.headers.set('Idempotency-Key', crypto.randomUUID())
    }
    return request
  },
}
