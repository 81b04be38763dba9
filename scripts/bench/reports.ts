// What a report costs beside looking at the facts once: five million assignments and ten million orders, of which a report reads
// none, because their sums are kept.
import { sql } from 'drizzle-orm'
import { openBudget } from '#budget/open.ts'
import type { House } from '#core/house.ts'
import { insertMany } from '#db/kit.ts'
import { openStore } from '#db/open.ts'
import type { Store, Tx } from '#db/store.ts'
import { campaigns } from '#db/tables/campaigns.ts'
import { purposes } from '#db/tables/consent.ts'
import { armCells } from '#db/tables/reports.ts'
import { noArmSums, noTops, readSums, type SumName, writeSums } from '#reports/arm-sums.ts'
import { reportCampaign } from '#reports/campaign-report.ts'
import { newCampaign } from '#shared/contracts/campaigns.ts'
import { DAY_MS, HOUR_MS } from '#shared/time.ts'
import { alternate, type BenchContext, type Found, median } from './context.ts'

const NOW = Date.UTC(2026, 5, 15, 12)
const CAMPAIGN = 'cmp_bench'
const DAYS = 30
const START = NOW - 60 * DAY_MS
/** The day of the n-th unit, as the house writes days. */
const dayOfUnit = sql.raw(
  `case n % ${DAYS} ${Array.from({ length: DAYS }, (_, at) => `when ${at} then '${new Date(START + at * DAY_MS).toISOString().slice(0, 10)}'`).join(' ')} end`,
)
const ROWS_PER_WRITE = 100_000
const PASSES = 10

/** `report_vs_count`: the whole report of a campaign after a change of its sums ÷ `select count(*)` over the facts; SQLite's is the ratio. */
export async function measureReports(context: BenchContext): Promise<Found> {
  const { engine, quick, say } = context
  const [units, facts] = quick ? [100_000, 400_000] : [5_000_000, 10_000_000]
  const store = await openStore({ url: await context.newDatabase(), now: () => NOW, lanes: 1, migrate: true })
  const own: number[] = []
  const counts: number[] = []
  try {
    say(`  writing ${units} assignments and ${facts} orders on ${engine}`)
    await store.write(seedCampaign)
    await fill(store, units, (tx, from, to) => addUnits(tx, from, to))
    await fill(store, facts, (tx, from, to) => addOrders(tx, from, to, units))
    await store.write(seedSums)
    await store.write((tx) => tx.rows(engine === 'postgres' ? sql`analyze` : sql`pragma optimize = 0x10002`))
    const house = houseOf(store)
    // As it is asked after somebody bought: nothing of the answer before it can be used again.
    let changes = 0
    const report = async () => {
      let ms = 0
      for (let i = 0; i < PASSES; i += 1) {
        await store.write((tx) => countOneMore(tx, ++changes))
        const from = performance.now()
        await reportCampaign(house, CAMPAIGN, { by: 'variant' }, { exact: true })
        ms += performance.now() - from
      }
      return ms / PASSES
    }
    const again = async () => {
      const from = performance.now()
      for (let i = 0; i < PASSES; i += 1) await reportCampaign(house, CAMPAIGN, { by: 'variant' }, { exact: true })
      return (performance.now() - from) / PASSES
    }
    const count = async () => {
      const from = performance.now()
      await store.read.rows(sql`select count(*) as n from orders`)
      counts.push(performance.now() - from)
      return counts.at(-1) ?? 0
    }
    await report()
    await count()
    const agains = [await again(), await again(), await again()]
    const name = `a first report after a change ÷ a count over ${facts} facts, ${engine}`
    const repeated = Number(median(agains).toFixed(2))
    const { ratio, notes } = await alternate(context, name, count, async () => {
      const ms = await report()
      own.push(ms)
      return ms
    })
    const figures = {
      [`report_${engine}_ms`]: Number(median(own).toFixed(2)),
      [`report_again_${engine}_ms`]: repeated,
      [`count_${engine}_ms`]: Number(median(counts).toFixed(2)),
      [`report_${engine}_vs_count`]: ratio ?? -1,
    }
    say(
      `  first after a change ${figures[`report_${engine}_ms`]} ms, repeated ${repeated} ms, count ${figures[`count_${engine}_ms`]} ms`,
    )
    return { ratios: engine === 'sqlite' ? { report_vs_count: ratio } : {}, figures, notes }
  } finally {
    await store.close()
  }
}

