// A trial of codes is the quote that real codes of the same campaigns get.
import { expect, test } from 'vitest'
import { forEachHouse } from '#core/test-house.ts'
import { quoteStack } from './quote-stack.ts'
import { anOrder, openWithOne } from './test-shop.ts'
import { tryStack } from './try-stack.ts'

forEachHouse('a trial of codes', (open) => {
  test('chooses, orders and leaves out as a quote does', async () => {
    const house = await open()
    const terms = [
      { offer: { kind: 'amount_off', amountMinor: 700 }, stacking: { mode: 'combinable', group: 'a', rank: 500 } },
      { offer: { kind: 'percent_off', bps: 1000, maxMinor: 5000 }, stacking: { mode: 'combinable', rank: 500 } },
      { offer: { kind: 'amount_off', amountMinor: 900 }, stacking: { mode: 'combinable', group: 'a', rank: 500 } },
      { offer: { kind: 'gift_card', amountMinor: 300 }, stacking: { mode: 'combinable', rank: 500 } },
    ] as const
    const made: Awaited<ReturnType<typeof openWithOne>>[] = []
    for (const one of terms) made.push(await openWithOne(house, one))
    const order = anOrder({ amountMinor: 10_000, shippingMinor: 490 })
    const said = await quoteStack(house, { codes: made.map(({ code }) => code), order })
    const campaignIds = made.map(({ campaignId }) => campaignId)
    const asked = { currency: order.currency, amountMinor: 10_000, shippingMinor: 490 }
    const trial = await tryStack(house.store.read, { order: asked, campaignIds })
    expect(trial.applied.map(({ campaignId, discountMinor }) => [campaignId, discountMinor])).toEqual(
      said.applied.map(({ code, discountMinor }) => [made.find((one) => one.code === code)?.campaignId, discountMinor]),
    )
    expect([trial.discountMinor, trial.dueMinor]).toEqual([said.discountMinor, said.dueMinor])
    expect(trial.leftOut).toMatchObject([
      { campaignId: campaignIds[0], reason: 'The order has a code of the same group' },
    ])
    const draft = {
      name: 'New',
      offer: { kind: 'amount_off', amountMinor: 9000 },
      stacking: { mode: 'exclusive', rank: 1 },
    } as const
    const withDraft = await tryStack(house.store.read, { order: asked, campaignIds, draft })
    expect(withDraft.applied.map(({ campaignId }) => campaignId)).toEqual([null, campaignIds[3]])
    await expect(tryStack(house.store.read, { order: asked, campaignIds: ['cmp_no'] })).rejects.toMatchObject({
      code: 'campaign.unknown',
    })
  })
})
