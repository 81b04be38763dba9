// JSON of vendors, read so that no digit is lost, and looked through without trusting its shape; pure.
import { Refusal } from '#core/refusal.ts'

/** Numbers that a JavaScript number cannot hold as they are written (ids beyond 2^53, 29.10) come as their text. */
export function readExact(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes), exact as (key: string, value: unknown) => unknown)
  } catch {
    throw new Refusal('request.malformed')
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function exact(_key: string, value: unknown, { source }: { source?: string } = {}): unknown {
  if (typeof value === 'string') return plain(value)
  if (typeof value !== 'number' || source === undefined) return value
  return String(value) === source && (Number.isSafeInteger(value) || !Number.isInteger(value)) ? value : source
}

/** No database takes NUL, and half a character is none. */
const plain = (text: string): string =>
  text.includes('\u0000') || !text.isWellFormed() ? text.replaceAll('\u0000', '').toWellFormed() : text

export type Thing = Record<string, unknown>

export const thingOf = (value: unknown): Thing =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Thing) : {}

export const listOf = (value: unknown): Thing[] => (Array.isArray(value) ? value.map(thingOf) : [])

/** Text or a number, as text; null for nothing, for empty text and for anything else. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

/** A whole number from 0 on; null for anything else. */
export function countOf(value: unknown): number | null {
  const count = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : null
}

/** Epoch ms of an instant; null for what is none. Without a zone it is UTC. */
export function instantOf(value: unknown): number | null {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}/.test(value)) return null
  const isBare = /T\d{2}:\d{2}(:\d{2})?(\.\d+)?$/.test(value)
  const at = Date.parse(isBare ? `${value}Z` : value)
  return Number.isNaN(at) ? null : at
}
