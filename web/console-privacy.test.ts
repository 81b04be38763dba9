/** The privacy officer's pages in a real browser: a version drafted, its changes read, published and in force; a request answered
 * and its answer in the mailbox; the register, the looks and the ledger. With axe. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Mailbox, openMailbox } from '#delivery/test-delivery.ts'
import { buildConsole } from '../scripts/build-console.ts'
import { makeClient } from '../scripts/client/call.ts'
import { startServer, type TestServer } from '../server/test-server.ts'
import { openBrowser } from './test-browser.ts'
import { openDeliveryShop, TODAY } from './test-delivery-shop.ts'
import { accessibility, to, visit } from './test-visit.ts'

let server: TestServer
let browser: Browser
let mailbox: Mailbox

beforeAll(async () => {
  buildConsole()
  mailbox = await openMailbox()
  server = await startServer({ engine: 'sqlite', clock: TODAY, env: { SMTP_URL: mailbox.url } })
  browser = await openBrowser()
  await openDeliveryShop(server)
  const admin = makeClient(server.url, server.adminKey)
  await admin.call('createRequest', { body: { customerReference: 'c-101', kind: 'access' } })
  const { key } = await admin.call('createApiKey', { body: { name: 'Desk', roles: ['support'] } })
  const headers = { authorization: `Bearer ${key}`, 'x-access-reason': 'she asks for her voucher' }
  expect((await fetch(`${server.url}/v1/customers/c-101`, { headers })).status).toBe(200)
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

test('a new version is drafted from the one before, says what it changes, and is published with the list of it', () =>
  open(async (page) => {
    await goTo(page, 'privacy')
    await heading(page, 'Notices')
    await page.getByText('In force', { exact: true }).waitFor()
    await hasNoViolation(page)
    await page.getByRole('link', { name: 'Draft a new version' }).click()
    await heading(page, 'A new version')
    await page.getByRole('textbox', { name: 'Its name' }).fill('The Authority')
    await page.getByRole('textbox', { name: 'Its website or contact' }).fill('https://authority.example')
    await page.getByLabel('Months kept').first().fill('36')
    await page.getByLabel('Recipients, with commas').first().fill('Mailer Ltd.')
    await hasNoViolation(page)
    await page.getByRole('button', { name: 'Keep the draft' }).click()
    await heading(page, 'Version 2')
    await page.getByText('Kept for longer').waitFor()
    await page.getByText('Mailer Ltd.').first().waitFor()
    await page.getByText('The Authority, https://authority.example').waitFor()
    await hasNoViolation(page)
    await page.getByRole('button', { name: 'Publish' }).click()
    const ask = page.getByRole('dialog')
    await ask.getByText('2 material changes').waitFor()
    await ask.getByRole('button', { name: 'Publish' }).click()
    await page.getByText('In force', { exact: true }).first().waitFor()
    const { data } = await makeClient(server.url, server.adminKey).call('listNotices', { query: {} })
    expect(data.map(({ version, inForce }) => [version, inForce])).toEqual([
      [2, true],
      [1, false],
    ])
  }))

test('the office gets a country, and days off are added to it and taken off', () =>
  open(async (page) => {
    const admin = makeClient(server.url, server.adminKey)
    const ofSweden = async () =>
      (await admin.call('listHolidays')).data
        .filter(({ country }) => country === 'SE')
        .map(({ day, name }) => [day, name])
    const before = await ofSweden()
    await goTo(page, 'privacy/days-off')
    await heading(page, 'Office and days off')
    await page.getByRole('combobox', { name: 'Country' }).fill('Swed')
    await page.getByRole('option', { name: 'Sweden' }).click()
    await page.getByRole('button', { name: 'Save the country' }).click()
    await page.getByRole('heading', { name: 'Days off in Sweden' }).waitFor()
    expect((await admin.call('listHolidays')).office).toBe('SE')
    for (const [day, name, isYearly] of [
      ['2026-06-19', 'Midsummer Eve', false],
      ['2026-06-06', 'National Day', true],
    ] as const) {
      await page.getByLabel('Day', { exact: false }).and(page.locator('[type=date]')).fill(day)
      await page.getByRole('textbox', { name: 'Name' }).fill(name)
      await page.getByRole('textbox', { name: 'Source' }).fill('Lag (1989:253)')
      await page.getByRole('checkbox', { name: 'Every year' }).setChecked(isYearly)
      await page.getByRole('button', { name: 'Add a day off' }).click()
      await page.getByText(name).first().waitFor()
    }
    await hasNoViolation(page)
    const midsummer = page.getByRole('button', { name: /^Take off .*19.*2026$|^Take off .*Jun.*2026$/ })
    await midsummer.click()
    await midsummer.waitFor({ state: 'detached' })
    const of = (days: string[][]) => [...days].sort()
    const kept = before.filter(([day]) => day !== '06-06') as string[][]
    expect(of((await ofSweden()) as string[][])).toEqual(of([...kept, ['06-06', 'National Day']]))
  }))

test('a request is answered, the person reads it, and it is closed', () =>
  open(async (page) => {
    await goTo(page, 'privacy/requests?state=open')
    await heading(page, 'Requests')
    await page.getByRole('button', { name: 'Answer' }).click()
    await page.getByLabel('What the person reads').fill('Here is what we hold about you.')
    await hasNoViolation(page, '.mantine-Modal-body')
    await page.getByRole('button', { name: 'Send the answer' }).click()
    await page.getByText('No requests here').waitFor()
    await makeClient(server.url, server.adminKey).call('moveClock', { body: { now: '2026-03-10T12:05:00Z' } })
    const mails = await Promise.all(mailbox.mails.map((mail) => mailbox.read(mail)))
    expect(mails.some(({ text }) => text?.includes('Here is what we hold about you.'))).toBe(true)
  }))