const houseOf = (store: Store) => ({ store, clock: { now: () => NOW, isTest: false } }) as unknown as House

async function fill(store: Store, count: number, add: (tx: Tx, from: number, to: number) => Promise<unknown>) {
  for (let from = 0; from < count; from += ROWS_PER_WRITE)
    await store.write((tx) => add(tx, from, Math.min(count, from + ROWS_PER_WRITE)))
}

async function seedCampaign(tx: Tx): Promise<void> {
  await tx.insert(purposes).values({ key: 'offers', legalBasis: 'consent', title: 'Offers', createdAt: 0 })
  const budget = { limitMinor: 9_000_000_000_000, currency: 'EUR', mode: 'at_redemption', whenShort: 'refuse' } as const
  const offer = { kind: 'amount_off', amountMinor: 500 } as const
  const terms = newCampaign.parse({
    name: 'Bench',
    purpose: 'offers',
    channels: ['email'],
    trigger: { kind: 'broadcast' },
    variants: ['a', 'b'].map((key) => ({ key, shareBps: 5_000, offer })),
    holdoutBps: 1_000,
    budget,
    validity: { days: 14 },
    timeZone: 'UTC',
  })
  const head = { id: CAMPAIGN, name: 'Bench', state: 'live', revision: 1, purpose: 'offers', legalBasis: 'consent' }
  const rest = { terms: JSON.stringify(terms), salt: 's', timeZone: 'UTC', createdAt: START, launchedAt: START }
  await tx.insert(campaigns).values({ ...head, ...rest })
  await openBudget(tx, CAMPAIGN, budget)
  const epochs = JSON.stringify([{ from: 0, weights: { a: 4_500, b: 4_500, holdout: 1_000 } }])
  await tx.rows(sql`insert into trials (campaign_id, currency, margin_bps, tail_days, epochs, created_at)
    values (${CAMPAIGN}, 'EUR', 4000, 14, ${epochs}, 0) returning campaign_id`)
}

const series = (tx: Tx, from: number, to: number) =>
  tx.engine === 'postgres'
    ? sql`(select n from generate_series(cast(${from} as bigint), cast(${to - 1} as bigint)) as g(n)) s`
    : sql`(with recursive g(n) as (select ${from} union all select n + 1 from g where n < ${to - 1}) select n from g) s`

/** A number in the statement itself: as a parameter it would be taken for a small one. */
const plain = (value: number) => sql.raw(String(value))

/** One in ten is held out, three in a hundred of all have bought, and a voucher in twenty was used. */
const addUnits = (tx: Tx, from: number, to: number) =>
  tx.rows(sql`insert into units (id, campaign_id, person, arm, epoch, assigned_at, inside_until, matures_at, is_mature, day,
      channel, country, age_band, newcomer, issued, redeemed, orders, first_bought_at, revenue_minor, discount_minor, before_minor)
    select 'unt_' || substr(cast(100000000 + n as text), 2), ${CAMPAIGN}, 'cus_' || cast(n as text),
      case n % 20 when 0 then 'holdout' when 1 then 'holdout' else case n % 2 when 0 then 'a' else 'b' end end, 0,
      ${plain(START)} + (n % ${plain(DAYS)}) * ${plain(DAY_MS)}, ${plain(START + 14 * DAY_MS)}, ${plain(START + 28 * DAY_MS)}, 1,
      ${dayOfUnit}, 'email', case n % 7 when 0 then 'FR' else 'DE' end, '26-40', 'new',
      case when n % 20 < 2 then 0 else 1 end, case n % 400 when 7 then 1 else 0 end,
      case n % 33 when 5 then 1 else 0 end, case n % 33 when 5 then ${plain(START)} + (n % 700) * ${plain(HOUR_MS)} end,
      case n % 33 when 5 then 1000 + n % 9000 else 0 end, case n % 400 when 7 then 500 else 0 end, n % 5000
    from ${series(tx, from, to)} returning 1 as made`)

