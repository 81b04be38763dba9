import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { journalMatches } from '#budget/audit.ts'
import { budgetFigures } from '#budget/figures.ts'
import { loadCampaign } from '#campaigns/load.ts'
import { pauseCampaign } from '#campaigns/pause.ts'
import { resumeCampaign } from '#campaigns/resume.ts'
import { agreeing, launched, openShop, type Terms } from '#campaigns/test-campaign.ts'
import type { House } from '#core/house.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import { HOUR_MS } from '#shared/time.ts'
import { audienceOf } from './audience.ts'
import type { QueueMessages } from './issue.ts'
import { runCampaign, runDueCampaigns } from './issue-run.ts'
import { occasionsHad, occasionsHadBy } from './queries.ts'
import { audiencePageBy } from './queries-runs.ts'
import { listRuns } from './runs.ts'

const silent: QueueMessages = async () => {}
const run = (house: House, id: string, queue = silent) => runCampaign(house, id, 'manual', queue)

/** So many people who agreed to on-site offers, and one who did not. */
async function people(house: TestHouse, count: number): Promise<number> {
  const version = await openShop(house)
  for (let i = 0; i < count; i += 1) await agreeing(house, version, `person-${i}`)
  await agreeing(house, version, 'mail-only', { on: 'email', fields: { email: 'mail@shop.example' } })
  return version
}

/** Clones the first agreeing person in the database: issuing asks the database only, so nobody needs an address. */
async function multiply(house: House, count: number): Promise<void> {
  await house.store.write(async (tx) => {
    const digits = sql`(select 0 as d union all select 1 union all select 2 union all select 3 union all select 4 union all
      select 5 union all select 6 union all select 7 union all select 8 union all select 9)`
    const numbers = sql`(select a.d + 10 * b.d + 100 * c.d + 1000 * e.d as n
      from ${digits} a, ${digits} b, ${digits} c, ${digits} e)`
    await tx.rows(sql`insert into customers (id, reference_print, reference_sealed, created_at, updated_at)
      select 'cus_clone_' || cast(n + 10000 as text), 'print-' || cast(n as text), '', 0, 0
      from ${numbers} x where n < ${count} returning id`)
    await tx.rows(sql`insert into consent_cells
      (customer_id, purpose, channel, category, state, valid_to, notice_version, decided_at, event_id)
      select k.id, g.purpose, g.channel, g.category, g.state, g.valid_to, g.notice_version, g.decided_at, g.event_id
      from customers k, consent_cells g
      where k.id like 'cus_clone_%' and g.channel = 'onsite' and g.customer_id = (
        select min(customer_id) from consent_cells where channel = 'onsite') returning customer_id`)
  })
}

async function countOf(house: House, table: string, campaignId: string): Promise<number> {
  const [row] = await house.store.read.rows<{ n: number }>(
    sql`select count(*) as n from ${sql.raw(table)} where campaign_id = ${campaignId}`,
  )
  return Number(row?.n)
}

const guaranteed = (limitMinor: number, count?: number): Terms => ({
  budget: { limitMinor, currency: 'EUR', mode: 'guaranteed', whenShort: 'refuse', ...(count && { count }) },
})
const two: NewCampaign['variants'] = [
  { key: 'five', shareBps: 5000, offer: { kind: 'amount_off', amountMinor: 500 } },
  { key: 'ten', shareBps: 5000, offer: { kind: 'amount_off', amountMinor: 1000 } },
]

