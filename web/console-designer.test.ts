/** What can be pressed in the campaign designer beside its sentences, each by a real click and read back through the doors. */
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Mailbox } from '#delivery/test-delivery.ts'
import { call } from '../server/acceptance/shop.ts'
import type { TestServer } from '../server/test-server.ts'
import { openPressShop, type PressShop } from './test-press-shop.ts'
import { openPage, press, said, until } from './test-presses.ts'

let shop: PressShop
let server: TestServer
let browser: Browser
let mailbox: Mailbox
let launched: string

beforeAll(async () => {
  shop = await openPressShop()
  ;({ server, browser, mailbox, campaignId: launched } = shop)
})
afterAll(() => shop?.close())

/** A copy of the campaign that is live, as a draft of its own. */
async function draft(work: (page: Page, id: string) => Promise<void>): Promise<void> {
  const { id } = await call(server, 'copyCampaign', { params: { id: launched }, body: { name: 'A copy' } })
  await openPage({ server, browser }, `campaigns/${id}/edit`, (page) => work(page, id))
}
const group = (page: Page, name: string) => page.getByRole('group', { name, exact: true })
const save = async (page: Page) => {
  await press(page, 'Save draft')
  await page.getByText(/^Draft saved at/).waitFor()
}

test('a variant, a language and an order of channels are added and kept', () =>
  draft(async (page, id) => {
    await press(page, 'Add a variant')
    await group(page, 'Variant 3').getByRole('textbox').first().fill('free')
    await page.getByLabel('Variant 3: kind of offer').selectOption('free_shipping')
    await page.getByRole('combobox', { name: 'Add a language' }).click()
    await page.getByRole('option', { name: 'Arabic' }).click()
    const subject = page.getByLabel('Subject', { exact: true })
    await until(() => subject.evaluate((box) => getComputedStyle(box).direction)).toBe('rtl')
    await subject.fill('كل عام وأنت بخير')
    await page.getByLabel('Text', { exact: true }).fill('رمزك ')
    await press(page, 'Code')
    await page.getByRole('checkbox', { name: 'text message' }).check()
    await press(page, 'Try earlier: text message')
    await save(page)
    const kept = await call(server, 'getCampaign', { params: { id } })
    expect(kept.variants).toMatchObject([
      { shareBps: 3334 },
      { shareBps: 3333 },
      { key: 'free', shareBps: 3333, offer: { kind: 'free_shipping' } },
    ])
    expect(kept.message?.ar).toMatchObject({ text: 'رمزك {{voucher.code}}' })
    expect(kept.channels).toEqual(['sms', 'email'])
  }))

test('the preview is what will be sent, to the last line, in each language and by each channel', () =>
  draft(async (page) => {
    const mail = page.frameLocator('iframe[title="The mail as it will look"]').locator('body')
    await page.getByText('HTML and reminder').click()
    await page.getByLabel('HTML', { exact: true }).fill('<p>Dear {{customer.givenName}}, all yours</p>')
    await mail.getByText('Dear Ada, all yours').waitFor()
    const [why, stop, sender, responsible] = await ending(mail)
    expect(why).toMatch(/^You get this mail because you agreed on .+ to “Birthday offers”\.$/)
    expect(stop).toMatch(/^Unsubscribe with one press: http.+\/u\/example$/)
    expect(sender).toBe('This mail comes from Lavender & Co., 1 High Street.')
    expect(responsible).toContain('privacy@shop.example')
    await page.getByRole('combobox', { name: 'Add a language' }).click()
    await page.getByRole('option', { name: 'Arabic' }).click()
    await page.getByLabel('Text', { exact: true }).fill('مرحبا {{customer.givenName}}')
    await mail.getByText('مرحبا Ada').waitFor()
    expect((await ending(mail))[0]).toContain('لأنك وافقت')
    await page.getByRole('checkbox', { name: 'text message' }).check()
    await page.getByRole('radiogroup', { name: 'Preview as' }).getByText('text message').click()
    await page.getByText(/^مرحبا Ada\s+STOP: http/).waitFor()
  }))

