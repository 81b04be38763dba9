// The one way to the server: a door's name and what it takes in, its reply out. Shapes come from shared/api.ts alone.
import type { z } from 'zod'
import type { BodySent, DoorName, Doors, ParamsOf, ReplyOf } from '#shared/api.ts'
import { language } from '../ui/language.ts'
import type { Address } from './doors.ts'
import { addresses } from './doors.ts'
import { noteRequestId, refusedBy, unreachable } from './refused.ts'
import { currentKey, forgetKey } from './session.ts'

type QuerySent<N extends DoorName> = Doors[N] extends { query: infer Q extends z.ZodType } ? z.input<Q> : undefined
type Part<K extends string, V> = undefined extends V ? { [P in K]?: V } : { [P in K]: V }
type ParamsPart<N extends DoorName> = Doors[N] extends { params: unknown }
  ? { params: ParamsOf<N> }
  : { params?: never }
type QueryPart<N extends DoorName> = Doors[N] extends { query: unknown } ? { query?: QuerySent<N> } : { query?: never }
type BodyPart<N extends DoorName> = Doors[N] extends { body: unknown } ? Part<'body', BodySent<N>> : { body?: never }

interface Manner {
  signal?: AbortSignal
  /** The same key for the same intent: a repeat is answered with the first answer. Made per call when left out. */
  idempotencyKey?: string
  /** Used by sign-in, before a key is kept; null sends none. */
  key?: string | null
  accept?: string
  /** Why somebody looks at a person; she can read it. */
  reason?: string
}
export type CallInput<N extends DoorName> = ParamsPart<N> & QueryPart<N> & BodyPart<N> & Manner
type Asked = { params?: unknown; query?: unknown; body?: unknown } & Manner

/**
 * Calls a door and gives its parsed reply; undefined for doors that reply with nothing.
 * Throws `Refused` for every answer that is not 2xx, and when the server cannot be reached.
 */
export async function call<N extends DoorName>(name: N, ...[input]: MaybeInput<N>): Promise<ReplyOf<N>> {
  const response = await open(name, input ?? {})
  const text = await response.text()
  return (text === '' ? undefined : JSON.parse(text)) as ReplyOf<N>
}
type MaybeInput<N extends DoorName> =
  Record<string, never> extends Omit<CallInput<N>, keyof Manner> ? [CallInput<N>?] : [CallInput<N>]

/** As `call`, but gives the unread response: for downloads and streams. */
export async function open<N extends DoorName>(
  name: N,
  input: CallInput<N> | Record<string, never>,
): Promise<Response> {
  const request = requestFor(addresses[name], input as Asked)
  const response = await send(request)
  noteRequestId(response)
  if (response.ok) return response
  // A key that is no longer good ends the session; a key that is being tried does not.
  if (response.status === 401 && (input as Asked).key === undefined) {
    forgetKey('refused')
  }
  throw await refusedBy(response)
}

/** Pure: what goes over the wire for a door. Path segments and query values are encoded here and nowhere else. */
export function requestFor(door: Address, input: Asked): { url: string; init: RequestInit } {
  const headers: Record<string, string> = { accept: input.accept ?? 'application/json', 'accept-language': language() }
  const key = input.key === undefined ? currentKey() : input.key
  if (key !== null) headers.authorization = `Bearer ${key}`
  if (input.reason !== undefined) headers['x-access-reason'] = latin1Of(input.reason)
  if (door.idempotency !== undefined) headers['idempotency-key'] = input.idempotencyKey ?? newIdempotencyKey()
  const init: RequestInit = { method: door.method, headers, credentials: 'omit', cache: 'no-store' }
  if (input.body !== undefined) {
    headers['content-type'] = 'application/json'
    init.body = JSON.stringify(input.body)
  }
  if (input.signal !== undefined) init.signal = input.signal
  return { url: pathOf(door.path, input.params) + queryOf(input.query), init }
}

/** Headers hold Latin-1 only: the bytes of UTF-8, which is how the server reads them. */
const latin1Of = (text: string): string =>
  Array.from(new TextEncoder().encode(text.replace(/\s+/g, ' ').trim()), (byte) => String.fromCharCode(byte)).join('')

function pathOf(path: string, params: unknown): string {
  const values = (params ?? {}) as Record<string, string>
  return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
}

function queryOf(query: unknown): string {
  const given = Object.entries((query ?? {}) as Record<string, unknown>).filter(([, value]) => value !== undefined)
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`
}

/** One more try when the network broke: reads are harmless, writes carry the same Idempotency-Key. */
async function send({ url, init }: { url: string; init: RequestInit }): Promise<Response> {
  const isRepeatable = init.method === 'GET' || 'idempotency-key' in (init.headers as Record<string, string>)
  try {
    return await fetch(url, init)
  } catch (error) {
    if (init.signal?.aborted) throw error
    if (!isRepeatable) throw unreachable(location.origin)
  }
  return fetch(url, init).catch((error) => {
    throw init.signal?.aborted ? error : unreachable(location.origin)
  })
}

/** 128 random bits in hex. `crypto.randomUUID` is missing where a shop serves the console by plain HTTP. */
export function newIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
