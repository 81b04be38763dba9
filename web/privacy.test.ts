// The privacy centre in a real browser against the real server and a real mailbox: in by a mailed link, every room, choices
// made and taken back, in four languages, with JavaScript and without it, by keyboard alone; nothing from elsewhere, no cookie.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeClient } from '../scripts/client/call.ts'
import { type Mailbox, openMailbox } from '../server/domain/delivery/test-delivery.ts'
import { startServer, type TestServer } from '../server/test-server.ts'
import { rooms } from './privacy/layout.ts'
import { locales } from './privacy/locales/all.ts'
import { wordsFor } from './privacy/words.ts'
import { openBrowser } from './test-browser.ts'

const START = Date.parse('2026-03-10T12:00:00Z')
const PURPOSE = 'birthday_offers'
const NEWS = 'news'
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let mailbox: Mailbox
let server: TestServer
let browser: Browser
let context: BrowserContext
let page: Page
let strangers: string[]
/** What is still being looked at of the answers that came. */
let answers: Promise<void>[]
let clock = START

beforeAll(async () => {
  mailbox = await openMailbox()
  const env = { SMTP_URL: mailbox.url, PUBLIC_URL: 'http://shop.test', MAIL_FROM: 'Shop <shop@shop.example>' }
  server = await startServer({ engine: 'sqlite', clock: new Date(START).toISOString(), env })
  browser = await openBrowser()
  await furnish()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
  await mailbox?.close()
})

const cell = (
  purpose: string,
  channel: 'email' | 'sms',
  category: 'contact.email' | 'contact.phone' | 'birthdate' | 'name',
) => ({
  purpose,
  channel,
  category,
})
const cells = [
  cell(PURPOSE, 'email', 'contact.email'),
  cell(PURPOSE, 'email', 'birthdate'),
  cell(PURPOSE, 'sms', 'contact.phone'),
  cell(PURPOSE, 'sms', 'birthdate'),
  cell(NEWS, 'email', 'contact.email'),
  cell(NEWS, 'email', 'name'),
]

async function furnish(): Promise<void> {
  const admin = makeClient(server.url, server.adminKey)
  const text = (title: string) => ({ title, body: `${title}\n\nWe ask before we use anything about you.` })
  await admin.call('createPurpose', {
    body: {
      key: PURPOSE,
      legalBasis: 'consent',
      title: 'Birthday offers',
      benefit: 'A voucher each year on your birthday.',
      texts: {
        ar: { title: 'عروض عيد الميلاد', benefit: 'قسيمة كل عام في يوم ميلادك.' },
        ru: { title: 'Предложения ко дню рождения', benefit: 'Купон каждый год на день рождения.' },
        tr: { title: 'Doğum günü teklifleri', benefit: 'Her yıl doğum gününüzde bir kupon.' },
      },
    },
  })
  await admin.call('createPurpose', { body: { key: NEWS, legalBasis: 'consent', title: 'News' } })
  const { id } = await admin.call('createNotice', {
    body: {
      controller: {
        name: 'Lavender & Co.',
        address: '1 High Street, Springfield',
        contact: 'privacy@shop.example',
        responsible: { name: 'Dr. Rukiye Öz', contact: 'dpo@shop.example' },
      },
      texts: { en: text('Your data'), ar: text('بياناتك'), ru: text('Ваши данные'), tr: text('Verileriniz') },
      scope: cells.map((one) => ({ ...one, retentionMonths: 24 })),
    },
  })
  await admin.call('publishNotice', { params: { id } })
}

let people = 0
/** Somebody new who proved her address and agreed to birthday mail, with a voucher that was made for her. */
async function makePerson(more: { locale?: string } = {}): Promise<string> {
  people += 1
  const reference = `person-${people}`
  const email = `person${people}@shop.example`
  const admin = makeClient(server.url, server.adminKey)
  const body = { email, givenName: 'Ann', birthDate: '--03-10', timeZone: 'Europe/Istanbul', ...more }
  await admin.call('putCustomer', { params: { reference }, body })
  await admin.call('recordConsents', {
    body: {
      customerReference: reference,
      noticeVersion: 1,
      locale: 'en',
      method: 'form',
      contactVerified: true,
      decisions: cells.slice(0, 2).map((one) => ({ ...one, decision: 'grant' as const })),
    },
  })
  return email
}

