// The browsers in which somebody takes push messages are hers: she reads them, and they go with the consent and with her.
import { expect, test } from 'vitest'
import { cellsFor, makePerson, makePurpose, putNoticeInForce } from '#consent/test-consents.ts'
import { withdrawCells } from '#consent/withdraw-cells.ts'
import { forEachHouse } from '#core/test-house.ts'
import { addPushSubscription, pushSubscriptionsOf } from '#customers/push.ts'
import { everythingOf } from './everything.ts'
import { settleWithdrawal } from './withdraw.ts'

const subscription = {
  endpoint: 'https://push.example/1',
  keys: { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) },
}

forEachHouse('browsers that take push messages', (open) => {
  test('are read in clear by their owner, and go with the last yes to them', async () => {
    const house = await open()
    await makePurpose(house, 'offers')
    const cells = cellsFor('offers', 'push')
    const version = await putNoticeInForce(house, cells)
    const ada = await makePerson(house, 'ada', {}, { version, cells })
    const id = await addPushSubscription(house, ada, subscription)
    expect((await everythingOf(house, ada)).tables.pushBrowsers).toEqual([{ id, endpoint: subscription.endpoint }])
    await house.store.write(async (tx) => {
      const said = { method: 'centre', actor: 'self', surface: '/privacy' }
      await settleWithdrawal(tx, ada, await withdrawCells(tx, ada, () => true, said))
    })
    expect((await pushSubscriptionsOf(house, [ada])).get(ada)).toBe(undefined)
    await expect(addPushSubscription(house, ada, subscription)).rejects.toMatchObject({ code: 'push.withdrawn' })
  })
})
