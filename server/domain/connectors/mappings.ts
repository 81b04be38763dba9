// Turns the body of a sender nobody here knows into events, customers and products, as stored mappings say; pure.
import { compile, type JSONPathQuery, type JSONValue } from 'json-p3'
import { Refusal } from '#core/refusal.ts'
import { readEvent } from '#occasions/read-event.ts'
import { productRow } from '#shared/contracts/catalog.ts'
import type { Mapping, MappingsTested, Source } from '#shared/contracts/connectors.ts'
import { importRow } from '#shared/contracts/customers.ts'
import { countOf, instantOf, type Thing, textOf } from './read-exact.ts'
import { currencyOf, minorOf } from './vendor-money.ts'

const MOST_RECORDS = 500
const MOST_ITEMS = 1000

export interface Made {
  mapping: number
  record: number
  makes: string
  value: Thing
}
type Problem = MappingsTested['problems'][number]
export interface Against {
  connectorId: string
  currency: string | null
  now: number
}

/** 400 with the path of the mapping that cannot be used. */
export function checkMappings(mappings: readonly Mapping[]): void {
  const errors = mappings.flatMap((mapping, i) =>
    pathsOf(mapping).flatMap((path) => {
      const wrong = wrongPath(path)
      return wrong === null ? [] : [{ path: `mappings.${i}`, message: `${path}: ${wrong}`.slice(0, 300) }]
    }),
  )
  if (errors.length > 0) throw new Refusal('request.invalid', { errors: errors.slice(0, 50) })
}

function wrongPath(path: string): string | null {
  // Each `..` looks everywhere below everything that the one before has found.
  if (path.split('..').length > 2) return 'looks everywhere more than once'
  try {
    pathTo(path)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : 'cannot be read'
  }
}

function pathsOf({ each, when, fields, items }: Mapping): string[] {
  const sources = [...Object.values(fields), ...Object.values(items?.fields ?? {})]
  const ofSources = sources.flatMap((one) => (typeof one === 'string' ? one : (one.path ?? [])))
  return [each ?? [], when?.path ?? [], items?.each ?? [], ofSources].flat()
}

const compiled = new Map<string, JSONPathQuery>()
const MOST_COMPILED = 500

function pathTo(path: string): JSONPathQuery {
  const known = compiled.get(path)
  if (known !== undefined) return known
  const made = compile(path)
  if (compiled.size >= MOST_COMPILED) compiled.clear()
  compiled.set(path, made)
  return made
}

const find = (path: string, inside: unknown): unknown[] =>
  pathTo(path)
    .query(inside as JSONValue)
    .values()

/** What each record of the body makes, in the order of mappings, and what of it cannot be used. */
export function applyMappings(mappings: readonly Mapping[], body: unknown, against: Against) {
  const made: Made[] = []
  const problems: Problem[] = []
  mappings.forEach((mapping, at) => {
    const records = mapping.each === undefined ? [body] : find(mapping.each, body)
    records.slice(0, MOST_RECORDS).forEach((record, i) => {
      if (mapping.when !== undefined && !isMeant(mapping.when, record)) return
      const value = recordOf(mapping, record, against)
      const wrong = problemOf(mapping.makes, value)
      if (wrong === null) made.push({ mapping: at, record: i, makes: mapping.makes, value })
      else problems.push({ mapping: at, record: i, ...wrong })
    })
  })
  return { made, problems }
}

const isMeant = ({ path, equals }: NonNullable<Mapping['when']>, record: unknown): boolean =>
  find(path, record).some((value) => value === equals || textOf(value) === String(equals))

function recordOf({ makes, fields, items }: Mapping, record: unknown, against: Against): Thing {
  const named = fields.currency === undefined ? null : currencyOf(read(fields.currency, 'currency', record, null))
  const currency = named ?? against.currency
  const value = fill(fields, record, currency)
  if (items !== undefined) {
    value.items = find(items.each, record)
      .slice(0, MOST_ITEMS)
      .map((item) => fill(items.fields, item, currency))
  }
  if (makes === 'customer') return value
  if (makes === 'product') return { ...(currency === null ? {} : { currency }), ...value }
  return eventOf(makes, value, currency, against)
}

