/** What no other walk presses: a real click on each button, menu item and form of the pages below, and its effect read back
 * through the doors. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Mailbox } from '#delivery/test-delivery.ts'
import { call } from '../server/acceptance/shop.ts'
import type { TestServer } from '../server/test-server.ts'
import { openPressShop, type PressShop } from './test-press-shop.ts'
import { button, choose, inDialog, openPage, press, said, until } from './test-presses.ts'
import { to } from './test-visit.ts'

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

const open = (path: string, work: (page: Page) => Promise<void>, key?: string) =>
  openPage({ server, browser }, path, work, key)
const stateOf = async (id: string) => (await call(server, 'getCampaign', { params: { id } })).state

test('the clock of a British request stands still while identity is awaited, and goes on', async () => {
  await call(server, 'putOffice', { body: { office: 'GB' } })
  await call(server, 'putCustomer', {
    params: { reference: 'gb-1' },
    body: { email: 'gb@shop.example', country: 'GB' },
  })
  const { id } = await call(server, 'createRequest', { body: { customerReference: 'gb-1', kind: 'access' } })
  const state = async () => (await call(server, 'getRequest', { params: { id } })).state
  await open('privacy/requests', async (page) => {
    await press(page, 'Answer')
    await choose(page, 'What is the answer?', 'Ask for proof of identity')
    await page.getByLabel('What the person reads').fill('Please show us who you are.')
    await inDialog(page, 'Send the answer')
    await page.getByRole('cell', { name: 'Waiting for her proof' }).waitFor()
    expect(await state()).toBe('paused')
    await press(page, 'Answer')
    await choose(page, 'What is the answer?', 'The proof has come: the clock goes on')
    await inDialog(page, 'Send the answer')
    await until(state).toBe('open')
    await press(page, 'Answer')
    await choose(page, 'What is the answer?', 'Two months more')
    await page.getByLabel('What the person reads').fill('There is much of it.')
    await inDialog(page, 'Send the answer')
    await until(state).toBe('extended')
    await choose(page, 'State', 'Overdue')
    await page.getByText('No requests here').waitFor()
  })
})

test('a pause is shown at once, undone when it is refused, and asked again', () =>
  open(`campaigns/${campaignId}`, async (page) => {
    let answer = () => {}
    const held = new Promise<void>((resolve) => (answer = resolve))
    await page.route('**/pause', async (route) => {
      await held
      await route.fulfill({ status: 503, json: { type: '', title: 'Busy', status: 503, code: 'service.busy' } })
    })
    const badge = (state: string) => page.getByRole('main').getByText(state, { exact: true }).first()
    await badge('Live').waitFor()
    await press(page, 'Pause')
    await page.getByRole('dialog').getByRole('button', { name: 'Pause', exact: true }).click()
    await badge('Paused').waitFor()
    expect(await stateOf(campaignId)).toBe('live')
    answer()
    await page.getByRole('dialog').getByRole('alert').waitFor()
    await badge('Live').waitFor()
    await page.unrouteAll({ behavior: 'wait' })
    await page.getByRole('dialog').getByRole('button', { name: 'Pause', exact: true }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await stateOf(campaignId)).toBe('paused')
    await press(page, 'Resume')
    await inDialog(page, 'Resume')
    await badge('Live').waitFor()
    expect(await stateOf(campaignId)).toBe('live')
  }))

test('a campaign is copied, its versions are compared and drafted anew, a copy goes to the archive and comes back', () =>
  open(`campaigns/${campaignId}`, async (page) => {
    await press(page, 'Duplicate')
    await page.waitForURL(/\/campaigns\/cmp_\w+\/edit$/)
    const copy = new URL(page.url()).pathname.split('/')[3] ?? ''
    expect(await stateOf(copy)).toBe('draft')
    await call(server, 'patchCampaign', { params: { id: copy }, body: { name: 'Changed by hand' } })
    await to(page, `/console/campaigns/${copy}`)
    await page.getByRole('link', { name: 'Versions' }).click()
    await page.getByRole('heading', { level: 1, name: 'Versions' }).waitFor()
    await press(page, 'Compare version')
    await page.getByRole('cell', { name: 'Changed by hand' }).first().waitFor()
    await button(page, 'Draft anew from this').last().click()
    await page.waitForURL((url) => url.pathname.endsWith('/edit') && !url.pathname.includes(copy))
    await to(page, `/console/campaigns/${copy}`)
    await press(page, 'Archive')
    await button(page, 'Undo').waitFor()
    expect((await call(server, 'getCampaign', { params: { id: copy } })).archivedAt).not.toBeNull()
    await press(page, 'Undo')
    await button(page, 'Archive').waitFor()
    expect((await call(server, 'getCampaign', { params: { id: copy } })).archivedAt).toBeNull()
    await page.getByRole('link', { name: 'Edit draft' }).click()
    await page.waitForURL(new RegExp(`${copy}/edit$`))
  }))

