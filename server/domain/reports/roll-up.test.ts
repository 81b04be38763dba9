// What is kept step by step is what counting everything anew gives, to the cent, whatever came late, back or went.
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { agreeing, launched, openShop } from '#campaigns/test-campaign.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { reportEvents } from '#occasions/report.ts'
import { eraseCustomer } from '#privacy/forget-me.ts'
import { mergePeople } from '#privacy/merge-people.ts'
import { redeem } from '#redemption/redeem.ts'
import { reverse } from '#redemption/reverse.ts'
import { DAY_MS, HOUR_MS } from '#shared/time.ts'
import { runCampaign } from '#vouchers/issue-run.ts'
import { showVoucher } from '#vouchers/show.ts'
import { readSums } from './arm-sums.ts'
import { allCells, allHours } from './queries-cells.ts'
import { rebuildRollup, verifyRollup } from './recount.ts'
import { rollUp } from './roll-up.ts'

const PEOPLE = 60
const STEPS = 1_000
const two = [
  { key: 'five', shareBps: 5_000, offer: { kind: 'amount_off', amountMinor: 500 } },
  { key: 'ten', shareBps: 5_000, offer: { kind: 'percent_off', bps: 1_000, maxMinor: 900 } },
] as const

/** The same numbers at every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

async function told(house: TestHouse, event: Record<string, unknown>): Promise<void> {
  const answer = await reportEvents(house, event, async () => {})
  expect(answer.errors).toEqual([])
}

async function scene(house: TestHouse): Promise<string> {
  const version = await openShop(house)
  for (let i = 0; i < PEOPLE; i += 1)
    await agreeing(house, version, `p${i}`, { fields: i % 3 === 0 ? { country: 'DE' } : {} })
  const id = await launched(house, { holdoutBps: 3_000, variants: [...two], validity: { days: 10 } })
  await runCampaign(house, id, 'manual', async () => {})
  return id
}

forEachHouse('the counts', (open) => {
  test('kept step by step are those counted anew, after 1,000 orders, refunds, late facts, reversals and erasures', async () => {
    const house = await open()
    await scene(house)
    const roll = dice(7)
    const codes: string[] = []
    for (const { id } of await house.store.read.rows<{ id: string }>(sql`select id from vouchers order by id`))
      codes.push((await showVoucher(house, id, { withCode: true })).code ?? '')
    const erased = new Set<number>()
    const uses: string[] = []
    for (let step = 0; step < STEPS; step += 1) {
      const what = roll(100)
      const person = roll(PEOPLE)
      const at = new Date(house.clock.now() - roll(20) * DAY_MS + 4 * DAY_MS - roll(24) * HOUR_MS).toISOString()
      const orderReference = `o${roll(200)}`
      const totalMinor = 100 + roll(20_000)
      const items = [{ sku: 'tea', category: 'tea', quantity: 1, unitPriceMinor: totalMinor }]
      const base = { id: `e${step}`, at, orderReference }
      if (what < 55)
        await told(house, {
          ...base,
          type: 'order.placed',
          customerReference: `p${person}`,
          items,
          totalMinor,
          currency: 'EUR',
        })
      else if (what < 80) await told(house, { ...base, type: 'order.refunded', amountMinor: 1 + roll(9_000) })
      else if (what < 84) await told(house, { ...base, type: 'order.cancelled' })
      else if (what < 92) {
        const code = codes[roll(codes.length)] ?? ''
        const order = { reference: `r${step}`, currency: 'EUR', amountMinor: 1_000 + roll(9_000) }
        const made = await redeem(
          house,
          { code, order },
          { scope: 'k redeem', key: `k${step}`, hash: `${step}` },
        ).catch(() => null)
        if (made !== null) uses.push(made.redemption.id)
      } else if (what < 95 && uses.length > 0) {
        const id = uses[roll(uses.length)] ?? ''
        const key = { scope: 'k reverse', key: `v${step}`, hash: `${step}` }
        await reverse(house, id, { reason: 'returned', amountMinor: 1 + roll(100) }, key).catch(() => null)
      } else if (what < 96 && !erased.has(person) && erased.size < 12) {
        erased.add(person)
        await eraseCustomer(house, `p${person}`, 'key_1')
      } else if (what < 98) house.advance(roll(3) * HOUR_MS * 5)
      if (roll(40) === 0) await rollUp(house)
    }
    await rollUp(house)
    expect(erased.size).toBeGreaterThan(3)
    const { read } = house.store
    const kept = { cells: await allCells(read), hours: await allHours(read) }
    expect(await verifyRollup(read)).toEqual({ units: PEOPLE, differences: [] })
    expect(await rebuildRollup(house)).toBe(PEOPLE)
    const sumsOf = (cells: typeof kept.cells) =>
      cells
        .map(({ sums, tops: _, ...key }) => JSON.stringify([key, sums]))
        .filter((text) => !text.includes('"{}"'))
        .sort()
    expect(sumsOf(await allCells(read))).toEqual(sumsOf(kept.cells))
    const all = kept.cells.filter(({ stage, dimension }) => stage === 'all' && dimension === 'all')
    expect(all.reduce((sum, { sums }) => sum + readSums(sums).n, 0n)).toBe(BigInt(PEOPLE))
    expect(all.reduce((sum, { sums }) => sum + readSums(sums).purchasers, 0n)).toBeGreaterThan(20n)
  })

  test('recipients ripen when their window closes, and later orders change nothing', async () => {
    const house = await open()
    await scene(house)
    await rollUp(house)
    const ofStage = async (stage: string, name: 'n' | 'r') => {
      const cells = (await allCells(house.store.read)).filter(
        (cell) => cell.stage === stage && cell.dimension === 'all',
      )
      return cells.reduce((sum, { sums }) => sum + readSums(sums)[name], 0n)
    }
    expect(await ofStage('all', 'n')).toBe(BigInt(PEOPLE))
    expect(await ofStage('mature', 'n')).toBe(0n)
    const order = (id: string, at: number) =>
      told(house, {
        id,
        type: 'order.placed',
        at: new Date(at).toISOString(),
        orderReference: id,
        customerReference: 'p1',
        items: [{ sku: 'tea', quantity: 1, unitPriceMinor: 700 }],
        totalMinor: 700,
        currency: 'EUR',
      })
    const start = house.clock.now()
    await order('inside', start + DAY_MS)
    await order('other', start + 2 * DAY_MS)
    house.advance(26 * DAY_MS)
    await order('too-late', house.clock.now())
    await rollUp(house)
    expect([await ofStage('mature', 'n'), await ofStage('mature', 'r')]).toEqual([BigInt(PEOPLE), 1_400n])
    await told(house, {
      id: 'back',
      type: 'order.refunded',
      at: new Date(start).toISOString(),
      orderReference: 'inside',
      amountMinor: 900,
    })
    await rollUp(house)
    expect(await ofStage('mature', 'r')).toBe(500n)
    expect((await verifyRollup(house.store.read)).differences).toEqual([])
  })

  test('two profiles that become one are counted once more from all their facts', async () => {
    const house = await open()
    await scene(house)
    const order = (customer: string) =>
      told(house, {
        id: `by ${customer}`,
        type: 'order.placed',
        at: new Date(house.clock.now()).toISOString(),
        orderReference: `of ${customer}`,
        customerReference: customer,
        items: [{ sku: 'tea', quantity: 1, unitPriceMinor: 700 }],
        totalMinor: 700,
        currency: 'EUR',
      })
    await rollUp(house)
    for (const customer of ['p1', 'p2', 'p3']) await order(customer)
    await mergePeople(house, 'p1', 'p2', 'key_1')
    await rollUp(house)
    expect(await verifyRollup(house.store.read)).toEqual({ units: PEOPLE, differences: [] })
    await told(house, {
      id: 'back',
      type: 'order.refunded',
      at: new Date(house.clock.now()).toISOString(),
      orderReference: 'of p2',
      amountMinor: 100,
    })
    await rollUp(house)
    expect((await verifyRollup(house.store.read)).differences).toEqual([])
  })
})
