// `npm run screenshots`: the ten main pages of the console, light and dark, at 1440 and 390 pixels, into web/console/pictures.
// Lets the shop of the demo live first; or takes the address that a running demo prints: `npm run screenshots -- '<address>'`.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Page } from 'playwright-core'
import { openBrowser } from '../web/test-browser.ts'
import { makeClient } from './client/call.ts'

const folder = join(import.meta.dirname, '../web/console/pictures')
const MOST_BYTES = 60_000
const widths = [
  { width: 1440, height: 960 },
  { width: 390, height: 844 },
]
const schemes = ['light', 'dark'] as const

interface Demo {
  /** With the key in its fragment. */
  address: string
  end: () => Promise<void>
}

/** As `npm run demo` does, until it says where its console is. */
async function liveDemo(): Promise<Demo> {
  const root = join(import.meta.dirname, '..')
  const child: ChildProcess = spawn(process.execPath, ['scripts/demo.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const address = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      process.stdout.write(`${line}\n`)
      const found = /^The console: (\S+)$/.exec(line)?.[1]
      if (found !== undefined) resolve(found)
    })
    ended.then(() => reject(new Error('The demo ended before it said where its console is.')))
  })
  const end = () => {
    child.kill('SIGTERM')
    return ended
  }
  return { address, end }
}

interface Shot {
  name: string
  path: string
  /** What has to be done before there is something to see. */
  prepare?: (page: Page) => Promise<void>
}

/** One of the demo's campaigns, a voucher of it that was used, and whose it is. */
async function shotsOf(url: string, key: string): Promise<Shot[]> {
  const admin = makeClient(url, key)
  const { data: campaigns } = await admin.call('listCampaigns', { query: { limit: 50 } })
  const campaign = campaigns.find(({ name }) => name.startsWith('Birthday')) ?? campaigns[0]
  if (campaign === undefined) throw new Error('The demo has no campaign.')
  const asked = { campaignId: campaign.id, states: ['redeemed' as const], limit: 1 }
  const { data: used } = await admin.call('searchVouchers', { body: asked })
  const [voucher] = used
  if (voucher?.customerId == null) throw new Error('The demo has no voucher that was used.')
  const giveReason = async (page: Page) => {
    await page.locator('main form input').fill('She called about her voucher')
    await page.locator('main form button').click()
    await page.locator('main dl').first().waitFor()
  }
  const reachIsCounted = async (page: Page) => {
    await page.getByTestId('reach').waitFor()
    await page.locator('section[aria-labelledby="reach-title"]:not(:has([role="img"]))').waitFor()
  }
  return [
    { name: 'campaigns', path: '/console' },
    { name: 'campaign', path: `/console/campaigns/${campaign.id}` },
    { name: 'designer', path: '/console/campaigns/new/birthday', prepare: reachIsCounted },
    { name: 'reports', path: '/console/reports' },
    { name: 'vouchers', path: `/console/vouchers?campaign=${campaign.id}` },
    { name: 'voucher', path: `/console/vouchers/${voucher.id}` },
    { name: 'customer', path: `/console/customers/${voucher.customerId}`, prepare: giveReason },
    { name: 'deliveries', path: '/console/channels' },
    { name: 'privacy', path: '/console/privacy' },
    { name: 'people', path: '/console/people' },
  ]
}

/** As good as fits: a picture of a page should weigh less than the page. */
async function take(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page)
  for (let quality = 82; ; quality -= 12) {
    const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality })
    const picture = Buffer.from(data, 'base64')
    if (picture.length > MOST_BYTES && quality > 12) continue
    await session.detach()
    return picture
  }
}

const given = process.argv[2]
const demo: Demo = given === undefined ? await liveDemo() : { address: given, end: async () => undefined }
const browser = await openBrowser()
try {
  const { origin, hash } = new URL(demo.address)
  const shots = await shotsOf(origin, hash.replace('#key=', ''))
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const viewport of widths) {
    for (const colorScheme of schemes) {
      const page = await browser.newPage({ viewport, colorScheme, reducedMotion: 'reduce', locale: 'en-GB' })
      await page.goto(demo.address)
      await page.getByRole('heading', { level: 1 }).waitFor()
      for (const { name, path, prepare } of shots) {
        await page.goto(`${origin}${path}`)
        await page.getByRole('heading', { level: 1 }).waitFor()
        await prepare?.(page)
        await page.locator('main:not(:has([aria-busy="true"], .mantine-Skeleton-root))').waitFor()
        const file = `${name}-${colorScheme}-${viewport.width}.webp`
        const picture = await take(page)
        writeFileSync(join(folder, file), picture)
        process.stdout.write(`${file}  ${(picture.length / 1000).toFixed(0)} kB\n`)
      }
      await page.close()
    }
  }
} finally {
  await browser.close()
  await demo.end()
}