const addOrders = (tx: Tx, from: number, to: number, units: number) =>
  tx.rows(sql`insert into orders (reference, customer_id, placed_at, received_at, total_minor, currency)
    select 'o' || substr(cast(1000000000 + n as text), 2), 'cus_' || cast(n % ${plain(units)} as text), ${plain(START)} + n % 1000000,
      ${plain(START)}, 1000 + n % 9000, 'EUR'
    from ${series(tx, from, to)} returning 1 as made`)

/** A purchase of the first arm more than before, in its last hour, as the counting job leaves it. */
async function countOneMore(tx: Tx, change: number): Promise<void> {
  const one = sql`campaign_id = ${CAMPAIGN} and dimension = 'all' and stage = 'mature' and arm = 'a'`
  const [cell] = await tx.rows<{ sums: string }>(sql`select sums from arm_cells where ${one}`)
  if (cell === undefined) throw new Error('the arm a has no sums')
  const sums = readSums(cell.sums)
  sums.purchasers += 1n
  sums.r += 1000n
  sums.rr += 1_000_000n
  await tx.rows(sql`update arm_cells set sums = ${writeSums(sums)} where ${one} returning arm`)
  await tx.rows(sql`update arm_hours set bought = bought + 1 where campaign_id = ${CAMPAIGN} and arm = 'a'
    and hour = (select max(hour) from arm_hours where campaign_id = ${CAMPAIGN} and arm = 'a') returning hour`)
  await tx.rows(sql`insert into settings (key, value) values (${`reports.serial.${CAMPAIGN}`}, ${String(change)})
    on conflict (key) do update set value = excluded.value returning key`)
}

/** As the counting job would have left them, by the database's own sums. */
async function seedSums(tx: Tx): Promise<void> {
  const cuts = [
    ['all', sql`''`],
    ['day', sql`day`],
    ['country', sql`country`],
  ] as const
  for (const [dimension, value] of cuts) {
    const rows = await tx.rows<
      Record<string, unknown>
    >(sql`select arm, ${value} as value, count(*) as n, sum(issued) as issued,
        sum(redeemed) as redeemed, sum(orders) as purchasers, sum(orders) as known, sum(revenue_minor) as r,
        sum(revenue_minor * revenue_minor) as rr, sum(discount_minor) as d, sum(discount_minor * discount_minor) as dd,
        sum(before_minor) as x, sum(before_minor * before_minor) as xx, sum(before_minor * revenue_minor) as xr
      from units group by 1, 2`)
    const stages = dimension === 'country' ? (['all'] as const) : (['all', 'mature'] as const)
    const cells = rows.flatMap(({ arm, value: word, ...sums }) => {
      const named = Object.entries(sums).map(([name, sum]) => [name as SumName, BigInt(String(sum))])
      const text = writeSums({ ...noArmSums(), ...Object.fromEntries(named) })
      const key = { campaignId: CAMPAIGN, epoch: 0, arm: String(arm), dimension, value: String(word) }
      return stages.map((stage) => ({ ...key, stage, sums: text, tops: JSON.stringify(noTops()) }))
    })
    await insertMany(tx, armCells, cells)
  }
  await tx.rows(sql`insert into arm_hours (campaign_id, epoch, arm, hour, entered, bought, closed)
    select ${CAMPAIGN}, 0, arm, h, sum(entered), sum(bought), 0 from (
      select arm, assigned_at / ${plain(HOUR_MS)} as h, count(*) as entered, 0 as bought from units group by arm, assigned_at / ${plain(HOUR_MS)}
      union all select arm, first_bought_at / ${plain(HOUR_MS)}, 0, count(*) from units where first_bought_at is not null
        group by arm, first_bought_at / ${plain(HOUR_MS)}) e group by arm, h returning hour`)
  await tx.rows(sql`insert into tallies (campaign_id, day, variant_key, channel, assigned, issued, redeemed, discount_minor)
    select ${CAMPAIGN}, day, arm, 'email', count(*), sum(issued), sum(redeemed), sum(discount_minor) from units
    group by day, arm returning day`)
}
