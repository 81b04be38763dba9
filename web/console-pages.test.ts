/** Every page that the console has, by its own list, in light and in dark: nothing that axe has to say, nothing wider than the
 * screen, nothing that moves while it loads. A new page is in it by itself; one with an id in its address asks for an example. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildConsole } from '../scripts/build-console.ts'
import { startServer, type TestServer } from '../server/test-server.ts'
import { doorsteps, pages } from './console/page-list.ts'
import { openBrowser } from './test-browser.ts'
import { TODAY } from './test-delivery-shop.ts'
import { furnishPages } from './test-page-shop.ts'
import { accessibility, spill, to, type Visitor, visit } from './test-visit.ts'

let server: TestServer
let browser: Browser
/** An address for each page that has an id in it. */
let examples: Record<string, string>

beforeAll(async () => {
  buildConsole()
  server = await startServer({ engine: 'sqlite', clock: TODAY })
  browser = await openBrowser()
  examples = (await furnishPages(server)).examples
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

/** Where the pages are, whole addresses. */
function addresses(): string[] {
  return pages.map(({ path }) => {
    const example = examples[path] ?? path
    if (/[:*]/.test(example))
      throw new Error(`There is no example of the page ${path}: give it one in test-page-shop.ts.`)
    return `/console/${example}`
  })
}

/** Adds up what moved since the page began to load. */
const watchShifts = (page: Page) =>
  page.addInitScript(() => {
    const all = window as unknown as { shifted: number }
    all.shifted = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const shift = entry as unknown as { value: number; hadRecentInput: boolean }
        if (!shift.hadRecentInput) all.shifted += shift.value
      }
    }).observe({ type: 'layout-shift', buffered: true })
  })
const shiftOf = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise((resolve) =>
        requestAnimationFrame(() =>
          requestAnimationFrame(() => resolve((window as unknown as { shifted: number }).shifted)),
        ),
      ),
  )

/** Colours that are inherited change over one generation after the other, a frame for each. */
const settled = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        let calm = 0
        const look = () => {
          const isMoving = document.getAnimations().some(({ playState, pending }) => pending || playState === 'running')
          calm = isMoving ? 0 : calm + 1
          if (calm > 4) resolve()
          else requestAnimationFrame(look)
        }
        look()
      }),
  )

async function walk(visitor: Visitor, paths: string[], schemes: readonly ('light' | 'dark')[]): Promise<void> {
  await visit({ server, browser }, visitor, async ({ page }) => {
    await watchShifts(page)
    const complaints: string[] = []
    const shifts: [string, number][] = []
    for (const path of paths) {
      await to(page, path)
      await openWhatAsks(page, path)
      const shift = await shiftOf(page)
      shifts.push([path, shift])
      // what counts as good, and twice what was measured
      if (shift > 0.1) complaints.push(`${path}: what is read moves as the page loads, by ${shift.toFixed(3)}`)
      const over = await spill(page)
      if (over > 0) complaints.push(`${path}: ${over} pixels wider than the screen`)
      for (const [nth, colorScheme] of schemes.entries()) {
        await page.emulateMedia({ colorScheme })
        await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
        await settled(page)
        for (const found of await accessibility(page, 'html', nth > 0))
          complaints.push(`${path}, ${colorScheme}: ${found}`)
      }
    }
    const most = shifts.sort(([, a], [, b]) => b - a).slice(0, 3)
    const said = most.map(([path, shift]) => `${path} ${shift.toFixed(3)}`).join(', ')
    console.info(`[figures] ${visitor.language} at ${visitor.width} px: most layout shift on load ${said}`)
    expect(complaints).toEqual([])
  })
}

/** The panel of a person stands behind a reason. */
async function openWhatAsks(page: Page, path: string): Promise<void> {
  if (!/customers\/./.test(path)) return
  await page.locator('main form input').fill('She called')
  await page.locator('main form button').click()
  await page.locator('main dl').first().waitFor()
}

test('every page, wide, in English, light and dark', () =>
  walk({ language: 'en', width: 1440 }, addresses(), ['light', 'dark']))

test('every page, on a phone, from right to left, dark', () =>
  walk({ language: 'ar', width: 390, colorScheme: 'dark' }, addresses(), ['dark']))

test('the pages before one is signed in, light and dark', () =>
  walk(
    { language: 'en', width: 390, key: null },
    doorsteps.map(({ path }) => path),
    ['light', 'dark'],
  ))
