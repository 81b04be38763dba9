/** People in a real browser: an invitation read back from the mail, a passkey, sessions, keys, the audit log, the way by an
 * identity provider, silence. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { gzipSync } from 'node:zlib'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import PostalMime from 'postal-mime'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { contrast, READABLE } from '#shared/contrast.ts'
import { buildConsole } from '../scripts/build-console.ts'
import { makeClient } from '../scripts/client/call.ts'
import { type MailSink, openMailSink } from '../server/acceptance/mail-sink.ts'
import { startServer, type TestServer } from '../server/test-server.ts'
import { openBrowser } from './test-browser.ts'
import { openProvider, type TestProvider } from './test-provider.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const ADA = { email: 'ada@shop.example', name: 'Ada Love', password: 'a sentence nobody guesses' }
const AS_LONG_AS_IT_TAKES = { timeout: 600_000, interval: 100 }

let server: TestServer
let sink: MailSink
let provider: TestProvider
let browser: Browser
let context: BrowserContext
let page: Page
let complaints: string[]
/** A name, because passkeys belong to no bare address. */
let url: string

beforeAll(async () => {
  buildConsole()
  sink = await openMailSink()
  provider = await openProvider({ sub: 'cleo-1', email: 'cleo@shop.example', name: 'Cleo Patra' })
  server = await startServer({
    engine: 'sqlite',
    env: {
      SMTP_URL: sink.url,
      OUTSIDE_ALLOW: 'localhost',
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: provider.clientId,
      OIDC_CLIENT_SECRET: provider.clientSecret,
      OIDC_NAME: 'Shop login',
    },
  })
  url = server.url.replace('127.0.0.1', 'localhost')
  provider.serve(`${url}/console/sign-in/oidc`)
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
  await provider?.close()
  await sink?.close()
})

beforeEach(async () => {
  complaints = []
  context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' })
  page = await context.newPage()
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) =>
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`),
    )
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text())
  })
})
afterEach(async () => {
  await context.close()
  expect(complaints).toEqual([])
})

const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor()
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })

async function violations(): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    return (await axe.run()).violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`))
  })
}

async function linkMailedTo(address: string): Promise<string> {
  await vi.waitUntil(() => sink.to(address).length > 0, AS_LONG_AS_IT_TAKES)
  const { text = '' } = await PostalMime.parse(sink.to(address).at(-1)?.raw ?? '')
  return /http:\/\/\S+\/console\/join\S+/.exec(text)?.[0] ?? 'no link'
}

/** An authenticator in the browser that has a person at it. */
async function attachAuthenticator(): Promise<void> {
  const tools = await context.newCDPSession(page)
  await tools.send('WebAuthn.enable')
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  } as const
  await tools.send('WebAuthn.addVirtualAuthenticator', { options })
}

test('from an invitation by mail to a passkey, sessions that are listed and ended, without a cookie', async () => {
  const admin = makeClient(server.url, server.adminKey)
  const asked = { email: ADA.email, name: ADA.name, roles: ['admin' as const], language: 'en' }
  expect((await admin.call('inviteMember', { body: asked })).link).toBeNull()
  await attachAuthenticator()
  const link = await linkMailedTo(ADA.email)
  await page.goto(link)
  await heading('Join the team')
  expect(page.url()).not.toContain('token')
  expect(await violations()).toEqual([])
  await page.getByLabel('New password').first().fill('password1234')
  await button('Join').click()
  await page.getByText('This password is too easy to guess').waitFor()
  await page.getByLabel('New password').first().fill(ADA.password)
  await button('Join').click()
  await heading('Campaigns')

  await button(`Signed in as ${ADA.name}`).click()
  await page.getByRole('menuitem', { name: 'My account' }).click()
  await heading('My account')
  await page.getByText('You have none yet.').waitFor()
  await button('Add a passkey').click()
  await page.getByText('never used').waitFor()
  expect(await violations()).toEqual([])

  await button(`Signed in as ${ADA.name}`).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await heading('Sign in')
  expect(await violations()).toEqual([])
  await button('Use a passkey').click()
  await heading(/Campaigns|My account/)

  const elsewhere = await admin.call('signIn', { body: { email: ADA.email, password: ADA.password } })
  await page.goto(`${url}/console/account`)
  await page.getByText('this session').waitFor()
  await page.getByRole('button', { name: /^End the session of/ }).click()
  await page.getByRole('button', { name: /^End the session of/ }).waitFor({ state: 'detached' })
  const gone = await server.request('GET', '/v1/team/me', undefined, { key: elsewhere.token })
  expect(gone.status).toBe(401)
  await page.goto(link)
  await heading('This link does not work any more')
  expect(await context.cookies()).toEqual([])
})

async function signInAsAda(): Promise<void> {
  await page.goto(`${url}/console/sign-in`)
  await page.getByLabel('E-mail').fill(ADA.email)
  await page.getByLabel('Password', { exact: true }).fill('not it')
  await button('Sign in').click()
  await page.getByText(/address or the password is wrong/).waitFor()
  await page.getByLabel('Password', { exact: true }).fill(ADA.password)
  await page.keyboard.press('Enter')
  await heading('Campaigns')
}

