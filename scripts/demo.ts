// `npm run demo`: an invented shop lives for ten weeks through the public doors, then tells what its campaigns did.
// `-- --once` ends after the report; otherwise the service stays up, on the machine's clock, with a ready sign-in.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { SMTPServer } from 'smtp-server'
import type { Role } from '#shared/kinds.ts'
import { DAY_MS } from '#shared/time.ts'
import { buildConsole } from './build-console.ts'
import { type Client, inParallel, makeClient } from './client/call.ts'
import { campaigns, decisionsOf, publishDemoNotice } from './demo/campaigns.ts'
import { makeChance } from './demo/chance.ts'
import { type Happened, liveOneDay, reportHistory, type Scene } from './demo/days.ts'
import { printReport } from './demo/print.ts'
import { inventPeople, inventProducts } from './demo/shop.ts'

const PEOPLE = 2_000
const DAYS = 70
const once = process.argv.includes('--once')
const root = join(import.meta.dirname, '..')
const folder = join(root, 'data/demo')
const began = Date.now()

const line = (text: string) =>
  process.stdout.write(`${((Date.now() - began) / 1000).toFixed(0).padStart(3)} s  ${text}\n`)
/** Progress on one line where there is a terminal, and silence in a log. */
const progress = (text: string) => process.stdout.isTTY && process.stdout.write(`\r\u001b[K       ${text}`)
const settled = () => process.stdout.isTTY && process.stdout.write('\r\u001b[K')

interface Service {
  url: string
  child: ChildProcess
  stop(): Promise<void>
}

/** Starts the service and waits until it listens; its log goes to data/demo only when something fails. */
async function start(env: Record<string, string>): Promise<Service> {
  const child = spawn(process.execPath, ['--max-semi-space-size=8', 'server/start.js'], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (text) => {
      const said = JSON.parse(text) as { msg?: string; url?: string }
      if (said.msg === 'listening' && said.url !== undefined) resolve(said.url)
    })
    ended.then(() => reject(new Error('The service ended before it listened; the lines above say why.')))
  })
  const stop = () => {
    child.kill('SIGTERM')
    return ended
  }
  return { url, child, stop }
}

/** A real SMTP conversation with a mailbox that counts what it gets. */
function openMailbox(): Promise<{ url: string; count: () => number; close: () => Promise<void> }> {
  let received = 0
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, _session, done) {
      stream.on('end', () => {
        received++
        done()
      })
      stream.resume()
    },
  })
  return new Promise((resolve) => {
    const listening = server.listen(0, '127.0.0.1', () => {
      const { port } = listening.address() as { port: number }
      resolve({
        url: `smtp://127.0.0.1:${port}`,
        count: () => received,
        close: () => new Promise((done) => server.close(() => done())),
      })
    })
  })
}

async function setUp(url: string, adminKey: string): Promise<Scene & { marketer: Client }> {
  const admin = makeClient(url, adminKey)
  const client = async (role: Role) => {
    const { key } = await admin.call('createApiKey', { body: { name: `demo ${role}`, roles: [role] } })
    return makeClient(url, key ?? '')
  }
  const [shop, checkout, marketer, privacy] = [
    await client('shop'),
    await client('checkout'),
    await client('marketer'),
    await client('privacy'),
  ]
  const products = inventProducts()
  const people = inventPeople(PEOPLE)
  const rows = (list: object[]) => ({
    type: 'application/x-ndjson' as const,
    text: list.map((row) => JSON.stringify(row)).join('\n'),
  })
  const shelved = await shop.call('importProducts', { rows: rows(products) })
  const came = await shop.call('importCustomers', {
    rows: rows(people.map(({ visits: _v, likes: _l, agrees: _a, ...fields }) => fields)),
  })
  line(`${came.created} people and ${shelved.created} products imported`)
  const noticeVersion = await publishDemoNotice(privacy)
  let asked = 0
  await inParallel(people, 16, async (person) => {
    const decisions = decisionsOf(person)
    progress(`consents: ${++asked} of ${PEOPLE}`)
    if (decisions.length === 0) return
    await shop.call('recordConsents', {
      body: {
        customerReference: person.reference,
        noticeVersion,
        locale: 'en',
        method: 'form',
        contactVerified: true,
        decisions,
      },
    })
  })
  settled()
  line(`notice ${noticeVersion} published; consents recorded, cell by cell, for those who agreed to something`)
  return { shop, checkout, admin, marketer, people, products, campaignIds: [], chance: makeChance(23) }
}

async function live(scene: Scene & { marketer: Client }, start: number): Promise<Happened> {
  const orders = await reportHistory(scene, start, (done) => progress(`a year of orders: ${done}`))
  settled()
  line(`${orders} orders of the past year reported`)
  for (const body of campaigns) {
    const { id } = await scene.marketer.call('createCampaign', { body })
    await scene.marketer.call('launchCampaign', { params: { id } })
    scene.campaignIds.push(id)
  }
  line(`${campaigns.length} campaigns launched, each with two variants and a holdout of 10 %`)
  const happened: Happened = { orders, carts: 0, redeemed: 0, refused: {}, reversed: 0, replayed: 0 }
  for (let day = 0; day < DAYS; day++) {
    await liveOneDay(scene, start + day * DAY_MS, happened)
    progress(`day ${day + 1} of ${DAYS}: ${happened.redeemed} vouchers redeemed`)
  }
  settled()
  return happened
}

async function tell(scene: Scene & { marketer: Client }, happened: Happened, mails: number): Promise<void> {
  const refused = Object.entries(happened.refused).map(([code, count]) => `${count} × ${code}`)
  line(
    `${DAYS} days lived: ${mails} mails delivered, ${happened.redeemed} vouchers redeemed, ${happened.reversed} sent back, ${happened.replayed} checkouts asked twice and were answered once`,
  )
  if (refused.length > 0) line(`refused at the checkout: ${refused.join(', ')}`)
  for (const [index, id] of scene.campaignIds.entries()) {
    const { purpose, channels, trigger } = campaigns[index] as (typeof campaigns)[number]
    const preview = await scene.marketer.call('previewSegment', { body: { purpose, channels, trigger } })
    const report = await scene.marketer.call('campaignReport', { params: { id } })
    console.log(printReport(report, preview))
  }
}

async function main(): Promise<void> {
  line('building the console where it is not built yet …')
  buildConsole()
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const adminKey = `vsk_${randomBytes(24).toString('base64url')}`
  const mailbox = await openMailbox()
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS
  const from = today - DAYS * DAY_MS
  const env = {
    DATABASE_URL: `file:${join(folder, 'shop.db')}`,
    VOUCHSAFE_ADMIN_KEY: adminKey,
    SMTP_URL: mailbox.url,
    LOG_LEVEL: 'info',
    HOST: '127.0.0.1',
  }
  const past = await start({ ...env, PORT: '0', VOUCHSAFE_TEST_CLOCK: new Date(from).toISOString() })
  line(`the service runs on SQLite at ${past.url}, ${DAYS} days ago`)
  const scene = await setUp(past.url, adminKey)
  const happened = await live(scene, from)
  await tell(scene, happened, mailbox.count())
  await past.stop()
  if (once) return mailbox.close()
  const present = await start({ ...env, PORT: process.env.PORT ?? '0' })
  console.log(`\nThe console: ${present.url}/console#key=${adminKey}`)
  console.log(
    'The service runs on today’s clock until you press Ctrl-C. Its data lie in data/demo and are made anew by the next demo.',
  )
  const end = () => void present.stop().then(() => mailbox.close())
  process.once('SIGINT', end).once('SIGTERM', end)
}

main().catch((error) => {
  settled()
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
