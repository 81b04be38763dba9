import { expect, test } from 'vitest'
import { forEachHouse } from '#core/test-house.ts'
import { cancelQueued } from './cancel.ts'
import { erasePersonalData, exportPersonalData } from './personal-data.ts'
import { openShop } from './test-delivery.ts'

forEachHouse('what delivery knows of a person', (open) => {
  test('is handed over, and let go of', async () => {
    const shop = await openShop(await open())
    const [ada, bob] = [await shop.person('ada'), await shop.person('bob')]
    await shop.issue(ada)
    await shop.issue(bob)
    const told = await shop.house.store.write((tx) => exportPersonalData(tx, ada))
    expect(told.messages).toMatchObject([
      { campaignId: shop.campaignId, channel: 'email', state: 'queued', sentAt: null },
    ])
    await shop.house.store.write((tx) => erasePersonalData(tx, ada))
    expect(await shop.outbox(ada)).toEqual([])
    expect((await shop.outbox(bob)).length).toBe(1)
  })

  test('cancelling is by purpose and channel, and answers the vouchers nobody will hear of', async () => {
    const shop = await openShop(await open())
    const ada = await shop.person('ada')
    const voucherId = await shop.issue(ada)
    const cancel = (whose: { purpose?: string; channel?: 'email' | 'sms' }) =>
      shop.house.store.write((tx) => cancelQueued(tx, { customerId: ada, ...whose }))
    expect(await cancel({ purpose: 'another' })).toEqual({ voucherIds: [], messages: 0 })
    expect(await cancel({ purpose: 'offers', channel: 'sms' })).toEqual({ voucherIds: [], messages: 0 })
    expect(await cancel({ purpose: 'offers', channel: 'email' })).toEqual({ voucherIds: [voucherId], messages: 1 })
    expect(await cancel({})).toEqual({ voucherIds: [], messages: 0 })
  })
})