test('the pages of the team, by keyboard, palette and address, in English and Arabic, wide and narrow', async () => {
  await signInAsAda()
  await page.keyboard.press('g')
  await page.keyboard.press('m')
  await heading('Members')
  await page.getByRole('table', { name: 'Members of the team' }).getByText('password and 1 passkey').waitFor()
  expect(await violations()).toEqual([])
  await page.getByLabel('E-mail').fill('bob@shop.example')
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Bob <b>B</b>')
  await button('Send the invitation').click()
  await page.getByText('The invitation is on its way').waitFor()
  await button('Take back: bob@shop.example').click()
  await button('Take back: bob@shop.example').waitFor({ state: 'detached' })

  await page.getByRole('link', { name: 'API keys' }).click()
  await heading('API keys')
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Till 7')
  await button('Make it').click()
  await page.getByText(/^vsk_/).waitFor()
  await button('Revoke: Till 7').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click()
  await page.getByText(/^revoked/).waitFor()
  expect(await violations()).toEqual([])

  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByPlaceholder('Search or go to …').fill('audit')
  await page.keyboard.press('Enter')
  await heading('Audit log')
  await page.goto(`${url}/console/audit?action=key.&subject=`)
  await page.getByText('key.revoked').first().waitFor()
  expect(await page.getByText('session.opened').count()).toBe(0)
  await page.getByRole('table', { name: 'Audit log' }).getByText(ADA.name).first().waitFor()
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
  await page.keyboard.press('Escape')

  await page.setViewportSize({ width: 390, height: 844 })
  await page.evaluate(() => localStorage.setItem('vouchsafe.language', 'ar'))
  for (const path of ['people', 'keys', 'audit', 'account']) {
    await page.goto(`${url}/console/${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
    expect(await violations(), path).toEqual([])
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow, path).toBeLessThanOrEqual(0)
  }
})

test('whoever was invited comes in by the identity provider of the shop, nobody else', async () => {
  await page.goto(`${url}/console/sign-in`)
  await button('Continue with Shop login').click()
  await page.getByText('Nobody here is known by this account', { exact: false }).waitFor()
  const admin = makeClient(server.url, server.adminKey)
  await admin.call('inviteMember', {
    body: { email: 'cleo@shop.example', name: 'Cleo', roles: ['analyst'], language: 'en' },
  })
  await page.getByRole('link', { name: 'Back to signing in' }).click()
  await button('Continue with Shop login').click()
  await heading('Campaigns')
  await button('Signed in as Cleo Patra').waitFor()
  const closed = page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: 'People' })
  expect(await closed.getAttribute('aria-disabled')).toBe('true')
  const why = await closed.getAttribute('aria-describedby')
  expect(await page.locator(`[id="${why}"]`).textContent()).toContain('admin or privacy officer')
})

test('a colour of the shop that cannot be read is moved until it can, on every page of its customers', async () => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto(`${url}/console/settings#key=${server.adminKey}`)
  await heading('Settings')
  await page.getByRole('switch', { name: 'Use a colour of our own' }).click()
  await page.getByRole('textbox', { name: 'Colour', exact: true }).fill('#ffee00')
  await page.getByText(/On light paper.*shown as #/).waitFor()
  await page.getByText(/On dark paper.*readable as it is/).waitFor()
  await page.getByLabel('Currency').fill('try')
  expect(await violations()).toEqual([])
  await button('Save').click()
  await page.getByText('Saved.').waitFor()
  const keepThem = button('Save the languages')
  expect(await keepThem.getAttribute('aria-disabled')).toBe('true')
  for (const language of ['English', 'العربية']) await page.getByRole('checkbox', { name: language }).check()
  await keepThem.click()
  await page.getByText('Saved.').nth(1).waitFor()
  expect((await server.request('GET', '/v1/locales')).body).toEqual({ locales: ['ar', 'en'] })
  await page.goto(`${url}/privacy`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  const accent = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--accent').trim())
  expect(await accent()).toBe('#ffee00')
  await page.emulateMedia({ colorScheme: 'light' })
  expect(contrast(await accent(), '#faf8f4')).toBeGreaterThanOrEqual(READABLE)
  expect(await violations()).toEqual([])
})

test('silence signs out and says so; the first load is small', async () => {
  const scripts: Promise<number>[] = []
  page.on('response', (response) => {
    if (response.url().endsWith('.js')) scripts.push(response.body().then((body) => gzipSync(body).length))
  })
  await page.clock.install()
  await page.goto(`${url}/console#key=${server.adminKey}`)
  await heading('Campaigns')
  const sizes = await Promise.all(scripts)
  const kilobytes = Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1000)
  console.info(`first load of the console: ${kilobytes} kB of script, gzipped, in ${sizes.length} files`)
  expect(kilobytes).toBeLessThanOrEqual(250)
  await page.clock.fastForward('29:10')
  await page.getByRole('dialog', { name: 'Still there?' }).waitFor()
  await page.clock.fastForward('01:00')
  await heading('Sign in')
  await page.getByText('nobody was here for a while').waitFor()
  expect(await page.evaluate(() => sessionStorage.getItem('vouchsafe.key'))).toBeNull()
})