forEachHouse('a run', (open) => {
  test('gives one voucher to everybody who agreed, and a second run gives none', async () => {
    const house = await open()
    await people(house, 5)
    const id = await launched(house)
    const queued: string[] = []
    const first = await run(house, id, async (_, rows) => void queued.push(...rows.map((row) => row.voucherId)))
    expect(first).toMatchObject({ matched: 6, issued: 5, holdout: 0, alreadyHad: 0, noConsent: 1, noBudget: 0 })
    expect(first.finishedAt).toBe('2026-06-15T12:00:00.000Z')
    expect(queued.length).toBe(5)
    expect(await run(house, id)).toMatchObject({ matched: 6, issued: 0, alreadyHad: 5, noConsent: 1 })
    expect(await countOf(house, 'vouchers', id)).toBe(5)
    expect((await listRuns(house.store.read, id, { limit: 10 })).data.map((row) => row.issued)).toEqual([0, 5])
  })

  test('a page that meets a code that is there already is gone through again, and nobody is left out', async () => {
    const house = await open()
    await people(house, 30)
    const first = await launched(house)
    await run(house, first)
    const [taken] = await house.store.read.rows<{ code_print: string }>(sql`select code_print from vouchers limit 1`)
    let drawn = 0
    const fingerprint = (code: string) => (drawn++ === 0 && taken ? taken.code_print : house.secrets.fingerprint(code))
    const id = await launched(house)
    const pages: number[] = []
    const outcome = await run({ ...house, secrets: { ...house.secrets, fingerprint } }, id, async (_, rows) => {
      pages.push(rows.length)
    })
    expect(outcome).toMatchObject({ matched: 31, issued: 30, alreadyHad: 0, noConsent: 1 })
    expect(drawn).toBeGreaterThan(30)
    expect(pages).toEqual([30])
    expect(await countOf(house, 'vouchers', id)).toBe(30)
    expect(await journalMatches(house.store.read, id)).toBe(true)
  })

  test('four at once give one voucher each all the same, and together say so', async () => {
    const house = await open()
    await people(house, 1)
    await multiply(house, 2500)
    const id = await launched(house, { holdoutBps: 1000, ...guaranteed(10_000_000) })
    const runs = await Promise.all([run(house, id), run(house, id), run(house, id), run(house, id)])
    const sum = (name: 'issued' | 'holdout') => runs.reduce((total, one) => total + one[name], 0)
    expect(sum('issued') + sum('holdout')).toBe(2501)
    expect([sum('issued'), sum('holdout')]).toEqual([
      await countOf(house, 'vouchers', id),
      await countOf(house, 'holdouts', id),
    ])
    expect(await budgetFigures(house.store.read, id)).toMatchObject({
      reservedMinor: sum('issued') * 500,
      countUsed: sum('issued'),
    })
    expect(await journalMatches(house.store.read, id)).toBe(true)
  })

  test('cut by an error it keeps what was committed and is gone on with', async () => {
    const house = await open()
    await people(house, 1)
    await multiply(house, 2500)
    const id = await launched(house, guaranteed(10_000_000))
    let pages = 0
    const failing: QueueMessages = async () => {
      pages += 1
      if (pages === 2) throw new Error('the lights went out')
    }
    await expect(run(house, id, failing)).rejects.toThrow('the lights went out')
    const kept = await countOf(house, 'vouchers', id)
    expect(kept).toBeGreaterThan(900)
    expect((await budgetFigures(house.store.read, id))?.reservedMinor).toBe(kept * 500)
    const rest = await run(house, id)
    expect(rest).toMatchObject({ matched: 2502, issued: 2501, alreadyHad: 0 })
    expect((await listRuns(house.store.read, id, { limit: 10 })).data.length).toBe(1)
    expect(await countOf(house, 'vouchers', id)).toBe(2501)
    expect(await run(house, id)).toMatchObject({ issued: 0, alreadyHad: 2501 })
    expect(await journalMatches(house.store.read, id)).toBe(true)
  })

  test('a guaranteed budget is used up to the last voucher it can bear, over several pages', async () => {
    const house = await open()
    await people(house, 1)
    await multiply(house, 2500)
    const id = await launched(house, guaranteed(1_500 * 500 + 499))
    expect(await run(house, id)).toMatchObject({ issued: 1500, noBudget: 1001 })
    expect(await budgetFigures(house.store.read, id)).toMatchObject({ reservedMinor: 750_000, freeMinor: 499 })
    const counted = await launched(house, guaranteed(10_000_000, 1234))
    expect(await run(house, counted)).toMatchObject({ issued: 1234, noBudget: 1267 })
    expect(await budgetFigures(house.store.read, counted)).toMatchObject({ countUsed: 1234, countLimit: 1234 })
  })

  test('a budget at redemption sets nothing aside and only has to have something left', async () => {
    const house = await open()
    await people(house, 20)
    const id = await launched(house, {
      budget: { limitMinor: 1, currency: 'EUR', mode: 'at_redemption', whenShort: 'refuse', count: 1 },
    })
    expect(await run(house, id)).toMatchObject({ issued: 20, noBudget: 0 })
    expect(await budgetFigures(house.store.read, id)).toMatchObject({ reservedMinor: 0, countUsed: 0 })
    const empty = await launched(house, {
      budget: { limitMinor: 0, currency: 'EUR', mode: 'at_redemption', whenShort: 'refuse' },
    })
    expect(await run(house, empty)).toMatchObject({ issued: 0, noBudget: 20 })
  })

  test('arms are the same whoever comes first, and tallies count them with the holdout', async () => {
    const house = await open()
    await people(house, 1)
    await multiply(house, 1500)
    const id = await launched(house, { holdoutBps: 2000, variants: two, ...guaranteed(10_000_000) })
    const outcome = await run(house, id)
    const tallies = await house.store.read.rows<{ variant_key: string; assigned: number; issued: number }>(
      sql`select variant_key, assigned, issued from tallies where campaign_id = ${id} order by variant_key`,
    )
    const of = (key: string) => tallies.find((row) => row.variant_key === key)
    expect(Number(of('holdout')?.assigned)).toBe(outcome.holdout)
    expect(Number(of('five')?.issued) + Number(of('ten')?.issued)).toBe(outcome.issued)
    expect(outcome.issued + outcome.holdout).toBe(1501)
    expect(outcome.holdout).toBeGreaterThan(200)
    expect(await run(house, id)).toMatchObject({ issued: 0, holdout: 0, alreadyHad: 1501 })
    const figures = await budgetFigures(house.store.read, id)
    expect(figures?.reservedMinor).toBe(Number(of('five')?.issued) * 500 + Number(of('ten')?.issued) * 1000)
  })

  test('paused in the middle it stops, unfinished, and goes on after', async () => {
    const house = await open()
    await people(house, 1)
    await multiply(house, 2500)
    const id = await launched(house)
    let pages = 0
    const pausing: QueueMessages = async (tx) => {
      pages += 1
      if (pages === 1) tx.afterCommit(() => void house.store.write((later) => pauseCampaign(later, id)))
    }
    const outcome = await run(house, id, pausing)
    expect(outcome.finishedAt).toBeNull()
    expect(outcome.issued).toBeLessThan(2501)
    await expect(run(house, id)).rejects.toMatchObject({ code: 'campaign.run_unavailable' })
    await house.store.write((tx) => resumeCampaign(tx, id))
    const rest = await run(house, id)
    expect(rest).toMatchObject({ runId: outcome.runId, issued: 2501 })
    expect(await countOf(house, 'vouchers', id)).toBe(2501)
  })

  test('cut too long ago it is not gone on with, because its day is over, but closed by the one that takes its place', async () => {
    const house = await open()
    await people(house, 1)
    await multiply(house, 1500)
    const id = await launched(house)
    let pages = 0
    const first = await runCampaign(house, id, 'manual', silent, () => {
      pages += 1
      return pages === 2
    })
    expect(first).toMatchObject({ finishedAt: null })
    house.advance(2 * HOUR_MS)
    const second = await run(house, id)
    expect(second.runId).not.toBe(first.runId)
    expect(second).toMatchObject({ matched: 1502, alreadyHad: first.issued, issued: 1501 - first.issued })
    const { data } = await listRuns(house.store.read, id, { limit: 10 })
    expect(data.every(({ finishedAt }) => finishedAt !== null)).toBe(true)
  })

  test('on schedule it leaves one row of all the times when there was no money for anybody', async () => {
    const house = await open()
    const version = await people(house, 1)
    await agreeing(house, version, 'celebrating', { to: ['birthdate'], fields: { birthDate: '--06-15' } })
    const id = await launched(house, { trigger: { kind: 'birthday', leadDays: 0 }, ...guaranteed(1) })
    for (let i = 0; i < 3; i += 1) {
      house.advance(HOUR_MS)
      expect(await runDueCampaigns(house, ['birthday'], silent)).toMatchObject([{ issued: 0, noBudget: 1 }])
    }
    expect((await listRuns(house.store.read, id, { limit: 10 })).data.length).toBe(1)
  })

  test('of campaigns that are due for the same person the higher priority has its turn first, whichever is older', async () => {
    const house = await open()
    const version = await people(house, 0)
    await agreeing(house, version, 'celebrating', { to: ['birthdate'], fields: { birthDate: '--06-15' } })
    const terms = { trigger: { kind: 'birthday', leadDays: 0 }, frequency: { max: 1, withinDays: 7 } } as const
    const usual = await launched(house, terms)
    const higher = await launched(house, { ...terms, priority: 800 })
    const lower = await launched(house, { ...terms, priority: 100 })
    house.advance(HOUR_MS)
    await runDueCampaigns(house, ['birthday'], silent)
    const counts = await Promise.all([usual, higher, lower].map((id) => countOf(house, 'vouchers', id)))
    expect(counts).toEqual([0, 1, 0])
  })

  test('on schedule it looks before it writes: nobody due, nothing kept', async () => {
    const house = await open()
    const version = await people(house, 2)
    const birthday = { to: ['birthdate'] as const, fields: { birthDate: '1990-06-15', timeZone: 'Europe/Berlin' } }
    await agreeing(house, version, 'celebrating', birthday)
    await agreeing(house, version, 'tomorrow', { ...birthday, fields: { birthDate: '--06-16' } })
    await agreeing(house, version, 'silent', { fields: { birthDate: '1980-06-15' } })
    const id = await launched(house, { trigger: { kind: 'birthday', leadDays: 0 } })
    house.advance(HOUR_MS)
    const due = () => runDueCampaigns(house, ['birthday'], silent)
    expect(await due()).toMatchObject([{ matched: 2, issued: 1, noConsent: 1 }])
    house.advance(HOUR_MS)
    expect(await due()).toEqual([])
    expect((await listRuns(house.store.read, id, { limit: 10 })).data.length).toBe(1)
    house.advance(24 * HOUR_MS)
    expect(await due()).toMatchObject([{ issued: 1 }])
    expect(await runDueCampaigns(house, ['broadcast'], silent)).toEqual([])
    const again = await run(house, id)
    expect(again).toMatchObject({ matched: 1, issued: 0, alreadyHad: 1 })
  })

  test('a segment narrows it, and what its rule reads has to be granted', async () => {
    const house = await open()
    const version = await people(house, 3)
    await agreeing(house, version, 'german', { to: ['location'], fields: { country: 'DE' } })
    await agreeing(house, version, 'french', { to: ['location'], fields: { country: 'FR' } })
    await agreeing(house, version, 'shy-german', { fields: { country: 'DE' } })
    const id = await launched(house, { segment: { rule: { field: 'country', op: 'eq', value: 'DE' } } })
    expect(await run(house, id)).toMatchObject({ matched: 2, issued: 1, noConsent: 1 })
    const not = await launched(house, { segment: { rule: { not: { field: 'country', op: 'eq', value: 'DE' } } } })
    expect(await run(house, not)).toMatchObject({ issued: 1, noConsent: 0 })
  })
})

