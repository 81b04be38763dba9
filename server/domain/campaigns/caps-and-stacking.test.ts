// What a campaign says of days, customers and other codes: kept from draft to launch, and what may change afterwards.
import { expect, test } from 'vitest'
import { Refusal } from '#core/refusal.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { newCampaign, type PatchCampaign } from '#shared/contracts/campaigns.ts'
import { launchCampaign } from './launch.ts'
import { loadCampaign } from './load.ts'
import { patchCampaign } from './patch.ts'
import { showCampaign } from './show.ts'
import { drafted, launched, openShop, termsOf } from './test-campaign.ts'

const budget = { limitMinor: 90_000, currency: 'EUR', mode: 'guaranteed', whenShort: 'refuse' } as const
const patch = (house: TestHouse, id: string, to: PatchCampaign) => house.store.write((tx) => patchCampaign(tx, id, to))
const show = (house: TestHouse, id: string) => showCampaign(house.store.read, id)
const refusedFields = async (asked: Promise<unknown>) => {
  const error = await asked.catch((refused: unknown) => refused)
  if (!(error instanceof Refusal)) throw error ?? new Error('it was not refused')
  return [error.code, ...(error.errors ?? []).map(({ path }) => path)]
}
const exclusive = { mode: 'exclusive', rank: 500 } as const

forEachHouse('caps and stacking of a campaign', (open) => {
  test('a draft may change them in full, and clear them', async () => {
    const house = await open()
    await openShop(house)
    const id = await drafted(house, { budget: { ...budget, perDay: { count: 5 } }, stacking: exclusive })
    expect(await show(house, id)).toMatchObject({
      stacking: exclusive,
      budget: { perDay: { limitMinor: null, count: 5, days: [] }, perCustomer: null },
    })
    await patch(house, id, { stacking: null, budget: { perDay: null, perCustomer: { limitMinor: 700 } } })
    expect(await show(house, id)).toMatchObject({
      stacking: null,
      budget: { limitMinor: 90_000, perDay: null, perCustomer: { limitMinor: 700, count: null } },
    })
    for (const perDay of [{}, { limitMinor: 0 }, { count: 0 }, { limitMinor: 5, other: 1 }])
      expect(newCampaign.safeParse({ ...termsOf(), budget: { ...budget, perDay } }).success).toBe(false)
    for (const stacking of [{ mode: 'free' }, { mode: 'exclusive', group: 'a' }, { mode: 'combinable', group: 'A b' }])
      expect(newCampaign.safeParse({ ...termsOf(), stacking }).success).toBe(false)
  })

  test('once launched, limits of days and customers may grow or be lifted; nothing else of it changes', async () => {
    const house = await open()
    await openShop(house)
    const perDay = { limitMinor: 500, count: 5 }
    const id = await launched(house, { budget: { ...budget, perDay, perCustomer: { count: 1 } } })
    await patch(house, id, { budget: { perDay: { limitMinor: 600, count: 5 } } })
    expect((await show(house, id)).budget).toMatchObject({ perDay: { limitMinor: 600, count: 5 } })
    await patch(house, id, { budget: { perDay: { limitMinor: 600 }, perCustomer: null } })
    expect((await show(house, id)).budget).toMatchObject({
      perDay: { limitMinor: 600, count: null },
      perCustomer: null,
    })
    await patch(house, id, { budget: { limitMinor: 95_000 } })
    expect((await show(house, id)).budget).toMatchObject({ limitMinor: 95_000, perDay: { limitMinor: 600 } })
    for (const lower of [{ limitMinor: 599 }, { limitMinor: 600, count: 9 }])
      expect(await refusedFields(patch(house, id, { budget: { perDay: lower } }))).toEqual([
        'campaign.frozen',
        'budget.perDay',
      ])
    const later = patch(house, id, { stacking: exclusive, budget: { perCustomer: { count: 9 } } })
    expect((await refusedFields(later)).sort()).toEqual(['budget.perCustomer', 'campaign.frozen', 'stacking'])
  })

  test('the launch of an exclusive campaign makes every other mind what orders have redeemed, now and later', async () => {
    const house = await open()
    await openShop(house)
    const minds = async (id: string) => (await loadCampaign(house.store.read, id))?.mindsOrders
    const before = await launched(house)
    const draft = await drafted(house)
    const group = await launched(house, { stacking: { mode: 'combinable', group: 'spring', rank: 500 } })
    expect([await minds(before), await minds(group)]).toEqual([false, false])
    const revision = (await loadCampaign(house.store.read, before))?.revision ?? 0
    const alone = await launched(house, { stacking: exclusive })
    await house.store.write((tx) => launchCampaign(tx, draft, { mailReady: true }))
    const after = await launched(house)
    for (const id of [before, group, draft, alone, after]) expect(await minds(id)).toBe(true)
    expect((await loadCampaign(house.store.read, before))?.revision).toBe(revision + 1)
  })

  test('a guaranteed voucher that may have to wait for its day is warned of', async () => {
    const house = await open()
    await openShop(house)
    const id = await drafted(house, { budget: { ...budget, perDay: { count: 1 } } })
    const { warnings } = await house.store.write((tx) => launchCampaign(tx, id, { mailReady: true }))
    expect(warnings.join()).toContain('another day')
  })
})
