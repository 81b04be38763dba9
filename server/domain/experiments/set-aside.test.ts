// The house's holdout and the slices of a layer: always alike, of the right size, and never two of a layer at once.
import { expect, test } from 'vitest'
import { agreeing, launched, openShop } from '#campaigns/test-campaign.ts'
import { forEachHouse } from '#core/test-house.ts'
import { runCampaign } from '#vouchers/issue-run.ts'
import { changeExperimentSettings, isAside, overlap, readExperimentSettings } from './set-aside.ts'

const people = Array.from({ length: 20_000 }, (_, i) => `cus_${i}`)
const share = (isIn: (id: string) => boolean) => people.filter(isIn).length / people.length

test('slices of a layer never share anybody, cover everybody, and the holdout is in none', () => {
  const slice = (fromBps: number, toBps: number) => ({ key: 'spring', fromBps, toBps })
  const [first, second] = [slice(0, 4_000), slice(4_000, 10_000)]
  const takesPart = (layer: ReturnType<typeof slice>) => (id: string) => !isAside('salt', id, 500, layer)
  expect(people.filter((id) => takesPart(first)(id) && takesPart(second)(id))).toEqual([])
  expect(share((id) => takesPart(first)(id) || takesPart(second)(id))).toBeCloseTo(0.95, 2)
  expect(share(takesPart(first))).toBeCloseTo(0.4 * 0.95, 2)
  expect(share((id) => isAside('salt', id, 500, undefined))).toBeCloseTo(0.05, 2)
  expect(people.every((id) => isAside('salt', id, 10_000, undefined))).toBe(true)
  expect([overlap(first, second), overlap(first, slice(3_999, 5_000)), overlap(first, undefined)]).toEqual([
    false,
    true,
    false,
  ])
  expect(overlap(first, { ...slice(0, 4_000), key: 'autumn' })).toBe(false)
})

forEachHouse('standing aside', (open) => {
  test('whoever does gets no voucher and counts in no arm', async () => {
    const house = await open()
    const version = await openShop(house)
    for (let i = 0; i < 12; i += 1) await agreeing(house, version, `p${i}`)
    await house.store.write((tx) => changeExperimentSettings(tx, { globalHoldoutBps: 10_000, grossMarginBps: 4_000 }))
    expect(await readExperimentSettings(house.store.read)).toEqual({ globalHoldoutBps: 10_000, grossMarginBps: 4_000 })
    const none = await runCampaign(house, await launched(house, { holdoutBps: 5_000 }), 'manual', async () => {})
    expect([none.issued, none.holdout]).toEqual([0, 0])
    await house.store.write((tx) => changeExperimentSettings(tx, { globalHoldoutBps: 0 }))
    const layer = (fromBps: number, toBps: number) => ({
      experiment: { layer: { key: 'spring', fromBps, toBps } } as never,
    })
    const left = await launched(house, layer(0, 5_000))
    await expect(launched(house, layer(4_000, 10_000))).rejects.toMatchObject({ code: 'campaign.not_ready' })
    const right = await launched(house, layer(5_000, 10_000))
    const outcomes = [
      await runCampaign(house, left, 'manual', async () => {}),
      await runCampaign(house, right, 'manual', async () => {}),
    ]
    expect(outcomes.reduce((sum, { issued }) => sum + issued, 0)).toBe(12)
  })
})