forEachHouse('who has had a voucher is looked up person by person', (open) => {
  test('also in a campaign that the statistics of PostgreSQL have not met', async () => {
    const house = await open()
    await people(house, 1)
    await multiply(house, 3000)
    const first = await launched(house, guaranteed(10_000_000))
    await run(house, first)
    await house.store.write((tx) => tx.rows(sql`analyze vouchers`))
    const second = await launched(house, guaranteed(10_000_000))
    await run(house, second)
    const ids = Array.from({ length: 500 }, (_, i) => `cus_clone_${10_000 + i}`)
    expect(await occasionsHad(house.store.read, second, ids)).toHaveLength(500)
    const campaign = await loadCampaign(house.store.read, second)
    if (campaign === null) throw new Error('the campaign has gone')
    const audience = await audienceOf(house.store.read, campaign, { asOf: house.clock.now(), since: 0 })
    for (const asked of [
      occasionsHadBy(house.store.read, second, ids),
      audiencePageBy(house.store.read, second, audience, null, 500),
    ]) {
      const explain = house.store.engine === 'postgres' ? sql`explain` : sql`explain query plan`
      const plan = await house.store.read.rows(sql`${explain} ${asked}`)
      expect(JSON.stringify(plan)).not.toMatch(/vouchers_campaign|Seq Scan on vouchers|SCAN v\b/)
    }
  })
})
