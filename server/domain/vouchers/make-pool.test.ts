import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { journalMatches } from '#budget/audit.ts'
import { budgetFigures } from '#budget/figures.ts'
import { endCampaign } from '#campaigns/end.ts'
import { pauseCampaign } from '#campaigns/pause.ts'
import { resumeCampaign } from '#campaigns/resume.ts'
import { launched, openShop } from '#campaigns/test-campaign.ts'
import type { House } from '#core/house.ts'
import { forEachHouse } from '#core/test-house.ts'
import type { NewPool } from '#shared/contracts/pools.ts'
import { checkHolds, foldCode } from './code.ts'
import { type ExportedCode, exportCodes } from './export-codes.ts'
import { makePool, makePools } from './make-pool.ts'
import { askForPool, listPools, showPool } from './pools.ts'
import { stopRuns } from './runs-here.ts'

const guaranteed = (limitMinor: number) => ({
  budget: { limitMinor, currency: 'EUR', mode: 'guaranteed' as const, whenShort: 'refuse' as const },
})
const asked = (house: House, id: string, pool: NewPool) => house.store.write((tx) => askForPool(tx, id, pool))

async function countOf(house: House, poolId: string): Promise<number> {
  const [row] = await house.store.read.rows<{ n: number }>(
    sql`select count(*) as n from vouchers where run_id = ${poolId} and channel is null`,
  )
  return Number(row?.n)
}

async function exported(house: House, id: string, query: Parameters<typeof exportCodes>[2]): Promise<ExportedCode[]> {
  const codes: ExportedCode[] = []
  for await (const page of exportCodes(house, id, query)) codes.push(...page)
  return codes
}

