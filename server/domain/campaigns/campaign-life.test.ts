import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { budgetFigures } from '#budget/figures.ts'
import { putProduct } from '#catalog/put.ts'
import { cellsFor, makePurpose, putNoticeInForce } from '#consent/test-consents.ts'
import { Refusal } from '#core/refusal.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import type { PatchCampaign } from '#shared/contracts/campaigns.ts'
import { DAY_MS, HOUR_MS } from '#shared/time.ts'
import { endCampaign } from './end.ts'
import { isOpen } from './is-open.ts'
import { launchCampaign } from './launch.ts'
import { listCampaigns } from './list.ts'
import { liveCampaigns, loadCampaign } from './load.ts'
import { patchCampaign } from './patch.ts'
import { pauseCampaign } from './pause.ts'
import { resumeCampaign } from './resume.ts'
import { showCampaign } from './show.ts'
import { tally } from './tally.ts'
import { drafted, launched, openShop, PURPOSE } from './test-campaign.ts'

const launch = (house: TestHouse, id: string) => house.store.write((tx) => launchCampaign(tx, id, { mailReady: false }))
const patch = (house: TestHouse, id: string, to: PatchCampaign) => house.store.write((tx) => patchCampaign(tx, id, to))
const iso = (instant: number) => new Date(instant).toISOString()

async function refusalOf(asked: Promise<unknown>): Promise<Refusal> {
  const error = await asked.then(
    () => undefined,
    (refused: unknown) => refused,
  )
  if (error instanceof Refusal) return error
  throw error ?? new Error('it was not refused')
}

