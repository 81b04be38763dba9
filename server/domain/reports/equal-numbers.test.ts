// One number, however it is asked for: JSON, CSV, Parquet, the export of recipients and SQL written by hand over the facts.
import { parse } from 'csv-parse/sync'
import { sql } from 'drizzle-orm'
import { parquetReadObjects } from 'hyparquet'
import { expect, test } from 'vitest'
import { agreeing, launched, openShop, PURPOSE } from '#campaigns/test-campaign.ts'
import { decideFor } from '#consent/test-consents.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { runCampaign } from '#vouchers/issue-run.ts'
import { reportBreakdown } from './breakdown.ts'
import { reportCampaign } from './campaign-report.ts'
import { tableOfExperiment } from './experiment-tables.ts'
import { exportRecipients } from './export-recipients.ts'
import { asCsv, asParquet, type Table, tableOfBreakdown, tableOfReport } from './formats.ts'
import { showSnapshot, takeSnapshot } from './snapshots.ts'
import { dice, openCrowd } from './test-crowd.ts'

const live = { exact: true }
type Row = Record<string, unknown>

const fromCsv = (table: Table): Row[] => parse(asCsv(table), { columns: true })
async function fromParquet(table: Table): Promise<Row[]> {
  const { buffer, byteOffset, byteLength } = asParquet(table)
  return parquetReadObjects({ file: buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer })
}
const fromTable = ({ columns, rows }: Table): Row[] =>
  rows.map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i]])))

/** Words and numbers as text, whatever the form says them in. */
const plain = (rows: Row[]) =>
  rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([key, value]) => [key, value === '' || value === null ? null : String(value)]),
    ),
  )

async function scene(house: TestHouse): Promise<string> {
  const roll = dice(23)
  const crowd = await openCrowd(house, roll)
  await crowd.grow(300)
  for (let i = 0; i < 6; i += 1) {
    house.advance(3_600_000 * 7)
    await crowd.order(40)
    await crowd.use(12)
    await crowd.refund(9)
    if (i === 3) await crowd.grow(40)
  }
  return crowd.campaignId
}

