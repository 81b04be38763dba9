// A refusal is told in the caller's language where we speak it, whole and with what stands in it; English stays as it was.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Refusal } from '#core/refusal.ts'
import { details as ar } from '#shared/refusal-details/ar.ts'
import { details as sentences } from '#shared/refusal-details/en.ts'
import { details as ru } from '#shared/refusal-details/ru.ts'
import { details as tr } from '#shared/refusal-details/tr.ts'
import { type RefusalCode, refusals } from '#shared/refusals.ts'
import { startServer } from '../test-server.ts'
import { detailIn, languageOf, titleIn } from './refusal-language.ts'

const languages = { ar, ru, tr }
const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort()
const sources = readdirSync(join(import.meta.dirname, '..'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => readFileSync(join(import.meta.dirname, '..', file), 'utf8'))

describe('what a refusal says', () => {
  it('is in the list of sentences as long as somebody says it', () => {
    const code = sources.join('\n')
    expect(sentences.filter((one) => !code.includes(`'${one}'`))).toEqual([])
  })

  it.each(Object.entries(languages))('is said in %s, with every value in it', (language, { texts }) => {
    for (const sentence of sentences) {
      expect([sentence, holes(texts[sentence])]).toEqual([sentence, holes(sentence)])
      expect(texts[sentence].trim()).not.toBe('')
      expect(texts[sentence]).not.toBe(sentence)
    }
    for (const code of Object.keys(refusals) as RefusalCode[]) {
      expect(titleIn(language, code)).not.toBe(refusals[code][1])
    }
  })

  it('says words of ours in the same language, and any other value as it is', () => {
    expect(detailIn('tr', ['The campaign is {{state}}', { state: 'paused' }])).toBe('Kampanyanın durumu: duraklatıldı')
    expect(detailIn('ru', ['This door needs the scope {{scope}}', { scope: 'keys.manage' }])).toContain('keys.manage')
    expect(detailIn('ar', ['{{setting}}', { setting: 'constructor {{setting}}' }])).toContain('constructor {{setting}}')
    const { detail } = new Refusal('voucher.wrong_state', {
      detail: ['The voucher is {{state}}', { state: 'revoked' }],
    })
    expect(detail).toBe('The voucher is revoked')
  })
})

it.each([
  [undefined, 'en'],
  ['', 'en'],
  ['*', 'en'],
  ['de-DE, fr;q=0.9', 'en'],
  ['tr', 'tr'],
  ['ar-EG,en;q=0.5', 'ar'],
  ['en-GB, ru;q=0.9', 'en'],
  ['de, tr;q=0.4, ru;q=0.8', 'ru'],
  ['ru;q=0, tr;q=0.1', 'tr'],
  ['constructor, __proto__', 'en'],
  [`${'x,'.repeat(10_000)}tr`, 'en'],
])('whoever wishes for %j is answered in %s', (wished, language) => {
  expect(languageOf(wished)).toBe(language)
})

it('over HTTP: the same body as ever without a wish, and with one the words and the header of a language', async () => {
  const server = await startServer({ engine: 'sqlite' })
  const ask = async (wished: string, key?: null) => {
    const headers = { 'accept-language': wished, 'x-request-id': 'same' }
    const answer = await server.request('GET', '/v1/campaigns/none', undefined, {
      headers,
      ...(key === null && { key }),
    })
    return { language: answer.headers.get('content-language'), problem: answer.body as Record<string, string> }
  }
  const found = await Promise.all(['*', 'en', 'tr-TR,tr;q=0.9'].map((wished) => ask(wished)))
  expect(found.map(({ language }) => language)).toEqual(['en', 'en', 'tr'])
  const [any, english, turkish] = found.map(({ problem }) => problem)
  expect(any).toMatchObject({ title: 'There is no such campaign', detail: 'There is no such campaign' })
  expect(english).toEqual({ ...any, requestId: english?.requestId })
  const title = titleIn('tr', 'campaign.not_found')
  expect(turkish).toEqual({ ...any, title, detail: title, requestId: turkish?.requestId })
  const { problem } = await ask('ru', null)
  expect(problem.detail).toBe(ru.texts['Send Authorization: Bearer <key>'])
  await server.close()
})
