// Whoever refuses personalisation is left the baseline offer, and its maker is told when there is none.
import { expect, test } from 'vitest'
import { permit } from '#consent/gate.ts'
import { cellsFor, decideFor } from '#consent/test-consents.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { attributesByKey, declareAttribute, showAttribute } from '#customers/attributes.ts'
import { findField } from '#segments/conditions/all.ts'
import { launchCampaign } from './launch.ts'
import { loadCampaign } from './load.ts'
import { agreeing, drafted, launched, openShop, PURPOSE, type Terms } from './test-campaign.ts'

const birthday: Terms = { trigger: { kind: 'birthday', leadDays: 0 }, name: 'Birthday' } as Terms

forEachHouse('the baseline', (open) => {
  const launch = (house: TestHouse, id: string) =>
    house.store.write((tx) => launchCampaign(tx, id, { mailReady: true }))

  test('is asked for by a campaign that reads more than how to reach people, and named in the warning', async () => {
    const house = await open()
    await openShop(house)
    const { warnings } = await launch(house, await drafted(house, birthday))
    expect(warnings).toEqual([expect.stringContaining('has not agreed to the use of birthdate gets nothing')])
    const baseline = await launched(house)
    expect(await launch(house, await drafted(house, { ...birthday, baselineCampaignId: baseline }))).toEqual({
      warned: [],
      warnings: [],
    })
  })

  test('is live, reads nothing personal itself and uses one of the channels', async () => {
    const house = await open()
    await openShop(house)
    const reasons = async (baselineCampaignId: string) => {
      const error = await launch(house, await drafted(house, { ...birthday, baselineCampaignId })).catch((one) => one)
      return error.errors?.map(({ code }: { code: string }) => code)
    }
    expect(await reasons('cmp_none')).toEqual(['baseline.unknown'])
    expect(await reasons(await drafted(house))).toEqual(['baseline.not_live'])
    expect(await reasons(await launched(house, birthday))).toEqual(['baseline.personal'])
    const message = { en: { subject: 'Hi', text: '{{voucher.code}}' } }
    expect(await reasons(await launched(house, { channels: ['email'], message }))).toEqual(['baseline.other_channel'])
  })

  test('is still open to whoever takes back the consent to personalisation', async () => {
    const house = await open()
    const version = await openShop(house)
    const baseline = await loadCampaign(house.store.read, await launched(house))
    const personal = await loadCampaign(house.store.read, await launched(house, birthday))
    const ada = await agreeing(house, version, 'ada', { to: ['birthdate'], fields: { birthDate: '--06-15' } })
    const isOpen = async (campaign: typeof baseline) =>
      campaign !== null && (await house.store.write((tx) => permit(tx, campaign.use, [ada]))).size === 1
    expect([await isOpen(personal), await isOpen(baseline)]).toEqual([true, true])
    const [, birthdate] = cellsFor(PURPOSE, 'onsite', ['birthdate'])
    await decideFor(house, ada, version, birthdate ? [birthdate] : [], 'withdraw')
    expect([await isOpen(personal), await isOpen(baseline)]).toEqual([false, true])
  })

  test('a derived attribute needs consent to all that it is worked out from', async () => {
    const house = await open()
    const declare = (input: Parameters<typeof declareAttribute>[1]) =>
      house.store.write((tx) => declareAttribute(tx, input))
    await declare({ key: 'visits', type: 'number', category: 'cart_activity' })
    await declare({ key: 'tastes', type: 'text', category: 'preferences' })
    await declare({ key: 'score', type: 'number', category: 'demographics', derivedFrom: ['visits', 'tastes'] })
    await declare({ key: 'rank', type: 'number', category: 'demographics', derivedFrom: ['score'] })
    const all = ['cart_activity', 'demographics', 'preferences']
    expect((await showAttribute(house.store.read, 'rank')).categories).toEqual(all)
    const field = findField('attributes.rank', await attributesByKey(house.store.read))
    expect(field).toMatchObject({ needs: all })
    await expect(declare({ key: 'x', type: 'text', category: 'name', derivedFrom: ['nothing'] })).rejects.toMatchObject(
      {
        code: 'attribute.undeclared',
      },
    )
  })
})
