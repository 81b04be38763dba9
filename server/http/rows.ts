// Bulk bodies row by row, CSV or NDJSON, each with the line it starts on; a bad row is told and the next one is read.
import type { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse/sync'
import { Refusal } from '#core/refusal.ts'
import type { RowRead } from '#shared/contracts/customers.ts'
import { readJson } from './json.ts'
import { type Delimiter, type RawRecord, splitRecords } from './split-records.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Rows of `text/csv` (first record: column names; an empty cell is absent; columns `attributes.<key>` make attributes) or
 * of `application/x-ndjson`. Refuses other types, and columns that `isColumn` does not know, before any row is answered.
 */
export async function* readRows(
  stream: Readable,
  contentType: string,
  isColumn: (name: string) => boolean = () => true,
  delimiter: Delimiter = ',',
): AsyncGenerator<RowRead> {
  const type = mediaType(contentType)
  try {
    if (type === 'csv') yield* readCsv(splitRecords(stream, true, delimiter), isColumn, delimiter)
    else for await (const record of splitRecords(stream, false)) yield readLine(record)
  } finally {
    // What is left is read and dropped: a client that is still sending could not read the refusal otherwise.
    stream.resume()
  }
}

function mediaType(header: string): 'csv' | 'ndjson' {
  const [type, ...parameters] = header.toLowerCase().split(';')
  const charset = parameters.map((one) => /^\s*charset\s*=\s*"?([^"\s]+)"?\s*$/.exec(one)?.[1]).find(Boolean)
  if (charset === undefined || charset === 'utf-8' || charset === 'utf8' || charset === 'us-ascii') {
    if (type?.trim() === 'text/csv') return 'csv'
    if (type?.trim() === 'application/x-ndjson' || type?.trim() === 'application/ndjson') return 'ndjson'
  }
  throw new Refusal('request.unsupported_media', { detail: 'Send text/csv or application/x-ndjson in UTF-8' })
}

async function* readCsv(records: AsyncIterable<RawRecord>, isColumn: (name: string) => boolean, delimiter: Delimiter) {
  let columns: string[] | null = null
  for await (const record of records) {
    const cells = readCells(record, delimiter)
    if (columns === null) columns = readHeader(cells, isColumn)
    else if ('error' in cells) yield cells
    else yield rowOf(columns, cells)
  }
}

type Cells = { line: number; cells: string[] } | Extract<RowRead, { error: unknown }>

function readCells(record: RawRecord, delimiter: Delimiter): Cells {
  const text = decode(record)
  if (typeof text !== 'string') return text
  const { line } = record
  if (!text.includes('"')) return { line, cells: text.split(delimiter) }
  try {
    const [cells] = parse(text, { relax_column_count: true, delimiter }) as string[][]
    return { line, cells: cells ?? [] }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return wrong(line, 'request.malformed', 'a quote stands where none may stand')
  }
}

function readHeader(header: Cells, isColumn: (name: string) => boolean): string[] {
  if ('error' in header) {
    throw new Refusal('request.malformed', {
      detail: ['The line of column names: {{why}}', { why: header.error.message }],
    })
  }
  const columns = header.cells.map((name) => name.trim())
  const errors = columns.flatMap((path, i) => {
    if (!isColumn(path)) return [{ path: path.slice(0, 100), message: 'is not a known column' }]
    return columns.indexOf(path) < i ? [{ path, message: 'stands twice' }] : []
  })
  if (errors.length > 0) throw new Refusal('request.invalid', { errors: errors.slice(0, 50) })
  return columns
}

function rowOf(columns: string[], { line, cells }: { line: number; cells: string[] }): RowRead {
  if (cells.length !== columns.length) {
    return wrong(line, 'request.malformed', `has ${cells.length} cells under ${columns.length} column names`)
  }
  const fields: [string, unknown][] = []
  const attributes: [string, string][] = []
  columns.forEach((column, i) => {
    const cell = cells[i]
    if (cell === undefined || cell === '') return
    if (column.startsWith('attributes.')) attributes.push([column.slice('attributes.'.length), cell])
    else fields.push([column, cell])
  })
  if (attributes.length > 0) fields.push(['attributes', Object.fromEntries(attributes)])
  return { line, value: Object.fromEntries(fields) }
}

function readLine(record: RawRecord): RowRead {
  if ('error' in record) return record
  const { line } = record
  try {
    const value = readJson(record.bytes)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { line, value: value as Record<string, unknown> }
    }
    return wrong(line, 'request.malformed', 'is not a JSON object')
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const [first] = error.errors ?? []
    return first === undefined
      ? wrong(line, error.code, error.message)
      : { line, error: { code: error.code, path: first.path, message: first.message } }
  }
}

function decode(record: RawRecord): string | Extract<RowRead, { error: unknown }> {
  if ('error' in record) return record
  try {
    return utf8.decode(record.bytes)
  } catch {
    return wrong(record.line, 'request.malformed', 'is not valid UTF-8')
  }
}

function wrong(line: number, code: string, message: string): Extract<RowRead, { error: unknown }> {
  return { line, error: { code, message } }
}
