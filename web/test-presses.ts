// For walks that press what stands on the console's pages: buttons, choices and dialogs by the words that are read on them.
import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { TestServer } from '../server/test-server.ts'
import { to, visit } from './test-visit.ts'

/** A page of the console, opened by whoever has this key; the admin when it is left out. */
export const openPage = (
  on: { server: TestServer; browser: Browser },
  path: string,
  work: (page: Page) => Promise<void>,
  key?: string,
) =>
  visit(on, { width: 1280, ...(key === undefined ? {} : { key }) }, async ({ page }) => {
    await to(page, `/console/${path}`)
    await work(page)
  })
export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
export const press = (page: Page, name: string) => button(page, name).click()
/** Presses it in the dialog that is open, which then has to close. */
export const inDialog = async (page: Page, name: string) => {
  await page.getByRole('dialog').getByRole('button', { name, exact: true }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}
export const choose = async (page: Page, label: string, option: string) => {
  await page.getByRole('combobox', { name: label, exact: true }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}
export const said = (page: Page, words: string) => page.getByText(words).first().waitFor({ state: 'attached' })
/** As long as it takes. */
export const until = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: 600_000, interval: 50 })
