/** Experiments that were filled elsewhere and shares that change, in a real browser: what is wrong in a file line by line, what
 * is kept for ever, its files; new shares with what they mean, and their history. With axe, also in Arabic on a phone. */
import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildConsole } from '../scripts/build-console.ts'
import { call, decide, launchCampaign, makeKey, openWithNotice, putCustomer } from '../server/acceptance/shop.ts'
import { startServer, type TestServer } from '../server/test-server.ts'
import { openBrowser } from './test-browser.ts'
import { accessibility, spill, to, visit } from './test-visit.ts'

let server: TestServer
let browser: Browser
let campaignId: string

beforeAll(async () => {
  buildConsole()
  server = await startServer({ engine: 'sqlite', clock: '2026-03-10T12:00:00Z' })
  browser = await openBrowser()
  const cells = [{ purpose: 'offers', channel: 'onsite' as const, category: 'contact.account' as const }]
  const version = await openWithNotice(server, cells)
  for (let i = 0; i < 8; i += 1) {
    await putCustomer(server, `p${i}`, {})
    await decide(server, `p${i}`, version, cells)
  }
  campaignId = await launchCampaign(server, {
    purpose: 'offers',
    name: 'Two offers',
    holdoutBps: 1_000,
    variants: [
      { key: 'five', shareBps: 5_000, offer: { kind: 'amount_off', amountMinor: 500 } },
      { key: 'ten', shareBps: 5_000, offer: { kind: 'amount_off', amountMinor: 1_000 } },
    ],
  })
  await call(server, 'runCampaign', { params: { id: campaignId } })
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const press = (page: Page, name: string) => button(page, name).click()
const shownTable = async (page: Page, name: string): Promise<string[][]> => {
  const table = page.getByRole('table', { name })
  await table.waitFor()
  const rows = await table.locator('tbody tr').all()
  return Promise.all(rows.map((row) => row.locator('th,td').allTextContents()))
}

const HEAD = 'recipient,arm,assigned_at,purchased,revenue_minor'
/** Every mistake that a line can have, with the words for it. */
const mistakes: [string, string][] = [
  ['r1,a,2026-02-01,1,100', 'stands twice: a recipient is in one arm, once'],
  [`${'x'.repeat(201)},a,2026-02-01,1,100`, 'must be 1 to 200 characters'],
  ['r3,,2026-02-01,1,100', 'must be 1 to 100 characters'],
  ['r4,a,2026-02-31,1,100', 'must be a day or an instant with its zone (ISO 8601)'],
  ['r5,a,2026-02-01,yes,100', 'must be 0, 1, true or false'],
  ['r6,a,2026-02-01,0,100', 'is 0, though there is revenue'],
  ['r7,a,2026-02-01,1,1.50', 'must be a whole number of minor units, such as 1999 for 19.99'],
  ['r8,a,2026-02-01,1,', 'is missing: write 0 where nothing was bought'],
  ['r9,a', 'has 2 cells under 5 column names'],
]

test('pasted lines are checked first: what is wrong is told line by line, and nothing is kept', () =>
  visit({ server, browser }, {}, async ({ page }) => {
    await to(page, '/console/reports')
    await page.getByRole('link', { name: 'Outside experiments' }).click()
    await page.getByText('Nothing was compared yet').waitFor()
    expect(await accessibility(page)).toEqual([])
    await press(page, 'Compare a file')
    await page.reload()
    await button(page, 'Compare and keep').waitFor()
    expect(await button(page, 'Compare and keep').getAttribute('aria-disabled')).toBe('true')
    await press(page, 'Fill in an example')
    expect(await page.getByLabel('Or paste the lines').inputValue()).toContain('cleo,holdout')
    await page
      .getByLabel('Or paste the lines')
      .fill([HEAD, 'r1,a,2026-02-01,1,100', ...mistakes.map(([line]) => line)].join('\n'))
    await press(page, 'Only check the lines')
    const told = await shownTable(page, 'Lines that do not count')
    expect(told.map((cells) => cells[2])).toEqual(mistakes.map(([, why]) => why))
    expect(told.map((cells) => Number(cells[0]))).toEqual(mistakes.map((_, i) => i + 3))
    await page.getByText('1 of 10 lines count. Nothing was kept.').first().waitFor()
    expect(await accessibility(page)).toEqual([])
    await page.getByLabel('Or paste the lines').fill(`${HEAD}\nr1,a,2026-02-01,1,100`)
    await press(page, 'Compare and keep')
    await page.getByText('There is only one arm').waitFor()
    await page.getByLabel('Or paste the lines').fill('who,arm\n1,a')
    await press(page, 'Compare and keep')
    await page.getByRole('alert').getByText('who', { exact: true }).waitFor()
    expect((await call(server, 'listImportedExperiments', {})).data).toEqual([])
  }))

test('a file is compared and kept: its page shows what the door says, for ever, and gives it away as files', () =>
  visit({ server, browser }, {}, async ({ page }) => {
    const line = (i: number) => `r${i},${i % 2 ? 'blue' : 'none'},2026-02-01,${i % 3 ? 0 : 1},${i % 3 ? 0 : 1_000 + i}`
    const rows = Array.from({ length: 400 }, (_, i) => line(i))
    await to(page, '/console/experiments?new')
    await page.locator('input[type=file]').setInputFiles({
      name: 'arms.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from([HEAD, ...rows].join('\n')),
    })
    await page.getByLabel('Name', { exact: true }).fill('Blue <b>mail</b>')
    await page.getByLabel('Currency').fill('eur')
    await page.getByLabel('Arm without an offer').fill('none')
    await page.getByLabel('Shares as they were planned').fill('blue:1,none:1')
    await press(page, 'Compare and keep')
    await page.getByRole('heading', { level: 1, name: 'Blue <b>mail</b>' }).waitFor()
    const [head] = (await call(server, 'listImportedExperiments', {})).data
    expect(new URL(page.url()).pathname).toBe(`/console/experiments/${head?.hash}`)
    const { report, asked } = await call(server, 'importedExperiment', { params: { hash: head?.hash ?? '' } })
    expect(asked).toMatchObject({ currency: 'EUR', holdout: 'none', weights: 'blue:1,none:1' })
    const onScreen = await shownTable(page, 'Arms and what they brought')
    const minor = (text = '') => Math.round(Number(text.replace(/[€,]/g, '')) * 100)
    expect(onScreen.map(([arm, assigned, , buyers, , revenue]) => [arm, Number(assigned), Number(buyers), minor(revenue)]))
      // biome-ignore format: one line an arm
      .toEqual(
      report.arms.map(({ key, assigned, purchasers, totals }) => [
        key,
        assigned,
        purchasers,
        Number(totals.revenueMinor),
      ]),
    )
    await page.getByTestId('compared-blue:none').waitFor()
    expect(await accessibility(page)).toEqual([])
    for (const [name, file] of [
      ['Download as JSON', 'blue-b-mail-b-by-experiment.json'],
      ['Arms as CSV', 'blue-b-mail-b-by-arms.csv'],
      ['Comparisons as Parquet', 'blue-b-mail-b-by-comparisons.parquet'],
    ] as const) {
      const [download] = await Promise.all([page.waitForEvent('download'), press(page, name)])
      expect(download.suggestedFilename()).toBe(file)
      if (file.endsWith('csv'))
        expect(readFileSync(await download.path(), 'utf8').split('\n')[1]).toMatch(/^blue,offer,200,.*,EUR\r?$/)
    }
    await page.reload()
    expect(await shownTable(page, 'Arms and what they brought')).toEqual(onScreen)
    await page.getByRole('navigation', { name: 'Where this page belongs' }).getByRole('link').click()
    await page.getByRole('link', { name: 'Blue <b>mail</b>' }).waitFor()
  }))

test('both read from right to left on a phone, and an analyst is told who may see them', async () => {
  await visit({ server, browser }, { language: 'ar', width: 390 }, async ({ page }) => {
    const [head] = (await call(server, 'listImportedExperiments', {})).data
    for (const path of ['experiments?new', `experiments/${head?.hash}`]) {
      await to(page, `/console/${path}`)
      expect(await spill(page)).toBeLessThanOrEqual(0)
      expect(await accessibility(page)).toEqual([])
    }
  })
  const key = await makeKey(server, 'analyst')
  await visit({ server, browser }, { key }, async ({ page }) => {
    await to(page, '/console/experiments?new')
    await page.getByRole('alert').first().waitFor()
    expect(await button(page, 'Compare a file').getAttribute('aria-disabled')).toBe('true')
  })
})

test('shares change while a campaign is paused: first what it means, then a time of its own in the history', () =>
  visit({ server, browser }, {}, async ({ page }) => {
    await to(page, `/console/campaigns/${campaignId}`)
    expect(await shownTable(page, 'Shares of all recipients')).toMatchObject([
      [expect.any(String), '45%', '45%', '10%'],
    ])
    expect(await button(page, 'Change shares').getAttribute('aria-disabled')).toBe('true')
    await page.getByText('Pause the campaign first').first().waitFor({ state: 'attached' })
    await page.keyboard.press('p')
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.locator('button:not([aria-disabled])', { hasText: 'Change shares' }).click()
    const dialog = page.getByRole('dialog', { name: 'Change shares?' })
    const verb = dialog.getByRole('button', { name: 'Change shares' })
    await dialog.getByText('These are the shares of now.').first().waitFor()
    expect(await verb.getAttribute('aria-disabled')).toBe('true')
    await dialog.getByLabel('Share of “five” in percent').fill('20')
    await dialog.getByRole('status').getByText('sum to 70%').waitFor()
    await dialog.getByLabel('Share of “ten” in percent').fill('80')
    const table = (name: string) => dialog.getByRole('table', { name })
    await table('Shares of all recipients').getByText('72%').waitFor()
    // 1/0.18 + 1/0.72 for 1/0.45 + 1/0.45; against a tenth 1/0.18 + 10 for 1/0.45 + 10, and 1/0.72 + 10.
    expect((await shownTable(page, 'Recipients needed to see the same difference')).map((cells) => cells[1])).toEqual([
      '1.27 times as many',
      '0.93 times as many',
      '1.56 times as many',
    ])
    expect(await accessibility(page, '.mantine-Modal-body')).toEqual([])
    await verb.click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('table', { name: 'Shares of all recipients' }).getByText('72%').waitFor()
    const { stretches } = await call(server, 'campaignShares', { params: { id: campaignId } })
    expect(stretches.map(({ arms }) => arms.map(({ ofAllBps }) => ofAllBps))).toEqual([
      [4_500, 4_500, 1_000],
      [1_800, 7_200, 1_000],
    ])
    const logged = await call(server, 'listAudit', { query: { limit: 20, action: 'experiment.reweighted' } })
    expect(logged.data).toHaveLength(1)
    await press(page, 'Resume')
    await page.getByRole('dialog').getByRole('button', { name: 'Resume' }).click()
    await page.getByText('The campaign is live again.').first().waitFor({ state: 'attached' })
    expect(await accessibility(page)).toEqual([])
  }))
