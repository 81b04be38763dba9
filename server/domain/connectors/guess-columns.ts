// Guesses what the columns of a file mean, from their names and from what stands in them; people confirm it. Pure.
import { CsvError, type Options, parse } from 'csv-parse/sync'
import { Refusal } from '#core/refusal.ts'
import type { Column, ImportGuessed, ImportKind } from '#shared/contracts/imports.ts'
import { importKindOf } from './imports/all.ts'
import { translate } from './imports/read-cells.ts'
import { readExact, thingOf } from './read-exact.ts'

type Row = Record<string, unknown>
const DELIMITERS = [',', ';', '\t', '|'] as const
const ROWS_SHOWN = 5
const MOST_ROWS = 200

/** 400 for a sample that has no rows. */
export function guessColumns(kind: ImportKind, sample: string): ImportGuessed {
  const { fields, required, amounts, days } = importKindOf[kind]
  const text = sample.replace(/^\ufeff/, '')
  const format = text.trimStart().startsWith('{') ? 'ndjson' : 'csv'
  const { rows, names, delimiter } = format === 'ndjson' ? readLines(text) : readTable(text)
  if (rows.length === 0) {
    throw new Refusal('request.invalid', { errors: [{ path: 'sample', message: 'needs column names and a row' }] })
  }
  const columns = new Map<string, Column>()
  const taken = new Set<string>()
  // Names that are ours first: what merely sounds like them must not take their place.
  const inTurn = [...names].sort((a, b) => Number(Object.hasOwn(fields, b)) - Number(Object.hasOwn(fields, a)))
  for (const name of inTurn) {
    const cells = rows.flatMap((row) => (typeof row[name] === 'string' ? [row[name]] : [])).filter(Boolean)
    const field = fieldFor(name, fields, cells, kind)
    const isFree = field !== null && !taken.has(field)
    if (isFree) taken.add(field)
    const as = isFree ? styleOf(field, name, cells, amounts, days) : 'plain'
    columns.set(name, { field: isFree ? field : null, as })
  }
  const ordered = Object.fromEntries(names.map((name) => [name, columns.get(name) as Column]))
  const shown = rows.slice(0, ROWS_SHOWN).map((row) => {
    const read = translate(0, row, columns, {})
    return 'value' in read ? read.value : { error: read.error.message }
  })
  const missing = required.filter((field) => !taken.has(field))
  return { kind, format, delimiter, columns: ordered, missing, fields: Object.keys(fields), rows: shown }
}

const fold = (name: string) =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

function fieldFor(
  name: string,
  fields: Record<string, readonly string[]>,
  cells: string[],
  kind: ImportKind,
): string | null {
  if (Object.hasOwn(fields, name)) return name
  if (kind === 'customers' && /^attributes\..+/.test(name)) return name
  const folded = fold(name)
  for (const [field, aliases] of Object.entries(fields))
    if (fold(field) === folded || aliases.includes(folded)) return field
  if (
    Object.hasOwn(fields, 'email') &&
    cells.length > 0 &&
    cells.every((cell) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(cell))
  )
    return 'email'
  return null
}

/** A column that says it is minor units is; other amounts are whole units with decimals, with a point or a comma. */
function styleOf(
  field: string,
  name: string,
  cells: string[],
  amounts: readonly string[],
  days: readonly string[],
): Column['as'] {
  if (days.includes(field)) return dayStyle(cells)
  if (!amounts.includes(field) || /minor|cents?$/i.test(name)) return 'plain'
  return cells.some((cell) => /,\d{1,2}$/.test(cell.trim())) ? 'decimal_comma' : 'decimal'
}

/** Where no day is beyond the twelfth, points speak for the day in front and slashes for the month. */
function dayStyle(cells: string[]): Column['as'] {
  const parts = cells.flatMap((cell) => {
    const found = /^\s*(\d{1,2})([./-])(\d{1,2})[./-]\d{4}\s*$/.exec(cell)
    return found === null ? [] : [{ first: Number(found[1]), sign: found[2], second: Number(found[3]) }]
  })
  if (parts.length === 0) return 'plain'
  if (parts.some(({ first }) => first > 12)) return 'day_dmy'
  if (parts.some(({ second }) => second > 12)) return 'day_mdy'
  return parts[0]?.sign === '/' ? 'day_mdy' : 'day_dmy'
}

interface Sample {
  rows: Row[]
  names: string[]
  delimiter: (typeof DELIMITERS)[number]
}

/** What cuts the first line into most cells. The last line may be cut off, and counts only when it is whole. */
function readTable(text: string): Sample {
  const [head = ''] = text.split(/\r?\n/, 1)
  const cuts = DELIMITERS.map((one) => ({ one, count: head.split(one).length }))
  const delimiter = cuts.reduce((best, next) => (next.count > best.count ? next : best)).one
  const options = { delimiter, relax_column_count: true, relax_quotes: true, skip_empty_lines: true, to: MOST_ROWS }
  const [names = [], ...lines] = parsed(text, options)
  const whole = lines.filter((cells) => cells.length === names.length)
  const trimmed = names.map((name) => name.trim())
  return {
    rows: whole.map((cells) => Object.fromEntries(trimmed.map((name, i) => [name, cells[i]]))),
    names: trimmed,
    delimiter,
  }
}

function parsed(text: string, options: Options): string[][] {
  try {
    return parse(text, options) as unknown as string[][]
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new Refusal('request.invalid', {
      errors: [{ path: 'sample', message: 'a quote stands where none may stand' }],
    })
  }
}

function readLines(text: string): Sample {
  const rows = text
    .split('\n')
    .slice(0, MOST_ROWS)
    .flatMap((line) => {
      try {
        return line.trim() === '' ? [] : [thingOf(readExact(Buffer.from(line)))]
      } catch {
        return []
      }
    })
  return { rows, names: [...new Set(rows.flatMap((row) => Object.keys(row)))].slice(0, 500), delimiter: ',' }
}
