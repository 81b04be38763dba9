/** For tests of the console in a browser: a visit that notes what a page should not have done, the way to a page, and axe. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { TestServer } from '../server/test-server.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export interface Visit {
  page: Page
  context: BrowserContext
  /** What the pages should not have done. */
  wrong: string[]
}

export interface Visitor {
  language?: string
  width?: number
  /** Null for somebody who is not signed in. */
  key?: string | null
  colorScheme?: 'light' | 'dark'
}

export async function visit(
  { server, browser }: { server: TestServer; browser: Browser },
  { language = 'en', width = 1440, key = server.adminKey, colorScheme = 'light' }: Visitor,
  work: (visit: Visit) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({
    locale: 'en-GB',
    reducedMotion: 'reduce',
    viewport: { width, height: 900 },
    colorScheme,
  })
  const wrong: string[] = []
  await context.exposeBinding('tellViolation', (_, what: string) => void wrong.push(`policy: ${what}`))
  await context.addInitScript((spoken) => {
    // A preview is a frame of its own, which chooses no language.
    if (window === window.top) localStorage.setItem('vouchsafe.language', spoken)
    const tell = (window as unknown as { tellViolation(what: string): void }).tellViolation
    document.addEventListener('securitypolicyviolation', (event) =>
      tell(`${event.violatedDirective} ${event.blockedURI}`),
    )
  }, language)
  const page = await context.newPage()
  page.on('pageerror', (error) => wrong.push(String(error)))
  page.on('console', (message) => {
    // A refused request is logged by the browser itself; the pages have to deal with it, not to hide it.
    const isOwn = message.type() === 'error' && !message.text().startsWith('Failed to load resource')
    if (isOwn) wrong.push(message.text())
  })
  page.on('dialog', (dialog) => wrong.push(`a dialog: ${dialog.message()}`))
  page.on('request', (request) => {
    const isOwn = request.url().startsWith(server.url) || request.url().startsWith('blob:')
    if (!isOwn) wrong.push(`a request to ${request.url()}`)
  })
  try {
    await page.goto(`${server.url}/console/nowhere-yet${key === null ? '' : `#key=${key}`}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await work({ page, context, wrong })
    expect(wrong).toEqual([])
    expect(await context.cookies()).toEqual([])
  } finally {
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await context.close()
  }
}

/** Until everything that was asked for is there; a live page's stream never ends. */
export async function to(page: Page, path: string): Promise<void> {
  await page.goto(new URL(path, page.url()).href)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.locator('main:not(:has([aria-busy="true"], .mantine-Skeleton-root))').waitFor()
}

/**
 * What axe has to say, of all of the page or of a part of it, such as the dialog that is open. `isSeenAlone` asks for colours
 * only: what a page is made of is the same in light and in dark.
 */
export async function accessibility(page: Page, part = 'html', isSeenAlone = false): Promise<string[]> {
  await page.evaluate(axe)
  const how = isSeenAlone ? { runOnly: ['color-contrast'] } : {}
  return page.evaluate(
    async ({ part: of, how }) => {
      const { axe } = window as unknown as {
        axe: { run(of: string, how: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
      }
      return (await axe.run(of, how)).violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${node.html.slice(0, 300)}`),
      )
    },
    { part, how },
  )
}

/** By how many pixels a page is wider than the screen. */
export const spill = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
