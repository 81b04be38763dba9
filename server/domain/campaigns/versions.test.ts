// What a campaign was is kept at each save and can be drafted anew; what was put away is out of the list and comes back.
import { expect, test } from 'vitest'
import { makeKey } from '#access/keys.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import type { PatchCampaign } from '#shared/contracts/campaigns.ts'
import { archiveCampaign, restoreCampaign } from './archive.ts'
import { copyCampaign } from './copy.ts'
import { diffTerms } from './diff-terms.ts'
import { draftCampaign } from './draft.ts'
import { launchCampaign } from './launch.ts'
import { listCampaigns } from './list.ts'
import { patchCampaign } from './patch.ts'
import { showCampaign } from './show.ts'
import { openShop, type Terms, termsOf } from './test-campaign.ts'
import { diffVersions, listVersions } from './versions.ts'

const draft = (house: TestHouse, terms: Terms = {}) =>
  house.store.write((tx) => draftCampaign(tx, termsOf(terms), 'ann'))
const patch = (house: TestHouse, id: string, change: PatchCampaign, actor = 'ben') =>
  house.store.write((tx) => patchCampaign(tx, id, change, actor))
const versions = (house: TestHouse, id: string) => listVersions(house, id, { limit: 50 }, true)

test('a variant that is taken out changes one thing, and a rule is one thing', () => {
  const offer = { kind: 'amount_off', amountMinor: 500 }
  const both = {
    variants: [
      { key: 'a', offer },
      { key: 'b', offer },
    ],
    segment: { rule: { field: 'age', op: 'gt', value: 3 } },
  }
  expect(diffTerms(both, { ...both, variants: both.variants.slice(1) }).map(({ path }) => path)).toEqual([
    'variants.a.key',
    'variants.a.offer.amountMinor',
    'variants.a.offer.kind',
  ])
  const older = { ...both, segment: { rule: { field: 'age', op: 'gt', value: 4 } } }
  expect(diffTerms(both, older)).toEqual([{ path: 'segment', before: both.segment, after: older.segment }])
  expect(diffTerms(both, both)).toEqual([])
})

forEachHouse('versions of a campaign', (open) => {
  test('each save that changes something is one, with who did it and what changed; a launch is one too', async () => {
    const house = await open()
    await openShop(house)
    const id = await draft(house)
    await patch(house, id, { name: 'Another', minimumOrderMinor: 1000 })
    await patch(house, id, { name: 'Another' })
    await house.store.write((tx) => launchCampaign(tx, id, { mailReady: true, actor: 'ann' }))
    const { data } = await versions(house, id)
    expect(data.map(({ number, actor, cause }) => [number, actor, cause])).toEqual([
      [3, 'ann', 'launched'],
      [2, 'ben', 'changed'],
      [1, 'ann', 'drafted'],
    ])
    expect(data.map(({ changes }) => changes)).toEqual([
      [],
      [
        { path: 'minimumOrderMinor', after: 1000 },
        { path: 'name', before: 'Test', after: 'Another' },
      ],
      [],
    ])
    const page = await listVersions(house, id, { limit: 1 }, true)
    const next = await listVersions(house, id, { limit: 5, cursor: page.nextCursor ?? '' }, true)
    expect(next.data.map(({ number }) => number)).toEqual([2, 1])
    expect(await diffVersions(house.store.read, id, { from: 2, to: 1 })).toMatchObject({
      changes: [
        { path: 'minimumOrderMinor', before: 1000 },
        { path: 'name', after: 'Test' },
      ],
    })
    await expect(diffVersions(house.store.read, id, { from: 1, to: 9 })).rejects.toMatchObject({
      code: 'campaign.version_not_found',
    })
  })

  test('who made a version is named to whom may know it, and an id to anybody else', async () => {
    const house = await open()
    await openShop(house)
    const till = await house.store.write((tx) => makeKey(tx, { name: 'Till of Ada', roles: ['marketer'] }, 'ann'))
    const id = await draft(house)
    await patch(house, id, { name: 'Another' }, till.id)
    const who = async (withNames: boolean) =>
      (await listVersions(house, id, { limit: 9 }, withNames)).data.map(({ actor, actorName }) => [actor, actorName])
    expect(await who(true)).toEqual([
      [till.id, 'Till of Ada'],
      ['ann', null],
    ])
    expect(await who(false)).toEqual([
      [till.id, null],
      ['ann', null],
    ])
  })

  test('a copy is a draft of its own, as the other is or was, without instants that are over', async () => {
    const house = await open()
    await openShop(house)
    const past = new Date(house.clock.now() - 1000).toISOString()
    const id = await draft(house, { startsAt: past })
    await patch(house, id, { minimumOrderMinor: 1000 })
    const copy = (asked: { name?: string; version?: number }) =>
      house.store.write((tx) => copyCampaign(tx, id, asked, 'eve'))
    const latest = await showCampaign(house.store.read, await copy({}))
    expect(latest).toMatchObject({ name: 'Test (copy)', state: 'draft', minimumOrderMinor: 1000, startsAt: null })
    const first = await showCampaign(house.store.read, await copy({ version: 1, name: 'As it was' }))
    expect(first).toMatchObject({ name: 'As it was', minimumOrderMinor: null })
    expect((await versions(house, first.id)).data).toMatchObject([{ actor: 'eve', cause: 'copied' }])
    await expect(copy({ version: 7 })).rejects.toMatchObject({ code: 'campaign.version_not_found' })
  })

  test('the list finds by state and by part of a name in any alphabet, and what was put away only when asked', async () => {
    const house = await open()
    await openShop(house)
    const spring = await draft(house, { name: 'ВЕСНА 100%' })
    const autumn = await draft(house, { name: 'Autumn' })
    const names = async (asked: Parameters<typeof listCampaigns>[1]) =>
      (await listCampaigns(house.store.read, asked)).data.map(({ name }) => name)
    expect(await names({ limit: 9, q: 'весна' })).toEqual(['ВЕСНА 100%'])
    expect(await names({ limit: 9, q: '0%' })).toEqual(['ВЕСНА 100%'])
    expect(await names({ limit: 9, q: 'u_u' })).toEqual([])
    await house.store.write((tx) => launchCampaign(tx, autumn, { mailReady: true }))
    expect(await names({ limit: 9, state: 'live' })).toEqual(['Autumn'])
    await house.store.write((tx) => archiveCampaign(tx, spring))
    expect(await names({ limit: 9 })).toEqual(['Autumn'])
    expect(await names({ limit: 9, archived: 'true' })).toEqual(['ВЕСНА 100%'])
    await expect(patch(house, spring, { name: 'x' })).rejects.toMatchObject({ code: 'campaign.wrong_state' })
    await expect(house.store.write((tx) => archiveCampaign(tx, autumn))).rejects.toMatchObject({
      code: 'campaign.wrong_state',
    })
    await house.store.write((tx) => restoreCampaign(tx, spring))
    expect(await names({ limit: 1 })).toEqual(['Autumn'])
    expect(await names({ limit: 9 })).toHaveLength(2)
  })
})
