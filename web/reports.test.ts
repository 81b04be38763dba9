/** A campaign's report in a real browser: what stands on screen is what JSON and CSV say, and what SQL counts in the facts. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { parse } from 'csv-parse/sync'
import { sql } from 'drizzle-orm'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStore } from '#db/open.ts'
import { buildConsole } from '../scripts/build-console.ts'
import {
  call,
  decide,
  inParallel,
  launchCampaign,
  makeKey,
  moveClock,
  openWithNotice,
  putCustomer,
} from '../server/acceptance/shop.ts'
import { startServer, type TestServer } from '../server/test-server.ts'
import { openBrowser } from './test-browser.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const PEOPLE = 180

let browser: Browser
beforeAll(async () => {
  buildConsole()
  browser = await openBrowser()
})
afterAll(() => browser?.close())

/** People of two countries, of whom some told where they live; orders, uses and refunds. Answers the campaign. Who gets what is
 * drawn by its id: one country is too small for two arms of ten, every other cell has dozens, so that no draw is held back. */
async function furnish(server: TestServer): Promise<string> {
  const cells = (['contact.account', 'location'] as const).map((category) => ({
    purpose: 'offers',
    channel: 'onsite' as const,
    category,
  }))
  const version = await openWithNotice(server, cells)
  const everybody = Array.from({ length: PEOPLE }, (_, i) => i)
  await inParallel(everybody, 8, async (i) => {
    await putCustomer(server, `p${i}`, { country: i % 7 === 0 ? 'FR' : 'DE' })
    await decide(server, `p${i}`, version, i % 4 === 0 ? cells.slice(0, 1) : cells)
  })
  const id = await launchCampaign(server, { purpose: 'offers', name: 'Spring', holdoutBps: 5_000 })
  await call(server, 'runCampaign', { params: { id } })
  await moveClock(server, '2026-03-10T13:00:00Z')
  const at = '2026-03-10T12:30:00Z'
  const people = everybody.filter((i) => i % 2 === 0)
  const placed = people.map((i) => ({
    id: `placed ${i}`,
    type: 'order.placed' as const,
    at,
    customerReference: `p${i}`,
    orderReference: `o${i}`,
    items: [{ sku: 'tea', category: 'tea', quantity: 1, unitPriceMinor: 1_001 + i * 37 }],
    totalMinor: 1_001 + i * 37,
    currency: 'EUR',
  }))
  const refunded = people
    .filter((i) => i % 10 === 0)
    .map((i) => ({
      id: `refund ${i}`,
      type: 'order.refunded' as const,
      at: '2026-03-10T12:45:00Z',
      customerReference: `p${i}`,
      orderReference: `o${i}`,
      amountMinor: 333,
    }))
  await call(server, 'reportEvents', { body: [...placed, ...refunded] })
  const { data } = await call(server, 'listVouchers', { query: { campaignId: id, limit: 12 } })
  for (const { code } of data) {
    const order = { reference: `use ${code}`, currency: 'EUR', amountMinor: 4_000 }
    await call(server, 'redeem', { body: { code: code ?? '', order } })
  }
  return id
}

