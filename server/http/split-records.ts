// Cuts a stream of bytes into records with the line each starts on: a quoted line break of CSV does not end one, one that
// is too long is dropped without being kept in memory, and a quote that never closes is told at its line.
import type { Readable } from 'node:stream'
import { Refusal } from '#core/refusal.ts'

export type RawRecord = { line: number; bytes: Buffer } | { line: number; error: { code: string; message: string } }

/** What stands between the cells of a CSV file. */
export type Delimiter = ',' | ';' | '\t' | '|'

export const MAX_RECORD_BYTES = 64 * 1024

const LF = 10
const CR = 13
const QUOTE = 34
const BOM = Buffer.from([0xef, 0xbb, 0xbf])

interface Cutter {
  cut(chunk: Buffer): RawRecord[]
  end(): RawRecord[]
}

/** `quoted`: whether quotes mean something, as in CSV. Refuses (`request.truncated`) when the stream breaks off. */
export async function* splitRecords(
  stream: Readable,
  quoted: boolean,
  delimiter: Delimiter = ',',
): AsyncGenerator<RawRecord> {
  const cutter = makeCutter(quoted, delimiter.charCodeAt(0))
  let start: Buffer | null = Buffer.alloc(0)
  try {
    // Left open when the reader stops early: the answer goes back over the same connection.
    for await (const piece of stream.iterator({ destroyOnReturn: false })) {
      let chunk = Buffer.from(piece)
      if (start !== null) {
        chunk = Buffer.concat([start, chunk])
        start = chunk.length < BOM.length ? chunk : null
        if (start !== null) continue
        if (chunk.subarray(0, BOM.length).equals(BOM)) chunk = chunk.subarray(BOM.length)
      }
      yield* cutter.cut(chunk)
    }
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal('request.truncated')
  }
  if (start !== null) yield* cutter.cut(start)
  yield* cutter.end()
}

/** Counts \n, \r\n and \r as one line each, as an editor does. */
function makeCutter(quoted: boolean, delimiter: number): Cutter {
  let line = 1
  let first = 1
  let parts: Buffer[] = []
  let size = 0
  let inQuotes = false
  /** Where a quote opens: at the start of a field, or right after one that closed, which doubles it. */
  let mayOpen = true
  let last = 0

  function keep(part: Buffer): void {
    size += part.length
    if (size > MAX_RECORD_BYTES) parts = []
    else if (part.length > 0) parts.push(part)
  }

  function finish(): RawRecord[] {
    const bytes = Buffer.concat(parts)
    const record = size > MAX_RECORD_BYTES ? tooLong(first) : { line: first, bytes }
    const found = size > 0 ? [record] : []
    parts = []
    size = 0
    first = line
    mayOpen = true
    return found
  }

  return {
    cut(chunk) {
      const found: RawRecord[] = []
      let from = 0
      for (let i = 0; i < chunk.length; i++) {
        const byte = chunk[i] as number
        const isBreak = byte === CR || (byte === LF && last !== CR)
        if (isBreak) line++
        if (inQuotes) {
          if (byte === QUOTE) inQuotes = false
          mayOpen = true
        } else if (isBreak) {
          keep(chunk.subarray(from, i))
          from = i + 1
          found.push(...finish())
        } else if (byte === LF) {
          from = i + 1
        } else if (quoted) {
          if (byte === QUOTE && mayOpen) inQuotes = true
          mayOpen = byte === delimiter
        }
        last = byte
      }
      keep(chunk.subarray(from))
      return found
    },
    end() {
      if (!inQuotes) return finish()
      const message = `a quote is not closed between here and the end of the file (line ${line})`
      return [{ line: first, error: { code: 'request.truncated', message } }]
    },
  }
}

function tooLong(line: number): RawRecord {
  return { line, error: { code: 'request.too_large', message: `is longer than ${MAX_RECORD_BYTES / 1024} kB` } }
}
