/** What it must show, 4: the server dies without a word under load; what it had said yes to is there, exactly once. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Redemption, Reversal } from '#shared/contracts/redemptions.ts'
import { type Answer, startServer, type TestServer } from '../test-server.ts'
import { checkBooks } from './books.ts'
import {
  ask,
  call,
  cellsOf,
  decide,
  everyOne,
  importRows,
  inParallel,
  issue,
  launchCampaign,
  openWithNotice,
  orderOf,
  redeem,
} from './shop.ts'

const WORTH = 500
const WORKERS = 12
/** More than a page of a run. */
const PEOPLE = 1100
const cells = cellsOf(['offers'], ['onsite'], ['contact.account'])

/** One voucher's life as its customer saw it: what was asked, and what was said yes to. */
interface Life {
  customer: string
  occasion: string
  orderReference: string
  voucher?: { id: string; code: string }
  redemption?: Redemption
  /** Its own keys for redeeming and reversing, the same in every retry. */
  keys: { redeem: string; undo: string }
  reversal?: Reversal
}

interface Killing {
  server: TestServer
  campaignId: string
  people: string[]
  lives: Life[]
  /** Yes to a redemption although it had been acknowledged before, or another answer than before. */
  contradictions: string[]
  asked: number
}

describe.each([
  { engine: 'sqlite', kills: 20 },
  { engine: 'postgres', kills: 5 },
] as const)('$kills kills under load on $engine', ({ engine, kills }) => {
  let scene: Killing

  beforeAll(async () => {
    scene = await setScene(await startServer({ engine }))
    for (let kill = 1; kill <= kills; kill++) await killUnderLoad(scene, kill)
    await load(scene, 5)
  })
  afterAll(() => scene.server.close())

  test('there was enough load to speak of', () => {
    expect(scene.lives.filter((life) => life.redemption).length).toBeGreaterThan(kills * 10)
    expect(scene.contradictions).toEqual([])
  })

  test('every acknowledged redemption is there, exactly once and as it was told', async () => {
    await inParallel(scene.lives, 16, async ({ redemption, orderReference }) => {
      const { data } = await call(scene.server, 'listRedemptions', { query: { orderReference } })
      if (redemption === undefined) return
      expect(data.length, orderReference).toBe(1)
      expect(data[0]).toMatchObject(redemption)
    })
  })

  test('what was not acknowledged is finished by asking again, with nobody redeeming twice', async () => {
    await inParallel(scene.lives, 16, (life) => live(scene, life))
    expect(scene.contradictions).toEqual([])
    expect(scene.lives.every((life) => life.redemption !== undefined)).toBe(true)
    const stranger = scene.lives.slice(0, 50)
    const answers = await inParallel(stranger, 16, (life) =>
      redeem(scene.server, life.voucher?.code ?? '', orderOf(`stranger-${life.orderReference}`)),
    )
    for (const answer of answers) expect(answer.status, answer.text).toBe(409)
  })

  test('the budget is the sum of the redemptions less the reversals', async () => {
    const views = await inParallel(scene.lives, 16, async ({ orderReference }) => {
      const { data } = await call(scene.server, 'listRedemptions', { query: { orderReference } })
      return data.reduce((sum, one) => sum + one.discountMinor - one.reversedMinor, 0)
    })
    const sum = views.reduce((all, one) => all + one, 0)
    const report = await call(scene.server, 'campaignReport', { params: { id: scene.campaignId } })
    expect(report.budget).toMatchObject({ spentMinor: sum, heldMinor: 0, reservedMinor: 0 })
    expect(report.budget.countUsed * WORTH).toBe(sum)
    expect(report.total.redeemed).toBe(scene.lives.length)
    // What was taken off, less what came back.
    expect(report.total.discountMinor).toBe(sum)
    expect(report.total.reversed).toBe(scene.lives.filter((life) => life.reversal).length)
  })

  test('no voucher is half made, half redeemed or made twice', async () => {
    const vouchers = await everyOne(scene.server, 'listVouchers', { query: { campaignId: scene.campaignId } })
    const byId = new Map(vouchers.map((voucher) => [voucher.id, voucher]))
    expect(byId.size).toBe(vouchers.length)
    expect(vouchers.length).toBe(scene.lives.length)
    for (const life of scene.lives) {
      const voucher = byId.get(life.voucher?.id ?? '')
      expect(voucher?.state, life.orderReference).toBe('redeemed')
      expect(voucher?.redeemedAt).not.toBeNull()
    }
  })

  test('a run that was cut goes on to its end: one voucher for each', async () => {
    const id = await launchCampaign(scene.server, { purpose: 'offers', name: 'Run' })
    const running = call(scene.server, 'runCampaign', { params: { id } }).catch(() => undefined)
    while ((await call(scene.server, 'listVouchers', { query: { campaignId: id, limit: 1 } })).data.length === 0)
      await sleep(1)
    await scene.server.kill9()
    await running
    await scene.server.restart()
    await call(scene.server, 'runCampaign', { params: { id } })
    const vouchers = await everyOne(scene.server, 'listVouchers', { query: { campaignId: id } })
    expect(vouchers.length).toBe(scene.people.length)
    expect(new Set(vouchers.map((voucher) => voucher.customerReference)).size).toBe(scene.people.length)
    expect((await call(scene.server, 'runCampaign', { params: { id } })).issued).toBe(0)
    expect(await checkBooks(scene.server)).toEqual([])
  })
})