forEachHouse('a pool for print', (open) => {
  test('has as many codes as were asked for, nobody in it, and is paid for like any voucher', async () => {
    const house = await open()
    await openShop(house)
    const id = await launched(house, guaranteed(5000 * 500))
    const poolId = await asked(house, id, { name: 'Leaflet', count: 4500 })
    expect(await showPool(house.store.read, id, poolId)).toMatchObject({ state: 'making', made: 0, count: 4500 })
    expect(await makePool(house, poolId)).toBe(4500)
    expect(await showPool(house.store.read, id, poolId)).toMatchObject({ state: 'ready', made: 4500, reason: null })
    expect(await countOf(house, poolId)).toBe(4500)
    expect(await budgetFigures(house.store.read, id)).toMatchObject({ reservedMinor: 4500 * 500, countUsed: 4500 })
    expect(await journalMatches(house.store.read, id)).toBe(true)
    const waiting = await house.store.read.rows<{ n: number }>(sql`select count(*) as n from outbox`)
    expect(Number(waiting[0]?.n)).toBe(0)
    const tallied = sql`select assigned, issued, channel from tallies where campaign_id = ${id}`
    expect(await house.store.read.rows(tallied)).toEqual([{ assigned: 0, issued: 4500, channel: '' }])
    expect(await makePools(house)).toBe(0)
    await expect(asked(house, id, { name: 'Poster', count: 501 })).rejects.toMatchObject({ code: 'budget.exhausted' })
    await expect(asked(house, id, { name: 'Leaflet', count: 1 })).rejects.toMatchObject({ code: 'pool.exists' })
    expect((await listPools(house.store.read, id, { limit: 10 })).data.map(({ name }) => name)).toEqual(['Leaflet'])
  })

  test('is exported with what was being written when it was asked for, though later ids were there first', async () => {
    const house = await open()
    const { store } = house
    if (store.engine === 'sqlite') return
    await openShop(house)
    const id = await launched(house, guaranteed(5000 * 500))
    await asked(house, id, { name: 'First', count: 3 })
    await makePools(house)
    const early = 'vch_00000000000000000000000000'
    const sealed = house.secrets.seal('EARLY', early)
    const begun = Promise.withResolvers<void>()
    const mayEnd = Promise.withResolvers<void>()
    // Another lane takes its time over the voucher with the earliest id of all.
    const slow = store.write(async (tx) => {
      await tx.rows(sql`insert into vouchers select (jsonb_populate_record(v, jsonb_build_object('id', ${early}::text,
        'code_print', ${early}::text, 'customer_id', ${early}::text, 'code_sealed', ${sealed}::text))).* from vouchers v
        limit 1 returning id`)
      begun.resolve()
      await mayEnd.promise
    })
    await begun.promise
    const exporting = exported(house, id, {})
    for (let look = 0; look < 50; look++) await store.read.rows(sql`select pg_sleep(0.01)`)
    mayEnd.resolve()
    await slow
    const codes = await exporting
    expect(codes).toHaveLength(4)
    expect(codes[0]).toMatchObject({ id: early, code: 'EARLY' })
  })

  test('is exported code by code, by pool and by state, and gone on with behind any of them', async () => {
    const house = await open()
    await openShop(house)
    const id = await launched(house, { codePrefix: 'SALE' })
    const first = await asked(house, id, { name: 'A', count: 1200 })
    const second = await asked(house, id, { name: 'B', count: 30 })
    expect(await makePools(house)).toBe(1230)
    const all = await exported(house, id, {})
    expect(all.length).toBe(1230)
    expect(new Set(all.map(({ code }) => code)).size).toBe(1230)
    for (const { code, state } of all) expect([checkHolds(foldCode(code)), state]).toEqual([true, 'issued'])
    const ofFirst = await exported(house, id, { poolId: first })
    expect(ofFirst.length).toBe(1200)
    expect(await exported(house, id, { poolId: first, cursor: String(ofFirst[699]?.id) })).toEqual(ofFirst.slice(700))
    expect((await exported(house, id, { poolId: second })).length).toBe(30)
    expect(await exported(house, id, { state: 'redeemed' })).toEqual([])
  })

  test('cut by a stop or a pause it keeps what was committed and goes on where it was', async () => {
    const house = await open()
    await openShop(house)
    const id = await launched(house, guaranteed(10_000 * 500))
    const poolId = await asked(house, id, { name: 'Leaflet', count: 7000 })
    let pages = 0
    expect(await makePool(house, poolId, () => ++pages > 2)).toBe(4000)
    expect(await showPool(house.store.read, id, poolId)).toMatchObject({ state: 'making', made: 4000 })
    await house.store.write((tx) => pauseCampaign(tx, id))
    expect(await makePools(house)).toBe(0)
    await house.store.write((tx) => resumeCampaign(tx, id))
    const both = await Promise.all([makePool(house, poolId), makePool(house, poolId)])
    expect(both.reduce((sum, made) => sum + made)).toBe(3000)
    expect(await countOf(house, poolId)).toBe(7000)
    expect(await budgetFigures(house.store.read, id)).toMatchObject({ reservedMinor: 7000 * 500 })
  })

  test('is short when the money went elsewhere meanwhile, and when the campaign ends', async () => {
    const house = await open()
    await openShop(house)
    const id = await launched(house, guaranteed(3000 * 500 + 499))
    const first = await asked(house, id, { name: 'A', count: 2000 })
    const second = await asked(house, id, { name: 'B', count: 2000 })
    expect(await makePools(house)).toBe(3000)
    expect(await showPool(house.store.read, id, first)).toMatchObject({ state: 'ready', made: 2000 })
    expect(await showPool(house.store.read, id, second)).toMatchObject({
      state: 'short',
      made: 1000,
      reason: 'no_budget',
    })
    const other = await launched(house)
    const late = await asked(house, other, { name: 'Late', count: 10 })
    await house.store.write((tx) => endCampaign(tx, other, { stopRedemptions: false }))
    expect(await makePool(house, late)).toBe(0)
    expect(await showPool(house.store.read, other, late)).toMatchObject({ state: 'short', reason: 'campaign_over' })
  })

  test('spreads over the variants by their shares, or has one of them', async () => {
    const house = await open()
    await openShop(house)
    const variants = [
      { key: 'five', shareBps: 5000, offer: { kind: 'amount_off' as const, amountMinor: 500 } },
      { key: 'card', shareBps: 5000, offer: { kind: 'gift_card' as const, amountMinor: 2500 } },
    ]
    const id = await launched(house, { variants, holdoutBps: 5000 })
    await asked(house, id, { name: 'Both', count: 400 })
    const cards = await asked(house, id, { name: 'Cards', count: 10, variantKey: 'card' })
    await makePools(house)
    const both = (await exported(house, id, {})).filter(({ variantKey }) => variantKey === 'five').length
    expect(Math.abs(both - 200)).toBeLessThan(60)
    const keys = (await exported(house, id, { poolId: cards })).map(({ variantKey }) => variantKey)
    expect(new Set(keys)).toEqual(new Set(['card']))
    const odd = asked(house, id, { name: 'Odd', count: 1, variantKey: 'never' })
    await expect(odd).rejects.toMatchObject({ code: 'request.invalid' })
  })

  test('a house that stops ends it behind its page', async () => {
    const house = await open()
    await openShop(house)
    const id = await launched(house)
    const poolId = await asked(house, id, { name: 'Leaflet', count: 50_000 })
    const making = makePool(house, poolId)
    await house.store.write((tx) => tx.rows(sql`select 1 as one`))
    await stopRuns(house.store)
    const made = await making
    expect(made).toBeLessThan(50_000)
    expect(await countOf(house, poolId)).toBe(made)
  })
})
