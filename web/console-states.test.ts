/** The states of every page of the console, by its own list: what is open or chosen stands in the address and is there again after
 * a reload, bars wait in the place of what is fetched, and what a figure means is found by mouse, keyboard and finger. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildConsole } from '../scripts/build-console.ts'
import { startServer, type TestServer } from '../server/test-server.ts'
import { pages } from './console/page-list.ts'
import { openBrowser } from './test-browser.ts'
import { TODAY } from './test-delivery-shop.ts'
import { furnishPages, type PageShop } from './test-page-shop.ts'
import { to, visit } from './test-visit.ts'

let server: TestServer
let browser: Browser
let shop: PageShop

beforeAll(async () => {
  buildConsole()
  server = await startServer({ engine: 'sqlite', clock: TODAY })
  browser = await openBrowser()
  shop = await furnishPages(server)
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

interface State {
  /** What leads to it. */
  press: (page: Page) => Promise<unknown>
  /** What is seen then. */
  seen: (page: Page) => ReturnType<Page['locator']>
  at?: () => string
}

const dialog = (button: string, at?: () => string): State => ({
  press: (page) => page.getByRole('button', { name: button, exact: true }).first().click(),
  seen: (page) => page.getByRole('dialog').filter({ hasText: /./ }),
  ...(at && { at }),
})
const radio = (name: string): State => ({
  press: (page) => page.locator(`main input[type=radio] + label:has-text("${name}")`).first().click(),
  seen: (page) => page.locator(`main input[type=radio]:checked + label:has-text("${name}")`),
})
const native = (value: string): State => ({
  press: (page) => page.locator(`main select:has(option[value="${value}"])`).first().selectOption(value),
  seen: (page) => page.locator(`main select:has(option[value="${value}"]:checked)`).first(),
})
const choice = (label: string, option: string): State => ({
  press: async (page) => {
    await page.getByRole('combobox', { name: label, exact: true }).first().click()
    await page.getByRole('option', { name: option, exact: true }).click()
  },
  seen: (page) => page.locator(`main input[value="${option}"]`).first(),
})
const number = (label: string, value: string): State => ({
  press: (page) => page.getByRole('main').getByLabel(label, { exact: true }).fill(value),
  seen: (page) => page.locator(`main input[value="${value}"]`).first(),
})
const nothing: State[] = []

/** By the page's path; identifiers of people and codes never stand in an address, so what was found by them is not here. */
const states: Record<string, State[]> = {
  '': [radio('Draft')],
  'campaigns/new': nothing,
  'campaigns/new/:template': [dialog('Launch')],
  'campaigns/:id/edit': [dialog('Launch')],
  'campaigns/approvals': nothing,
  'campaigns/:id/versions': [number('with version', '7')],
  'campaigns/:id': [dialog('Pause'), dialog('End'), radio('Day'), native('country')],
  reports: nothing,
  'reports/:hash': nothing,
  experiments: nothing,
  'experiments/:hash': nothing,
  vouchers: [dialog('Revoke all that fit …'), choice('State', 'Expired'), radio('Order')],
  'vouchers/:id': [dialog('Extend', () => shop.unused), dialog('Revoke', () => shop.unused)],
  'voucher-actions': nothing,
  customers: [radio('E-mail')],
  // behind a reason that is asked for anew
  'customers/:id': nothing,
  people: nothing,
  keys: [dialog('Revoke: The till')],
  audit: nothing,
  settings: nothing,
  account: nothing,
  channels: [dialog('Send all of them again'), choice('Channel', 'Text message')],
  connectors: [dialog('Connect a system')],
  'connectors/:id': [dialog('Close the connection')],
  imports: [
    { press: dialog('Bring in a file').press, seen: (page) => page.getByRole('combobox', { name: 'What it holds' }) },
  ],
  'imports/:id': nothing,
  webhooks: [dialog('Add a webhook')],
  'webhooks/:id': [dialog('Remove it')],
  'campaigns/:id/dry-run': nothing,
  privacy: nothing,
  'privacy/new': nothing,
  'privacy/notices/:id': [dialog('Publish', () => shop.draftNotice)],
  'privacy/requests': [dialog('Answer'), choice('State', 'Open')],
  'privacy/attributes': nothing,
  'privacy/days-off': nothing,
  'privacy/register': nothing,
  'privacy/looks': nothing,
  'privacy/ledger': nothing,
  '*': nothing,
}

test('every page of the list says what can be opened on it', () => {
  expect(Object.keys(states).sort()).toEqual(pages.map(({ path }) => path).sort())
})

