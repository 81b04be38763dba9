/** The console's pages of vouchers and customers in a real browser: lists that fetch what they show, work on one and on many,
 * one person looked up with a reason; names meant to do harm on every page, every role at every section. */
import { sql } from 'drizzle-orm'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStore } from '#db/open.ts'
import { roles, scopesOf } from '#shared/kinds.ts'
import { buildConsole } from '../scripts/build-console.ts'
import { makeClient } from '../scripts/client/call.ts'
import { startServer, type TestServer } from '../server/test-server.ts'
import { sections } from './console/nav.ts'
import { openBrowser } from './test-browser.ts'
import { type Desk, furnishDesk } from './test-desk.ts'
import { accessibility, to, visit } from './test-visit.ts'

const START = Date.parse('2026-03-10T12:00:00Z')

let server: TestServer
let browser: Browser
let desk: Desk
let now = START

beforeAll(async () => {
  buildConsole()
  server = await startServer({ engine: 'sqlite', clock: new Date(START).toISOString() })
  browser = await openBrowser()
  desk = await furnishDesk(server, START)
})
const admin = () => makeClient(server.url, server.adminKey)
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

/** How many rows each answer of a door brought, in the order of asking. */
function answersOf(page: Page, path: RegExp): () => Promise<number[]> {
  const bodies: Promise<number>[] = []
  page.on('response', (response) => {
    if (!path.test(new URL(response.url()).pathname)) return
    const rows = (body: unknown) => (body as { data: unknown[] }).data.length
    bodies.push(response.json().then(rows, () => Number.NaN))
  })
  return () => Promise.all(bodies)
}
const toTheEnd = (page: Page) => page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight))

describe('a list of 100,000 vouchers', () => {
  test('scrolls from page to page, fetching what it shows and no more; what is far away is not drawn', async () => {
    await visit({ server, browser }, {}, async ({ page }) => {
      const fetched = answersOf(page, /\/v1\/vouchers\/search$/)
      const pages = page.locator('tbody')
      await to(page, `/console/vouchers?campaign=${desk.crowded}`)
      await pages.first().locator('tr').nth(49).waitFor()
      expect([await pages.count(), await fetched()]).toEqual([1, [50]])
      for (let n = 1; n < 8; n += 1) {
        await toTheEnd(page)
        await pages.nth(n).waitFor({ state: 'attached' })
      }
      // The end is far off again: nothing more is fetched before one comes near it.
      await pages.first().locator('th').first().waitFor({ state: 'detached' })
      expect(await fetched()).toEqual(Array.from({ length: await pages.count() }, () => 50))
      expect(await page.locator('tbody th').count()).toBeLessThan(300)
      await page.getByRole('button', { name: 'Show more' }).focus()
      await page.keyboard.press('Enter')
      await pages.nth(8).waitFor({ state: 'attached' })
    })
  })

  test('its place stands in the address: a link leads to it, going back comes to it, and one press to the beginning', async () => {
    await visit({ server, browser }, {}, async ({ page }) => {
      const fetched = answersOf(page, /\/v1\/vouchers\/search$/)
      await to(page, `/console/vouchers?campaign=${desk.crowded}`)
      const newest = await page.locator('tbody tr').first().textContent()
      for (let n = 1; n < 4; n += 1) {
        await toTheEnd(page)
        await page.locator('tbody').nth(n).waitFor({ state: 'attached' })
      }
      await page.waitForURL(/start=/)
      const asked = (await fetched()).length
      const before = await page.evaluate(() => scrollY)
      const seen = page.locator('tbody a').filter({ visible: true }).last()
      await seen.evaluate((link: HTMLElement) => link.click())
      await page.getByRole('heading', { level: 1, name: /Voucher …/ }).waitFor()
      await page.goBack()
      await page.waitForFunction((there) => Math.abs(scrollY - there) < 5, before)
      expect((await fetched()).length).toBe(asked)

      const start = new URL(page.url()).searchParams.get('start')
      // Whoever comes back finds the height of its rows at first, and the rows a moment later.
      const first = await page.locator(`tbody[data-from="${start}"] tr:has(a)`).first().textContent()
      await page.reload()
      await page.getByText('This list begins in its middle.').waitFor()
      expect(await page.locator('tbody tr').first().textContent()).toBe(first)
      await page.getByRole('button', { name: 'Show it from the beginning' }).click()
      await page.getByText('This list begins in its middle.').waitFor({ state: 'detached' })
      await page
        .locator('tbody tr')
        .first()
        .getByText(newest?.slice(1, 9) ?? 'none')
        .waitFor()
      expect(new URL(page.url()).searchParams.get('start')).toBeNull()
    })
  })

  test('a filter that fits few shows them and fetches no others', async () => {
    await visit({ server, browser }, {}, async ({ page }) => {
      const fetched = answersOf(page, /\/v1\/vouchers\/search$/)
      await to(page, `/console/vouchers?campaign=${desk.crowded}&state=expired`)
      const rows = page.locator('tbody tr')
      await rows.first().waitFor()
      await page.waitForLoadState('networkidle')
      const shown = await rows.count()
      expect((await fetched()).reduce((sum, n) => sum + n, 0)).toBe(shown)
      expect(shown).toBeGreaterThan(0)
    })
  })
})

