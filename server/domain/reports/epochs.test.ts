// Shares that change while a campaign runs: a stretch of its own, and nobody changes sides.
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { changeShares } from '#campaigns/change-shares.ts'
import { pauseCampaign } from '#campaigns/pause.ts'
import { resumeCampaign } from '#campaigns/resume.ts'
import { foreseeShares, showShares } from '#campaigns/shares.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import type { ExperimentReadout } from '#experiments/verdicts.ts'
import { DAY_MS, HOUR_MS } from '#shared/time.ts'
import { issueOne } from '#vouchers/issue-one.ts'
import { reportCampaign } from './campaign-report.ts'
import { verifyRollup } from './recount.ts'
import { dice, openCrowd } from './test-crowd.ts'

const shares = [
  { key: 'five', shareBps: 1_000 },
  { key: 'ten', shareBps: 9_000 },
]
const change = (house: TestHouse, id: string, body = shares) =>
  house.store.write((tx) => changeShares(tx, id, { shares: body }, 'me'))

forEachHouse('other shares', (open) => {
  test('begin another stretch for who comes later, and whoever was there keeps her variant', async () => {
    const house = await open()
    const crowd = await openCrowd(house, dice(5))
    const id = crowd.campaignId
    await crowd.grow(120)
    await expect(change(house, id)).rejects.toMatchObject({ code: 'campaign.wrong_state' })
    house.advance(HOUR_MS)
    await house.store.write((tx) => pauseCampaign(tx, id))
    await expect(change(house, id, [{ key: 'five', shareBps: 10_000 }])).rejects.toMatchObject({
      code: 'request.invalid',
    })
    const foreseen = await foreseeShares(house.store.read, id, { shares })
    expect(foreseen).toMatchObject({ isChange: true, stretches: 2 })
    // A tenth and nine tenths need 1/0.1 + 1/0.9 = 100/9 where six and four needed 25/6.
    expect(foreseen.comparisons.find(({ family }) => family === 'which')?.peopleFactor).toBeCloseTo(8 / 3, 9)
    expect((await showShares(house.store.read, id)).stretches).toHaveLength(1)
    // Nobody was counted yet: they belong to the shares under which they were assigned all the same.
    await change(house, id)
    const history = await showShares(house.store.read, id)
    expect(history.stretches).toHaveLength(2)
    const ten = history.stretches.map(({ arms }) => arms.find(({ key }) => key === 'ten')?.ofAllBps)
    expect(ten[1]).toBeGreaterThan(ten[0] ?? Number.NaN)
    const known = await house.store.read.rows<{ id: string; arm: string }>(sql`
      select customer_id as id, variant_key as arm from vouchers where campaign_id = ${id} order by customer_id limit 40`)
    await house.store.write((tx) => resumeCampaign(tx, id))
    house.advance(HOUR_MS)
    for (const { id: customerId, arm } of known) {
      const again = { customerId, occasion: 'another' }
      const issued = await house.store.write((tx) => issueOne(house, tx, id, again, async () => {}))
      expect(issued.variantKey).toBe(arm)
    }
    await crowd.grow(120)
    await crowd.order(60)
    house.advance(40 * DAY_MS)
    const readout = (await reportCampaign(house, id, { by: 'variant' }, { exact: true })).experiment
      .readout as unknown as ExperimentReadout
    for (const { primary, warnings } of readout.comparisons) {
      expect(primary.epochs).toEqual({ used: 2, leftOut: 0 })
      expect(warnings).toContain('weights_changed')
    }
    const counted = await house.store.read.rows<{ epoch: number; arm: string; n: number }>(
      sql`select epoch, arm, count(*) as n from units group by epoch, arm order by epoch, arm`,
    )
    const of = (epoch: number, arm: string) =>
      Number(counted.find((row) => Number(row.epoch) === epoch && row.arm === arm)?.n ?? 0)
    // Six of ten before, one of ten after: who gets what is drawn by the campaign's id, so only what is far apart is compared.
    expect(of(0, 'five')).toBeGreaterThan(2 * of(1, 'five'))
    expect(of(1, 'ten')).toBeGreaterThan(3 * of(1, 'five'))
    expect(of(0, 'five') + of(0, 'ten') + of(0, 'holdout')).toBe(121)
    expect((await verifyRollup(house.store.read)).differences).toEqual([])
  })
})
