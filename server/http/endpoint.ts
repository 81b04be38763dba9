// One way in for every door: who asks, may they, is the body what the contract says, is the key usable — then one
// call into the house, then the answer. Routes only say which verb of which room answers.
import type { Request, RequestHandler, Response } from 'express'
import { z } from 'zod'
import type { Doorkeeper, Principal } from '#access/authenticate.ts'
import type { IdempotencyAsk } from '#access/idempotency.ts'
import { canonical } from '#core/canonical.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { sha256 } from '#core/secrets.ts'
import type { BodyOf, Door, DoorName, ParamsOf, QueryOf, ReplyOf } from '#shared/api.ts'
import type { Scope } from '#shared/kinds.ts'
import { readJson } from './json.ts'
import { fieldErrors } from './problem.ts'

export interface Call<N extends DoorName> {
  params: ParamsOf<N>
  query: QueryOf<N>
  body: BodyOf<N>
  /** Null on open doors without a key. */
  principal: Principal
  idempotency: IdempotencyAsk | null
  req: Request
  res: Response
}
export interface Answer<N extends DoorName> {
  status: number
  body?: ReplyOf<N>
  replayed?: boolean
  /** The handler has written the response itself (CSV, streams). */
  sent?: boolean
}
export type Handler<N extends DoorName> = (house: House, call: Call<N>) => Promise<Answer<N>>
export type Handlers = { [N in DoorName]: Handler<N> }
/** What a file of routes offers: some of the doors. */
export type Routes<N extends DoorName> = { [K in N]: Handler<K> }

export const NOBODY: Principal = { id: 'nobody', name: 'nobody', roles: [], scopes: new Set() }

/** Also a parameter that a door does not have is a mistake to hear of; probes may add what they like to open doors. */
const NO_QUERY = z.strictObject({})

/** From a request whose sender is known to what the house says; `req.body` are the bytes. */
export type Serve = (req: Request, res: Response, principal: Principal) => Promise<Answer<DoorName>>

export function service<N extends DoorName>(house: House, name: N, door: Door, handle: Handler<N>): Serve {
  const isBodyOptional = door.body?.safeParse(undefined).success === true
  const isPersonal = door.path.startsWith('/v1/me/')
  return async (req, res, principal) => {
    // What is somebody's own stays in no cache, of whatever machine on the way.
    if (isPersonal) res.setHeader('Cache-Control', 'no-store')
    admit(door, principal)
    const params = parse(door.params, req.params, 'request.invalid')
    const isAsked = req.url.includes('?')
    const query =
      door.query === undefined && !isAsked
        ? {}
        : parse(
            door.query ?? (door.scope === 'open' ? undefined : NO_QUERY),
            isAsked ? singles(req.query) : {},
            'request.invalid',
          )
    const body = door.body && parse(door.body, readBody(req, isBodyOptional), 'request.invalid')
    const idempotency = readKey(req, door, name, principal, { params, query, body })
    return handle(house, { params, query, body, principal, idempotency, req, res } as Call<N>)
  }
}

export function endpoint(serve: Serve): RequestHandler {
  return async (req, res) =>
    answer(res, await serve(req, res, (res.locals.principal as Principal | undefined) ?? NOBODY))
}

function answer(res: Response, said: Answer<DoorName>): void {
  if (said.sent === true) return
  if (said.replayed === true) res.setHeader('Idempotent-Replayed', 'true')
  res.status(said.status)
  if (said.body === undefined) res.end()
  else res.type('application/json').send(JSON.stringify(said.body))
}

function admit(door: Door, principal: Principal): void {
  if (door.scope === 'open' || door.scope === 'onsite' || door.scope === 'session') return
  if (principal === NOBODY) throw new Refusal('request.unauthenticated', { detail: 'Send Authorization: Bearer <key>' })
  if (door.scope !== 'any' && !principal.scopes.has(door.scope as Scope)) {
    throw new Refusal('request.forbidden', { detail: ['This door needs the scope {{scope}}', { scope: door.scope }] })
  }
}

/** Who shows this Authorization header. */
export async function recognise(doorkeeper: Doorkeeper, req: Request): Promise<Principal> {
  const presented = /^Bearer ([\x21-\x7e]{1,300})$/.exec(String(req.headers.authorization))?.[1]
  const principal = await doorkeeper.recognise(presented, () => req.ip ?? 'unknown')
  if (principal === null)
    throw new Refusal('request.unauthenticated', { detail: 'The key is unknown, expired or revoked' })
  return principal
}

/** The middleware that knows who asks. A key that is wrong is refused even on open doors: it is a mistake to hear of. */
export function knowCallers(doorkeeper: Doorkeeper): RequestHandler {
  return async (req, res, next) => {
    if (req.headers.authorization !== undefined && !hasOwnToken(req.path))
      res.locals.principal = await recognise(doorkeeper, req)
    next()
  }
}

/** Where another bearer token than a key is shown: the shop's signed one, or the session of a person. */
const hasOwnToken = (path: string) =>
  (path.startsWith('/v1/onsite/') && path !== '/v1/onsite/key') || (path.startsWith('/v1/me/') && path !== '/v1/me/key')

function parse(shape: z.ZodType | undefined, value: unknown, code: 'request.invalid'): unknown {
  if (shape === undefined) return {}
  const parsed = shape.safeParse(value)
  if (!parsed.success) throw new Refusal(code, { errors: fieldErrors(parsed.error) })
  return parsed.data
}

/** A query parameter given twice is a mistake, not a list. */
function singles(query: Record<string, unknown>): Record<string, unknown> {
  for (const [name, value] of Object.entries(query)) {
    if (typeof value !== 'string')
      throw new Refusal('request.invalid', { errors: [{ path: name, message: 'stands twice' }] })
  }
  return query
}

function readBody(req: Request, optional: boolean): unknown {
  const bytes: unknown = req.body
  if (!Buffer.isBuffer(bytes)) {
    if (optional && !hasBody(req)) return undefined
    if (hasBody(req)) throw new Refusal('request.unsupported_media', { detail: 'Send application/json' })
    throw new Refusal('request.malformed', { detail: 'A JSON body is required' })
  }
  if (bytes.length === 0) {
    if (optional) return undefined
    throw new Refusal('request.malformed', { detail: 'A JSON body is required' })
  }
  return readJson(bytes)
}

const hasBody = (req: Request) =>
  req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0

/** Idempotency-Key: printable ASCII, at most 255 characters; quotes of the structured-field form are taken off. */
function readKey(req: Request, door: Door, name: string, principal: Principal, asked: unknown): IdempotencyAsk | null {
  if (door.idempotency === undefined) return null
  const header = req.headers['idempotency-key']
  if (header === undefined) {
    if (door.idempotency === 'required') throw new Refusal('idempotency.key_missing')
    return null
  }
  const key = String(header).replace(/^"(.*)"$/, '$1')
  if (!/^[\x20-\x7e]{1,255}$/.test(key))
    throw new Refusal('idempotency.key_invalid', { detail: '1 to 255 printable ASCII characters' })
  return { scope: `${principal.id} ${name}`, key, hash: sha256(canonical(asked)) }
}