describe('a list of 1,000 campaigns', () => {
  test('scrolls and is filtered by the server; a change of one campaign fetches that one', async () => {
    await visit({ server, browser }, {}, async ({ page }) => {
      const fetched = answersOf(page, /\/v1\/campaigns$/)
      const pages = page.locator('main ul[data-from]')
      await to(page, '/console')
      expect([await pages.count(), await fetched()]).toEqual([1, [25]])
      for (let n = 1; n < 6; n += 1) {
        await toTheEnd(page)
        await pages.nth(n).waitFor({ state: 'attached' })
      }
      await pages.first().locator('li').first().waitFor({ state: 'detached' })
      expect(await fetched()).toEqual(Array.from({ length: await pages.count() }, () => 25))
      await page.getByRole('searchbox').fill('Number 77')
      // 77 itself and 770 to 779.
      await page.getByText('11 campaigns', { exact: true }).waitFor()
      expect((await fetched()).at(-1)).toBe(11)

      await page.getByRole('searchbox').fill('Small')
      await page.getByText('1 campaign', { exact: true }).waitFor()
      const asked = (await fetched()).length
      const { data } = await admin().call('listVouchers', { query: { campaignId: desk.small, limit: 1 } })
      const order = { reference: 'live', currency: 'EUR', amountMinor: 5_000 }
      const alone = page.waitForResponse((answer) => answer.url().endsWith(`/v1/campaigns/${desk.small}`))
      await admin().call('redeem', { body: { code: data[0]?.code ?? '', order } })
      await alone
      await page.getByRole('img', { name: /€5 spent/ }).waitFor()
      expect((await fetched()).length).toBe(asked)
    })
  })
})

describe('one voucher and many', () => {
  test('a later end, a new code, and the story of both', async () => {
    const { key } = await makeClient(server.url, server.adminKey).call('createApiKey', {
      body: { name: 'At the counter', roles: ['support'] },
    })
    await visit({ server, browser }, { key: key ?? '' }, async ({ page }) => {
      await to(page, `/console/vouchers/${desk.vouchers[0]}`)
      await page.getByRole('button', { name: 'Extend' }).click()
      await page.getByRole('textbox', { name: 'Reason' }).fill('Her parcel came late')
      await page.getByRole('dialog').getByRole('button', { name: 'Extend' }).click()
      await page.getByText('The voucher has a later end.').waitFor()
      await page.getByText('Her parcel came late').waitFor()
      await page.getByRole('button', { name: 'New code' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'New code' }).click()
      await page.getByText('This is the new voucher.').waitFor()
      expect(page.url()).not.toContain(desk.vouchers[0] ?? '')
      await page.getByText('Takes the place of another').waitFor()
      await page.getByRole('link', { name: 'Open the other voucher' }).click()
      await page.getByText('Replaced by a new code').waitFor()
      expect(await page.getByRole('button', { name: 'Extend' }).getAttribute('aria-disabled')).toBe('true')
      expect(await accessibility(page)).toEqual([])
    })
  })

  test('many are counted before, undone in time, and done when the minute is over', async () => {
    await visit({ server, browser }, {}, async ({ page }) => {
      const ask = async () => {
        await to(page, `/console/vouchers?campaign=${desk.small}&state=issued`)
        await page.getByRole('button', { name: 'Revoke all that fit …' }).click()
        await page.getByText(/^\d vouchers would be changed$/).waitFor()
        await page.getByRole('button', { name: 'Begin in a minute' }).click()
        await page.getByRole('heading', { level: 1, name: 'Actions on many' }).waitFor()
      }
      await ask()
      await page.getByRole('button', { name: 'Undo' }).click()
      await page.getByText('Undone before it began').waitFor()
      await ask()
      await page.getByText(/^Begins /).waitFor()
      now += 120_000
      await makeClient(server.url, server.adminKey).call('moveClock', { body: { now: new Date(now).toISOString() } })
      await page.getByText('Done', { exact: true }).waitFor()
      await page.getByText(/^\d changed$/).waitFor()
      expect(await accessibility(page)).toEqual([])
    })
  })
})