forEachHouse('a report', (open) => {
  test('says the same in JSON, CSV, Parquet and by hand', async () => {
    const house = await open()
    const id = await scene(house)
    const report = await reportCampaign(house, id, { by: 'variant' }, live)
    const table = tableOfReport(report)
    expect(plain(fromCsv(table))).toEqual(plain(fromTable(table)))
    expect(plain(await fromParquet(table))).toEqual(plain(fromTable(table)))
    const q = house.store.read
    const [hand] = await q.rows<Record<string, number>>(sql`select
      (select count(*) from vouchers where campaign_id = ${id}) as issued,
      (select count(*) from vouchers where campaign_id = ${id})
        + (select count(*) from holdouts where campaign_id = ${id}) as assigned,
      (select count(*) from redemptions where campaign_id = ${id}) as redeemed,
      (select sum(discount_minor - reversed_minor) from redemptions where campaign_id = ${id}) as discount`)
    const { total } = report
    expect([total.issued, total.assigned, total.redeemed, total.discountMinor]).toEqual(
      [hand?.issued, hand?.assigned, hand?.redeemed, hand?.discount].map(Number),
    )
    expect(report.budget.spentMinor).toBe(Number(hand?.discount))
  })

  test('tells its experiment in JSON, CSV and Parquet as the orders tell it by hand', async () => {
    const house = await open()
    const id = await scene(house)
    house.advance(90 * 86_400_000)
    const report = await reportCampaign(house, id, { by: 'variant' }, live)
    const [arms, pairs] = [tableOfExperiment(report, 'arms'), tableOfExperiment(report, 'comparisons')]
    for (const table of [arms, pairs]) {
      expect(plain(fromCsv(table))).toEqual(plain(fromTable(table)))
      expect(plain(await fromParquet(table))).toEqual(plain(fromTable(table)))
    }
    const hand = await house.store.read.rows<Row>(sql`
      with assigned as (
        select variant_key as arm, customer_id, issued_at as at from vouchers where campaign_id = ${id}
        union all select 'holdout', customer_id, at from holdouts where campaign_id = ${id}),
      bought as (select a.arm, a.customer_id, sum(o.total_minor - o.refunded_minor) as revenue
        from assigned a join orders o on o.customer_id = a.customer_id
        where o.cancelled_at is null and o.placed_at >= a.at group by a.arm, a.customer_id)
      select a.arm, count(*) as n, count(b.customer_id) as buyers, coalesce(sum(b.revenue), 0) as s,
        coalesce(sum(b.revenue * b.revenue), 0) as q
      from assigned a left join bought b on b.arm = a.arm and b.customer_id = a.customer_id group by a.arm`)
    const of = (arm: unknown) => {
      const row = hand.find((one) => one.arm === arm)
      const [n, buyers, s, q] = [row?.n, row?.buyers, row?.s, row?.q].map(Number) as [number, number, number, number]
      const moneyVariance = (n * q - s * s) / (n * (n - 1))
      const rate = { mean: buyers / n, variance: (buyers / n) * (1 - buyers / n) }
      return { n, buyers, s, conversion: rate, revenue: { mean: s / n, variance: moneyVariance } }
    }
    for (const row of fromTable(arms)) {
      const { n, buyers, s } = of(row.arm)
      expect([row.assigned, row.mature, row.purchasers, row.revenueMinor]).toEqual([n, n, buyers, String(s)])
    }
    const told = fromTable(pairs).filter(({ metric }) => metric === 'conversion' || metric === 'revenue')
    expect(told.length).toBeGreaterThanOrEqual(3)
    for (const row of told) {
      const [t, c] = [of(row.treatment), of(row.control)]
      const metric = row.metric as 'conversion' | 'revenue'
      expect([row.treatmentCount, row.controlCount]).toEqual([t.n, c.n])
      expect(row.difference).toBeCloseTo(t[metric].mean - c[metric].mean, 9)
      expect(row.standardError).toBeCloseTo(Math.sqrt(t[metric].variance / t.n + c[metric].variance / c.n), 6)
    }
  })

  test('cut by country says what the orders say', async () => {
    const house = await open()
    const id = await scene(house)
    const breakdown = await reportBreakdown(house, id, 'country', live)
    const table = tableOfBreakdown(breakdown)
    expect(plain(fromCsv(table))).toEqual(plain(fromTable(table)))
    const parquet = plain(await fromParquet(table)).map(({ conversion: _, ...row }) => row)
    expect(parquet).toEqual(plain(fromTable(table)).map(({ conversion: _, ...row }) => row))
    const q = house.store.read
    const rows = await q.rows<Row>(sql`
      with assigned as (
        select variant_key as arm, customer_id, issued_at as at from vouchers where campaign_id = ${id}
        union all select 'holdout', customer_id, at from holdouts where campaign_id = ${id}),
      bought as (select a.arm, a.customer_id, count(*) as orders, sum(o.total_minor - o.refunded_minor) as revenue
        from assigned a join orders o on o.customer_id = a.customer_id
        where o.cancelled_at is null and o.placed_at >= a.at group by a.arm, a.customer_id)
      select a.arm, coalesce(c.country, 'not known') as country, count(*) as assigned, count(b.customer_id) as purchasers,
        coalesce(sum(b.revenue), 0) as revenue
      from assigned a join customers c on c.id = a.customer_id
        left join bought b on b.arm = a.arm and b.customer_id = a.customer_id
      group by a.arm, c.country order by country, a.arm`)
    expect(rows.map((row) => [row.arm, row.country, row.assigned, row.purchasers, row.revenue].map(String))).toEqual(
      breakdown.rows.map((row) => [row.arm, row.value, row.assigned, row.purchasers, row.revenueMinor].map(String)),
    )
    let text = ''
    for await (const piece of exportRecipients(q, id)) text += piece
    const recipients: Record<string, string>[] = parse(text, { columns: true })
    const readout = (await reportCampaign(house, id, { by: 'variant' }, live)).experiment.readout
    for (const arm of readout?.arms ?? []) {
      const mine = recipients.filter((row) => row.arm === arm.key)
      const sum = (name: string) => mine.reduce((total, row) => total + Number(row[name]), 0)
      const totals = arm.totals as { revenueMinor: string; discountMinor: string }
      expect([arm.assigned, arm.purchasers]).toEqual([mine.length, mine.filter((row) => Number(row.orders) > 0).length])
      expect([totals.revenueMinor, totals.discountMinor]).toEqual([
        String(sum('revenueMinor')),
        String(sum('discountMinor')),
      ])
    }
    const [hand] = await q.rows<Row>(sql`select sum(discount_minor - reversed_minor) as net from redemptions`)
    const given = (readout?.arms ?? []).map((arm) => Number((arm.totals as { discountMinor: string }).discountMinor))
    expect(given.reduce((sum, minor) => sum + minor, 0)).toBe(Number(hand?.net))
  })

  test('is cut by nothing that somebody did not allow for this purpose', async () => {
    const house = await open()
    const version = await openShop(house)
    await agreeing(house, version, 'both', {
      to: ['location', 'age'],
      fields: { country: 'DE', birthDate: '1990-05-01' },
    })
    await agreeing(house, version, 'place', { to: ['location'], fields: { country: 'FR', birthDate: '1990-05-01' } })
    await agreeing(house, version, 'none', { fields: { country: 'AT', birthDate: '1990-05-01' } })
    const changed = await agreeing(house, version, 'changed', { to: ['location'], fields: { country: 'LI' } })
    await decideFor(
      house,
      changed,
      version,
      [{ purpose: PURPOSE, channel: 'onsite', category: 'location' }],
      'withdraw',
    )
    const id = await launched(house)
    await runCampaign(house, id, 'manual', async () => {})
    const said = async (by: 'country' | 'age') =>
      (await reportBreakdown(house, id, by, live)).rows.map(({ value, assigned }) => [value, assigned])
    expect(await said('country')).toEqual([
      ['DE', 1],
      ['FR', 1],
      ['not known', 2],
    ])
    expect(await said('age')).toEqual([
      ['26-40', 1],
      ['not known', 3],
    ])
  })

  test('that was kept shows the same numbers for ever, to whom it was shown', async () => {
    const house = await open()
    const id = await scene(house)
    const { hash, report, keep } = await takeSnapshot(house, id, { by: 'day' }, live)
    await house.store.write(keep)
    house.advance(86_400_000)
    await house.store.write((tx) => tx.rows(sql`update tallies set issued = issued + 1 returning day`))
    expect((await showSnapshot(house, hash, live)).report).toEqual(report)
    await expect(showSnapshot(house, hash, { exact: false })).rejects.toMatchObject({ code: 'report.not_found' })
    await expect(showSnapshot(house, '0'.repeat(64), live)).rejects.toMatchObject({ code: 'report.not_found' })
  })
})
