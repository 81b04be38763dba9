/** What readers are shown is true: the tutorial runs, its examples stand in the OpenAPI document, every problem has its page, and the
 * reference shows itself from our own files. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exampleOf, type Known, sample, tutorial } from '#shared/examples.ts'
import { refusals } from '#shared/refusals.ts'
import { openBrowser } from '../../web/test-browser.ts'
import { guides } from '../http/docs/guides.ts'
import { startServer, type TestServer } from '../test-server.ts'
import { ask } from './shop.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8')

let server: TestServer
let browser: Browser
beforeAll(async () => {
  server = await startServer({ engine: 'sqlite' })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

test('the tutorial goes from nothing to the first redeemed voucher', async () => {
  const known: Known = { ...sample }
  const said = new Map<string, unknown>()
  for (const step of tutorial) {
    const answer = await ask(server, step.door, step.ask(known) as object)
    expect([step.door, Math.floor(answer.status / 100), answer.text.slice(0, 400)]).toEqual([
      step.door,
      2,
      expect.anything(),
    ])
    Object.assign(known, step.learn?.(answer.body as never))
    said.set(step.door, answer.body)
  }
  expect(said.get('runCampaign')).toMatchObject({ issued: 1 })
  expect(said.get('redeem')).toMatchObject({ discountMinor: 499, currency: 'EUR' })
  expect(said.get('campaignReport')).toMatchObject({ budget: { spentMinor: 499 } })
  const page = (await server.request('GET', '/docs/tutorial')).text
  for (const { why } of tutorial) expect(page).toContain(why)
})

interface Shown {
  requestBody?: { content: { 'application/json'?: { example?: unknown } } }
}

test('the examples of the document are those of the tutorial, and each fits its own shape', async () => {
  const { paths } = (await server.request('GET', '/openapi.json')).body as {
    paths: Record<string, Record<string, Shown>>
  }
  const shown = Object.values(paths).flatMap((path) =>
    Object.values(path).flatMap((operation) => operation.requestBody?.content['application/json']?.example ?? []),
  )
  const wanted = tutorial.map(({ door }) => exampleOf(door)).filter((body) => body !== undefined)
  expect(shown).toHaveLength(wanted.length)
  expect(shown).toEqual(expect.arrayContaining(wanted))
})

test('every problem has a page at its type, and no page has a script of its own', async () => {
  for (const code of Object.keys(refusals)) {
    const page = await server.request('GET', `/problems/${code}`)
    expect([code, page.status]).toEqual([code, 200])
    expect(page.text).toContain('What to do next')
    expect(page.text).not.toContain('<script')
  }
  expect((await server.request('GET', '/problems/no.such')).status).toBe(404)
  for (const path of ['/problems', '/docs/webhooks', '/docs/tutorial'])
    expect((await server.request('GET', path)).status).toBe(200)
})

test('the reference opens in a browser from our own files alone', async () => {
  const page = await browser.newPage()
  const elsewhere: string[] = []
  const broken: string[] = []
  page.on('console', (said) => {
    if (/validation error/i.test(said.text())) broken.push(said.text())
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url) && !/^(data|blob):/.test(request.url())) elsewhere.push(request.url())
  })
  page.on('pageerror', (error) => broken.push(error.message))
  await page.goto(`${server.url}/docs`)
  await page.getByRole('heading', { name: 'Vouchsafe' }).first().waitFor()
  await page.getByText('/readyz').first().waitFor()
  expect([elsewhere, broken]).toEqual([[], []])
  await page.close()
})

test('the guides open from their list, fit a narrow screen, and axe has nothing to say', async () => {
  const page = await browser.newPage({ viewport: { width: 360, height: 740 } })
  const looked: unknown[] = []
  for (const path of ['guides', ...Object.keys(guides), 'tutorial', 'webhooks'].map((name) => `/docs/${name}`)) {
    await page.goto(`${server.url}${path}`)
    if (path === '/docs/guides')
      for (const name of Object.keys(guides)) expect(await page.locator(`main a[href="/docs/${name}"]`).count()).toBe(1)
    await page.evaluate(axeSource)
    const violations = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
      }
      return (await axe.run()).violations.map(({ id, nodes }) => [id, nodes[0]?.html])
    })
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    looked.push({ path, violations, wider })
    expect(looked.at(-1)).toEqual({ path, violations: [], wider: 0 })
  }
  await page.close()
})
