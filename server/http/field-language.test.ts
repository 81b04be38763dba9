// What is said of a single field is said in the caller's language: every message that the doors' shapes give, and every one of our own.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { refuseUrl } from '#core/outside.ts'
import { doors } from '#shared/api.ts'
import { fieldMessages as ar } from '#shared/field-messages/ar.ts'
import { fieldMessages as sentences } from '#shared/field-messages/en.ts'
import { fieldMessages as ru } from '#shared/field-messages/ru.ts'
import { fieldMessages as tr } from '#shared/field-messages/tr.ts'
import { startServer } from '../test-server.ts'
import { messageIn } from './field-language.ts'
import { fieldErrors } from './problem.ts'

const languages = { ar, ru, tr }
const root = join(import.meta.dirname, '../..')
const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort()
/** Settings and the vendor's words are no fields. */
const isOther = /\/(compat|acceptance)\/|config[a-z-]*\.ts$/

function untold(messages: Iterable<string>): string[] {
  const all = [...messages]
  return Object.keys(languages).flatMap((language) =>
    all.filter((message) => messageIn(language, message) === message).map((message) => `${language}: ${message}`),
  )
}

describe('what is said of a field', () => {
  it.each(Object.entries(languages))('is said in %s, with the values of its sentence', (language, { texts }) => {
    for (const sentence of sentences) {
      const text = texts[sentence]
      // A limit says its kind by itself, and nobody misses it where something is left blank.
      const wanted = holes(sentence).filter((name) => name !== 'type' || holes(text).includes('type'))
      expect([sentence, holes(text)]).toEqual([sentence, wanted])
      expect(text.trim()).not.toBe('')
      const filled = sentence.replace(/\{\{(\w+)\}\}/g, (_, name: string) => `$& ${name} 7`)
      expect(messageIn(language, filled)).not.toBe(filled)
    }
  })

  it('holds for whatever the shape of a door may find wrong', () => {
    const told = new Set<string>()
    for (const door of Object.values(doors)) {
      for (const part of ['params', 'query', 'body'] as const) {
        const shape = (door as Partial<Record<typeof part, z.ZodType>>)[part]
        if (shape === undefined) continue
        const asJson = z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }) as Shape
        for (const value of wrongOnes(asJson, 0)) {
          const { error } = shape.safeParse(value)
          for (const { message } of error === undefined ? [] : fieldErrors(error)) told.add(message)
        }
      }
    }
    expect(told.size).toBeGreaterThan(150)
    expect(untold(told)).toEqual([])
  })

  it('holds for every message of our own, and each sentence is said by somebody', () => {
    const files = ['server', 'shared/contracts'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(root, folder, file)),
    )
    const sources = files
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !isOther.test(file))
      .map((file) => readFileSync(file, 'utf8'))
    const messages = sources.flatMap((source) =>
      [
        ...source.matchAll(/\bmessage(?::| =) (?:'([^'\n]+)'|`([^`\n]+)`)/g),
        ...source.matchAll(/\b(?:missing|invalid|unusable|refuseOther)\((?:'[\w.]+', )?(?:'([^'\n]+)'|`([^`\n]+)`)\)/g),
        ...source.matchAll(/(?:, |error: |\n\s+)'((?:must|names|needs|has) [^'\n]+)'\s*[,)]/g),
        ...source.matchAll(/\.refine\((?:[^'\n]*|\n[^']*), '([^'\n]+)',?\s*\)/g),
      ].flatMap(([, plain, open]) => plain ?? open ?? []),
    )
    expect(messages.length).toBeGreaterThan(60)
    const filled = messages.map((one) => one.replace(/\$\{[^}]*\}/g, '7')).filter((one) => /[a-z]/i.test(one))
    expect(untold(new Set(filled))).toEqual([])
    const code = sources.join('\n').replace(/\$\{[^}]*\}/g, '{{}}')
    const ours = sentences.filter(
      (one) =>
        !/^(?:Invalid |Too |url|not.https|address.refused|more than|deeper|Nobody knows |\{\{path\}\}: )/.test(one),
    )
    expect(ours.filter((one) => !code.includes(one.replace(/\{\{\w+\}\}/g, '{{}}')))).toEqual([])
  })

  it('holds for addresses that calls may not go to', () => {
    const house = { config: { outsideAllow: [] } }
    const refused = ['nowhere', 'ftp://shop.example/', 'http://shop.example/', 'https://10.0.0.1/', 'http://10.0.0.1/']
    const told = refused.map((url) => refuseUrl(house, url) ?? url)
    expect(new Set(told).size).toBe(3)
    expect(untold([...told, ...told.map((one) => one.replaceAll('_', ' '))])).toEqual([])
  })

  it('keeps values as they are, and leaves alone what is no sentence of ours', () => {
    expect(messageIn('ru', 'Too big: expected string to have <=200 characters')).toBe('Знаков не больше 200')
    expect(messageIn('tr', 'must be a number')).toBe('Buraya gereken: sayı')
    expect(messageIn('ar', 'needs the scope keys.manage')).toContain('keys.manage')
    expect(messageIn('tr', '$& takes {{field}}')).toBe('$& şunları alır: {{field}}')
    for (const other of ['newsletter', 'constructor', '', `is no field ${'x'.repeat(5000)}`])
      expect(messageIn('ru', other)).toBe(other)
    expect(messageIn('en', 'is unknown')).toBe('is unknown')
    expect(messageIn('constructor', 'is unknown')).toBe('is unknown')
  })
})

