// Who asks at the drop-in: an app id with one of our keys as its token, or the short-lived token that was given for them.
import type { Request } from 'express'
import type { Doorkeeper } from '#access/authenticate.ts'
import { VendorError } from '#compat/vendor-error.ts'
import type { House } from '#core/house.ts'
import { SECOND_MS } from '#shared/time.ts'

const LIVES_SECONDS = 900
const ABOUT = 'drop-in token'

const header = (req: Request, name: string): string | undefined => {
  const value = req.headers[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The key that was shown; undefined when there was none. */
export function keyIn(house: House, req: Request, isClient: boolean): string | undefined {
  if (isClient) return header(req, 'x-client-token') ?? header(req, 'x-app-token')
  const token = header(req, 'x-app-token') ?? header(req, 'x-management-token')
  if (token !== undefined) return token
  const bearer = /^Bearer (.+)$/.exec(header(req, 'authorization') ?? '')?.[1]
  if (bearer === undefined || bearer.startsWith('vsk_')) return bearer
  return keyOfToken(house, bearer)
}

/** A revoked key ends its tokens with it: the token is the key, sealed, with an end. */
function keyOfToken({ secrets, clock }: House, token: string): string | undefined {
  try {
    const { key, until } = JSON.parse(secrets.unseal(token, ABOUT)) as { key: string; until: number }
    return until > clock.now() ? key : undefined
  } catch {
    return undefined
  }
}

/** `POST /v1/oauth/token`. 400 `invalid_grant_type`, `invalid_scope`; 401 `unauthorized`. */
export async function giveToken({ house, doorkeeper }: { house: House; doorkeeper: Doorkeeper }, req: Request) {
  const form = new URLSearchParams(Buffer.isBuffer(req.body) ? req.body.toString('utf8') : '')
  const basic = /^Basic (.+)$/.exec(header(req, 'authorization') ?? '')?.[1]
  const [basicId, basicKey] = basic === undefined ? [] : Buffer.from(basic, 'base64').toString('utf8').split(':')
  const key = header(req, 'x-app-token') ?? form.get('client_secret') ?? basicKey
  const principal = key ? await doorkeeper.recognise(key, () => req.ip ?? 'unknown') : null
  if (principal === null || !key) throw new VendorError(401, 'unauthorized', 'Unauthorized')
  if (form.get('grant_type') !== 'client_credentials')
    throw new VendorError(400, 'invalid_grant_type', 'Invalid grant type', { details: 'Use client_credentials' })
  const scope = form.get('scope') ?? 'api'
  if (!scope.split(' ').every((one) => one === 'api' || one.startsWith('vouchers') || one.startsWith('client_api')))
    throw new VendorError(400, 'invalid_scope', 'Invalid scope', { details: `Unknown scope ${scope.slice(0, 100)}` })
  const until = house.clock.now() + LIVES_SECONDS * SECOND_MS
  return {
    access_token: house.secrets.seal(JSON.stringify({ key, until }), ABOUT),
    client_id: header(req, 'x-app-id') ?? basicId ?? principal.id,
    expires_at: Math.floor(until / SECOND_MS),
    expires_in: LIVES_SECONDS,
    scope,
    token_type: 'Bearer',
  }
}
