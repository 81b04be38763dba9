/** The console's pages of deliveries in a real browser: a channel tried on a real mail server, a shop connected and its mapping
 * tried, a file brought in, and who would get what tomorrow. */
import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Mailbox } from '#delivery/test-delivery.ts'
import { openListener } from '#delivery/webhooks/test-listener.ts'
import { makeClient } from '../scripts/client/call.ts'
import { call } from '../server/acceptance/shop.ts'
import type { TestServer } from '../server/test-server.ts'
import { openPressShop, type PressShop } from './test-press-shop.ts'
import { button, inDialog, press, said, until } from './test-presses.ts'
import { accessibility, to, visit } from './test-visit.ts'

let shop: PressShop
let server: TestServer
let browser: Browser
let mailbox: Mailbox
let campaignId: string

beforeAll(async () => {
  shop = await openPressShop()
  ;({ server, browser, mailbox, campaignId } = shop)
})
afterAll(() => shop?.close())

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
    await page.getByRole('row', { name: '3 email must be an e-mail address' }).waitFor()
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

const decided = {
  noticeVersion: 1,
  locale: 'en',
  method: 'form' as const,
  contactVerified: true,
  decisions: [
    {
      purpose: 'birthday_offers',
      channel: 'email' as const,
      category: 'birthdate' as const,
      decision: 'refuse' as const,
    },
  ],
}

test('a webhook is added, paused and let go on, what it was told is tried and told once more, and it is removed', async () => {
  const listener = await openListener()
  try {
    await open(async (page) => {
      await goTo(page, 'webhooks')
      await press(page, 'Add a webhook')
      await page.getByRole('dialog').getByLabel('Address').fill(listener.url)
      await page.getByRole('dialog').getByLabel('Name').fill('The till')
      await press(page, 'Add it')
      await press(page, 'Copy the secret')
      listener.trust((await page.getByRole('dialog').locator('code').first().textContent()) ?? '')
      await page.getByRole('link', { name: 'Open the webhook' }).click()
      await page.getByRole('heading', { level: 1, name: 'The till' }).waitFor()
      const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
      const state = async () => (await call(server, 'getWebhook', { params: { id } })).state
      await press(page, 'Pause')
      await button(page, 'Go on').waitFor()
      expect(await state()).toBe('paused')
      await press(page, 'Go on')
      await button(page, 'Pause').waitFor()
      expect(await state()).toBe('live')
      await press(page, 'Send a test')
      await said(page, 'The test arrived: the answer was 204.')
      await call(server, 'moveClock', { body: { now: '2026-03-10T12:01:00Z' } })
      await call(server, 'recordConsents', { body: { ...decided, customerReference: 'c-112' } })
      await call(server, 'moveClock', { body: { now: '2026-03-10T12:02:00Z' } })
      await until(async () => listener.heard.map(({ type }) => type)).toEqual(['webhook.test', 'consent.changed'])
      await page.reload()
      await press(page, 'Send once more')
      await page.getByRole('cell', { name: 'Waiting' }).waitFor()
      await call(server, 'moveClock', { body: { now: '2026-03-10T12:03:00Z' } })
      await until(async () => listener.heard.map(({ id }) => id)).toHaveLength(3)
      expect(listener.heard[2]?.id).toBe(listener.heard[1]?.id)
      expect(listener.wasFooled()).toBe(false)
      await press(page, 'Remove it')
      await page.getByRole('dialog').getByRole('button', { name: 'Remove it', exact: true }).click()
      await page.getByText('Nobody is told yet').waitFor()
      expect((await call(server, 'listWebhooks', { query: {} })).data).toEqual([])
    })
  } finally {
    listener.close()
  }
})

test('a connection gets a new secret and is closed', async () => {
  const { id, secret } = await call(server, 'createConnector', { body: { kind: 'generic', name: 'Counter' } })
  const oldUntil = async () => (await call(server, 'getConnector', { params: { id } })).oldSecretUntil
  expect(await oldUntil()).toBeNull()
  await open(async (page) => {
    await goTo(page, `connectors/${id}`)
    await press(page, 'Make a new secret')
    await page.getByText('The old secret is good until').waitFor()
    expect(await page.getByRole('status').locator('code').textContent()).not.toBe(secret)
    expect(await oldUntil()).not.toBeNull()
    await press(page, 'Close the connection')
    await inDialog(page, 'Close the connection')
    await said(page, 'This connection is closed.')
    expect((await call(server, 'getConnector', { params: { id } })).closedAt).not.toBeNull()
  })
})

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