forEachHouse('a campaign', (open) => {
  test('is drafted, shown, launched with a budget and a salt, paused, resumed, ended', async () => {
    const house = await open()
    await openShop(house)
    const id = await drafted(house, {
      message: { en: { subject: 'Hi', text: '{{customer.givenName}} {{voucher.code}}' } },
    })
    const draft = await showCampaign(house.store.read, id)
    expect(draft).toMatchObject({
      state: 'draft',
      launchedAt: null,
      budget: { limitMinor: 1_000_000_000, reservedMinor: 0, freeMinor: 1_000_000_000 },
      needs: [
        { purpose: PURPOSE, channel: 'onsite', category: 'contact.account' },
        { purpose: PURPOSE, channel: 'onsite', category: 'name' },
      ],
    })
    expect((await launch(house, id)).warnings).toEqual([])
    const live = await loadCampaign(house.store.read, id)
    expect(live).toMatchObject({ state: 'live', launchedAt: house.clock.now(), needs: ['name'] })
    expect(live?.salt).toMatch(/^[0-9a-f]{32}$/)
    expect((await budgetFigures(house.store.read, id))?.limitMinor).toBe(1_000_000_000)
    expect((await refusalOf(launch(house, id))).code).toBe('campaign.not_draft')

    await house.store.write((tx) => pauseCampaign(tx, id))
    expect((await refusalOf(house.store.write((tx) => pauseCampaign(tx, id)))).code).toBe('campaign.wrong_state')
    expect(await liveCampaigns(house.store.read)).toEqual([])
    await house.store.write((tx) => resumeCampaign(tx, id))
    expect((await liveCampaigns(house.store.read, ['broadcast'])).map((one) => one.id)).toEqual([id])
    expect(await liveCampaigns(house.store.read, ['birthday'])).toEqual([])

    const end = (stopRedemptions: boolean) => house.store.write((tx) => endCampaign(tx, id, { stopRedemptions }))
    await end(false)
    expect(await loadCampaign(house.store.read, id)).toMatchObject({ state: 'ended', redemptionsStoppedAt: null })
    expect((await refusalOf(end(false))).code).toBe('campaign.wrong_state')
    await end(true)
    expect((await loadCampaign(house.store.read, id))?.redemptionsStoppedAt).toBe(house.clock.now())
    expect((await refusalOf(house.store.write((tx) => resumeCampaign(tx, id)))).code).toBe('campaign.wrong_state')
    expect((await refusalOf(house.store.write((tx) => pauseCampaign(tx, 'cmp_none')))).code).toBe('campaign.not_found')
  })

  test('is not drafted for an unknown purpose, segment, rule field or event', async () => {
    const house = await open()
    await openShop(house)
    const codeFor = async (terms: Parameters<typeof drafted>[1]) => (await refusalOf(drafted(house, terms))).code
    expect(await codeFor({ purpose: 'other' })).toBe('purpose.unknown')
    expect(await codeFor({ segment: { id: 'seg_none' } })).toBe('segment.unknown')
    expect(await codeFor({ trigger: { kind: 'custom_event', name: 'quiz' } })).toBe('attribute.undeclared')
    const rule = {
      all: [
        { field: 'country', op: 'eq' as const, value: 'DE' },
        { field: 'shoe', op: 'eq' as const, value: 1 },
      ],
    }
    const refused = await refusalOf(drafted(house, { segment: { rule } }))
    expect(refused.code).toBe('rule.invalid')
    expect(refused.errors?.map((error) => error.path)).toEqual(['segment.rule.all.1.field'])
  })

  test('tells every reason against its launch at once, and each cell by its name', async () => {
    const house = await open()
    await makePurpose(house, PURPOSE)
    await putNoticeInForce(house, cellsFor(PURPOSE, 'email', ['name']))
    const id = await drafted(house, {
      channels: ['email', 'sms'],
      trigger: { kind: 'birthday', leadDays: 0 },
      segment: { rule: { not: { field: 'country', op: 'eq', value: 'DE' } } },
      variants: [
        {
          key: 'a',
          shareBps: 4000,
          offer: { kind: 'percent_off', bps: 2500, maxMinor: 1, scope: { favouriteCategory: true } },
        },
        { key: 'a', shareBps: 5000, offer: { kind: 'unit_off', sku: 'none', quantity: 1 } },
      ],
      budget: undefined,
      validity: { until: '2020-01-01' },
      endsAt: '2020-01-01T00:00:00Z',
      message: { en: { text: 'Dear {{customer.shoeSize}}' } },
    })
    const refused = await refusalOf(launch(house, id))
    expect(refused.code).toBe('campaign.not_ready')
    const said = refused.errors?.map(({ path, code }) => `${path} ${code}`)
    const cell = 'purpose cell.not_covered'
    expect(said).toEqual([
      ...[cell, cell, cell, cell, cell, cell, cell],
      'variants variants.shares',
      'variants.1.key variants.same_key',
      'variants.1.offer product.unknown',
      'budget budget.missing',
      'message.en.text message.unknown_variable',
      'endsAt time.past',
      'validity.until time.past',
    ])
    const cells = refused.errors?.flatMap(({ message, code }) => (code === 'cell.not_covered' ? [message] : []))
    expect(cells?.join('; ')).toBe(
      [
        'email × birthdate',
        'email × location',
        'email × purchase_history',
        'sms × contact.phone',
        'sms × birthdate',
        'sms × location',
        'sms × purchase_history',
      ]
        .map((one) => `The notice in force does not cover ${PURPOSE} × ${one}`)
        .join('; '),
    )
    expect((await showCampaign(house.store.read, id)).state).toBe('draft')
  })

  test('needs a bounded offer for a guaranteed budget, one currency, a message for mail, and an honest legal basis', async () => {
    const house = await open()
    await openShop(house)
    await makePurpose(house, 'service', 'contract')
    const product = { name: 'Tea', category: 'tea', priceMinor: 500, currency: 'EUR' }
    await house.store.write((tx) => putProduct(tx, 'tea', product))
    const said = async (terms: Parameters<typeof drafted>[1]) => {
      const refused = await refusalOf(launch(house, await drafted(house, terms)))
      return refused.errors?.map(({ path, code }) => `${path} ${code}`)
    }
    const budget = { limitMinor: 1000, currency: 'EUR', mode: 'guaranteed' as const, whenShort: 'refuse' as const }
    const tea = [{ key: 'tea', shareBps: 10_000, offer: { kind: 'unit_off' as const, sku: 'tea', quantity: 1 } }]
    expect(await said({ budget, variants: tea })).toEqual(['variants.0.offer.maxMinor offer.unbounded'])
    expect(await said({ trigger: { kind: 'spend_milestone', thresholdMinor: 1, currency: 'USD' } })).toEqual([
      'trigger.currency currency.mismatch',
    ])
    expect(await said({ channels: ['email'] })).toEqual(['message message.missing'])
    expect(await said({ legalBasis: 'contract' })).toEqual(['legalBasis purpose.other_basis'])
    const id = await drafted(house, {
      budget: { ...budget, limitMinor: 1 },
      channels: ['email'],
      message: { en: { text: 'x' } },
    })
    expect((await launch(house, id)).warnings.length).toBe(3)
  })

  test('a draft lets go of what is cleared with null, and keeps what is not said', async () => {
    const house = await open()
    await openShop(house)
    const id = await drafted(house)
    const frequency = { max: 1, withinDays: 7 }
    await patch(house, id, { minimumOrderMinor: 500, frequency, endsAt: '2027-01-01T00:00:00Z', codePrefix: 'ABC' })
    await patch(house, id, { minimumOrderMinor: null, endsAt: null, budget: null })
    expect(await showCampaign(house.store.read, id)).toMatchObject({
      minimumOrderMinor: null,
      endsAt: null,
      budget: null,
      frequency,
      codePrefix: 'ABC',
    })
  })

  test('as a draft changes in full; launched only in name, message, end and limits', async () => {
    const house = await open()
    const version = await openShop(house)
    expect(version).toBe(1)
    const id = await drafted(house)
    await patch(house, id, { channels: ['email'], budget: { limitMinor: 500 }, holdoutBps: 100, name: 'Other' })
    expect(await showCampaign(house.store.read, id)).toMatchObject({
      name: 'Other',
      channels: ['email'],
      holdoutBps: 100,
      budget: { limitMinor: 500, currency: 'EUR', mode: 'at_redemption' },
    })
    await patch(house, id, { message: { en: { subject: 's', text: 't' } } })
    await launch(house, id)
    const frozen = await refusalOf(
      patch(house, id, { holdoutBps: 0, timeZone: 'UTC', budget: { mode: 'guaranteed' }, name: 'x' }),
    )
    expect(frozen.code).toBe('campaign.frozen')
    expect(frozen.errors?.map(({ path }) => path)).toEqual(['holdoutBps', 'timeZone', 'budget.mode'])
    const later = iso(house.clock.now() + DAY_MS)
    await patch(house, id, { name: 'Third', endsAt: later, budget: { limitMinor: 900, count: 7 }, holdoutBps: 100 })
    const shown = await showCampaign(house.store.read, id)
    expect(shown).toMatchObject({ name: 'Third', endsAt: later, budget: { limitMinor: 900, countLimit: 7 } })
    const message = { en: { subject: 's', text: 'Dear {{customer.givenName}}' } }
    await patch(house, id, { message })
    expect((await loadCampaign(house.store.read, id))?.needs).toEqual(['name'])
    const bad = await refusalOf(
      patch(house, id, { message: { en: { text: '{{nonsense}}' } }, endsAt: '2020-01-01T00:00:00Z' }),
    )
    expect(bad.errors?.map(({ code }) => code)).toEqual(['message.unknown_variable', 'time.past'])
    expect((await showCampaign(house.store.read, id)).message).toEqual(message)
    await house.store.write((tx) =>
      tx.rows(sql`update budgets set spent_minor = 600 where campaign_id = ${id} returning id`),
    )
    expect((await refusalOf(patch(house, id, { budget: { limitMinor: 599 } }))).code).toBe('budget.below_used')
    expect((await showCampaign(house.store.read, id)).budget?.limitMinor).toBe(900)
    await house.store.write((tx) => endCampaign(tx, id, { stopRedemptions: false }))
    expect((await refusalOf(patch(house, id, { name: 'Fourth' }))).code).toBe('campaign.wrong_state')
  })

  test('may not gain a need that the notice does not cover once it is live', async () => {
    const house = await open()
    await makePurpose(house, PURPOSE)
    await putNoticeInForce(house, cellsFor(PURPOSE, 'onsite'))
    const id = await launched(house)
    const refused = await refusalOf(patch(house, id, { message: { en: { text: 'Dear {{customer.givenName}}' } } }))
    expect(refused.errors?.map(({ code }) => code)).toEqual(['cell.not_covered'])
  })

  test('is open from its start to its end', async () => {
    const house = await open()
    await openShop(house)
    const now = house.clock.now()
    const id = await launched(house, { startsAt: iso(now + HOUR_MS), endsAt: iso(now + 2 * HOUR_MS) })
    const campaign = await loadCampaign(house.store.read, id)
    if (campaign === null) throw new Error('no campaign')
    const at = [0, 1, 2].map((hours) => isOpen(campaign, now + hours * HOUR_MS))
    expect(at).toEqual([false, true, false])
    expect(isOpen({ ...campaign, state: 'paused' }, now + HOUR_MS)).toBe(false)
  })

  test('is listed page by page, the newest first', async () => {
    const house = await open()
    await openShop(house)
    const ids: string[] = []
    for (let i = 0; i < 5; i += 1) ids.unshift(i % 2 === 0 ? await launched(house) : await drafted(house))
    const first = await listCampaigns(house.store.read, { limit: 3 })
    const rest = await listCampaigns(house.store.read, { limit: 3, cursor: first.nextCursor ?? '' })
    expect([...first.data, ...rest.data].map(({ id }) => id)).toEqual(ids)
    expect(rest.nextCursor).toBeNull()
  })

  test('counts by addition, however many count at once', async () => {
    const house = await open()
    await openShop(house)
    const id = await launched(house)
    const row = { campaignId: id, day: '2026-06-15', variantKey: 'offer', channel: 'onsite' }
    const count = () =>
      house.store.write((tx) =>
        tally(tx, [
          { ...row, issued: 1 },
          { ...row, issued: 2, discountMinor: 5 },
          { ...row, day: '2026-06-14', redeemed: 1 },
        ]),
      )
    await Promise.all(Array.from({ length: 20 }, count))
    const rows = await house.store.read.rows<Record<string, unknown>>(
      sql`select day, issued, redeemed, discount_minor from tallies where campaign_id = ${id} order by day`,
    )
    expect(rows.map((one) => [one.day, Number(one.issued), Number(one.redeemed), Number(one.discount_minor)])).toEqual([
      ['2026-06-14', 0, 20, 0],
      ['2026-06-15', 60, 0, 100],
    ])
  })
})
