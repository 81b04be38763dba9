/** The team's pages pressed through: what stands in a member's menu, the filters of the audit log, one's own password. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildConsole } from '../scripts/build-console.ts'
import { call } from '../server/acceptance/shop.ts'
import { startServer, type TestServer } from '../server/test-server.ts'
import { openBrowser } from './test-browser.ts'
import { button, inDialog, openPage, press, said, until } from './test-presses.ts'
import { to } from './test-visit.ts'

const PASSWORD = 'a sentence nobody guesses'
const NEXT = 'another that nobody guesses'

let server: TestServer
let browser: Browser

beforeAll(async () => {
  buildConsole()
  // It can send no mail, so an invitation answers its link.
  server = await startServer({ engine: 'sqlite' })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const open = (path: string, work: (page: Page) => Promise<void>, key?: string) =>
  openPage({ server, browser }, path, work, key)
/** Whether a session still opens doors. */
const opens = async (key: string) => (await server.request('GET', '/v1/team/me', undefined, { key })).status === 200
const memberCalled = async (name: string) =>
  (await call(server, 'listMembers', { query: {} })).data.find((member) => member.name === name)
const signIn = async (email: string, password: string) =>
  (await call(server, 'signIn', { body: { email, password } }, { key: null })).token

/** Answers the token of her first session. */
async function join(email: string, name: string): Promise<string> {
  const { link } = await call(server, 'inviteMember', { body: { email, name, roles: ['analyst'], language: 'en' } })
  const token = new URLSearchParams(new URL(link ?? '').hash.slice(1)).get('token') ?? ''
  return (await call(server, 'useLink', { body: { token, password: PASSWORD, name } }, { key: null })).token
}

test('a member gets other roles, is signed out everywhere, and is removed', async () => {
  const session = await join('bea@shop.example', 'Bea')
  await open('people', async (page) => {
    const pick = async (item: string) => {
      await press(page, 'Actions: Bea')
      await page.getByRole('menuitem', { name: item, exact: true }).click()
    }
    await pick('Change roles')
    await page.getByRole('dialog').getByLabel('marketer').check()
    await page.getByRole('dialog').getByLabel('analyst').uncheck()
    await inDialog(page, 'Save')
    await page.getByRole('cell', { name: 'marketer' }).waitFor()
    expect((await memberCalled('Bea'))?.roles).toEqual(['marketer'])
    expect(await opens(session)).toBe(true)
    await pick('Sign out everywhere')
    await said(page, 'Bea is signed out everywhere.')
    expect(await opens(session)).toBe(false)
    const again = await signIn('bea@shop.example', PASSWORD)
    await pick('Remove')
    await inDialog(page, 'Remove')
    await button(page, 'Actions: Bea').waitFor({ state: 'detached' })
    expect(await memberCalled('Bea')).toBeUndefined()
    expect(await opens(again)).toBe(false)
  })
})

test('the audit log is asked for one person only, and all filters are taken away', async () => {
  await join('dora@shop.example', 'Dora')
  const id = (await memberCalled('Dora'))?.id ?? ''
  await open('audit', async (page) => {
    await page.getByRole('link', { name: 'Dora' }).first().click()
    await page.waitForURL((url) => url.searchParams.get('actor') === id)
    const { data } = await call(server, 'listAudit', { query: { actor: id } })
    const table = page.getByRole('table', { name: 'Audit log' })
    await until(() => table.locator('tbody tr').count()).toBe(data.length)
    expect(await table.getByRole('link').allTextContents()).toEqual(data.map(() => 'Dora'))
    await page.getByLabel('What, or its beginning').fill('campaign.')
    await press(page, 'Show')
    await page.getByText('Nothing fits').waitFor()
    await page.getByRole('link', { name: 'Take all filters away' }).click()
    await page.waitForURL((url) => url.search === '')
    await until(() => table.locator('tbody tr').count()).toBeGreaterThan(data.length)
    expect(await page.getByLabel('What, or its beginning').inputValue()).toBe('')
  })
})

test('one’s own password is changed, which ends every other session', async () => {
  const own = await join('elif@shop.example', 'Elif')
  const other = await signIn('elif@shop.example', PASSWORD)
  await open(
    'account',
    async (page) => {
      const change = async (current: string, next: string) => {
        await page.getByLabel('Current password').fill(current)
        await page.getByLabel('New password').fill(next)
        await press(page, 'Change the password')
      }
      await change('not it', NEXT)
      await page.getByRole('alert').waitFor()
      expect(await opens(other)).toBe(true)
      await change(PASSWORD, NEXT)
      await said(page, 'Your password is changed; all other sessions have ended.')
      expect(await opens(other)).toBe(false)
      await to(page, '/console/account')
      await page.getByText('this session').waitFor()
    },
    own,
  )
  const refused = await server.request(
    'POST',
    '/v1/team/sign-in',
    { email: 'elif@shop.example', password: PASSWORD },
    { key: null },
  )
  expect(refused.status).toBe(401)
  expect(await opens(await signIn('elif@shop.example', NEXT))).toBe(true)
})