/** An event that is told again is the same one: by its own id where there is one, else by what it is about. */
function eventOf(type: string, value: Thing, currency: string | null, { connectorId, now }: Against): Thing {
  const about = textOf(value.orderReference) ?? textOf(value.cartReference) ?? textOf(value.customerReference) ?? ''
  const own = textOf(value.id)
  const dated = type === 'cart.updated' ? `:${textOf(value.at) ?? ''}` : ''
  const isPriced = type === 'order.placed' || type === 'cart.updated'
  return {
    ...(isPriced ? { items: [], ...(currency === null ? {} : { currency }) } : {}),
    at: new Date(now).toISOString(),
    ...value,
    id: `${connectorId}:${type}:${own ?? `${about}${dated}`}`.slice(0, 200),
    type,
  }
}

function fill(fields: Record<string, Source>, record: unknown, currency: string | null): Thing {
  const value: Thing = {}
  for (const [name, source] of Object.entries(fields)) {
    const found = read(source, name, record, currency)
    if (found === undefined || found === null) continue
    const [outer = name, ...inner] = name.split('.')
    if (inner.length === 0) value[outer] = found
    else value[outer] = { ...(value[outer] as Thing | undefined), [inner.join('.')]: found }
  }
  return value
}

function read(source: Source, name: string, record: unknown, currency: string | null): unknown {
  const told = typeof source === 'string' ? { path: source } : source
  const found = told.path === undefined ? [] : find(told.path, record)
  const as = told.as ?? usual(name)
  if (as === 'list') return found.flat().flatMap((one) => textOf(one) ?? [])
  const first = found[0] ?? told.value
  const word = told.words === undefined ? first : (told.words[textOf(first) ?? ''] ?? first)
  return spell(word, as, currency)
}

type As = NonNullable<Exclude<Source, string>['as']> | 'count' | 'instant' | 'any'

function usual(name: string): As {
  if (name === 'voucherCodes') return 'list'
  if (name.endsWith('Minor')) return 'minor'
  if (name === 'quantity' || name === 'stock') return 'count'
  if (name === 'at' || name === 'updatedAt') return 'instant'
  return name.includes('.') ? 'any' : 'text'
}

function spell(value: unknown, as: As, currency: string | null): unknown {
  if (value === undefined || value === null) return value
  if (as === 'decimal') return minorOf(value, currency ?? 'EUR') ?? value
  if (as === 'minor' || as === 'count') return countOf(value) ?? value
  if (as === 'epoch_seconds' || as === 'epoch_ms') return fromEpoch(value, as === 'epoch_ms' ? 1 : 1000)
  if (as === 'instant') return isoOf(value)
  if (as === 'text') return textOf(value) ?? undefined
  return value
}

function isoOf(value: unknown): unknown {
  const at = instantOf(value)
  if (at === null) return value
  return typeof value === 'string' && /(Z|[+-]\d{2}:\d{2})$/.test(value) ? value : new Date(at).toISOString()
}

function fromEpoch(value: unknown, ms: number): unknown {
  const at = Number(value) * ms
  return Number.isFinite(at) && Math.abs(at) < 8.64e15 ? new Date(at).toISOString() : value
}

function problemOf(makes: string, value: Thing): { path: string; message: string } | null {
  if (makes === 'customer' || makes === 'product') {
    const { updatedAt: _, ...row } = value
    const parsed = (makes === 'customer' ? importRow : productRow).safeParse(row)
    const [issue] = parsed.error?.issues ?? []
    return issue === undefined ? null : { path: issue.path.join('.'), message: issue.message }
  }
  const event = readEvent(value)
  return 'event' in event ? null : { path: event.error.path, message: event.error.message }
}

/** What mappings would make of a sample. 400 for a path that cannot be used; nothing is written. */
export function testMappings(
  asked: { mappings: Mapping[]; sample: unknown; currency?: string | undefined },
  now: number,
): MappingsTested {
  checkMappings(asked.mappings)
  const against = { connectorId: 'con_test', currency: asked.currency ?? null, now }
  const { made, problems } = applyMappings(asked.mappings, asked.sample, against)
  return { would: made.map(({ mapping, makes, value }) => ({ mapping, makes, value })), problems }
}
