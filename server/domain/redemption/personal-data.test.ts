// What is handed over of a person's redemptions, and that nothing of her stays when her vouchers pass on.
import { expect, test } from 'vitest'
import { forEachHouse } from '#core/test-house.ts'
import { exportPersonalData } from './personal-data.ts'
import { anOrder, openShop, redeemCode } from './test-shop.ts'

forEachHouse('personal data of redemptions', (open) => {
  test('what was redeemed with her vouchers, and nobody else’s', async () => {
    const house = await open()
    const { tickets } = await openShop(house, 2)
    const order = anOrder()
    for (const { code } of tickets) await redeemCode(house, code, order)
    const [one] = tickets
    const { redemptions } = await exportPersonalData(house.store.read, String(one?.customerId))
    expect(redemptions).toEqual([
      {
        id: expect.stringMatching(/^red_/),
        voucherId: one?.id,
        orderReference: order.reference,
        orderAmountMinor: 10_000,
        discountMinor: 500,
        reversedMinor: 0,
        currency: 'EUR',
        redeemedAt: '2026-06-15T12:00:00.000Z',
      },
    ])
    expect(await exportPersonalData(house.store.read, 'cus_nobody')).toEqual({ redemptions: [] })
  })
})
