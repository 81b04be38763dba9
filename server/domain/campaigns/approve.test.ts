// Money above a limit takes a second person: not the maker, not whoever asked, and only for what she saw.
import { expect, test } from 'vitest'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import { freeUpTo, needsApproval, writeApprovalRules } from './approval-rules.ts'
import { askApproval, decideApproval, listApprovals, showApproval } from './approve.ts'
import { draftCampaign } from './draft.ts'
import { launchCampaign } from './launch.ts'
import { patchCampaign } from './patch.ts'
import { openShop, termsOf } from './test-campaign.ts'

const LIMIT = 100_000
const budget = (limitMinor: number, currency = 'EUR'): NewCampaign['budget'] => ({
  limitMinor,
  currency,
  mode: 'at_redemption',
  whenShort: 'refuse',
})
async function shop(house: TestHouse, limitMinor: number): Promise<string> {
  await openShop(house)
  await house.store.write((tx) => writeApprovalRules(tx, { limits: [{ currency: 'EUR', aboveMinor: LIMIT }] }))
  return house.store.write((tx) => draftCampaign(tx, termsOf({ budget: budget(limitMinor) }), 'ann'))
}
const launch = (house: TestHouse, id: string, actor = 'ann') =>
  house.store.write((tx) => launchCampaign(tx, id, { mailReady: true, actor }))
const ask = (house: TestHouse, id: string, limitMinor?: number) =>
  house.store.write((tx) => askApproval(tx, id, { limitMinor }, 'ann'))
const say = (house: TestHouse, id: string, actor: string, decision: 'approved' | 'refused' = 'approved') =>
  house.store.write((tx) => decideApproval(tx, id, { decision }, actor))
const missing = { code: 'campaign.not_ready', errors: [{ path: 'budget.limitMinor', code: 'approval.missing' }] }

test('what is not named always takes a second person once something is', () => {
  const rules = { limits: [{ currency: 'EUR', aboveMinor: LIMIT }] }
  expect(needsApproval({ limits: [] }, budget(9e12))).toBe(false)
  expect([LIMIT, LIMIT + 1].map((minor) => needsApproval(rules, budget(minor)))).toEqual([false, true])
  expect(needsApproval(rules, budget(1, 'JPY'))).toBe(true)
  expect(freeUpTo(rules, 'JPY')).toBe(0)
  expect(needsApproval(rules, undefined)).toBe(false)
})

forEachHouse('an approval', (open) => {
  test('lets a draft be launched, until it is changed', async () => {
    const house = await open()
    const id = await shop(house, LIMIT + 1)
    await expect(launch(house, id)).rejects.toMatchObject(missing)
    await expect(say(house, id, 'ben')).rejects.toMatchObject({ code: 'approval.not_found' })
    await ask(house, id)
    await ask(house, id)
    expect((await listApprovals(house.store.read, { limit: 5 })).data).toMatchObject([
      { campaignId: id, askedBy: 'ann' },
    ])
    await expect(say(house, id, 'ann')).rejects.toMatchObject({ code: 'approval.own' })
    await say(house, id, 'ben')
    expect(await showApproval(house.store.read, id, 'ann')).toMatchObject({ state: 'approved', isMaker: true })
    await house.store.write((tx) => patchCampaign(tx, id, { minimumOrderMinor: 1 }, 'ann'))
    expect(await showApproval(house.store.read, id, 'ben')).toMatchObject({ state: 'none', isMaker: false })
    await expect(launch(house, id)).rejects.toMatchObject(missing)
    await ask(house, id)
    await house.store.write((tx) => patchCampaign(tx, id, { minimumOrderMinor: 2 }, 'eve'))
    await expect(say(house, id, 'ben')).rejects.toMatchObject({ code: 'approval.outdated' })
    await expect(say(house, id, 'eve')).rejects.toMatchObject({ code: 'approval.own' })
    await ask(house, id)
    await say(house, id, 'ben', 'refused')
    await expect(launch(house, id)).rejects.toMatchObject(missing)
    await ask(house, id)
    await say(house, id, 'ben')
    await launch(house, id)
    expect((await listApprovals(house.store.read, { limit: 5 })).data).toEqual([])
  })

  test('is needed again for a limit that grows once it is live', async () => {
    const house = await open()
    const id = await shop(house, LIMIT)
    await expect(ask(house, id)).rejects.toMatchObject({ code: 'approval.not_needed' })
    await launch(house, id)
    const raise = (limitMinor: number) =>
      house.store.write((tx) => patchCampaign(tx, id, { budget: { limitMinor } }, 'ann'))
    await expect(raise(LIMIT + 1)).rejects.toMatchObject({ code: 'approval.missing' })
    await raise(LIMIT - 1)
    await raise(LIMIT)
    await ask(house, id, LIMIT + 500)
    await say(house, id, 'ben')
    await raise(LIMIT + 500)
    await expect(raise(LIMIT + 501)).rejects.toMatchObject({ code: 'approval.missing' })
  })
})
