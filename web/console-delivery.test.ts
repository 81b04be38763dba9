/** The console's pages of deliveries in a real browser: a channel tried on a real mail server, a shop connected and its mapping
 * tried, a file brought in, and who would get what tomorrow. */
import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Mailbox, openMailbox } from '#delivery/test-delivery.ts'
import { openListener } from '#delivery/webhooks/test-listener.ts'
import { buildConsole } from '../scripts/build-console.ts'
import { makeClient } from '../scripts/client/call.ts'
import { startServer, type TestServer } from '../server/test-server.ts'
import { openBrowser } from './test-browser.ts'
import { openDeliveryShop, TODAY } from './test-delivery-shop.ts'
import { accessibility, to, visit } from './test-visit.ts'

let server: TestServer
let browser: Browser
let mailbox: Mailbox
let campaignId: string

beforeAll(async () => {
  buildConsole()
  mailbox = await openMailbox()
  const env = { SMTP_URL: mailbox.url, OUTSIDE_ALLOW: '127.0.0.1' }
  server = await startServer({ engine: 'sqlite', clock: TODAY, env })
  browser = await openBrowser()
  campaignId = await openDeliveryShop(server)
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
  await mailbox?.close()
})

const goTo = (page: Page, path: string) => to(page, `/console/${path}`)
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()

const hasNoViolation = async (page: Page, part = 'html') => expect(await accessibility(page, part)).toEqual([])
/** As somebody signed in who reads English. */
const open = (work: (page: Page) => Promise<void>) =>
  visit({ server, browser }, { width: 1280 }, ({ page }) => work(page))

test('a channel is tried, and what was sent can be seen', () =>
  open(async (page) => {
    await goTo(page, 'channels')
    await heading(page, 'Deliveries')
    await page.getByText('Nothing here').waitFor()
    await page.getByRole('combobox', { name: 'Campaign', exact: true }).click()
    await page.getByRole('option', { name: 'Birthday, 2026' }).click()
    await page.getByLabel('Your e-mail address').fill('staff@shop.example')
    await page.getByRole('button', { name: 'Send a test' }).click()
    await page.getByText('It was taken.').waitFor()
    expect(mailbox.mails).toHaveLength(1)
    expect((await mailbox.read(mailbox.mails[0])).subject).toBe('[Test] Happy birthday')
    await hasNoViolation(page)
  }))

test('a shop is connected with a secret that is shown once, and a mapping is tried before it counts', () =>
  open(async (page) => {
    await goTo(page, 'connectors')
    await page.getByText('Nothing is connected yet').waitFor()
    await page.getByRole('button', { name: 'Connect a system' }).click()
    await page.getByRole('combobox', { name: 'Kind' }).click()
    await page.getByRole('option', { name: 'Any other, by mapping' }).click()
    await page.getByLabel('Name').fill('The till')
    await page.getByRole('button', { name: 'Make the address' }).click()
    await page.getByText('Shown once').waitFor()
    await page.getByRole('link', { name: 'Open the connection' }).click()
    await heading(page, 'The till')
    await page.getByRole('button', { name: 'Try it on the sample' }).click()
    await page.getByText('This sample would make 1 thing').waitFor()
    await page.getByRole('button', { name: 'Keep the mappings' }).click()
    await page.getByText('Kept. What arrives from now on is read so.').waitFor()
    await page.getByRole('button', { name: 'Make a new secret' }).click()
    await page.getByText('The old secret is good until').waitFor()
    await hasNoViolation(page)
  }))

test('a file is brought in: its columns are guessed and confirmed, and its wrong lines can be fetched', () =>
  open(async (page) => {
    await goTo(page, 'imports')
    await page.getByRole('button', { name: 'Bring in a file' }).click()
    const csv = 'Kundennummer,E-Mail,Vorname,Shoe\nx-1,xenia@shop.example,Xenia,38\nx-2,no address,Yara,39\n'
    const file = { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) }
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByRole('rowheader', { name: 'Kundennummer' }).waitFor()
    await hasNoViolation(page)
    await page.getByRole('button', { name: 'Begin the import' }).click()
    await heading(page, 'Customers')
    await page.getByText('Finished').waitFor()
    const wanted = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download the wrong lines' }).click()
    const path = await (await wanted).path()
    expect(readFileSync(path, 'utf8')).toMatch(/^line,code,path,message\r?\n3,request.invalid,email,/)
    const admin = makeClient(server.url, server.adminKey)
    expect(await admin.call('getCustomer', { params: { reference: 'x-1' } })).toMatchObject({ givenName: 'Xenia' })
    await hasNoViolation(page)
  }))

test('a dry run says who would get what tomorrow and why others nothing; names take a reason', () =>
  open(async (page) => {
    await goTo(page, `campaigns/${campaignId}/dry-run`)
    await heading(page, 'Who would get what')
    const figure = (name: string) => page.getByRole('row', { name }).getByRole('cell').first().textContent()
    await page.getByRole('rowheader', { name: 'Get a voucher' }).waitFor()
    expect(await figure('Have an occasion')).toBe('12')
    expect(await figure('Get a voucher')).toBe('8')
    expect(await figure('Have not allowed it')).toBe('4')
    expect(await page.getByText('c-102').count()).toBe(0)
    await hasNoViolation(page)
    await page.getByLabel('Why do you look?').fill('The launch of the campaign')
    await page.getByRole('button', { name: 'Name them' }).click()
    await page.getByRole('rowheader', { name: 'c-102' }).waitFor()
  }))

test('a webhook is tried out, and what came back is said', () =>
  open(async (page) => {
    const listener = await openListener()
    try {
      const body = { url: listener.url, name: 'The till hears', events: ['voucher.redeemed' as const] }
      const { id } = await makeClient(server.url, server.adminKey).call('createWebhook', { body })
      await goTo(page, `webhooks/${id}`)
      await heading(page, 'The till hears')
      await page.getByRole('button', { name: 'Send a test' }).click()
      await page.getByText('The test arrived: the answer was 204.').waitFor()
      listener.say(500)
      await page.getByRole('button', { name: 'Send a test' }).click()
      await page.getByText('The test did not arrive. status_500').waitFor()
      expect(listener.heard.map(({ type }) => type)).toEqual(['webhook.test'])
      await hasNoViolation(page)
    } finally {
      listener.close()
    }
  }))
