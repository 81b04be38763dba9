// Why somebody got a voucher or did not: the first thing in the way is told, in the order in which issuing asks; a calendar
// and a reach that know of caps; nothing is written.
import { expect, test } from 'vitest'
import { pauseCampaign } from '#campaigns/pause.ts'
import { agreeing, drafted, launched, openShop, PURPOSE, type Terms, termsOf } from '#campaigns/test-campaign.ts'
import { makePerson } from '#consent/test-consents.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { calendarOf } from './calendar.ts'
import { runCampaign } from './issue-run.ts'
import { reachOf } from './reach.ts'
import { whyOf } from './why.ts'

const noMessages = async () => {}
const run = (house: TestHouse, id: string) => runCampaign(house, id, 'manual', noMessages)
const outcome = async (house: TestHouse, id: string, who: string) => (await whyOf(house, id, who)).outcome

/** Today is 15 June. */
async function people(house: TestHouse): Promise<void> {
  const version = await openShop(house)
  const to = ['birthdate', 'location'] as const
  await agreeing(house, version, 'today', { to, fields: { birthDate: '1990-06-15', country: 'DE' } })
  await agreeing(house, version, 'tomorrow', { to, fields: { birthDate: '1990-06-16', country: 'DE' } })
  await agreeing(house, version, 'abroad', { to, fields: { birthDate: '1990-06-15', country: 'AT' } })
  await agreeing(house, version, 'unborn', { to, fields: { country: 'DE' } })
  await makePerson(house, 'silent', { birthDate: '1990-06-15', country: 'DE' }, { version, cells: [] })
}
const inGermany: Terms = {
  trigger: { kind: 'birthday', leadDays: 0 },
  timeZone: 'UTC',
  segment: { rule: { field: 'country', op: 'eq', value: 'DE' } },
}

forEachHouse('why', (open) => {
  test('of a birthday: everybody hears what stands in her own way', async () => {
    const house = await open()
    await people(house)
    const draft = await drafted(house, inGermany)
    expect(await outcome(house, draft, 'today')).toBe('draft')
    const id = await launched(house, inGermany)
    expect(await outcome(house, id, 'today')).toBe('next_run')
    await run(house, id)
    const told = await whyOf(house, id, 'today')
    expect(told).toMatchObject({ outcome: 'issued', vouchers: [{ variantKey: 'offer', state: 'issued' }] })
    expect(told.checks.every(({ holds }) => holds)).toBe(true)
    expect(await outcome(house, id, 'tomorrow')).toBe('not_due')
    expect(await outcome(house, id, 'abroad')).toBe('not_in_segment')
    expect(await outcome(house, id, 'unborn')).toBe('not_concerned')
    expect(await whyOf(house, id, 'silent')).toMatchObject({
      outcome: 'no_consent',
      reason: 'no_consent',
      checks: expect.arrayContaining([{ check: 'consent', holds: false }]),
    })
    await expect(whyOf(house, id, 'nobody')).rejects.toMatchObject({ code: 'customer.not_found' })
    await house.store.write((tx) => pauseCampaign(tx, id))
    expect(await outcome(house, id, 'tomorrow')).toBe('paused')
  })

  test('of a broadcast: no consent, held out, capped, no money', async () => {
    const house = await open()
    await people(house)
    const id = await launched(house, {})
    expect(await whyOf(house, id, 'silent')).toMatchObject({ outcome: 'no_consent', category: 'contact.account' })
    await run(house, id)
    const held = await launched(house, { holdoutBps: 10_000 })
    await run(house, held)
    expect(await outcome(house, held, 'today')).toBe('holdout')
    const capped = await launched(house, { frequency: { max: 1, withinDays: 7 } })
    expect(await outcome(house, capped, 'today')).toBe('capped')
    const budget = { limitMinor: 100, currency: 'EUR', mode: 'guaranteed', whenShort: 'refuse' } as const
    expect(await outcome(house, await launched(house, { budget }), 'today')).toBe('no_budget')
  })
})

forEachHouse('before a launch', (open) => {
  test('reach counts those who have had enough, and still adds up', async () => {
    const house = await open()
    const version = await openShop(house)
    for (let n = 0; n < 40; n += 1) await agreeing(house, version, `person-${n}`)
    const asked = { purpose: PURPOSE, channels: ['onsite' as const], trigger: { kind: 'broadcast' as const } }
    expect(await reachOf(house, asked)).toMatchObject({ matched: 40, reachable: 40, refusedBy: [] })
    await run(house, await launched(house, { holdoutBps: 0 }))
    const frequency = { max: 1, withinDays: 7 }
    expect(await reachOf(house, { ...asked, frequency })).toMatchObject({
      matched: 40,
      reachable: '<10',
      refusedBy: [{ reason: 'capped', count: 40 }],
    })
    expect(await reachOf(house, { ...asked, frequency: { max: 2, withinDays: 7 } })).toMatchObject({ reachable: 40 })
  })

  test('the calendar says each day what would be issued, of one budget', async () => {
    const house = await open()
    await people(house)
    const calendar = (terms: Terms, days: number) => calendarOf(house, termsOf(terms), days)
    const { days, isWhole } = await calendar(inGermany, 3)
    expect(days.map(({ day, issued }) => [day, issued])).toEqual([
      ['2026-06-15', 1],
      ['2026-06-16', 1],
      ['2026-06-17', 0],
    ])
    expect(isWhole).toBe(true)
    const budget = { limitMinor: 500, currency: 'EUR', mode: 'guaranteed', whenShort: 'refuse' } as const
    const poor = await calendar({ ...inGermany, budget }, 2)
    expect(poor.days.map(({ issued, noBudget }) => [issued, noBudget])).toEqual([
      [1, 0],
      [0, 1],
    ])
    const later = await calendar(
      { trigger: { kind: 'broadcast' }, startsAt: '2026-06-16T00:00:00Z', timeZone: 'UTC' },
      3,
    )
    expect(later.days.map(({ issued }) => issued)).toEqual([0, 4, 0])
  })
})