/** The lines under the rule. */
const ending = async (mail: Locator) =>
  (await mail.locator('hr + p').allInnerTexts()).flatMap((words) => words.split('\n'))

test('conditions are added, moved up and down and taken out; an event of the shop is asked a question', () =>
  draft(async (page, id) => {
    const condition = async (field: string, op: string) => {
      await press(page, 'Add a condition')
      await page.getByLabel('What is asked').last().selectOption(field)
      await page.getByLabel('How it is compared').last().selectOption(op)
    }
    const rule = async () => (await call(server, 'getCampaign', { params: { id } })).segment
    await condition('Number of orders', 'is at least')
    await page.getByLabel('Number of orders: value').fill('2')
    await condition('Country', 'is')
    await page.getByLabel('Country: value').selectOption('TR')
    await condition('Birthday', 'is known')
    await press(page, 'Move up: Country')
    await press(page, 'Move down: Number of orders')
    await press(page, 'Remove: Birthday')
    await save(page)
    expect(await rule()).toEqual({
      rule: {
        all: [
          { field: 'country', op: 'eq', value: 'TR' },
          { field: 'orders.count', op: 'gte', value: 2 },
        ],
      },
    })
    await page.getByLabel('Occasion').selectOption('for an event of your own')
    await page.getByLabel('Name of the event').fill('visited')
    await press(page, 'Add a question')
    await page.getByLabel('What the event says').fill('city')
    await page.getByLabel('With what it is compared').fill('Ankara')
    await press(page, 'Save draft')
    await page.getByText('Nobody has said yet what kind of data “custom.visited” is.').first().waitFor()
    await page.getByRole('link', { name: 'Declare it' }).first().click()
    await page.getByLabel('Kind of data').selectOption('location')
    await press(page, 'Declare it')
    await page.getByRole('rowheader', { name: 'custom.visited' }).waitFor()
    await page.goBack()
    await press(page, 'Save draft')
    await until(async () => (await call(server, 'getCampaign', { params: { id } })).trigger).toMatchObject({
      kind: 'custom_event',
      name: 'visited',
      where: [{ key: 'city', value: 'Ankara' }],
    })
  }))

test('the planner, the calendar, a trial with other codes and a test message answer what the doors answer', () =>
  draft(async (page) => {
    await page.getByLabel('People in all').fill('1000000')
    await press(page, 'What will the comparison show?')
    await said(page, '1,000,000 people are enough for a verdict you can rely on.')
    await page.getByLabel('People in all').fill('100')
    await press(page, 'What will the comparison show?')
    await said(page, '100 people are too few for a sure verdict.')
    await press(page, 'Show the next 14 days')
    const calendar = page.getByRole('region', { name: 'What would be sent' })
    await calendar.getByRole('listitem').first().waitFor()
    const days = await calendar.getByRole('listitem').allTextContents()
    expect(days).toHaveLength(14)
    // Eight have agreed, and all of them have their birthday tomorrow.
    expect(days.filter((day) => !day.includes('0 vouchers'))).toEqual([expect.stringContaining('8 vouchers, 0 held')])
    await page.locator('details', { hasText: 'More rules' }).getByText('More rules').click()
    await page.getByRole('combobox', { name: 'With codes of these campaigns too' }).press('ArrowDown')
    await page.getByRole('listbox').getByRole('option', { name: 'Birthday, 2026' }).click()
    await press(page, 'What is best for the customer?')
    await page.getByText('€19 off in all, €86 to pay').waitFor()
    const turns = page.getByText('off in all').locator('..').getByRole('listitem')
    expect(await turns.allTextContents()).toEqual(['Birthday, 2026: €10', 'A copy: €9'])
    await page.getByLabel('Your e-mail address').fill('staff@shop.example')
    await press(page, 'Save and send a test')
    await said(page, 'The test was sent.')
    expect(mailbox.mails).toHaveLength(1)
    expect((await mailbox.read(mailbox.mails[0])).subject).toBe('[Test] Happy birthday')
  }))
