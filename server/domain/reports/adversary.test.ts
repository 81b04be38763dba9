// Somebody with the analyst's role asks whatever can be asked, as often as she likes while life goes on, and subtracts every
// answer from every other: she never gets hold of fewer than ten people, or of one basket.
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { addDays, localDay } from '#core/calendar.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { HOUR_MS, MINUTE_MS } from '#shared/time.ts'
import { reportBreakdown } from './breakdown.ts'
import { reportCampaign } from './campaign-report.ts'
import { compareCampaigns } from './compare-campaigns.ts'
import { deliveryHealth } from './delivery-health.ts'
import { cutDimensions } from './figures.ts'
import { rollUp } from './roll-up.ts'
import { type Checker, K, K_COUNT, makeChecker, num, readBreakdown, readReport } from './test-adversary.ts'
import { dice, openCrowd } from './test-crowd.ts'

const STEPS = 50
/** What is let out is worked out by the same pure code on both: one engine hears all questions, the other a fifth. */
const SHARE = { sqlite: 1, postgres: 5 }
const RANDOM = 200
const TARGETED = 20
const analyst = { exact: false }

/** What is asked over all campaigns: the comparison tells of the same people as the reports, the channels of others too. */
async function readElsewhere(checker: Checker, house: TestHouse): Promise<number> {
  const { data } = await compareCampaigns(house, { limit: 20 }, analyst)
  for (const { assigned, redeemed, discountMinor } of data)
    if (typeof assigned === 'number')
      checker.note('total', { n: assigned, buyers: num(redeemed), money: String(discountMinor) })
  const health = await deliveryHealth(house, analyst)
  for (const { channel, ...figures } of health.channels)
    for (const [name, n] of Object.entries(figures)) {
      if (num(n) > 0 && num(n) < K) checker.found.push(`${channel} ${name} shows ${n} people`)
      checker.note(`${channel} ${name}`, { n: num(n), buyers: 0, money: '' })
    }
  return 2
}

/** Mails go out, and some addresses want no more of them: one at a time, or many. */
async function deliver(house: TestHouse, campaignId: string, roll: (sides: number) => number, step: number) {
  const some = roll(3) === 0 ? 12 + roll(9) : roll(4)
  const reason = ['hard_bounce', 'complaint', 'unsubscribed'][roll(3)] ?? 'complaint'
  await house.store.write(async (tx) => {
    await tx.rows(sql`update tallies set sent = sent + ${some} where campaign_id = ${campaignId}
      and day = (select max(day) from tallies where campaign_id = ${campaignId}) and channel = 'email' returning day`)
    for (let i = 0; i < some; i += 1)
      await tx.rows(sql`insert into suppressions (print, channel, reason, at)
        values (${`${step} ${i}`}, 'email', ${reason}, ${tx.now}) returning reason`)
  })
}

async function live(house: TestHouse, roll: (sides: number) => number, crowd: Awaited<ReturnType<typeof openCrowd>>) {
  if (roll(3) > 0) await crowd.grow(roll(8) === 0 ? 60 + roll(60) : roll(6))
  await crowd.order(roll(12))
  await crowd.use(roll(9))
  if (roll(2) === 0) await crowd.refund(roll(3))
  house.advance(roll(5) === 0 ? HOUR_MS * (8 + roll(30)) : MINUTE_MS * (1 + roll(20)))
}

forEachHouse('an analyst who subtracts', (open, engine) => {
  const [random, targeted] = [RANDOM / SHARE[engine], TARGETED / SHARE[engine]]
  test(`never isolates ten people or one basket, by ${STEPS * random} random and ${STEPS * targeted} targeted questions`, async () => {
    const house = await open()
    const roll = dice(11)
    const crowd = await openCrowd(house, roll)
    await crowd.grow(700)
    const checker = makeChecker()
    // Whoever looks need not count: that was done after the last change, as the job does it.
    const seen = { ...house, clock: { now: () => house.clock.now(), isTest: false } } as TestHouse
    const start = localDay(house.clock.now(), 'Europe/Berlin')
    const bys = ['day', 'variant', 'channel'] as const
    let asked = 0
    const batches = new Set<string>()
    for (let step = 0; step < STEPS; step += 1) {
      await live(house, roll, crowd)
      await rollUp(house)
      for (let i = 0; i < random; i += 1) {
        asked += 1
        if (roll(4) === 0) {
          const by = cutDimensions[roll(cutDimensions.length)] ?? 'channel'
          readBreakdown(checker, await reportBreakdown(seen, crowd.campaignId, by, analyst))
          continue
        }
        const from = roll(2) === 0 ? { from: addDays(start, roll(30)) } : {}
        const to = roll(2) === 0 ? { to: addDays(start, roll(40)) } : {}
        const report = await reportCampaign(
          seen,
          crowd.campaignId,
          { by: bys[roll(3)] ?? 'day', ...from, ...to },
          analyst,
        )
        if (report.asOf !== null) batches.add(report.asOf)
        readReport(checker, report)
      }
      await deliver(house, crowd.campaignId, roll, step)
      asked += await readElsewhere(checker, seen)
      asked += await target(seen, crowd.campaignId, { checker, start, targeted })
    }
    expect(asked).toBeGreaterThanOrEqual(STEPS * (random + targeted))
    expect(batches.size).toBeGreaterThan(1)
    expect([...new Set(checker.found)].slice(0, 10)).toEqual([])
  })
})

/** Stretches of time that differ by a day, one inside the other, for every cut: what lies between them is one cell more. */
async function target(
  house: TestHouse,
  id: string,
  { checker, start, targeted }: { checker: Checker; start: string; targeted: number },
): Promise<number> {
  const today = localDay(house.clock.now(), 'Europe/Berlin')
  for (let back = 0; back < targeted; back += 1) {
    const by = back % 2 === 0 ? 'variant' : 'channel'
    const to = addDays(today, -Math.floor(back / 2))
    const [longer, shorter] = await Promise.all([
      reportCampaign(house, id, { by, from: start, to }, analyst),
      reportCampaign(house, id, { by, from: start, to: addDays(to, -1) }, analyst),
    ])
    for (const row of [...longer.funnel, longer.total]) {
      const other = [...shorter.funnel, shorter.total].find(({ key }) => key === row.key)
      if (typeof row.assigned !== 'number' || typeof other?.assigned !== 'number') continue
      const people = row.assigned - other.assigned
      const buyers = num(row.redeemed) - num(other.redeemed)
      if (people !== 0 && people < K) checker.found.push(`${by} ${row.key} by days: ${people} people`)
      if (buyers !== 0 && buyers < K_COUNT) checker.found.push(`${by} ${row.key} by days: ${buyers} buyers`)
      if (buyers === 0 && row.discountMinor !== other.discountMinor) checker.found.push(`${by} ${row.key}: a basket`)
    }
  }
  return targeted
}