/** Runs what fell due. */
async function tick(): Promise<void> {
  clock += 60_000
  const { status, text } = await server.request('POST', '/v1/test/clock', { now: new Date(clock).toISOString() })
  expect(status, text).toBe(200)
}

/** The path that the newest mail to an address leads to; its host is the configured one. */
async function linkTo(address: string, start: string): Promise<string> {
  await tick()
  return mailbox.find(address, new RegExp(`http://shop\\.test(${start}[A-Za-z0-9_-]+)`))
}

async function codeTo(address: string): Promise<string> {
  await tick()
  return mailbox.find(address, /\b(\d{6})\b/)
}

async function openContext(options: { javaScriptEnabled?: boolean; locale?: string } = {}): Promise<void> {
  strangers = []
  answers = []
  context = await browser.newContext({
    reducedMotion: 'reduce',
    viewport: { width: 390, height: 844 },
    acceptDownloads: true,
    ...options,
  })
  page = await context.newPage()
  const own = new URL(server.url).origin
  context.on('request', (request) => {
    if (!request.url().startsWith('data:') && new URL(request.url()).origin !== own) strangers.push(request.url())
  })
  context.on('response', (response) => {
    const isStranger = response.headersArray().then(
      (headers) => headers.some(({ name }) => name.toLowerCase() === 'set-cookie'),
      // of a page that was left meanwhile; what the context has kept is asked at the end
      () => false,
    )
    answers.push(
      isStranger.then((is) => {
        if (is) strangers.push(`cookie from ${response.url()}`)
      }),
    )
  })
}

afterEach(async () => {
  await Promise.all(answers)
  const cookies = await context.cookies()
  await context.close()
  expect({ strangers, cookies }).toEqual({ strangers: [], cookies: [] })
})

/** Asks for the link by the form and goes in by the mailed one. */
async function enter(address: string, lang = 'en'): Promise<void> {
  const { t } = wordsFor(lang)
  await page.goto(`${server.url}/privacy?lang=${lang}`)
  await page.getByLabel(t('entry.address')).fill(address)
  await page.getByRole('button', { name: t('entry.send') }).click()
  await heading(t('sent.title'))
  await page.goto(`${server.url}${await linkTo(address, '/privacy/in/')}?lang=${lang}`)
  await page.getByRole('button', { name: t('open.press') }).click()
  await heading(t('choices.title'))
}

const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor()
const goTo = (name: string) => page.locator('#menu').getByRole('button', { name, exact: true }).click()
const card = (name: string) => page.locator('section.card').filter({ has: page.getByRole('heading', { name }) })

/** What a button says, and about what. */
const about = (word: string, what: string) => new RegExp(`^${word}\\s*: ${what}$`)

