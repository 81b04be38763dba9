// What a door says of itself, and what many of them take.
import { z } from 'zod'
import { reference, text } from '../contracts/words.ts'
import type { Scope } from '../kinds.ts'

export interface Door {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Express 5 path; `:name` segments are described in `params`. */
  path: string
  title: string
  room: string
  /** The scope a key needs; `open` doors need no key; `onsite` doors take the shop's signed token, `session`
   * doors the session of a person who signed in by a link. */
  scope: Scope | 'any' | 'open' | 'onsite' | 'session'
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodType
  /** Rows are handed to the door as a stream; bytes as they came, because somebody has signed them. */
  stream?: 'rows' | 'bytes'
  replies: Record<number, z.ZodType | null>
  /** Idempotency-Key: not read, honoured when sent, or required (doors.md). */
  idempotency?: 'optional' | 'required'
  /** Replies that are a stream of server-sent events or CSV beside JSON. */
  produces?: string[]
}
export const door = <const D extends Door>(definition: D): D => definition

export const id = text(64)
export const byId = z.strictObject({ id })
export const byReference = z.strictObject({ reference })
export const dryRun = z.strictObject({ dryRun: z.enum(['true', 'false']).default('false') })