test('above an amount a second person is asked, refuses, is asked again and approves', async () => {
  const { id } = await call(server, 'copyCampaign', { params: { id: campaignId }, body: { name: 'Dear' } })
  await open('campaigns/approvals', async (page) => {
    await page.getByRole('combobox', { name: 'Add a currency' }).fill('EUR')
    await page.getByRole('option', { name: /EUR/ }).first().click()
    await page.getByLabel('Free up to, in EUR').fill('500')
    await press(page, 'Save these rules')
    await said(page, 'The rules are saved.')
    expect((await call(server, 'getApprovalRules')).limits).toEqual([{ currency: 'EUR', aboveMinor: 50_000 }])
  })
  const { key } = await call(server, 'createApiKey', { body: { name: 'Second', roles: ['admin'] } })
  const ask = () =>
    open(`campaigns/${id}`, async (page) => {
      await page.getByLabel('A word on it').fill('Please look')
      await press(page, 'Ask for approval')
      await said(page, 'You made or changed this campaign, or asked.')
    })
  const decide = (name: string) =>
    open(
      `campaigns/${id}`,
      async (page) => {
        await page.getByLabel('A word on it').fill('Seen')
        await press(page, name)
        await button(page, name).waitFor({ state: 'detached' })
      },
      key ?? '',
    )
  const state = async () => (await call(server, 'getApproval', { params: { id } })).state
  await ask()
  await decide('Refuse')
  expect(await state()).toBe('refused')
  await ask()
  await decide('Approve €1,000')
  expect(await state()).toBe('approved')
  await open('campaigns/approvals', async (page) => {
    await press(page, 'Take EUR out')
    await press(page, 'Save these rules')
    await said(page, 'The rules are saved.')
  })
  expect((await call(server, 'getApprovalRules')).limits).toEqual([])
})

test('the settings keep a zone, a currency, a logo and the languages of customers', () =>
  open('settings', async (page) => {
    await page.getByRole('combobox', { name: 'Time zone' }).fill('Istanbul')
    await page.getByRole('option', { name: 'Europe/Istanbul' }).click()
    await page.getByLabel('Currency').fill('try')
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press(page, 'Choose an image')])
    const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
    await chooser.setFiles({ name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') })
    await button(page, 'Take the logo away').waitFor()
    await press(page, 'Save')
    await said(page, 'Saved.')
    expect(await call(server, 'getSettings')).toMatchObject({
      timeZone: 'Europe/Istanbul',
      currency: 'TRY',
      logo: expect.stringMatching(/^data:image\/png/),
    })
    await press(page, 'Take the logo away')
    await press(page, 'Save')
    await until(async () => (await call(server, 'getSettings')).logo).toBeNull()
    await page.getByRole('checkbox', { name: 'English' }).check()
    await press(page, 'Save the languages')
    await until(async () => (await call(server, 'getLocales')).locales).toEqual(['en'])
  }))

test('what was typed before the zone of the house is known stays, and days and times follow the zone', async () => {
  const kept = await call(server, 'getSettings')
  await call(server, 'putSettings', { body: { ...kept, timeZone: 'Pacific/Kiritimati' } })
  await open('audit', async (page) => {
    const first = page.locator('main tbody tr').first()
    await first.waitFor()
    const cells = () => first.locator('th,td').allTextContents()
    const there = await cells()
    let tell = () => {}
    const told = new Promise<void>((resolve) => {
      tell = resolve
    })
    await page.route('**/v1/settings', async (route) => {
      await told
      await route.continue()
    })
    await page.reload()
    await first.waitFor()
    expect(await cells()).not.toEqual(there)
    const field = page.locator('main input').first()
    await field.fill('half a wor')
    tell()
    await first.getByText(there[0] ?? '').waitFor()
    expect(await field.inputValue()).toBe('half a wor')
  })
  await call(server, 'putSettings', { body: { ...kept, timeZone: null } })
})