async function violations(): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    // colours are looked at page by page, by day and by night, in privacy/pages.test.ts
    const options = { resultTypes: ['violations'], rules: { 'color-contrast': { enabled: false } } }
    return (await axe.run(options)).violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`))
  })
}

describe.each([true, false])('with JavaScript: %s', (javaScriptEnabled) => {
  describe.each(locales)('%s', (locale) => {
    beforeEach(() => openContext({ javaScriptEnabled, locale }))

    test('the whole centre can be walked', async () => {
      const { t } = wordsFor(locale)
      await enter(await makePerson(), locale)
      for (const room of rooms) {
        await goTo(t(`nav.${room}`))
        await heading(t(`${room}.title`))
        expect(await page.getAttribute('html', 'lang')).toBe(locale)
        expect(await page.getAttribute('html', 'dir')).toBe(locale === 'ar' ? 'rtl' : 'ltr')
        await page.getByText('Dr. Rukiye Öz').waitFor()
        if (javaScriptEnabled) expect(await violations()).toEqual([])
      }
      await goTo(t('nav.leave'))
      await heading(t('left.title'))
    })

    test('a yes is taken back with one press, and given again', async () => {
      const { t } = wordsFor(locale)
      const title =
        {
          en: 'Birthday offers',
          ar: 'عروض عيد الميلاد',
          ru: 'Предложения ко дню рождения',
          tr: 'Doğum günü teklifleri',
        }[locale] ?? ''
      const address = await makePerson()
      await enter(address, locale)
      await card(title).getByText(t('choices.status.on'), { exact: true }).waitFor()
      await card(title)
        .getByRole('button', { name: about(t('choices.off'), title) })
        .click()
      await page.getByText(t('choices.saved.off')).waitFor()
      await card(title).getByText(t('choices.status.off'), { exact: true }).waitFor()
      await card(title)
        .getByRole('checkbox', { name: t('channel.email') })
        .check()
      await card(title)
        .getByRole('button', { name: about(t('choices.save'), title) })
        .click()
      await heading(t('step.title'))
      await page.getByLabel(t('step.code')).fill(await codeTo(address))
      await page.getByRole('button', { name: t('step.grant.press') }).click()
      expect(await page.locator('.news').textContent()).toContain(t('choices.saved.on'))
      await page.getByRole('button', { name: t('choices.none') }).click()
      await page.getByText(t('choices.saved.off')).waitFor()
      expect(await page.getByText(t('choices.status.on'), { exact: true }).count()).toBe(0)
    })
  })
})

describe('what takes a second step', () => {
  beforeEach(() => openContext())

  test('everything is downloaded once, after the code; a wrong code is told at its field', async () => {
    const address = await makePerson()
    await enter(address)
    await goTo('Download everything')
    await page.getByRole('button', { name: 'Send me a code' }).click()
    await heading('One more step')
    await page.getByLabel('The code we sent').fill('000000')
    await page.getByRole('button', { name: 'Make my file' }).click()
    await page.getByRole('alert').getByText('That code is not right').waitFor()
    expect(await page.getAttribute('#field-code', 'aria-invalid')).toBe('true')
    await page.getByLabel('The code we sent').fill(await codeTo(address))
    await page.getByRole('button', { name: 'Make my file' }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Fetch the file' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/\.zip$/)
    expect(
      readFileSync(await download.path())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK')
    // the page itself is still good for the next step
    await goTo('Receipts')
    await page
      .getByRole('button', { name: /^Fetch the receipt/ })
      .first()
      .click()
    const [receipt] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Save the receipt' }).click(),
    ])
    const text = readFileSync(await receipt.path(), 'utf8')
    expect(JSON.parse(text)['@type']).toBe('dpv:ConsentReceipt')
  })

  test('everything is erased, after the code, with a certificate; the old page opens nothing any more', async () => {
    const address = await makePerson()
    await enter(address)
    await goTo('Erase everything')
    await page.getByText('the key that opens your data').waitFor()
    const old = await page.inputValue('#menu input[name=session]')
    await page.getByRole('button', { name: 'Send me a code' }).click()
    await page.getByLabel('The code we sent').fill(await codeTo(address))
    await page.getByRole('button', { name: 'Erase everything now' }).click()
    await heading('You are erased')
    const [paper] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Fetch the certificate' }).click(),
    ])
    expect(JSON.parse(readFileSync(await paper.path(), 'utf8')).certificate.type).toBe('erasure-certificate')
    const { status, text } = await press('/privacy/choices', { session: old })
    expect(status).toBe(401)
    expect(text).toContain('This page has timed out')
    expect(text).toContain('Ask for a new link')
  })

  test('a new address takes a code to the old one and a link to the new one', async () => {
    const address = await makePerson()
    await enter(address)
    await goTo('My data')
    await page.getByLabel('Given name').fill('Änne')
    await page.getByLabel('E-mail address').fill(`new-${address}`)
    await page.getByRole('button', { name: 'Save' }).click()
    await heading('One more step')
    await page.getByLabel('The code we sent').fill(await codeTo(address))
    await page.getByRole('button', { name: 'Change the address' }).click()
    await page.getByText('We have sent a link to the new address').waitFor()
    expect(await page.inputValue('#field-givenName')).toBe('Änne')
    await page.goto(`${server.url}${await linkTo(`new-${address}`, '/privacy/in/')}`)
    await page.getByRole('button', { name: 'Go in' }).click()
    await heading('My choices')
  })
})

/** A press of a form without a browser. */
function press(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  return server.request('POST', path, new URLSearchParams(fields).toString(), {
    key: null,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html', ...headers },
  })
}

describe('letters', () => {
  beforeEach(() => openContext({ javaScriptEnabled: false }))

  test('signing up: age by country, nothing ticked, each switch beside its clause, confirmed by mail once', async () => {
    await page.goto(`${server.url}/sign-up`)
    await page.getByLabel('Country').selectOption('AT')
    await page.getByRole('button', { name: 'Go on' }).click()
    await heading('Are you 14 or older?')
    await page.getByRole('button', { name: 'Yes, 14 or older' }).click()
    await heading('Sign up')
    expect(await page.locator('input[type=checkbox]:checked').count()).toBe(0)
    const switches = await page.locator('input[type=checkbox]').count()
    const clauses = await page
      .locator('.asked a')
      .evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''))
    expect(clauses).toHaveLength(switches)
    const notice = await server.request('GET', '/notices/1', undefined, { key: null })
    for (const href of clauses) expect(notice.text).toContain(`id="${href.split('#')[1]}"`)
    await page.getByRole('button', { name: 'Sign up' }).click()
    const email = 'sign-up@x.example'
    await page.getByLabel('Your e-mail address').fill(email)
    await page.getByRole('button', { name: 'Sign up' }).click()
    await page.getByText('Choose at least one thing to agree to').waitFor()
    expect(await page.inputValue('#field-email')).toBe(email)
    await page.getByLabel('You may reach me by E-mail: Birthday offers').check()
    await page.getByRole('button', { name: 'Sign up' }).click()
    await heading('Look into your mailbox')
    const link = await linkTo(email, '/c/')
    for (let look = 0; look < 20; look++) await page.goto(`${server.url}${link}`)
    await heading('Is this what you want?')
    await page.getByRole('button', { name: 'Yes, I agree' }).click()
    await heading('Thank you')
    await page.goto(`${server.url}${link}`)
    await heading('This is done already')
    await enter(email)
    await card('Birthday offers').getByText('on', { exact: true }).waitFor()
  })

  test('a child of 15 in Germany needs a guardian, whose answer counts; in Austria it does not', async () => {
    await page.goto(`${server.url}/sign-up?country=DE&old=no`)
    await page.getByLabel('Your e-mail address').fill('kid@x.example')
    await page.getByLabel('E-mail address of a parent or guardian').fill('KID@x.example')
    await page.getByLabel('You may reach me by E-mail: Birthday offers').check()
    await page.getByRole('button', { name: 'Sign up' }).click()
    await page.getByText('not your own').first().waitFor()
    await page.getByLabel('E-mail address of a parent or guardian').fill('mum@x.example')
    await page.getByLabel('You may reach me by E-mail: Birthday offers').check()
    await page.getByRole('button', { name: 'Sign up' }).click()
    await heading('Look into your mailbox')
    await page.goto(`${server.url}${await linkTo('kid@x.example', '/c/')}`)
    await page.getByRole('button', { name: 'Yes, I agree' }).click()
    await page.getByText('your guardian gets a mail').waitFor()
    await page.goto(`${server.url}${await linkTo('mum@x.example', '/g/')}`)
    await heading('You are asked as a guardian')
    await page.getByRole('button', { name: 'I am the guardian, and I agree' }).click()
    await heading('Thank you')
    await enter('kid@x.example')
    await page.getByText('Decided by a guardian.').first().waitFor()
  })

  test('"that was not me" deletes what was entered', async () => {
    const form = {
      email: 'not-me@x.example',
      country: 'AT',
      old: 'yes',
      notice: '1',
      cell: `${PURPOSE} email contact.email`,
    }
    expect((await press('/sign-up', form)).status).toBe(200)
    await page.goto(`${server.url}${await linkTo('not-me@x.example', '/c/')}`)
    await page.getByRole('button', { name: 'That wasn’t me' }).click()
    await heading('Deleted')
  })
})

describe('manners', () => {
  beforeEach(() => openContext())

  test('the whole way by keyboard: from the address to everything turned off', async () => {
    const address = await makePerson()
    await page.goto(`${server.url}/privacy`)
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('field-address')
    await page.keyboard.type(address)
    await page.keyboard.press('Enter')
    await heading('Look into your mailbox')
    await page.goto(`${server.url}${await linkTo(address, '/privacy/in/')}`)
    await tabTo('Go in')
    await page.keyboard.press('Enter')
    await heading('My choices')
    await tabTo('Turn everything off')
    expect(await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle)).toBe('solid')
    await page.keyboard.press('Enter')
    await page.locator('[role=status]:focus').waitFor()
    expect(await page.getByText('on', { exact: true }).count()).toBe(0)
  })

  test('a change of language keeps the page and the session', async () => {
    await enter(await makePerson())
    await page.getByRole('button', { name: 'Show every single choice' }).click()
    await page.getByRole('table').first().waitFor()
    await page.getByRole('button', { name: 'العربية' }).click()
    await heading(wordsFor('ar').t('choices.title'))
    await page.getByRole('table').first().waitFor()
    expect(await page.getAttribute('html', 'dir')).toBe('rtl')
  })

  test('single choices are kept one by one in the table', async () => {
    await enter(await makePerson())
    await page.getByRole('button', { name: 'Show every single choice' }).click()
    const own = card('Birthday offers')
    await own.getByRole('checkbox', { name: 'birthday, E-mail' }).uncheck()
    await own.getByRole('button', { name: about('Save', 'Birthday offers') }).click()
    await page.getByText('Saved').first().waitFor()
    expect(await own.getByRole('checkbox', { name: 'e-mail address, E-mail' }).isChecked()).toBe(true)
    expect(await own.getByRole('checkbox', { name: 'birthday, E-mail' }).isChecked()).toBe(false)
  })

  test('a press counts once, however often it is pressed', async () => {
    await enter(await makePerson())
    await card('Birthday offers')
      .getByRole('button', { name: about('Turn off', 'Birthday offers') })
      .dblclick()
    await page.getByText('It stops from now on').waitFor()
  })

  test('the preference signal is honoured and said so', async () => {
    await page.setExtraHTTPHeaders({ 'Sec-GPC': '1' })
    await page.goto(`${server.url}/privacy`)
    await page.getByText('Opt-out preference signal honoured').waitFor()
    await page.setExtraHTTPHeaders({ 'Sec-GPC': '0' })
    await page.reload()
    expect(await page.getByText('Opt-out preference signal honoured').count()).toBe(0)
  })

  test('every no is a page in the reader’s language that says what to do next', async () => {
    for (const [path, key] of [
      ['/privacy/in/nothing', 'link'],
      ['/c/nothing', 'link'],
      ['/u/nothing', 'link'],
      ['/g/nothing', 'link'],
      ['/notices/99', 'not_found'],
      ['/privacy/nowhere', 'not_found'],
    ] as const) {
      for (const lang of locales) {
        const { status, text } = await server.request('GET', `${path}?lang=${lang}`, undefined, { key: null })
        expect([path, status, text.includes(wordsFor(lang).t(`error.${key}.next`))]).toEqual([path, 404, true])
      }
    }
    const gone = await press('/privacy/choices', { session: 'x'.repeat(43), lang: 'tr' })
    expect(gone.status).toBe(401)
    expect(gone.text).toContain(wordsFor('tr').t('error.session.next'))
  })
})

async function tabTo(name: string): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press('Tab')
    if ((await page.evaluate(() => document.activeElement?.textContent?.trim())) === name) return
  }
  throw new Error(`${name} is not reached with the tabulator`)
}

test('no address and no door sets a cookie, and every page is strict', async () => {
  await openContext()
  const { doors } = await import('../shared/api.ts')
  const { pageAddresses } = await import('../server/http/routes/pages.ts')
  const all = [
    ...Object.values(doors).map(({ method, path }) => ({ method, path, isPage: false })),
    ...pageAddresses.map(({ method, path }) => ({ method: method.toUpperCase(), path, isPage: true })),
    ...['/', '/console', '/nowhere'].map((path) => ({ method: 'GET', path, isPage: false })),
  ].filter(({ path }) => path !== '/v1/stream' && path !== '/v1/test/clock')
  for (const { method, path, isPage } of all) {
    const { headers } = await server.request(
      method,
      path.replace(/:\w+/g, '1'),
      method === 'GET' || method === 'DELETE' ? undefined : '{}',
    )
    expect([path, headers.get('set-cookie')]).toEqual([path, null])
    if (!isPage || method !== 'GET') continue
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  }
})