/** The cells of a table as plain figures: money in minor units, shares left out. */
async function tableOf(page: Page, name: string): Promise<string[][]> {
  const table = page.getByRole('table', { name })
  await table.waitFor()
  const rows = await table.locator('tbody tr').all()
  return Promise.all(rows.map((row) => row.locator('th,td').allTextContents()))
}
const count = (words: string | undefined): number => Number((words ?? '').replaceAll(',', ''))
const minor = (words: string | undefined): number => Math.round(Number((words ?? '').replace(/[€,]/g, '')) * 100)

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    return (await axe.run()).violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`))
  })
}

async function handCounted(server: TestServer, id: string) {
  const store = await openStore({ url: server.databaseUrl, now: Date.now })
  try {
    const assigned = sql`select variant_key as arm, customer_id, issued_at as at, 1 as issued from vouchers where campaign_id = ${id}
      union all select 'holdout', customer_id, at, 0 from holdouts where campaign_id = ${id}`
    const bought = sql`select a.customer_id, sum(o.total_minor - o.refunded_minor) as revenue from (${assigned}) a
      join orders o on o.customer_id = a.customer_id
      where o.cancelled_at is null and o.placed_at >= a.at group by a.customer_id`
    const given = sql`select v.customer_id, sum(r.discount_minor - r.reversed_minor) as discount
      from redemptions r join vouchers v on v.id = r.voucher_id where r.campaign_id = ${id} group by v.customer_id`
    const place = sql`coalesce((select c.country from customers c where c.id = a.customer_id and exists (
      select 1 from consent_cells g where g.customer_id = c.id and g.category = 'location' and g.state = 'granted')), 'not known')`
    const sums = sql`count(*) as assigned, count(b.customer_id) as buyers, coalesce(sum(b.revenue), 0) as revenue,
      coalesce(sum(g.discount), 0) as discount, sum(a.issued) as issued, count(g.customer_id) as redeemed`
    const joined = sql`from (${assigned}) a left join (${bought}) b on b.customer_id = a.customer_id
      left join (${given}) g on g.customer_id = a.customer_id`
    const rows = (query: ReturnType<typeof sql>) => store.read.rows<Record<string, unknown>>(query)
    const arms = await rows(sql`select a.arm as key, ${sums} ${joined} group by a.arm order by a.arm`)
    const cut = await rows(
      sql`select ${place} as place, a.arm as key, ${sums} ${joined} group by 1, a.arm order by 1, a.arm`,
    )
    return { arms, cut }
  } finally {
    await store.close()
  }
}
const numbers = (row: Record<string, unknown>, ...names: string[]) => names.map((name) => Number(row[name]))
const csvOf = async (server: TestServer, path: string): Promise<Record<string, string>[]> =>
  parse((await server.request('GET', path)).text, { columns: true })

describe.each(['sqlite', 'postgres'] as const)('reports on %s', (engine) => {
  let server: TestServer
  let id: string
  let page: Page
  beforeAll(async () => {
    server = await startServer({ engine, clock: '2026-03-10T12:00:00Z' })
    id = await furnish(server)
    page = await browser.newPage({ locale: 'en-GB', reducedMotion: 'reduce', acceptDownloads: true })
  })
  afterAll(async () => {
    await page?.close()
    await server?.close()
  })
  const enter = (path: string, key = server.adminKey) => page.goto(`${server.url}${path}#key=${key}`)

  test('numbers on screen are those of JSON, CSV and SQL by hand', async () => {
    const hand = await handCounted(server, id)
    const report = await call(server, 'campaignReport', { params: { id } })
    await enter(`/console/campaigns/${id}`)

    const arms = await tableOf(page, 'Arms and what they brought')
    const onScreen = arms
      .map(([arm, assigned, , buyers, , revenue, discount]) => [
        (arm ?? '').toLowerCase(),
        ...[assigned, buyers].map(count),
        ...[revenue, discount].map(minor),
      ])
      .sort()
    expect(onScreen).toEqual(
      hand.arms.map((row) => [row.key, ...numbers(row, 'assigned', 'buyers', 'revenue', 'discount')]),
    )
    const said = report.experiment.readout?.arms as unknown as {
      key: string
      assigned: number
      purchasers: number
      totals: { revenueMinor: string; discountMinor: string }
    }[]
    expect(onScreen).toEqual(
      said
        .map(({ key, assigned, purchasers, totals }) => [
          key,
          assigned,
          purchasers,
          ...[totals.revenueMinor, totals.discountMinor].map(Number),
        ])
        .sort(),
    )

    const funnel = (await tableOf(page, 'Funnel by variant')).map((cells) => [
      cells[0]?.startsWith('Holdout') ? 'holdout' : (cells[0] ?? ''),
      ...[cells[1], cells[3], cells[6]].map(count),
      minor(cells.at(-1)),
    ])
    const table = await csvOf(server, `/v1/campaigns/${id}/report?by=variant&format=csv`)
    const rows = table.filter(({ variant }) => variant !== 'total')
    expect(funnel.sort()).toEqual(
      rows.map((row) => [row.variant, ...numbers(row, 'assigned', 'issued', 'redeemed', 'discountMinor')]).sort(),
    )
    expect(funnel).toEqual(
      hand.arms.map((row) => [row.key, ...numbers(row, 'assigned', 'issued', 'redeemed', 'discount')]),
    )

    await page.getByLabel('Cut the arms by').selectOption('country')
    const cut = (await tableOf(page, 'Arms by country')).map(
      ([name, assigned, redeemed, buyers, , revenue, discount]) => [
        (name ?? '').replace(', Holdout', ', holdout'),
        ...[assigned, redeemed, buyers].map(count),
        ...[revenue, discount].map(minor),
      ],
    )
    const cells = await csvOf(server, `/v1/campaigns/${id}/breakdown?by=country&format=csv`)
    expect(cut).toEqual(
      cells.map((row) => [
        `${row.country}, ${row.arm}`,
        ...numbers(row, 'assigned', 'redeemed', 'purchasers', 'revenueMinor', 'discountMinor'),
      ]),
    )
    expect(cut).toEqual(
      hand.cut.map((row) => [
        `${row.place}, ${row.key}`,
        ...numbers(row, 'assigned', 'redeemed', 'buyers', 'revenue', 'discount'),
      ]),
    )
    expect(new Set(hand.cut.map(({ place }) => place))).toEqual(new Set(['DE', 'FR', 'not known']))
  })

  test('the budget is drawn over days, and told in a table that ends where the forecast does', async () => {
    const { burnDown, budget } = await call(server, 'campaignReport', { params: { id } })
    await enter(`/console/campaigns/${id}`)
    await page.locator('summary', { hasText: 'The days in figures' }).click()
    const rows = await tableOf(page, 'The days in figures')
    const spent = rows.map(([, amount]) => amount).filter((amount) => amount !== '')
    expect(spent.map(minor)).toEqual(burnDown?.spent.map(({ spentMinor }) => spentMinor))
    expect(minor(spent.at(-1))).toBe(budget.spentMinor)
    expect(burnDown?.coming.at(-1)?.highMinor ?? budget.forecast?.highMinor).toBe(budget.forecast?.highMinor)
    await page.getByRole('img', { name: 'Spent day by day' }).waitFor()
    expect(await violations(page)).toEqual([])
  })

  test('a comparison has its verdict in one sentence, its interval, its recipients and whether it is safe to look', async () => {
    const { experiment } = await call(server, 'campaignReport', { params: { id } })
    const [one] = experiment.readout?.comparisons ?? []
    const card = page.getByTestId(`compared-${one?.key}`)
    const words = (await card.textContent()) ?? ''
    expect(words).toContain('offer against Holdout is still collecting')
    for (const part of ['Safe to look at any time', 'Where it may lie', 'Recipients behind it'])
      expect(words).toContain(part)
    expect(await violations(page)).toEqual([])
  })

  test('it is taken away as files and kept under a link that shows the same numbers later', async () => {
    for (const [name, file] of [
      ['Download as CSV', 'spring-by-variant.csv'],
      ['Download as JSON', 'spring-by-variant.json'],
      ['Breakdown as Parquet', 'spring-by-channel.parquet'],
      ['Comparisons as CSV', 'spring-by-comparisons.csv'],
      ['Recipients as CSV', 'spring-by-recipients.csv'],
    ] as const) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name, exact: true }).click(),
      ])
      expect(download.suggestedFilename()).toBe(file)
    }
    const before = await tableOf(page, 'Arms and what they brought')
    await page.getByRole('button', { name: 'Keep these numbers' }).click()
    const link = page.getByRole('link', { name: 'Permanent link to this report' })
    const path = (await link.getAttribute('href')) ?? ''
    const order = { type: 'order.placed' as const, at: '2026-03-10T12:50:00Z', currency: 'EUR', totalMinor: 9_900 }
    const items = [{ sku: 'tea', category: 'tea', quantity: 1, unitPriceMinor: 9_900 }]
    await call(server, 'reportEvents', {
      body: [{ ...order, items, id: 'late', customerReference: 'p1', orderReference: 'late' }],
    })
    await enter(path)
    await page.getByText('These numbers do not change.').waitFor()
    expect(await tableOf(page, 'Arms and what they brought')).toEqual(before)
    expect(await violations(page)).toEqual([])
    await enter(`/console/campaigns/${id}`)
    expect(await tableOf(page, 'Arms and what they brought')).not.toEqual(before)
  })

  test('campaigns stand side by side, and an analyst is told why a figure is hidden', async () => {
    await enter('/console/reports')
    const [row] = await tableOf(page, 'Campaigns compared')
    expect(row?.[0]).toBe('Spring')
    expect(row?.[1]).toBe(String(PEOPLE))
    expect(row?.[5]).toContain('against Holdout')
    expect((await tableOf(page, 'Comparisons of all campaigns'))[0]?.[0]).toBe('Spring: offer against Holdout')
    await page.getByRole('list', { name: 'Redeemed of issued' }).getByText('Spring').waitFor()
    expect(await violations(page)).toEqual([])

    const key = await makeKey(server, 'analyst')
    await page.goto('about:blank')
    await enter(`/console/campaigns/${id}`, key)
    await page.getByLabel('Cut the arms by').selectOption('country')
    const hidden = page.getByRole('list', { name: 'What is hidden, and why' })
    await hidden.getByText('fewer than ten people stand behind it').first().waitFor()
    const cells = await tableOf(page, 'Arms by country')
    expect(cells.some((row) => row.includes('fewer than 10'))).toBe(true)
    expect(await violations(page)).toEqual([])
  })

  test('a saved view opens as it was saved, and everything reads from right to left', async () => {
    await call(server, 'createReportView', { body: { name: 'By channel', campaignId: id, asked: { by: 'channel' } } })
    await page.goto('about:blank')
    await enter('/console/reports')
    await page.getByRole('link', { name: 'By channel' }).click()
    await page.getByRole('table', { name: 'Funnel by channel' }).waitFor()
    const arabic = await browser.newPage({ reducedMotion: 'reduce', viewport: { width: 1280, height: 900 } })
    await arabic.addInitScript(() => localStorage.setItem('vouchsafe.language', 'ar'))
    for (const path of ['/console/reports', `/console/campaigns/${id}`]) {
      await arabic.goto('about:blank')
      await arabic.goto(`${server.url}${path}#key=${server.adminKey}`)
      await arabic.getByRole('table').first().waitFor()
      expect(await arabic.getAttribute('html', 'dir')).toBe('rtl')
      const isWide = () => document.documentElement.scrollWidth > document.documentElement.clientWidth
      expect(await arabic.evaluate(isWide)).toBe(false)
      expect(await violations(arabic)).toEqual([])
    }
    await arabic.close()
  })

  test('an alarm greys the results, and what cannot be measured is no number', async () => {
    await page.goto('about:blank')
    const address = `**/v1/campaigns/${id}/report?*`
    await page.route(address, async (route) => {
      const response = await route.fetch()
      const report = await response.json()
      const { srm, comparisons } = report.experiment.readout
      srm.alarm = true
      srm.checks[0].alarm = true
      comparisons[0].incrementality = { ...comparisons[0].incrementality, status: 'not_measurable' }
      const guardrail = {
        metric: 'refunds',
        allowedLoss: 0.01,
        difference: 0.2,
        bound: 0.3,
        ok: false,
        status: 'fails',
      }
      comparisons[0].guardrails = [guardrail]
      await route.fulfill({ response, json: report })
    })
    await enter(`/console/campaigns/${id}`)
    await page.getByRole('alert').getByText('The arms are not as they were drawn').waitFor()
    const card = page.getByTestId('compared-offer:holdout')
    expect(await card.getAttribute('data-grey')).toBe('true')
    expect(await card.textContent()).toContain('Not measurable.')
    expect(await card.textContent()).toContain('It breaks the guardrail on refunds.')
    expect(await violations(page)).toEqual([])
  })

  test('what came on top stands beside it once the time to buy is over', async () => {
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await moveClock(server, '2026-05-10T12:00:00Z')
    const { experiment } = await call(server, 'campaignReport', { params: { id } })
    const [one] = experiment.readout?.comparisons ?? []
    const gained = one?.incrementality as { status: string; orders: number; roi: number }
    expect(gained.status).toBe('ok')
    await page.goto('about:blank')
    await enter(`/console/campaigns/${id}`)
    const card = page.getByTestId('compared-offer:holdout')
    const says = (term: string) =>
      card
        .locator('div', { has: page.getByText(term, { exact: true }) })
        .last()
        .locator('dd')
    const number = async (term: string) =>
      Number.parseFloat(((await says(term).textContent()) ?? '').replaceAll(',', ''))
    expect(await number('Orders that came on top')).toBeCloseTo(gained.orders, 1)
    expect(await card.textContent()).toContain('Gained per unit of discount (iROI)')
    expect(await violations(page)).toEqual([])
  })
})
