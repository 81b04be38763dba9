// JSON bodies, read strictly: valid UTF-8, no duplicate keys (two readers could disagree on which one counts),
// no `__proto__`, no NUL or lone surrogate in any text, not nested deeper than any contract needs.
import { isAscii } from 'node:buffer'
import { Refusal } from '#core/refusal.ts'
import type { Detail } from '#shared/refusal-details/en.ts'

export const MAX_DEPTH = 64
const BRACE = 0x7b
const BRACKET = 0x5b
const utf8 = new TextDecoder('utf-8', { fatal: true })

export function readJson(bytes: Uint8Array): unknown {
  const text = decode(bytes)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new Refusal('request.malformed', { detail: positionOf(error) })
  }
  if (!isPlain(text)) checkTexts(value, '', 1)
  // What reads the same when it is written again holds no key twice; only other spellings are looked through.
  if (JSON.stringify(value) !== text) checkKeys(text)
  return value
}

/** NUL and lone surrogates stand in JSON behind a backslash only, and what opens nothing often is not deep: most bodies need
 * no walk through all their texts. */
function isPlain(text: string): boolean {
  if (text.includes('\\') || text.includes('__proto__')) return false
  let opened = 0
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at)
    if (sign === BRACE || sign === BRACKET) opened += 1
  }
  return opened <= MAX_DEPTH
}

/** Most bodies are plain, and then a byte is a sign. */
function decode(bytes: Uint8Array): string {
  if (Buffer.isBuffer(bytes) && isAscii(bytes)) return bytes.toString('latin1')
  try {
    return utf8.decode(bytes)
  } catch {
    throw new Refusal('request.malformed', { detail: 'The body is not valid UTF-8' })
  }
}

/** V8 quotes the body in its message; only the position is told. */
function positionOf(error: unknown): Detail {
  const at = /position (\d+)/.exec(String(error))?.[1]
  if (at === undefined) return 'The body is not valid JSON: it ends too early'
  return ['The body is not valid JSON: at character {{at}}', { at }]
}

/** One pass over text that is known to be valid JSON. */
function checkKeys(text: string): void {
  const open: (Set<string> | null)[] = []
  let keyComes = false
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]
    if (sign === '"') {
      const end = endOfString(text, at)
      const keys = open.at(-1)
      if (keyComes && keys) takeKey(keys, JSON.parse(text.slice(at, end + 1)) as string)
      keyComes = false
      at = end
    } else if (sign === '{' || sign === '[') {
      open.push(sign === '{' ? new Set() : null)
      keyComes = sign === '{'
      if (open.length > MAX_DEPTH) throw tooDeep()
    } else if (sign === '}' || sign === ']') open.pop()
    else if (sign === ',') keyComes = open.at(-1) !== null
  }
}

function endOfString(text: string, start: number): number {
  let at = start + 1
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}

function takeKey(keys: Set<string>, key: string): void {
  if (keys.has(key)) throw malformedKey(key, 'stands twice in one object')
  keys.add(key)
}

const tooDeep = () => new Refusal('request.too_deep', { detail: ['At most {{most}} levels', { most: MAX_DEPTH }] })

const malformedKey = (key: string, message: string) =>
  new Refusal('request.malformed', { errors: [{ path: key.toWellFormed().slice(0, 100), message }] })

function checkTexts(value: unknown, path: string, depth: number): void {
  if (typeof value === 'string') checkText(value, path)
  if (typeof value !== 'object' || value === null) return
  if (depth > MAX_DEPTH) throw tooDeep()
  for (const [key, inner] of Object.entries(value)) {
    if (key === '__proto__') throw malformedKey(key, 'is not a usable key')
    checkText(key, path)
    if (typeof inner !== 'number') checkTexts(inner, path === '' ? key : `${path}.${key}`, depth + 1)
  }
}

function checkText(value: string, path: string): void {
  if (value.includes('\u0000') || !value.isWellFormed()) {
    const errors = [{ path: path.toWellFormed().slice(0, 300), message: 'must not hold NUL or lone surrogates' }]
    throw new Refusal('request.malformed', { errors })
  }
}