it('over HTTP: every field of a refusal in the language that was asked for, and as ever without one', async () => {
  const server = await startServer({ engine: 'sqlite' })
  const ask = async (headers: Record<string, string>) => {
    const { body } = await server.request('POST', '/v1/api-keys', { name: '', roles: ['chef'], more: 1 }, { headers })
    return (body as { errors: { path: string; message: string }[] }).errors
  }
  const plain = await ask({})
  expect(plain).toContainEqual({ path: 'more', message: 'is not a known field' })
  expect(await ask({ 'accept-language': 'en' })).toEqual(plain)
  const turkish = await ask({ 'accept-language': 'tr' })
  expect(turkish).toEqual(plain.map(({ path, message }) => ({ path, message: messageIn('tr', message) })))
  expect(turkish).toContainEqual({ path: 'name', message: 'Burası boş olamaz.' })
  await server.close()
})

it('over HTTP: the lines of a file that were left out, and events, in the language of whoever asks', async () => {
  const server = await startServer({ engine: 'sqlite' })
  const csv = 'reference,email,birthDate\nc-1,no address,\nc-2,,some day\nc-3\n'
  const told = ['must be an e-mail address', 'is no day', 'has 1 cells under 3 column names']
  const headers = (language: string) => ({ 'accept-language': language, 'content-type': 'text/csv' })
  const columns = { birthDate: { field: 'birthDate', as: 'day_mdy' } }
  const begun = await server.request('POST', '/v1/imports', { kind: 'customers', columns })
  const path = `/v1/imports/${(begun.body as { id: string }).id}`
  await server.request('POST', `${path}/rows`, csv, { headers: headers('ru') })
  for (const language of ['en', 'ru', 'ar', 'tr']) {
    const said = told.map((message) => messageIn(language, message))
    const first = await server.request('GET', `${path}/lines?limit=2`, undefined, { headers: headers(language) })
    const { data, nextCursor } = first.body as {
      data: { line: number; path: string; message: string }[]
      nextCursor: string
    }
    expect(data).toEqual([
      { line: 2, code: 'request.invalid', path: 'email', message: said[0] },
      { line: 3, code: 'request.invalid', path: 'birthDate', message: said[1] },
    ])
    const rest = await server.request('GET', `${path}/lines?cursor=${nextCursor}`, undefined, {
      headers: headers(language),
    })
    expect(rest.body).toMatchObject({ data: [{ line: 4, message: said[2] }], nextCursor: null })
    const file = await server.request('GET', `${path}/errors`, undefined, { headers: headers(language) })
    expect(parse(file.text)).toEqual([
      ['line', 'code', 'path', 'message'],
      ...data.map(({ line, path: column, message }) => [`${line}`, 'request.invalid', column, message]),
      ['4', 'request.malformed', '', said[2]],
    ])
    const dry = await server.request('POST', '/v1/customers/import?dryRun=true', csv, { headers: headers(language) })
    expect(dry.body).toMatchObject({
      errors: [{ line: 2, message: said[0] }, { line: 3 }, { line: 4, message: said[2] }],
    })
    const event = { id: 'e', type: 'hat.tipped', at: '2026-01-01T00:00:00Z' }
    const events = await server.request('POST', '/v1/events', event, { headers: { 'accept-language': language } })
    expect(events.body).toMatchObject({ errors: [{ message: messageIn(language, 'must be one of the known types') }] })
  }
  await server.close()
})

interface Shape {
  type?: string
  properties?: Record<string, Shape>
  items?: Shape
  anyOf?: Shape[]
  oneOf?: Shape[]
  allOf?: Shape[]
  const?: unknown
  enum?: unknown[]
}

const nothing = [undefined, null, '', -1, 1.5, 1e15, Number.NaN, true, [], {}, { x: 1 }, [{}], 'nö']
const tooMuch = ['x'.repeat(40_000), ['x'.repeat(500)], Array(3000).fill('a')]

function* wrongOnes(shape: Shape, depth: number): Generator<unknown> {
  if (depth > 5) return
  yield* nothing
  yield* tooMuch
  for (const one of branches(shape)) yield* wrongOnes(one, depth + 1)
  const whole = sample(shape) as object
  for (const [name, inner] of Object.entries(shape.properties ?? {}))
    for (const wrong of wrongOnes(inner, depth + 1)) yield { ...whole, [name]: wrong }
  if (shape.items !== undefined) for (const wrong of wrongOnes(shape.items, depth + 1)) yield [wrong]
}

const branches = ({ anyOf = [], oneOf = [], allOf = [] }: Shape) => [...anyOf, ...oneOf, ...allOf]

/** Something like what the shape asks for, so that what is wrong in it is met. */
function sample(shape: Shape): unknown {
  if (shape.const !== undefined) return shape.const
  if (shape.enum !== undefined) return shape.enum[0]
  const [branch] = branches(shape)
  if (branch !== undefined) return sample(branch)
  if (shape.properties !== undefined)
    return Object.fromEntries(Object.entries(shape.properties).map(([name, inner]) => [name, sample(inner)]))
  if (shape.type === 'array') return [sample(shape.items ?? {})]
  if (shape.type === 'integer' || shape.type === 'number') return 1
  return shape.type === 'boolean' ? true : shape.type === 'object' ? {} : 'x'
}
