// The few largest totals are capped as the imported arms are: recounted one by one from all recipients.
import { expect, test } from 'vitest'
import { loadCampaign } from '#campaigns/load.ts'
import { forEachHouse } from '#core/test-house.ts'
import { changeExperimentSettings } from '#experiments/set-aside.ts'
import { makeTally } from '#experiments/tally-recipients.ts'
import { DAY_MS } from '#shared/time.ts'
import { marginOf } from './arm-sums.ts'
import { readExperiment } from './experiment.ts'
import { unitsOfCampaign } from './queries-cells.ts'
import { readEvidence } from './read-evidence.ts'
import { rollUp } from './roll-up.ts'
import { dice, openCrowd } from './test-crowd.ts'

forEachHouse('totals that are capped', (open) => {
  test('are those of all recipients capped one by one, at any quantile; without a plan for it nothing is capped', async () => {
    const house = await open()
    await house.store.write((tx) => changeExperimentSettings(tx, { grossMarginBps: 4_000 }))
    const crowd = await openCrowd(house, dice(5), {
      experiment: { primary: 'revenue', capQuantile: 0.95, guardrails: [], cuped: false },
    })
    await crowd.grow(200)
    for (let i = 0; i < 4; i += 1) {
      house.advance(7 * 3_600_000)
      await crowd.order(70)
      await crowd.use(20)
      await crowd.refund(6)
    }
    house.advance(60 * DAY_MS)
    await rollUp(house)
    const q = house.store.read
    const units = await unitsOfCampaign(q, crowd.campaignId, '', 1_000)
    expect(units.filter(({ revenueMinor }) => revenueMinor > 0).length).toBeGreaterThan(50)
    for (const quantile of [0.5, 0.9, 0.95, 0.999]) {
      const tally = makeTally(quantile)
      for (const { arm, day, orders, revenueMinor, discountMinor, beforeMinor } of units) {
        const marginMinor = Number(marginOf(revenueMinor, discountMinor, 4_000))
        tally.add({ arm, day, purchased: orders > 0, revenueMinor, discountMinor, marginMinor, beforeMinor })
      }
      const byHand = new Map(tally.evidence().cells.map(({ arm, capped }) => [arm, capped]))
      const found = await readEvidence(q, crowd.campaignId, house.clock.now(), quantile)
      for (const { arm, capped } of found?.evidence.cells ?? []) {
        const hand = byHand.get(arm)
        expect([quantile, arm, capped?.n, capped?.revenue, capped?.margin]).toEqual([
          quantile,
          arm,
          hand?.n,
          hand?.revenue,
          hand?.margin,
        ])
      }
      expect(found?.evidence.cells.length).toBe(3)
    }
    const plain = await readEvidence(q, crowd.campaignId, house.clock.now())
    expect(plain?.evidence.cells.every((cell) => cell.capped === undefined)).toBe(true)

    const campaign = await loadCampaign(q, crowd.campaignId)
    if (campaign === null) throw new Error('no campaign')
    const { comparisons } = (await readExperiment(q, campaign, house.clock.now(), house))?.readout ?? {
      comparisons: [],
    }
    // Who gets what is drawn by the campaign's id: an arm may have nobody above the cap, but not all of them.
    const cut = comparisons.flatMap(({ primary, raw }) =>
      (['treatment', 'control'] as const).map((arm) => (raw?.mean[arm] ?? 0) - (primary.mean[arm] ?? 0)),
    )
    expect(Math.min(...cut)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...cut)).toBeGreaterThan(0)
    for (const { primary, raw } of comparisons) expect(raw?.n).toEqual(primary.n)
    expect(comparisons.length).toBeGreaterThan(0)
  })
})
