/** The console in a real browser against the real server: from the key to a launched campaign whose budget moves. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildConsole } from '../scripts/build-console.ts'
import { makeClient } from '../scripts/client/call.ts'
import { startServer, type TestServer } from '../server/test-server.ts'
import { openBrowser } from './test-browser.ts'

const NOON = '2026-03-10T12:00:00Z'
const PURPOSE = 'birthday_offers'
const use = (category: 'contact.email' | 'birthdate') => ({ purpose: PURPOSE, channel: 'email' as const, category })

let server: TestServer
let browser: Browser
let context: BrowserContext
let page: Page
let strangers: string[]
let complaints: string[]

beforeAll(async () => {
  buildConsole()
  server = await startServer({ engine: 'sqlite', clock: NOON })
  browser = await openBrowser()
  await furnish(server)
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

beforeEach(async () => {
  strangers = []
  complaints = []
  context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce', acceptDownloads: true })
  page = await context.newPage()
  const own = new URL(server.url).origin
  context.on('request', (request) => {
    if (new URL(request.url()).origin !== own && !request.url().startsWith('blob:')) strangers.push(request.url())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    // A refused request is logged by the browser itself; the pages have to deal with it, not to hide it.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text())
  })
})
afterEach(async () => {
  const cookies = await context.cookies()
  const inPage = await page.evaluate(() => document.cookie)
  await context.close()
  expect({ strangers, cookies, inPage, complaints }).toEqual({ strangers: [], cookies: [], inPage: '', complaints: [] })
})

/** Thirty people with a birthday today: twenty agreed to all of it, ten to mail alone. */
async function furnish({ url, adminKey }: TestServer): Promise<void> {
  const admin = makeClient(url, adminKey)
  await admin.call('createPurpose', { body: { key: PURPOSE, legalBasis: 'consent', title: 'Birthday offers' } })
  const { id } = await admin.call('createNotice', {
    body: {
      controller: { name: 'Test shop', address: '1 Street', contact: 'privacy@shop.example' },
      texts: { en: { title: 'Your data', body: 'We use it as you allow.' } },
      scope: [use('contact.email'), use('birthdate')].map((cell) => ({ ...cell, retentionMonths: 12 })),
    },
  })
  const { version } = await admin.call('publishNotice', { params: { id } })
  for (let n = 0; n < 30; n++) {
    const reference = `person-${n}`
    await admin.call('putCustomer', {
      params: { reference },
      body: { email: `person${n}@shop.example`, birthDate: '--03-10', timeZone: 'UTC' },
    })
    const cells = n < 20 ? [use('contact.email'), use('birthdate')] : [use('contact.email')]
    await admin.call('recordConsents', {
      body: {
        customerReference: reference,
        noticeVersion: version,
        locale: 'en',
        method: 'form',
        contactVerified: true,
        decisions: cells.map((cell) => ({ ...cell, decision: 'grant' as const })),
      },
    })
  }
}

const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name })
const signedInAt = (path: string) => page.goto(`${server.url}${path}#key=${server.adminKey}`)
const bar = () => page.getByRole('img', { name: /^Budget with/ })

