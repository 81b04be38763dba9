// The client puts on the wire what the list of doors says, and brings a no back as one kind of error.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { doors } from '#shared/api.ts'
import { call, newIdempotencyKey, requestFor } from './call.ts'
import { addresses } from './doors.ts'
import { isRefused, type Refused, refusedBy, stepsOf } from './refused.ts'
import { currentKey, isSendable, keepKey, keyInFragment, whyLeft } from './session.ts'

const slots = new Map<string, string>()
const headersOf = (init: RequestInit) => init.headers as Record<string, string>
const problem = (status: number, body: object, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json', ...headers } })

beforeEach(() => {
  slots.clear()
  vi.stubGlobal('sessionStorage', {
    getItem: (name: string) => slots.get(name) ?? null,
    setItem: (name: string, value: string) => slots.set(name, value),
    removeItem: (name: string) => slots.delete(name),
  })
  vi.stubGlobal('location', { origin: 'http://shop.example' })
})
afterEach(() => vi.unstubAllGlobals())

test('the table of addresses has every door, and says the same as the list', () => {
  expect(Object.keys(addresses)).toEqual(Object.keys(doors))
  expect(addresses.launchCampaign).toEqual({
    method: 'POST',
    path: '/v1/campaigns/:id/launch',
    idempotency: 'optional',
  })
  expect(addresses.whoAmI).toEqual({ method: 'GET', path: '/v1/me/key' })
})

test('paths and queries are encoded, whatever a reference holds', () => {
  const path = requestFor(addresses.getCustomer, { params: { reference: 'a/b ü?#' } })
  expect(path.url).toBe('/v1/customers/a%2Fb%20%C3%BC%3F%23')
  const query = requestFor(addresses.listCampaigns, { query: { limit: 50, cursor: 'a&b=c', none: undefined } })
  expect(query.url).toBe('/v1/campaigns?limit=50&cursor=a%26b%3Dc')
})

test('the key goes into a header, no cookie goes along, and nothing is cached', () => {
  keepKey('vsk_abc')
  const { init } = requestFor(addresses.whoAmI, {})
  expect(headersOf(init).authorization).toBe('Bearer vsk_abc')
  expect(init).toMatchObject({ method: 'GET', credentials: 'omit', cache: 'no-store' })
})

test('a door that keeps idempotency keys gets one, its own for each call or the one that is given', () => {
  const key = () => headersOf(requestFor(addresses.createCampaign, { body: {} }).init)['idempotency-key']
  expect(key()).toMatch(/^[0-9a-f]{32}$/)
  expect(key()).not.toBe(key())
  const given = requestFor(addresses.createCampaign, { body: {}, idempotencyKey: 'mine' })
  expect(headersOf(given.init)['idempotency-key']).toBe('mine')
  expect(headersOf(requestFor(addresses.previewSegment, { body: {} }).init)).not.toHaveProperty('idempotency-key')
  expect(newIdempotencyKey()).toHaveLength(32)
})

test('a reply is given as it came, nothing for doors that answer nothing', async () => {
  const me = { id: 'key_1', name: 'a', roles: ['admin'], scopes: [], kind: 'key' }
  vi.stubGlobal('fetch', async () => Response.json(me))
  expect(await call('whoAmI')).toEqual(me)
  vi.stubGlobal('fetch', async () => new Response(null, { status: 204 }))
  expect(await call('releaseHold', { params: { id: 'hld_1' } })).toBeUndefined()
})

async function refusalOf(promise: Promise<unknown>): Promise<Refused> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!isRefused(error)) throw new Error('was not refused')
  return error
}

test('a no carries its code and every reason', async () => {
  const errors = [{ path: 'budget', message: 'There is no budget' }, { path: 'variants.0.key' }]
  vi.stubGlobal('fetch', async () =>
    problem(422, { title: 'No', status: 422, code: 'campaign.not_ready', errors, requestId: 'req_9' }),
  )
  const refused = await refusalOf(call('launchCampaign', { params: { id: 'cmp_1' } }))
  expect(refused).toMatchObject({ message: 'No', status: 422, code: 'campaign.not_ready', requestId: 'req_9' })
  expect(refused.reasons).toEqual([errors[0], { path: 'variants.0.key', message: '' }])
})

test('a key that stopped being good ends the session and says why; a key that is tried does not', async () => {
  vi.stubGlobal('fetch', async () => problem(401, { title: 'A key is needed', code: 'request.unauthenticated' }))
  keepKey('vsk_old')
  await refusalOf(call('whoAmI', { key: 'vsk_new' }))
  expect(currentKey()).toBe('vsk_old')
  await refusalOf(call('whoAmI'))
  expect(currentKey()).toBeNull()
  expect(whyLeft()).toBe('refused')
})

test('a broken line is tried once more with the same key, and then told as such', async () => {
  const seen: (string | undefined)[] = []
  vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
    seen.push(headersOf(init)['idempotency-key'])
    throw new TypeError('Failed to fetch')
  })
  const refused = await refusalOf(call('pauseCampaign', { params: { id: 'cmp_1' } }))
  expect(refused).toMatchObject({ status: 0, code: 'unreachable' })
  expect(refused.detail).toContain('http://shop.example')
  expect(seen).toHaveLength(2)
  expect(seen[0]).toBe(seen[1])
})

test('an answer that is no problem document still becomes a refusal', async () => {
  const odd = await refusedBy(new Response('<html>', { status: 502, headers: { 'retry-after': '3' } }))
  expect(odd).toMatchObject({ status: 502, code: 'unreadable', reasons: [], retryAfterSeconds: 3 })
  const listed = await refusedBy(new Response('[1]', { status: 500 }))
  expect(listed.message).toBe('The server answered 500')
})

test('paths of reasons are read however they are written', () => {
  const steps = ['variants', '0', 'offer', 'maxMinor']
  expect(stepsOf('variants.0.offer.maxMinor')).toEqual(steps)
  expect(stepsOf('/variants/0/offer/maxMinor')).toEqual(steps)
  expect(stepsOf('$.variants[0].offer.maxMinor')).toEqual(steps)
  expect(stepsOf('body.variants[0].offer.maxMinor')).toEqual(steps)
  expect(stepsOf('')).toEqual([])
})

test('a ready sign-in is read from the fragment alone', () => {
  expect(keyInFragment('#key=vsk_abc')).toBe('vsk_abc')
  expect(keyInFragment('#a=1&key=vsk_abc')).toBe('vsk_abc')
  expect(keyInFragment('#content')).toBeNull()
  expect(keyInFragment('#key=')).toBeNull()
  expect(keyInFragment('')).toBeNull()
})

test('what a header cannot hold is never sent as a key', () => {
  expect(isSendable('vsk_AZ-09_~')).toBe(true)
  for (const odd of ['', 'a b', 'ключ', 'a\nb', 'a\u0000']) expect(isSendable(odd)).toBe(false)
})
