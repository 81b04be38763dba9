// The drop-in under /voucherify: another contract over the same house, with its own ways of signing in, of counting requests
// and of saying no. Nothing of it is in the list of doors of shared/api.ts, because its shapes are not ours.
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import express, { type NextFunction, type Request, type RequestHandler, type Response, Router } from 'express'
import type { Doorkeeper, Principal } from '#access/authenticate.ts'
import * as personalData from '#compat/personal-data.ts'
import { asVendorError, VendorError } from '#compat/vendor-error.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { StoreBusy, StoreUnavailable, violated } from '#db/store.ts'
import { joinRooms } from '#privacy/rooms.ts'
import { readJson } from '../../json.ts'
import type { RateLimit } from '../../limit-rate.ts'
import { clientDoors, officeDoors, serverDoors } from './all.ts'
import type { Ask, CompatDoor, Said } from './door.ts'
import { readQuery } from './read-query.ts'
import { readUpload } from './read-upload.ts'
import { giveToken, keyIn } from './sign-in.ts'

const BODY_LIMIT = 10_485_760
const HEADERS = [
  'X-App-Id',
  'X-App-Token',
  'X-Client-Application-Id',
  'X-Client-Token',
  'X-Voucherify-Channel',
  'X-Voucherify-API-Version',
  'X-Voucherify-Double-Opt-In',
  'Authorization',
  'Content-Type',
  'Accept',
].join(', ')
const TOLD = 'X-Rate-Limit-Limit, X-Rate-Limit-Remaining, X-Rate-Limit-Retry, X-Rate-Limit-Type, Retry-After'

interface Way {
  house: House
  doorkeeper: Doorkeeper
  limitRate: RateLimit
}

export function dropIn(house: House, doorkeeper: Doorkeeper, limitRate: RateLimit): Router {
  joinRooms('compat', personalData)
  const way = { house, doorkeeper, limitRate }
  const router = Router()
  const readBytes = express.raw({ type: () => true, limit: BODY_LIMIT })
  router.use(tellLimits(house))
  router.use('/client', allowOrigins(house))
  router.use(readBytes)
  router.post('/v1/oauth/token', (req, res, next) => {
    giveToken(way, req).then((body) => send(res, { status: 200, body }), next)
  })
  for (const door of clientDoors) router[door.method](`/client/v1${door.path}`, serve(way, door, true))
  for (const door of serverDoors) router[door.method](`/v1${door.path}`, serve(way, door, false))
  for (const door of officeDoors) router[door.method](`/management/v1${door.path}`, serve(way, door, false))
  router.use((req, res, next) => {
    count(res, house, limitRate, `address ${req.ip ?? 'unknown'}`).then(() => next(nothingAt(req.path)), next)
  })
  router.use(refuse(house))
  return router
}

/** What this house has not (loyalty, referrals, rewards, promotions) is nowhere, and said so in the vendor's words. */
const nothingAt = (path: string): VendorError =>
  new VendorError(404, 'not_found', 'Resource not found', {
    details: `There is nothing at ${path.slice(0, 200)}`,
    resource_type:
      path.split('/').filter((part) => !['', 'v1', 'client', 'management'].includes(part))[0] ?? 'resource',
  })

/** On every answer, also on those that are refused before anybody is recognised. */
const tellLimits =
  ({ config }: House): RequestHandler =>
  (_req, res, next) => {
    const limit = String(config.rateLimitPerMinute)
    setLimits(res, { limit, left: limit, seconds: '0' })
    next()
  }

function setLimits(res: Response, { limit, left, seconds }: { limit: string; left: string; seconds: string }): void {
  res.setHeader('X-Rate-Limit-Limit', limit)
  res.setHeader('X-Rate-Limit-Remaining', left)
  res.setHeader('X-Rate-Limit-Retry', seconds)
  res.setHeader('X-Rate-Limit-Type', 'minute')
  res.setHeader('Retry-After', seconds)
}

/**
 * Browsers ask first; the keys they show may do little. Where the shop has said which pages are its own, all others are refused,
 * and so is whoever says nothing of its page.
 */
const allowOrigins =
  (house: House): RequestHandler =>
  (req, res, next) => {
    const own = house.config.onsiteOrigins
    if (own.length > 0 && !own.includes(req.headers.origin ?? ''))
      return void next(new VendorError(403, 'forbidden', 'Forbidden', { details: 'This origin is not allowed' }))
    res.setHeader('Access-Control-Allow-Origin', req.headers.origin ?? '*')
    res.setHeader('Access-Control-Allow-Headers', HEADERS)
    res.setHeader('Access-Control-Allow-Methods', 'GET, POST, PUT, DELETE, OPTIONS')
    res.setHeader('Access-Control-Expose-Headers', TOLD)
    res.setHeader('Vary', 'Origin')
    if (req.method === 'OPTIONS') return void res.status(204).end()
    next()
  }

function serve(way: Way, door: CompatDoor, isClient: boolean): RequestHandler {
  const { house } = way
  return (req, res, next) => {
    answer(way, door, isClient, req, res)
      .then((said) => (said.lines === undefined ? send(res, said) : stream(house, res, said.lines)))
      .catch(next)
  }
}