test('many vouchers are extended, chosen one by one, and what nobody wants is undone', async () => {
  mailbox.mood = 'refuses'
  await call(server, 'moveClock', { body: { now: '2026-03-11T12:00:00Z' } })
  await call(server, 'runCampaign', { params: { id: campaignId } })
  await open(`vouchers?campaign=${campaignId}`, async (page) => {
    const boxes = page.getByRole('checkbox', { name: /^Choose voucher/ })
    await boxes.nth(0).check()
    await boxes.nth(1).check()
    await press(page, 'Choose none')
    expect(await boxes.nth(0).isChecked()).toBe(false)
    await boxes.nth(0).check()
    await press(page, 'Extend …')
    await page.getByRole('dialog').getByLabel('Days').fill('9')
    await page.getByRole('dialog').getByText('1 voucher').first().waitFor()
    await press(page, 'Begin in a minute')
    await press(page, 'Undo')
    await page.getByText('Undone before it began').waitFor()
    const { data } = await call(server, 'listVoucherActions', { query: { limit: 5 } })
    expect(data.map(({ kind, state }) => [kind, state])).toEqual([['extend', 'dropped']])
  })
})

test('a failed message is sent again, one and then all', async () => {
  const count = async (state: 'failed' | 'sent') =>
    (await call(server, 'listMessages', { query: { limit: 20, state } })).data.length
  await call(server, 'moveClock', { body: { now: '2026-03-11T12:05:00Z' } })
  const failed = await count('failed')
  expect(failed).toBeGreaterThan(2)
  mailbox.mood = 'takes'
  await open('channels', async (page) => {
    await choose(page, 'State', 'Failed')
    await button(page, 'Send again').first().click()
    await until(() => count('failed')).toBe(failed - 1)
    await press(page, 'Send all of them again')
    await inDialog(page, 'Send all of them again')
    expect(await count('failed')).toBe(0)
  })
  await call(server, 'moveClock', { body: { now: '2026-03-11T12:10:00Z' } })
  expect(await count('sent')).toBe(failed)
})

test('why somebody got what she got is told on her page, and the ledger is taken away', async () => {
  const { id } = await call(server, 'getCustomer', { params: { reference: 'c-101' } })
  await open(`customers/${id}`, async (page) => {
    await page.getByLabel('Why do you look?').fill('She asks')
    await press(page, 'Open')
    await page.getByRole('combobox', { name: 'Campaign', exact: true }).click()
    await page.getByRole('option', { name: 'Birthday, 2026', exact: true }).click()
    await press(page, 'Tell me why')
    await page.getByText('The campaign is live').waitFor()
  })
  await open('privacy/ledger', async (page) => {
    const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Download the log')])
    expect(download.suggestedFilename()).toBe('consent-log.csv')
  })
})

test('a view is saved and dropped, and a campaign ends for good', async () => {
  await open('reports', async (page) => {
    await page.getByLabel('Name', { exact: true }).fill('Every morning')
    await page.getByLabel('By mail').selectOption('day')
    expect(await button(page, 'Save view').getAttribute('aria-disabled')).toBe('true')
    await page.getByLabel('By mail').selectOption('never')
    await press(page, 'Save view')
    await press(page, 'Drop Every morning')
    await page.getByText('Nothing saved yet').waitFor()
    expect((await call(server, 'listReportViews', { query: {} })).data).toEqual([])
  })
  await open(`campaigns/${campaignId}`, async (page) => {
    await press(page, 'End')
    await page.getByRole('dialog').getByRole('button', { name: 'Keep as it is' }).click()
    expect(await stateOf(campaignId)).toBe('live')
    await press(page, 'End')
    await page.getByRole('checkbox', { name: 'Also stop redemptions' }).check()
    await inDialog(page, 'End for good')
    expect(await stateOf(campaignId)).toBe('ended')
  })
})
