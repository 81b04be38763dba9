/** A campaign's whole life in the console, by somebody who has never seen it: from the empty state to the export. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, CDPSession, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildConsole } from '../scripts/build-console.ts'
import { makeClient } from '../scripts/client/call.ts'
import { startServer, type TestServer } from '../server/test-server.ts'
import { campaigns as arCampaigns } from './console/locales/ar/campaigns.ts'
import { compose as arCompose } from './console/locales/ar/compose.ts'
import { campaigns as enCampaigns } from './console/locales/en/campaigns.ts'
import { compose as enCompose } from './console/locales/en/compose.ts'
import { openBrowser } from './test-browser.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8')
const NOON = '2026-03-10T12:00:00Z'
const words = {
  en: { campaigns: enCampaigns, compose: enCompose },
  ar: { campaigns: arCampaigns, compose: arCompose },
}
type Language = keyof typeof words

let browser: Browser
beforeAll(async () => {
  buildConsole()
  browser = await openBrowser()
})
afterAll(() => browser?.close())

let context: BrowserContext
let page: Page
let complaints: string[]

async function open(server: TestServer, language: Language, width: number): Promise<void> {
  complaints = []
  context = await browser.newContext({
    locale: language === 'ar' ? 'ar-EG' : 'en-GB',
    reducedMotion: 'reduce',
    acceptDownloads: true,
    viewport: { width, height: 900 },
  })
  await context.addInitScript((chosen) => {
    // A preview is a frame of its own, which chooses no language.
    if (window === window.top) localStorage.setItem('vouchsafe.language', chosen)
  }, language)
  page = await context.newPage()
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text())
  })
  await page.goto(`${server.url}/console#key=${server.adminKey}`)
}

/** Nothing wider than the screen, and nothing that axe has to say. */
async function looksRight(): Promise<void> {
  const where = new URL(page.url()).pathname
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow, where).toBeLessThanOrEqual(0)
  await page.evaluate(axeSource)
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run: (on: Document, how: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
    const { violations } = await axe.run(document, { runOnly: { type: 'tag', values: tags } })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`)
  })
  expect(found, where).toEqual([])
}

const use = (purpose: string, category: 'contact.email' | 'birthdate') => ({
  purpose,
  channel: 'email' as const,
  category,
})

/** A shop with a notice in force, no campaign, and `people` with a birthday today; two thirds of them agreed to all of it. */
async function furnish({ url, adminKey }: TestServer, purpose: string, people: number): Promise<void> {
  const admin = makeClient(url, adminKey)
  await admin.call('createPurpose', { body: { key: purpose, legalBasis: 'consent', title: 'What we asked for' } })
  const scope = [use(purpose, 'contact.email'), use(purpose, 'birthdate')]
  const { id } = await admin.call('createNotice', {
    body: {
      controller: { name: 'Test shop', address: '1 Street', contact: 'privacy@shop.example' },
      texts: { en: { title: 'Your data', body: 'We use it as you allow.' } },
      scope: scope.map((cell) => ({ ...cell, retentionMonths: 12 })),
    },
  })
  const { version } = await admin.call('publishNotice', { params: { id } })
  for (let n = 0; n < people; n += 1) {
    const reference = `person-${n}`
    const body = { email: `person${n}@shop.example`, birthDate: '--03-10', timeZone: 'UTC' }
    await admin.call('putCustomer', { params: { reference }, body })
    const cells = n % 3 === 0 ? scope.slice(0, 1) : scope
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

const button = (name: string, within: Page | Locator = page) => within.getByRole('button', { name, exact: true })
const dialog = () => page.getByRole('dialog')

/** Each language at each width, and on each engine; what comes afterwards is walked at the two that have nothing in common. */
describe.each([
  { engine: 'sqlite' as const, language: 'en' as const, width: 1440, isWhole: true },
  { engine: 'postgres' as const, language: 'en' as const, width: 390, isWhole: false },
  { engine: 'sqlite' as const, language: 'ar' as const, width: 1440, isWhole: false },
  { engine: 'postgres' as const, language: 'ar' as const, width: 390, isWhole: true },
])('a campaign on $engine, in $language at $width px', ({ engine, language, width, isWhole }) => {
  const { campaigns: c, compose: d } = words[language]
  let server: TestServer
  beforeAll(async () => {
    server = await startServer({ engine, clock: NOON })
    await furnish(server, 'birthday_offers', 30)
  })
  afterAll(() => server?.close())
  beforeEach(() => open(server, language, width))
  afterEach(async () => {
    await context.close()
    expect(complaints).toEqual([])
  })

  test('from the empty state to its export', async () => {
    let actions = 0
    const act = async (where: Locator) => {
      actions += 1
      await where.click()
    }
    await page.getByText(c['first.title']).waitFor()
    expect(await page.evaluate(() => document.documentElement.dir)).toBe(language === 'ar' ? 'rtl' : 'ltr')
    await looksRight()
    await printFigures(language, width)
    await act(page.getByRole('link', { name: c['first.action'] }))
    await page.getByText(c['tour.title']).waitFor()
    await looksRight()
    await act(page.getByRole('link', { name: d['tpl.birthday.title'], exact: true }))
    await page.getByTestId('reach').waitFor()
    await page.getByText(d['check.ready']).waitFor()
    await looksRight()
    await act(button(d['launch.verb']))
    await act(button(d['launch.now'], dialog()))
    await page.getByText(c['tour.done']).waitFor()
    expect(actions).toBeLessThanOrEqual(7)
    console.info(`[figures] from the empty state to a launched birthday campaign: ${actions} actions`)

    await button(c['do.run']).click()
    await button(c['do.run'], dialog()).click()
    await page.getByText(c['run.title'], { exact: true }).waitFor()
    await movesTheBar(server, c['budget.says'].split('{{')[0] ?? '')
    await page.getByRole('table', { name: c['funnel.by.variant'] }).waitFor()
    await looksRight()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      button(c['take.as'].replace('{{kind}}', 'CSV')).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/\.csv$/)
  })

  if (!isWhole) return

  test('afterwards: why somebody got none, a copy, its versions, the archive and back', async () => {
    await page.locator('main li a').first().click()
    await page.getByLabel(c['ask.who']).fill('person-0')
    await page.getByLabel(c['ask.reason']).fill('She called')
    await button(c['ask.verb']).click()
    const category = c['category.birthdate']
    await page.getByText(c['outcome.no_consentOf'].replace('{{category}}', category)).waitFor()

    await page.keyboard.press('Escape')
    await page.locator('h1').click()
    await page.keyboard.press('p')
    await dialog().getByText(c['do.pause.says']).waitFor()
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })

    await button(c['do.copy']).click()
    await page.getByTestId('reach').waitFor()
    await page.getByLabel(d.name, { exact: true }).fill('Second')
    // A reload keeps what was typed.
    await page.reload()
    await page.getByText(d.kept).waitFor()
    expect(await page.getByLabel(d.name, { exact: true }).inputValue()).toBe('Second')
    await button(d.saveDraft).click()
    await page.getByText(d.kept).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: d.backToDraft }).click()
    await page.getByRole('link', { name: c['do.versions'] }).click()
    await page.getByRole('heading', { name: new RegExp(c['versions.changed']) }).waitFor()
    await page.getByRole('cell', { name: 'Second' }).waitFor()
    await looksRight()
    await page.goBack()
    await button(c['do.archive']).click()
    await page.getByText(c['do.archived']).first().waitFor()
    await button(c['do.undo']).click()
    await button(c['do.archive']).waitFor()
  })
})

/** What everybody on the page sees while somebody else redeems a code: nothing is clicked, nothing loaded. */
async function movesTheBar({ url, adminKey }: TestServer, prefix: string): Promise<void> {
  const bar = page.locator(`[role="img"][aria-label^="${prefix}"]`)
  const before = await bar.getAttribute('aria-label')
  const admin = makeClient(url, adminKey)
  const { data } = await admin.call('listVouchers', { query: { campaignId: page.url().split('/').at(-1) ?? '' } })
  const order = { reference: 'order-1', currency: 'EUR', amountMinor: 10_000 }
  // Reserved money becomes spent, and what the order did not need is free again: each alone would move it.
  await admin.call('redeem', { body: { code: data[0]?.code ?? 'none', order } })
  await page.locator(`[role="img"][aria-label^="${prefix}"]:not([aria-label="${before}"])`).waitFor()
}

/** Script of the first load, layout shift, and how long a press takes to be seen on a machine a quarter as fast. */
async function printFigures(language: string, width: number): Promise<void> {
  const script = await page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ name }) => name.endsWith('.js'))
      .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
  )
  const shift = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0
        const observer = new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += (entry as unknown as { value: number }).value
        })
        observer.observe({ type: 'layout-shift', buffered: true })
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)))
      }),
  )
  const devtools: CDPSession = await context.newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  const press = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const target = document.querySelector<HTMLElement>('header button')
        const begun = performance.now()
        target?.focus()
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - begun)))
      }),
  )
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  await devtools.detach()
  console.info(
    `[figures] ${language} at ${width} px: ${(script / 1000).toFixed(0)} kB of script, layout shift ${shift.toFixed(3)}, an interaction with the CPU slowed four times ${press.toFixed(0)} ms`,
  )
}

test('a shop that never asked about birthdays names the purpose and adds it to its notice, within seven actions', async () => {
  const server = await startServer({ engine: 'sqlite', clock: NOON })
  try {
    await furnish(server, 'news', 1)
    await open(server, 'en', 1440)
    const { campaigns: c, compose: d } = words.en
    let actions = 0
    const act = async (where: Locator) => {
      actions += 1
      await where.click()
    }
    await act(page.getByRole('link', { name: c['first.action'] }))
    await act(page.getByRole('link', { name: d['tpl.birthday.title'], exact: true }))
    await act(button(d['who.makePurpose'].replace('{{title}}', d['tpl.birthday.purpose'])))
    await act(button(d['notice.add']))
    await act(button(d['notice.publish'], dialog()))
    await page.getByText(d['check.ready']).waitFor()
    await act(button(d['launch.verb']))
    await act(button(d['launch.now'], dialog()))
    await page.getByText(c['tour.done']).waitFor()
    expect(actions).toBe(7)
    expect(complaints).toEqual([])
  } finally {
    await context?.close()
    await server.close()
  }
})