describe('signing in', () => {
  test('by keyboard alone, from a wrong key to the skip link', async () => {
    await page.goto(`${server.url}/`)
    await heading('Sign in').waitFor()
    expect(new URL(page.url()).pathname).toBe('/console/sign-in')
    await page.getByRole('link', { name: 'Sign in with an API key' }).focus()
    await page.keyboard.press('Enter')
    await page.getByLabel('API key').first().waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('Paste your key here first.').waitFor()
    await page.keyboard.type('vsk_this_is_not_a_key')
    await page.keyboard.press('Enter')
    await page.getByText(/not known here.*ask an admin/).waitFor()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type(server.adminKey)
    await page.keyboard.press('Enter')
    await heading('Campaigns').waitFor()
    await page.getByText('Your first campaign is a few words away').waitFor()
    const kept = await page.evaluate(() => ({
      session: Object.values({ ...sessionStorage }),
      local: Object.values({ ...localStorage }),
    }))
    expect(kept.session).toEqual([server.adminKey])
    expect(kept.local).not.toContain(server.adminKey)
    await page.reload()
    await heading('Campaigns').waitFor()
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content')
  })

  test('a ready sign-in leaves the address bar at once, and signing out forgets it', async () => {
    await signedInAt('/console/campaigns/new')
    await heading('New campaign').waitFor()
    expect(page.url()).toBe(`${server.url}/console/campaigns/new`)
    await page.getByRole('button', { name: /^Signed in as/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await heading('Sign in').waitFor()
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
  })

  test('a revoked key ends the session and says so', async () => {
    const admin = makeClient(server.url, server.adminKey)
    const { id, key } = await admin.call('createApiKey', { body: { name: 'for a minute', roles: ['marketer'] } })
    await page.goto(`${server.url}/console#key=${key}`)
    await heading('Campaigns').waitFor()
    await admin.call('revokeApiKey', { params: { id } })
    await page.reload()
    await page.getByText('You were signed out').waitFor()
  })
})

describe('a campaign', () => {
  test('from a template to a launch, a run, a redemption and its report', async () => {
    await signedInAt('/console')
    await page.getByRole('link', { name: 'Choose a template' }).click()
    await page.getByRole('link', { name: 'Birthday' }).click()
    await heading('New campaign: birthday').waitFor()
    await page.getByText('20 of 30 reachable').first().waitFor()
    expect(await page.getByTestId('reach').textContent()).toBe(
      '20 of 30 reachable; 10 have not allowed their birth date.',
    )
    const needs = page.getByRole('list', { name: 'Consents needed' })
    expect(await needs.getByRole('listitem').count()).toBe(2)
    expect(await needs.textContent()).not.toContain('does not ask')

    // Narrowing by orders reads one more category: the chips show it before anything is sent.
    await page.getByRole('button', { name: 'Add a condition' }).click()
    await page.getByRole('combobox', { name: 'What is asked' }).selectOption('orders.count')
    await page.getByRole('textbox', { name: 'Number of orders: value' }).fill('2')
    await needs.getByText('your notice does not ask for this yet').waitFor()
    await page.getByRole('button', { name: 'Remove: Number of orders' }).click()
    await page.getByText('20 of 30 reachable').first().waitFor()

    await page.getByLabel('Name', { exact: true }).fill('Birthday 2026')
    await page.getByRole('textbox', { name: 'Holdout in percent' }).fill('0')
    await page.getByRole('button', { name: 'Save draft' }).click()
    await page.getByText(/Draft saved at/).waitFor()
    expect(page.url()).toMatch(/\/console\/campaigns\/cmp_\w+\/edit$/)
    await page.getByRole('button', { name: 'Launch', exact: true }).click()
    await page.getByRole('button', { name: 'Launch now' }).click()
    await heading('Birthday 2026').waitFor()
    await page.getByText('The campaign is live', { exact: true }).waitFor()
    await bar().waitFor()
    expect(await bar().getAttribute('aria-label')).toContain('a limit of €1,000: €0 spent')

    await page.getByRole('button', { name: 'Run now' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Run now' }).click()
    await page
      .getByText(/^20 vouchers were issued/)
      .first()
      .waitFor()

    await redeemOneOf(page.url().split('/').at(-1) ?? '')
    // Nothing is clicked or loaded: the stream moves the bar.
    await page.getByRole('img', { name: /^Budget with a limit of €1,000: (?!€0 spent)/ }).waitFor()

    await readTheReport()
    await page.getByRole('link', { name: 'Campaigns', exact: true }).first().click()
    await page.getByText('1 campaign', { exact: true }).waitFor()
    await bar().waitFor()
  })

  async function redeemOneOf(campaignId: string): Promise<void> {
    const admin = makeClient(server.url, server.adminKey)
    const { data } = await admin.call('listVouchers', { query: { campaignId } })
    const order = { reference: 'order-1', currency: 'EUR', amountMinor: 10_000 }
    await admin.call('redeem', { body: { code: data[0]?.code ?? 'none', order } })
  }

  async function readTheReport(): Promise<void> {
    const chart = page.getByRole('img', { name: /^Bar chart of the funnel by variant/ })
    await chart.waitFor()
    await chart.locator('svg').first().waitFor()
    const table = page.getByRole('table', { name: 'Funnel by variant' })
    const foot = table.getByRole('row', { name: /^All/ })
    await foot.getByText('€', { exact: false }).waitFor()
    const cells = await foot.getByRole('cell').allTextContents()
    expect({ assigned: cells[0], issued: cells[2], redeemed: cells[5] }).toEqual({
      assigned: '20',
      issued: '20',
      redeemed: '1',
    })
    await page.getByRole('radiogroup', { name: 'Show the funnel by' }).getByText('Day', { exact: true }).click()
    await page.getByRole('table', { name: 'Funnel by day' }).getByText('10 Mar 2026').waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download as CSV' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('birthday-2026-by-day.csv')
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click()
    await page.getByRole('button', { name: 'Resume' }).waitFor()
    const run = page.getByRole('button', { name: 'Run now' })
    expect(await run.getAttribute('aria-disabled')).toBe('true')
    const why = await run.getAttribute('aria-describedby')
    expect(await page.locator(`[id="${why}"]`).textContent()).toContain('Resume it first')
  }

  test('that cannot be launched says every reason at once, each at its place', async () => {
    await signedInAt('/console/campaigns/new/birthday')
    await page.getByText('20 of 30 reachable').first().waitFor()
    await page.getByRole('textbox', { name: 'Variant 1: share in percent' }).fill('30')
    await page.getByRole('button', { name: 'Add a condition' }).click()
    await page.getByRole('combobox', { name: 'What is asked' }).selectOption('orders.count')
    await page.getByRole('textbox', { name: 'Number of orders: value' }).fill('2')
    await page.getByRole('textbox', { name: /^Budget limit/ }).fill('')
    await page.getByRole('textbox', { name: 'Text', exact: true }).fill('Hello {{who.knows}}')
    await page.getByRole('button', { name: 'Launch', exact: true }).click()
    await page.getByRole('button', { name: 'Launch now' }).click()
    const summary = page.getByRole('alert', { name: 'This campaign cannot be launched yet' })
    await summary.waitFor()
    const reasons = await summary.getByRole('listitem').allTextContents()
    for (const part of ['For whom', 'Variants and holdout', 'Budget', 'Message']) {
      expect(reasons.some((reason) => reason.startsWith(part))).toBe(true)
    }
    expect(await summary.evaluate((box) => box === document.activeElement)).toBe(true)
    await summary.getByRole('button', { name: 'Message' }).click()
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('field-message-en-text')
  })

  test('is only read by an analyst, who is told why', async () => {
    const admin = makeClient(server.url, server.adminKey)
    const { key } = await admin.call('createApiKey', { body: { name: 'Ann', roles: ['analyst'] } })
    await page.goto(`${server.url}/console#key=${key}`)
    await page.getByRole('link', { name: 'Birthday 2026' }).click()
    await heading('Birthday 2026').waitFor()
    await page.getByText('Every 10 s').waitFor()
    const end = page.getByRole('button', { name: 'End', exact: true })
    expect(await end.getAttribute('aria-disabled')).toBe('true')
    await page.getByRole('button', { name: 'Resume' }).focus()
    await page.keyboard.press('Tab')
    await page
      .getByRole('tooltip')
      .getByText(/takes the role admin or marketer/)
      .waitFor()
  })

  test('name that means harm is only text', async () => {
    const admin = makeClient(server.url, server.adminKey)
    const name = '<img src=x onerror=alert(1)>‮evil'
    const { data } = await admin.call('listCampaigns')
    const first = data[0]
    if (first === undefined) throw new Error('no campaign')
    await admin.call('patchCampaign', { params: { id: first.id }, body: { name } })
    await signedInAt(`/console/campaigns/${first.id}`)
    await page.getByRole('heading', { level: 1 }).getByText('onerror').waitFor()
    expect(await page.locator('img[src="x"]').count()).toBe(0)
  })
})

test('the pages keep within the screen of a phone, from right to left too', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(server.url)
  await page.evaluate(() => localStorage.setItem('vouchsafe.language', 'ar'))
  for (const path of ['/console', '/console/campaigns/new', '/console/campaigns/new/abandoned-cart']) {
    await signedInAt(path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow, path).toBeLessThanOrEqual(0)
    await page.goto('about:blank')
  }
  await page.goto(server.url)
})