test('what is opened or chosen is in the address, and there again after a reload', () =>
  visit({ server, browser }, {}, async ({ page }) => {
    for (const [path, each] of Object.entries(states)) {
      for (const { press, seen, at } of each) {
        const address = `/console/${at?.() ?? shop.examples[path] ?? path}`
        await to(page, address)
        expect.soft(await seen(page).count(), address).toBe(0)
        await press(page)
        await seen(page).waitFor()
        const kept = new URL(page.url())
        expect.soft(kept.pathname, address).toBe(address.split('?')[0])
        expect.soft(kept.search, address).not.toBe(new URL(address, server.url).search)
        await page.reload()
        await seen(page).waitFor()
        expect.soft(page.url(), address).toBe(kept.href)
      }
    }
  }))

/** Inside of what may be open, or open by its own: nothing of a page hangs on them. */
const allowed = new Set(['web/parts/tour.tsx', 'web/console/pages/campaign.tsx'])

test('no page keeps to itself what is open on it', () => {
  const root = join(import.meta.dirname, '..')
  const files = ['web/parts', 'web/console/pages', 'web/console/compose']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((f) => join(folder, f)),
    )
    .filter((file) => file.endsWith('.tsx') && !allowed.has(file))
  const kept = files.filter((file) =>
    /const \[(is(Open|Asking|New|Closing|Ending)|open|dialog|tab|by|way)\b[^\]]*\] = useState/.test(
      readFileSync(join(root, file), 'utf8'),
    ),
  )
  // the form of a view that is not made yet
  expect(kept).toEqual(['web/parts/report-views.tsx'])
})

/** They show nothing that has to be fetched. */
const still = new Set(['campaigns/new', 'voucher-actions', 'customers', 'customers/:id', 'privacy/new', '*'])

test('bars wait where something is fetched, on every page, and nothing turns round', () =>
  visit({ server, browser }, {}, async ({ page }) => {
    const without: string[] = []
    for (const { path } of pages) {
      const held: (() => void)[] = []
      let isHeld = true
      await page.route('**/v1/**', async (route) => {
        if (isHeld) await new Promise<void>((go) => held.push(go))
        await route.fallback()
      })
      await page.goto(new URL(`/console/${shop.examples[path] ?? path}`, server.url).href)
      await page.locator('main :is(h1, .mantine-Skeleton-root)').first().waitFor()
      const bars = page.locator('main :is([aria-busy="true"], .mantine-Skeleton-root)')
      if ((await bars.count()) === 0 && !still.has(path)) without.push(path)
      expect.soft(await page.locator('main .mantine-Loader-root').count(), path).toBe(0)
      isHeld = false
      for (const go of held) go()
      await page.locator('main:not(:has([aria-busy="true"], .mantine-Skeleton-root))').waitFor()
      await page.unrouteAll({ behavior: 'wait' })
    }
    expect(without).toEqual([])
  }))

test('a page that breaks says so with the id of its request, and leaves the way to the others open', () =>
  visit({ server, browser }, { language: 'ru' }, async ({ page, wrong }) => {
    // an answer that no contract knows: whatever reads it throws
    await page.route('**/v1/webhooks*', (route) =>
      route.fulfill({ status: 200, headers: { 'x-request-id': 'odd-answer' }, json: { items: 7 } }),
    )
    await page.goto(new URL('/console/webhooks', server.url).href)
    const told = page.getByRole('main').getByRole('alert')
    await told.waitFor()
    expect(await told.locator('code').textContent()).toMatch(/^[\w.:-]+$/)
    await page.getByRole('navigation').getByRole('link', { name: 'Купоны', exact: true }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Купоны' }).waitFor()
    expect(await told.count()).toBe(0)
    wrong.length = 0
  }))

test('what a figure means is told to the mouse, to the keyboard, and to a finger', async () => {
  const context = await browser.newContext({ hasTouch: true, reducedMotion: 'reduce', locale: 'en-GB' })
  const page = await context.newPage()
  await page.goto(`${server.url}/console/reports#key=${server.adminKey}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  // what is still to come would push it away from under the mouse
  await to(page, '/console/reports')
  await page.evaluate(() => document.fonts.ready)
  const term = page.locator('main th [aria-describedby]').first()
  const told = page.getByRole('tooltip')
  const away = page.getByRole('heading', { level: 1 })
  const table = page.locator('main section[tabindex="0"]').first()
  for (const [way, come, go] of [
    ['keys', () => table.press('Tab'), () => page.keyboard.press('Shift+Tab')],
    ['mouse', () => term.hover(), () => away.hover()],
    ['finger', () => term.tap(), () => away.tap()],
  ] as const) {
    await come()
    await told.waitFor().catch(() => expect.unreachable(`nothing is told to the ${way}`))
    await go()
    await told.waitFor({ state: 'detached' })
  }
  await page.setViewportSize({ width: 390, height: 800 })
  await page.getByText('What the figures mean').tap()
  await page.getByText('Discount given and not taken back.').filter({ visible: true }).first().waitFor()
  await context.close()
})