async function answer(way: Way, door: CompatDoor, isClient: boolean, req: Request, res: Response): Promise<Said> {
  const { house, doorkeeper, limitRate } = way
  const key = door.scope === null ? undefined : keyIn(house, req, isClient)
  const principal = key === undefined ? null : await doorkeeper.recognise(key, () => req.ip ?? 'unknown')
  await count(res, house, limitRate, principal?.id ?? `address ${req.ip ?? 'unknown'}`)
  const ask = askOf(house, req, res, principal, isClient)
  if (door.scope !== null && door.isOpen?.(ask) !== true) {
    if (principal === null) throw new VendorError(401, 'unauthorized', 'Unauthorized')
    if (!principal.scopes.has(door.scope))
      throw new VendorError(403, 'forbidden', 'Forbidden', { details: `This key has no scope ${door.scope}` })
  }
  return door.handle(ask)
}

const NOBODY: Principal = { id: 'nobody', name: 'nobody', roles: [], scopes: new Set() }

function askOf(house: House, req: Request, res: Response, principal: Principal | null, isClient: boolean): Ask {
  const bytes = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0)
  const isForm = /^multipart\/form-data/.test(req.headers['content-type'] ?? '')
  const start = req.originalUrl.indexOf('?')
  const host = `${req.protocol}://${req.headers.host ?? 'localhost'}`
  return {
    house,
    params: req.params as Record<string, string>,
    query: start === -1 ? {} : readQuery(req.originalUrl.slice(start)),
    body: isForm || bytes.length === 0 ? {} : readJson(bytes),
    rows: isForm ? readUpload(req.headers['content-type'] ?? '', bytes) : [],
    principal: principal ?? NOBODY,
    base: `${house.config.hasPublicUrl ? house.config.publicUrl : host}${req.baseUrl}`,
    requestId: requestIdIn(res),
    isClient,
    isDoubleOptIn: req.headers['x-voucherify-double-opt-in'] === 'true',
  }
}

/** The vendor's clients read these of every answer. */
async function count(res: Response, { config }: House, limitRate: RateLimit, source: string): Promise<void> {
  const { isOver, headers } = await limitRate(source)
  const told = new Map(headers).get('RateLimit') ?? ''
  const read = (name: string) => new RegExp(`; ${name}=(\\d+)`).exec(told)?.[1] ?? '0'
  setLimits(res, { limit: String(config.rateLimitPerMinute), left: read('r'), seconds: read('t') })
  if (isOver) throw new VendorError(429, 'too_many_requests', 'Too many requests hit the API too quickly.')
}

function send(res: Response, { status, body, text }: Said): void {
  res.status(status)
  if (text !== undefined) return void res.type('text/csv').send(text)
  if (body === undefined) return void res.end()
  res.type('application/json').send(JSON.stringify(body))
}

/** The next page is read when the line has taken the last. */
async function stream({ log }: House, res: Response, lines: AsyncIterable<string>): Promise<void> {
  res.status(200).type('text/csv')
  res.setHeader('Cache-Control', 'no-store')
  try {
    await pipeline(Readable.from(lines, { objectMode: true, highWaterMark: 1 }), res)
  } catch (error) {
    log.info({ error: String(error).slice(0, 100) }, 'an export broke off')
  }
}

const requestIdIn = (res: Response): string => `v-${String(res.getHeader('X-Request-Id') ?? randomUUID())}`

function refuse(house: House) {
  return (error: unknown, _req: Request, res: Response, next: NextFunction): void => {
    if (res.headersSent) return void next(error)
    if (isTooLarge(error)) {
      const message = `Payload content length greater than maximum allowed: ${BODY_LIMIT}`
      return void send(res, { status: 413, body: { statusCode: 413, error: 'Request Entity Too Large', message } })
    }
    const { status, body } = inVendorsWords(house, error)
    send(res, { status, body: { ...body, request_id: requestIdIn(res) } })
  }
}

const isTooLarge = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'type' in error && error.type === 'entity.too.large'

const AGAIN = { details: 'Ask again' }

function inVendorsWords({ log }: House, error: unknown): VendorError {
  if (error instanceof VendorError) return error
  if (error instanceof Refusal) return asVendorError(error)
  if (error instanceof StoreBusy || error instanceof StoreUnavailable)
    return new VendorError(503, 'service_unavailable', 'Service unavailable', { details: 'Ask again' })
  // Somebody whom it speaks of was let go in the same moment: asked again, it is judged anew.
  if (violated(error) === 'foreign') return new VendorError(400, 'multiple_requests', 'Multiple requests', AGAIN)
  // An address that cannot be decoded.
  if (error instanceof URIError)
    return new VendorError(400, 'invalid_payload', 'Invalid payload', { details: 'The address' })
  log.error({ error: error instanceof Error ? error.stack : String(error) }, 'a door of the drop-in failed')
  return new VendorError(500, 'internal_error', 'Internal error')
}
