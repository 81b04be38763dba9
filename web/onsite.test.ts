// The on-site element in a real browser, on a page of another origin with a strict policy: it shows the voucher, copies nothing
// without being asked, keeps nothing, and asks nobody but us.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SignJWT } from 'jose'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, cellsOf, decide, issue, launchCampaign, openWithNotice, putCustomer } from '../server/acceptance/shop.ts'
import { startServer, type TestServer } from '../server/test-server.ts'
import { openBrowser } from './test-browser.ts'

let shop: Server
let shopUrl = ''
let server: TestServer
let browser: Browser
let token = ''
let code = ''

beforeAll(async () => {
  shop = createServer((req, res) => {
    if (req.url === '/favicon.ico') return void res.writeHead(204).end()
    // Nothing of the page's own may run or be styled inline; from us, one script and one address to ask.
    const policy = `default-src 'none'; script-src ${server.url}; connect-src ${server.url}; style-src 'none'`
    res.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
    const layout = new URL(req.url ?? '/', shopUrl).searchParams.get('layout') ?? 'card'
    res.end(`<!doctype html><html lang="en"><head><title>Shop</title>
      <script type="module" src="${server.url}/onsite/vouchsafe-offer.js"></script></head>
      <body><h1>Our shop</h1><vouchsafe-offer layout="${layout}" token="${token}"></vouchsafe-offer></body></html>`)
  })
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve))
  shopUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`
  server = await startServer({ engine: 'sqlite', env: { ONSITE_ORIGINS: shopUrl } })
  const cells = cellsOf(['offers'], ['onsite'], ['contact.account', 'name'])
  const version = await openWithNotice(server, cells)
  await putCustomer(server, 'ada', { givenName: 'Ada', locale: 'ar' })
  await decide(server, 'ada', version, cells)
  const message = {
    ar: { subject: 'قسيمة لك، {{customer.givenName}}', text: '<img src=x onerror=alert(1)> خصم على طلبك' },
  }
  const campaignId = await launchCampaign(server, { purpose: 'offers', message })
  code = (await issue(server, campaignId, 'ada', 'first')).code
  const { secret } = await call(server, 'onsiteKey')
  token = await new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('ada')
    .setAudience('vouchsafe:onsite')
    .setExpirationTime('5m')
    .sign(new TextEncoder().encode(secret))
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
  shop?.close()
})

async function visit(path: string) {
  const context = await browser.newContext()
  const page = await context.newPage()
  const troubles: string[] = []
  const asked: string[] = []
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()))
  page.on('pageerror', (error) => troubles.push(String(error)))
  page.on('request', (request) => asked.push(new URL(request.url()).origin))
  await page.goto(`${shopUrl}${path}`)
  return { context, page, troubles, asked }
}

test.each(['card', 'banner', 'popup', 'chat'])(
  'shows the open voucher as a %s on a foreign page with a strict policy',
  async (layout) => {
    const { context, page, troubles, asked } = await visit(`/?layout=${layout}`)
    const element = page.locator('vouchsafe-offer')
    await element.locator('code').waitFor()
    expect(await element.locator('code').textContent()).toBe(code)
    expect(await element.locator('li').getAttribute('dir')).toBe('rtl')
    expect(await element.locator('h3').textContent()).toBe('قسيمة لك، Ada')
    // What a message says is text.
    expect(await element.locator('img').count()).toBe(0)
    expect(await element.locator('p').textContent()).toContain('<img src=x')
    expect(troubles).toEqual([])
    expect(new Set(asked)).toEqual(new Set([shopUrl, server.url]))
    expect(await context.cookies()).toEqual([])
    expect(await page.evaluate('localStorage.length + sessionStorage.length')).toBe(0)
    expect((await context.storageState()).origins).toEqual([])
    if (layout === 'popup' || layout === 'chat') {
      await element.getByRole('button', { name: 'إغلاق' }).click()
      expect(await element.isVisible()).toBe(false)
    }
    await context.close()
  },
)

test('shows nothing on an origin that is not on the list', async () => {
  const { context, page } = await visit('/')
  const strange = shopUrl.replace('127.0.0.1', 'localhost')
  const failed = page.waitForEvent('console', (message) => message.text().includes('CORS'))
  await page.goto(strange)
  await failed
  expect(await page.locator('vouchsafe-offer').isVisible()).toBe(false)
  await context.close()
})
