// A small typed client for scripts: a door's name and what it takes in, its reply out.
import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { type BodySent, type Door, type DoorName, type Doors, doors, type ParamsOf, type ReplyOf } from '#shared/api.ts'

type QuerySent<N extends DoorName> = Doors[N] extends { query: infer Q extends z.ZodType } ? z.input<Q> : never
export interface Asked<N extends DoorName> {
  params?: ParamsOf<N>
  query?: QuerySent<N>
  body?: BodySent<N>
  /** A stream or text of rows for the import doors. */
  rows?: { type: 'text/csv' | 'application/x-ndjson'; text: string }
  idempotencyKey?: string
}
export interface Client {
  call<N extends DoorName>(name: N, asked?: Asked<N>): Promise<ReplyOf<N>>
  /** As `call`, but a refusal is a value: its code. */
  attempt<N extends DoorName>(
    name: N,
    asked?: Asked<N>,
  ): Promise<{ ok: true; reply: ReplyOf<N> } | { ok: false; code: string }>
}

/** Throws an error that names the door and the refusal. */
export function makeClient(url: string, key: string): Client {
  async function send<N extends DoorName>(name: N, asked: Asked<N> = {}) {
    const door: Door = doors[name]
    const params = (asked.params ?? {}) as Record<string, string>
    const path = door.path.replaceAll(/:(\w+)/g, (_, part: string) => encodeURIComponent(params[part] ?? ''))
    const query = asked.query === undefined ? '' : `?${new URLSearchParams(asked.query as Record<string, string>)}`
    const headers: Record<string, string> = { authorization: `Bearer ${key}` }
    if (door.idempotency !== undefined) headers['idempotency-key'] = asked.idempotencyKey ?? randomUUID()
    if (asked.rows !== undefined) headers['content-type'] = asked.rows.type
    else if (asked.body !== undefined) headers['content-type'] = 'application/json'
    const body = asked.rows?.text ?? (asked.body === undefined ? null : JSON.stringify(asked.body))
    return fetch(url + path + query, { method: door.method, headers, body })
  }
  return {
    async call(name, asked) {
      const response = await send(name, asked)
      const text = await response.text()
      if (!response.ok) throw new Error(`${name} was refused (${response.status}): ${text.slice(0, 1_500)}`)
      return (text === '' ? undefined : JSON.parse(text)) as ReplyOf<typeof name>
    },
    async attempt(name, asked) {
      const response = await send(name, asked)
      const text = await response.text()
      const reply: unknown = text === '' ? undefined : JSON.parse(text)
      if (response.ok) return { ok: true, reply: reply as ReplyOf<typeof name> }
      return { ok: false, code: (reply as { code: string }).code }
    },
  }
}

/** Runs `work` over the items, `width` at a time, in order of the list. */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0
  const lane = async () => {
    while (next < items.length) await work(items[next++] as T)
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane))
}
