// Every page in every language, in a real browser: no violation that axe knows of, nothing too wide for a small phone,
// nothing too large for an old one, and hostile words are only words.
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from '../test-browser.ts'
import { locales } from './locales/all.ts'
import { everyPage } from './test-pages.ts'

const read = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8')
const files = { style: '/style.css', script: '/press.js' }
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; form-action 'self'"
const MOST_BYTES = 60_000
const MOST_STYLE_BYTES = 15_000

let server: Server
let browser: Browser
let page: Page
let origin: string
const shown = new Map(locales.map((locale) => [locale, everyPage(locale, files)]))

beforeAll(async () => {
  server = createServer((req, res) => {
    const [, locale = '', name = ''] = (req.url ?? '').split('/')
    const document = shown.get(locale)?.get(name)
    const type = req.url === files.style ? 'text/css' : req.url === files.script ? 'text/javascript' : 'text/html'
    res.setHeader('content-type', `${type}; charset=utf-8`).setHeader('content-security-policy', policy)
    res.end(document ?? (type === 'text/html' ? '' : read((req.url ?? '').slice(1))))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await openBrowser()
  page = await (await browser.newContext({ reducedMotion: 'reduce', viewport: { width: 320, height: 640 } })).newPage()
})
afterAll(async () => {
  await browser?.close()
  await new Promise((resolve) => server?.close(resolve))
})

interface Violation {
  id: string
  nodes: { html: string; failureSummary?: string }[]
}

async function violations(options: object = {}): Promise<string[]> {
  const found = await page.evaluate(async (options) => {
    const { axe } = window as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } }
    return (await axe.run({ resultTypes: ['violations'], ...options })).violations
  }, options)
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`),
  )
}

/** The next document in the window that knows axe already: reading axe once for each took as long as all its checks. */
async function write(html: string): Promise<void> {
  await page.evaluate((text) => {
    document.open()
    document.write(text)
    document.close()
  }, html)
  await page.waitForFunction(() => document.readyState === 'complete' && document.styleSheets.length > 0)
}

async function openWithAxe(): Promise<void> {
  await page.goto(`${origin}/en/choices`)
  // by way of the debugger, so that the policy of the page stays as it is
  await page.evaluate(axe)
}

test('the style is small, and speaks of sides by their logic', () => {
  const css = read('style.css')
  expect(Buffer.byteLength(css)).toBeLessThanOrEqual(MOST_STYLE_BYTES)
  expect(
    css.match(
      /(margin|padding|border)-(left|right)|text-align:\s*(left|right)|[^-](left|right):|https?:|@import|url\(/g,
    ),
  ).toBeNull()
})

describe.each(locales)('%s', (locale) => {
  const all = [...(shown.get(locale) ?? [])]

  test.each(all)('%s is whole and small', async (name, document) => {
    expect(Buffer.byteLength(document), `bytes of ${name}`).toBeLessThanOrEqual(MOST_BYTES)
    expect(document).not.toMatch(/undefined|\[object|NaN|\{\{|https?:\/\/|<img/)
    const ids = [...document.matchAll(/\bid="([^"]*)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('no page breaks a rule that axe knows, or is wider than the phone', async () => {
    const told: string[] = []
    await openWithAxe()
    for (const [name, html] of all) {
      await write(html)
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      if (wide > 0) told.push(`${name} is ${wide} px too wide`)
      told.push(...(await violations()).map((one) => `${name}: ${one}`))
    }
    expect(told).toEqual([])
  })

  test('everything that can be pressed is large enough, and reached with the tabulator', async () => {
    await page.goto(`${origin}/${locale}/choices`)
    const small = await page.$$eval('a, button, input:not([type=hidden]), select', (all) =>
      all.flatMap((one) => {
        const { width, height } = one.getBoundingClientRect()
        const isInText = one.tagName === 'A' && getComputedStyle(one).display === 'inline'
        return isInText || (width >= 24 && height >= 24) ? [] : [one.outerHTML.slice(0, 120)]
      }),
    )
    expect(small).toEqual([])
    expect(await page.evaluate(() => document.documentElement.dir)).toBe(locale === 'ar' ? 'rtl' : 'ltr')
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(locale)
  })
})

test('a page that breaks a rule would be told of, by day and by night', async () => {
  const html = shown.get('en')?.get('objections') ?? ''
  const dim = (colour: string) => page.$eval('h1', (one, to) => one.style.setProperty('color', to), colour)
  await openWithAxe()
  await write(
    html
      .replace(/<html lang="en"/, '<html')
      .replace('<label', '<span')
      .replace('</label>', '</span>'),
  )
  expect((await violations()).map((one) => one.split(':')[0])).toEqual(['html-has-lang', 'label'])
  for (const [colorScheme, colour] of [
    ['light', '#cccccc'],
    ['dark', '#444444'],
  ] as const) {
    await page.emulateMedia({ colorScheme })
    await write(html)
    await dim(colour)
    const told = await violations({ runOnly: ['color-contrast'] })
    expect([colorScheme, told.map((one) => one.slice(0, 19))]).toEqual([colorScheme, ['color-contrast: <h1']])
  }
  await page.emulateMedia({ colorScheme: 'light' })
})

test('by night, where only the colours differ and no language has its own, they can be told apart as well', async () => {
  const told: string[] = []
  await page.emulateMedia({ colorScheme: 'dark' })
  await openWithAxe()
  const day = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
  expect(day).toBe(true)
  for (const [name, html] of shown.get('en') ?? []) {
    await write(html)
    told.push(...(await violations({ runOnly: ['color-contrast'] })).map((one) => `${name}: ${one}`))
  }
  await page.emulateMedia({ colorScheme: 'light' })
  expect(told).toEqual([])
})

test('what is wrong is told first, focused, and leads to its field', async () => {
  await page.goto(`${origin}/en/entry-wrong`)
  await page.locator('[role=alert]:focus').waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('field-address')
  expect(await page.getAttribute('#field-address', 'aria-invalid')).toBe('true')
})