async function setScene(server: TestServer): Promise<Killing> {
  const noticeVersion = await openWithNotice(server, cells)
  const people = Array.from({ length: PEOPLE }, (_, i) => `person-${i}`)
  const rows = people.map((reference) => `${JSON.stringify({ reference })}\n`).join('')
  await importRows(server, 'importCustomers', rows, 'application/x-ndjson')
  await inParallel(people, 16, (reference) => decide(server, reference, noticeVersion, cells))
  const campaignId = await launchCampaign(server, { purpose: 'offers', refundPolicy: 'keep' })
  return { server, campaignId, people, lives: [], contradictions: [], asked: 0 }
}

/** Workers issue, redeem and reverse; after a moment the server is killed in the middle of it, and started again. */
async function killUnderLoad(scene: Killing, kill: number): Promise<void> {
  const enough = scene.asked + 25 + ((kill * 37) % 45)
  const loading = load(scene, 1000)
  while (scene.asked < enough) await sleep(1)
  await scene.server.kill9()
  await loading
  await scene.server.restart()
  // What the dead server left open is asked again, as checkouts and shops do.
  const open = scene.lives.filter((life) => life.redemption === undefined)
  await inParallel(open, WORKERS, (life) => live(scene, life))
}

/** Every worker lives up to `most` lives, or until the server is gone. */
async function load(scene: Killing, most: number): Promise<void> {
  const worker = async () => {
    for (let i = 0; i < most; i++) {
      const life = newLife(scene)
      if (!(await live(scene, life))) return
    }
  }
  await Promise.all(Array.from({ length: WORKERS }, worker))
}

function newLife(scene: Killing): Life {
  const number = scene.lives.length
  const customer = String(scene.people[number % scene.people.length])
  const life = {
    customer,
    occasion: `life-${number}`,
    orderReference: `order-${number}`,
    keys: { redeem: `redeem-${number}`, undo: `undo-${number}` },
  }
  scene.lives.push(life)
  return life
}

/** Goes as far as the server lives, from where it had come; answers whether it came to its end. */
async function live(scene: Killing, life: Life): Promise<boolean> {
  const { server } = scene
  try {
    life.voucher ??= await issue(server, scene.campaignId, life.customer, life.occasion)
    const headers = { 'idempotency-key': life.keys.redeem }
    const redeemed = await redeem(server, life.voucher.code, orderOf(life.orderReference), { headers })
    scene.asked++
    noteRedemption(scene, life, redeemed)
    if (scene.lives.indexOf(life) % 4 === 0) await undo(scene, life)
    return true
  } catch (error) {
    // fetch says so when the connection is cut; everything else is a finding.
    if (!(error instanceof TypeError)) scene.contradictions.push(String(error))
    return false
  }
}

function noteRedemption(scene: Killing, life: Life, answer: Answer): void {
  const said = answer.body as Redemption
  if (answer.status !== 201 && answer.status !== 200)
    scene.contradictions.push(`${life.orderReference}: ${answer.status} ${answer.text}`)
  else if (life.redemption !== undefined && (answer.status !== 200 || said.id !== life.redemption.id))
    scene.contradictions.push(
      `${life.orderReference} was acknowledged and then answered ${answer.status} ${answer.text}`,
    )
  else life.redemption = said
}

async function undo(scene: Killing, life: Life): Promise<void> {
  const sent = { params: { id: life.redemption?.id ?? '' }, body: { reason: 'returned' } }
  const answer = await ask(scene.server, 'reverse', sent, { headers: { 'idempotency-key': life.keys.undo } })
  const said = answer.body as Reversal
  if (answer.status !== 201 || (life.reversal !== undefined && said.id !== life.reversal.id))
    scene.contradictions.push(`reversal of ${life.orderReference}: ${answer.status} ${answer.text}`)
  else life.reversal = said
}
