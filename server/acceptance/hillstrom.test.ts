/** Imported arms over HTTP: the Hillstrom e-mail test, 64,000 people, against figures that others worked out. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { normalQuantile } from '#experiments/distributions.ts'
import { doors } from '#shared/api.ts'
import type { ExperimentImported } from '#shared/contracts/experiments.ts'
import { type Row, readTable, readTruth, realData, sayAbsent } from '../../scripts/replay/real-data.ts'
import { startServer, type TestServer } from '../test-server.ts'
import { brokenContract } from './shop.ts'

interface RateTruth {
  n_treat: number
  diff: number
  rel_lift: number
  z_pooled: number
  p_two_sided: number
  se_unpooled: number
  ci95_wald: [number, number]
  ci95_newcombe: [number, number]
  incremental_count: number
}
interface MoneyTruth {
  diff: number
  se: number
  t: number
  df: number
  p_two_sided: number
  ci95: [number, number]
}
interface SegmentTruth {
  n: number
  visits: number
  conversions: number
  spend_total_cents: number
  spend_mean: number
}
interface Truth {
  control: string
  segments: Record<string, SegmentTruth>
  tests: Record<string, { visit: RateTruth; conversion: RateTruth; spend_per_customer: MoneyTruth }>
  srm_three_equal_arms: { chi2: number; df: number; p: number }
  holm: { arm: string; metric: string; p: number; p_holm: number }[]
  subgroups: Record<
    string,
    Record<string, { segments: Record<string, SegmentTruth>; conversion_tests: Record<string, RateTruth> }>
  >
}

const folder = realData('hillstrom')
if (folder === undefined) sayAbsent('hillstrom')

const minor = (amount: string): string => String(Math.round(Number(amount) * 100))
const csvOf = (rows: Row[], bought: 'conversion' | 'visit' = 'conversion'): string =>
  [
    'recipient,arm,assigned_at,purchased,revenue_minor,discount_minor,covariate',
    ...rows.map((row) =>
      [
        row.customer_id,
        row.segment,
        '2008-03-20',
        row[bought],
        bought === 'visit' ? 0 : minor(row.spend ?? ''),
        0,
        minor(row.history ?? ''),
      ].join(','),
    ),
  ].join('\n')

describe.skipIf(folder === undefined)('Hillstrom', () => {
  let server: TestServer
  let rows: Row[]
  let truth: Truth
  beforeAll(async () => {
    server = await startServer({ engine: 'sqlite' })
    rows = await readTable(folder as string, 'hillstrom.csv')
    truth = await readTruth<Truth>(folder as string)
  })
  afterAll(() => server.close())

  async function importCsv(csv: string, query: Record<string, string> = {}): Promise<ExperimentImported> {
    const asked = new URLSearchParams({ holdout: truth.control, reference: 'Womens E-Mail', ...query })
    const answer = await server.request('POST', `/v1/experiments/import?${asked}`, csv, {
      headers: { 'content-type': 'text/csv' },
    })
    expect(answer.status, answer.text).toBe(200)
    expect(brokenContract(doors.importExperiment, answer)).toBeUndefined()
    return answer.body as ExperimentImported
  }
  async function reportOf(csv: string, query: Record<string, string> = {}) {
    const { report } = await importCsv(csv, query)
    if (report === null) throw new Error('no report')
    return report
  }
  type Readout = Awaited<ReturnType<typeof reportOf>>
  const pairOf = (report: Readout, treatment: string, control: string) => {
    const pair = report.comparisons.find((one) => one.key === `${treatment}:${control}`)
    if (pair === undefined) throw new Error(`no comparison ${treatment}:${control}`)
    return pair
  }
  const near = (got: number | null | undefined, wanted: number, rel = 1e-9) =>
    expect(Math.abs((got ?? Number.NaN) - wanted), `${got} for ${wanted}`).toBeLessThanOrEqual(
      rel * Math.abs(wanted) + 1e-300,
    )
  const named: [string, string, string][] = [
    ['Mens E-Mail', 'Mens E-Mail', 'No E-Mail'],
    ['Womens E-Mail', 'Womens E-Mail', 'No E-Mail'],
    ['Mens vs Womens', 'Mens E-Mail', 'Womens E-Mail'],
  ]

  function sameRate(report: Readout, of: [string, string], wanted: RateTruth): void {
    const { primary } = pairOf(report, ...of)
    near(primary.difference, wanted.diff, 1e-12)
    near(primary.fixed.relative.lift, wanted.rel_lift)
    near(primary.se, wanted.se_unpooled)
    near(primary.pooled?.z, wanted.z_pooled)
    near(primary.pooled?.p, wanted.p_two_sided)
    near(primary.newcombe?.low, wanted.ci95_newcombe[0])
    near(primary.newcombe?.high, wanted.ci95_newcombe[1])
    const half = normalQuantile(0.975) * (primary.se ?? 0)
    near((primary.difference ?? 0) - half, wanted.ci95_wald[0])
    near((primary.difference ?? 0) + half, wanted.ci95_wald[1])
  }

  test('purchases: z, p and both intervals of every pair, the check of the arms, and one sentence each', async () => {
    const report = await reportOf(csvOf(rows))
    for (const [name, treatment, control] of named)
      sameRate(report, [treatment, control], (truth.tests[name] as Truth['tests'][string]).conversion)
    for (const arm of report.arms) {
      const { n, conversions, spend_total_cents } = truth.segments[arm.key] as SegmentTruth
      expect([arm.assigned, arm.purchasers, arm.totals.revenueMinor]).toEqual([
        n,
        conversions,
        String(spend_total_cents),
      ])
    }
    const [assigned] = report.srm.checks
    near(assigned?.chiSquare, truth.srm_three_equal_arms.chi2)
    expect(assigned?.dof).toBe(truth.srm_three_equal_arms.df)
    near(assigned?.p, truth.srm_three_equal_arms.p)
    near(
      pairOf(report, 'Mens E-Mail', 'No E-Mail').incrementality?.orders,
      truth.tests['Mens E-Mail']?.conversion.incremental_count as number,
    )
    expect(report.comparisons.map(({ key, verdict, sentence }) => [key, verdict, sentence.text])).toEqual([
      [
        'Mens E-Mail:No E-Mail',
        'winner',
        expect.stringMatching(
          /^Mens E-Mail beats No E-Mail: \+118\.8 % \(between .+\) purchases per recipient \(p < 0\.0001, 21,307 against 21,306 recipients\)\.$/,
        ),
      ],
      ['Womens E-Mail:No E-Mail', 'winner', expect.stringContaining('+54.3 %')],
      ['Mens E-Mail:Womens E-Mail', 'winner', expect.stringContaining('Mens E-Mail beats Womens E-Mail: +41.8 %')],
    ])
    for (const { sentence } of report.comparisons) console.info(sentence.text)
  })

  test('spend per recipient: t, degrees of freedom, p and interval', async () => {
    const report = await reportOf(csvOf(rows), { primary: 'revenue' })
    for (const [name, treatment, control] of named) {
      const wanted = (truth.tests[name] as Truth['tests'][string]).spend_per_customer
      const { primary } = pairOf(report, treatment, control)
      near((primary.difference ?? 0) / 100, wanted.diff)
      near((primary.se ?? 0) / 100, wanted.se)
      near((primary.difference ?? 0) / (primary.se ?? 0), wanted.t)
      near(primary.dof, wanted.df)
      near(primary.fixed.p, wanted.p_two_sided)
      near((primary.fixed.low ?? 0) / 100, wanted.ci95[0])
      near((primary.fixed.high ?? 0) / 100, wanted.ci95[1])
    }
    expect(report.comparisons.map(({ verdict }) => verdict)).toEqual(['winner', 'winner', 'winner'])
    const [mens] = report.comparisons
    expect(mens?.cuped?.varianceReduction).toBeGreaterThan(0)
    expect(mens?.cuped?.se ?? 0).toBeLessThanOrEqual(mens?.primary.se ?? 0)
  })

  test('visits in place of purchases', async () => {
    const report = await reportOf(csvOf(rows, 'visit'))
    for (const [name, treatment, control] of named)
      sameRate(report, [treatment, control], (truth.tests[name] as Truth['tests'][string]).visit)
  })

  test('every subgroup', async () => {
    for (const [column, groups] of Object.entries(truth.subgroups))
      for (const [value, wanted] of Object.entries(groups)) {
        const report = await reportOf(csvOf(rows.filter((row) => row[column] === value)))
        for (const [arm, rate] of Object.entries(wanted.conversion_tests)) sameRate(report, [arm, truth.control], rate)
      }
  })

  test('bad lines are told and left out; a dry run says the same and judges nothing', async () => {
    const csv = [
      'recipient,arm,assigned_at,purchased,revenue_minor,discount_minor,margin_minor',
      'a,x,2026-01-01,1,100,,40',
      'b,No E-Mail,2026-01-01T10:00:00Z,0,0,,0',
      'a,x,2026-01-01,0,0,,0',
      'c,x,2026-02-31,0,0,,0',
      'd,x,2026-01-01,yes,0,,0',
      'e,x,2026-01-01,1,1.5,,0',
      'f,x,2026-01-01,0,5,,0',
      'g,,2026-01-01,0,0,,0',
      'h,x,2026-01-01,0,0',
    ].join('\n')
    const real = await importCsv(csv)
    expect(real).toMatchObject({ read: 9, counted: 2, rejected: 7, dryRun: false })
    expect(real.errors.map(({ line, path }) => [line, path])).toEqual([
      [4, 'recipient'],
      [5, 'assigned_at'],
      [6, 'purchased'],
      [7, 'revenue_minor'],
      [8, 'purchased'],
      [9, 'arm'],
      [10, undefined],
    ])
    expect(real.report?.comparisons[0]).toMatchObject({ verdict: 'inconclusive', primary: { status: 'no_variance' } })
    expect(await importCsv(csv, { dryRun: 'true' })).toEqual({ ...real, dryRun: true, report: null, kept: null })
  })

  test('takes little longer than reading the file', async () => {
    const csv = csvOf(rows)
    const from = performance.now()
    await readTable(folder as string, 'hillstrom.csv')
    const read = performance.now() - from
    const then = performance.now()
    await importCsv(csv)
    const took = performance.now() - then
    console.info(
      `import and verdicts ÷ reading the CSV = ${(took / read).toFixed(2)} (${took.toFixed(0)} ms ÷ ${read.toFixed(0)} ms)`,
    )
    expect(took).toBeGreaterThan(0)
  })
})