describe('one customer', () => {
  test('is found whole and with a reason in any script, which is on her record; a link asks anew', async () => {
    const reason = 'Позвонила: где купон? 🙂'
    await visit({ server, browser }, { width: 390 }, async ({ page }) => {
      await to(page, '/console/customers')
      await page.getByText('E-mail', { exact: true }).click()
      await page.getByLabel('E-mail address, whole').fill('person1@shop.example')
      await page.getByRole('button', { name: 'Search', exact: true }).click()
      await page.getByText('Say why first.').waitFor()
      await page.getByLabel('Why do you look?').fill(reason)
      await page.getByRole('button', { name: 'Search', exact: true }).click()
      await page.getByText('1 person has this').waitFor()
      await page.locator('main li a').click()
      await page.getByRole('heading', { level: 2, name: 'Consents' }).waitFor()
      await page.getByText('Allowed', { exact: true }).first().waitFor()
      expect(new URL(page.url()).pathname).toBe(`/console/customers/${desk.customers[1]}`)
      await page.reload()
      await page.getByRole('heading', { level: 2, name: 'Say why you look' }).waitFor()
      await page.getByLabel('Why do you look?').fill('Again')
      await page.getByRole('button', { name: 'Open' }).click()
      await page.getByRole('heading', { level: 2, name: 'Consents' }).waitFor()
    })
    const store = await openStore({ url: server.databaseUrl, now: Date.now })
    const looks = await store.read.rows<{ reason: string }>(
      sql`select reason from staff_access where customer_id = ${desk.customers[1]} order by id`,
    )
    await store.close()
    // Sealed with her key, for her to read.
    expect(looks.map((look) => look.reason.length > 0 && !look.reason.includes(reason))).toEqual([true, true, true])
  })
})

describe('names meant to do harm', () => {
  test.each([
    { language: 'en', width: 1440 },
    { language: 'ar', width: 390 },
  ])('harm no page, in $language at $width', async ({ language, width }) => {
    const paths = [
      ...sections.flatMap(({ to: first, pages = [] }) => [first, ...pages.map((page) => page.to)]),
      ...desk.campaigns.map((id) => `/console/campaigns/${id}`),
      `/console/vouchers?campaign=${desk.campaigns[0]}`,
      `/console/vouchers?campaign=${desk.campaigns[1]}`,
      `/console/vouchers/${desk.vouchers[4]}`,
    ]
    await visit({ server, browser }, { language, width }, async ({ page }) => {
      const complaints: string[] = []
      const look = async (path: string) => {
        const state = await page.evaluate(() => ({
          harmed: 'harmed' in window,
          broken: document.body.textContent?.includes('This page broke'),
          over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          images: [...document.images].filter((image) => image.getAttribute('src') === 'x').length,
        }))
        if (state.harmed || state.broken || state.over > 0 || state.images > 0)
          complaints.push(`${path}: ${JSON.stringify(state)}`)
      }
      for (const path of new Set(paths)) {
        await to(page, path)
        await look(path)
      }
      for (const id of desk.customers) {
        await to(page, `/console/customers/${id}`)
        await page.locator('main form input').fill('Looking')
        await page.locator('main form button').click()
        await page.locator('main dl').first().waitFor()
        await look(`/console/customers/${id}`)
      }
      complaints.push(...(await accessibility(page)))
      for (const path of [
        '/console/vouchers',
        '/console/voucher-actions',
        `/console/vouchers?campaign=${desk.campaigns[0]}`,
      ]) {
        await to(page, path)
        complaints.push(...(await accessibility(page)))
      }
      expect(complaints).toEqual([])
    })
  })
})

describe('roles', () => {
  test.each(roles.filter((role) => role !== 'admin'))(
    '%s finds open what its scopes open, and the rest closed with a reason',
    async (role) => {
      const { key } = await makeClient(server.url, server.adminKey).call('createApiKey', {
        body: { name: `Only ${role}`, roles: [role] },
      })
      await visit({ server, browser }, { key: key ?? '' }, async ({ page }) => {
        const links = page.locator('nav[aria-label="Console"] li')
        await links.first().waitFor()
        await page.waitForLoadState('networkidle')
        for (const [index, { to: path, scopes }] of sections.entries()) {
          const isOpen = scopes.some((scope) => scopesOf[role].includes(scope))
          const place = links.nth(index)
          const href = await place.locator('a').count()
          const why = await place.locator('[aria-disabled="true"]').count()
          expect([path, href, why]).toEqual([path, isOpen ? 1 : 0, isOpen ? 0 : 1])
          if (isOpen) continue
          // By its address as well: a page that says so, and does not break.
          await to(page, path)
          expect(await page.getByText('This page broke').count(), path).toBe(0)
          expect(await links.count()).toBe(sections.length)
        }
      })
    },
  )
})
