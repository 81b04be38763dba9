// The one way to call an outside address over HTTP(S): guarded, so that an address somebody typed in cannot be turned against
// the network that the house stands in. Which address a name means is judged on the address that is really connected to.
import { lookup as ask } from 'node:dns'
import { type IncomingHttpHeaders, type IncomingMessage, request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { SECOND_MS } from '#shared/time.ts'
import type { House } from './house.ts'

export interface OutsideCall {
  url: string
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH'
  headers?: Record<string, string>
  body?: string | Uint8Array
  /** From the first word to the last; 10,000 when left out. */
  timeoutMs?: number
  /** Longest answer that is read; 64 KiB when left out. */
  maxBytes?: number
}
export interface OutsideAnswer {
  /** Redirects are not followed: 3xx is an answer like any other. */
  status: number
  headers: IncomingHttpHeaders
  body: string
}
/** Why there is no answer. The words say nothing of what was sent, and nothing of the network. */
export type OutsideFailure =
  | 'url_invalid'
  | 'not_https'
  | 'address_refused'
  | 'name_unknown'
  | 'unreachable'
  | 'not_trusted'
  | 'timed_out'
  | 'too_large'

type Allowing = { config: Pick<House['config'], 'outsideAllow'> }

const TIMEOUT_MS = 10 * SECOND_MS
const MAX_BYTES = 64 * 1024

/**
 * The answer, or a word for why there is none; never throws. Private, loopback, link-local and metadata addresses are
 * refused, and so is plain HTTP, unless the configuration (`OUTSIDE_ALLOW`) names the host or its network.
 */
export async function callOutside(
  house: Allowing,
  call: OutsideCall,
  lookUp: LookupFunction = ask as LookupFunction,
): Promise<OutsideAnswer | { failed: OutsideFailure }> {
  const refused = refuseUrl(house, call.url)
  if (refused !== null) return { failed: refused }
  try {
    return await send(house, call, lookUp)
  } catch (error) {
    return { failed: wordFor(error) }
  }
}

/** Before a URL is kept: what can be told of it without asking for its address; null when it may be tried. */
export function refuseUrl({ config }: Allowing, text: string): OutsideFailure | null {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || url.hostname === '' || url.username !== '' || url.password !== '') return 'url_invalid'
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'url_invalid'
  const host = bareHost(url)
  if (isIP(host) !== 0 && !mayConnect(config.outsideAllow, host, host)) return 'address_refused'
  // Whoever is allowed by its network may be called by a name of which nothing is known yet.
  const isPlain = url.protocol === 'http:' && (config.outsideAllow.length === 0 || isIP(host) !== 0)
  return isPlain && !isAllowed(config.outsideAllow, host, host) ? 'not_https' : null
}

class Failure extends Error {
  readonly word: OutsideFailure

  constructor(word: OutsideFailure) {
    super(word)
    this.word = word
  }
}

function send({ config }: Allowing, call: OutsideCall, lookUp: LookupFunction): Promise<OutsideAnswer> {
  const url = new URL(call.url)
  const host = bareHost(url)
  const isPlain = url.protocol === 'http:'
  const mayUse = (address: string) =>
    isPlain ? isAllowed(config.outsideAllow, host, address) : mayConnect(config.outsideAllow, host, address)
  return new Promise((resolve, reject) => {
    const made = (isPlain ? requestPlain : requestTls)(url, {
      method: call.method ?? 'POST',
      headers: { 'user-agent': 'Vouchsafe', ...call.headers },
      // A socket belongs to one call, so that each was judged for the host it is used for.
      agent: false,
      lookup: judged(lookUp, mayUse),
    })
    const timer = setTimeout(() => made.destroy(new Failure('timed_out')), call.timeoutMs ?? TIMEOUT_MS)
    made.on('socket', (socket) => {
      socket.once('connect', () => {
        if (!mayUse(socket.remoteAddress ?? '')) made.destroy(new Failure('address_refused'))
      })
    })
    made.on('error', reject)
    made.on('response', (res) => read(res, call.maxBytes ?? MAX_BYTES).then(resolve, reject))
    made.on('close', () => clearTimeout(timer))
    made.end(call.body)
  })
}

/** A name is asked for once and connected to at what was answered: a second answer is never asked for. */
function judged(lookUp: LookupFunction, mayUse: (address: string) => boolean): LookupFunction {
  return (host, options, done) =>
    lookUp(host, { ...options, all: true }, (error, found) => {
      const known = typeof found === 'string' ? [{ address: found, family: isIP(found) }] : (found ?? [])
      const [first] = known
      if (error !== null || first === undefined) return done(new Failure('name_unknown'), '')
      if (!known.every(({ address }) => mayUse(address))) return done(new Failure('address_refused'), '')
      if (options.all === true) done(null, known)
      else done(null, first.address, first.family)
    })
}

async function read(res: IncomingMessage, most: number): Promise<OutsideAnswer> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of res as AsyncIterable<Buffer>) {
    length += part.length
    if (length > most) throw new Failure('too_large')
    parts.push(part)
  }
  return { status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(parts).toString('utf8') }
}

const bareHost = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1')

/** Anybody's address on the internet, or one that is allowed. */
const mayConnect = (allowed: readonly string[], host: string, address: string): boolean =>
  isPublic(address) || isAllowed(allowed, host, address)

const isPublic = (address: string): boolean => ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast'

/** By the name that was called, by address, or by network. */
function isAllowed(allowed: readonly string[], host: string, address: string): boolean {
  return allowed.some((entry) => {
    if (entry === host.toLowerCase()) return true
    if (!ipaddr.isValid(address)) return false
    const one = ipaddr.process(address)
    if (ipaddr.isValid(entry)) return ipaddr.process(entry).toString() === one.toString()
    if (!ipaddr.isValidCIDR(entry)) return false
    const [network, bits] = ipaddr.parseCIDR(entry)
    return network.kind() === one.kind() && one.match(network, bits)
  })
}

function wordFor(error: unknown): OutsideFailure {
  if (error instanceof Failure) return error.word
  const code = (error as { code?: unknown } | null)?.code
  const isTls =
    typeof code === 'string' && /^(EPROTO|ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code)
  return isTls ? 'not_trusted' : 'unreachable'
}
