import { expect, test } from 'vitest'
import { listAudit } from '#access/audit.ts'
import { forEachHouse } from '#core/test-house.ts'
import { frozenPlan } from '#experiments/freeze-plan.ts'
import { TAIL_DAYS } from '#experiments/plan.ts'
import { planExperiment } from '#experiments/plan-experiment.ts'
import { DAY_MS } from '#shared/time.ts'
import { patchCampaign } from './patch.ts'
import { planDraft } from './plan-draft.ts'
import { drafted, launched, openShop } from './test-campaign.ts'

const iso = (instant: number) => new Date(instant).toISOString()

forEachHouse('the plan of an experiment', (open) => {
  test('is frozen at launch with its levels and its end, and stands in the audit log', async () => {
    const house = await open()
    await openShop(house)
    const experiment = { primary: 'revenue' as const, recipients: 20_000, guardrails: [], cuped: true }
    const id = await launched(house, { holdoutBps: 1000, validity: { days: 20 }, experiment })
    const plan = await frozenPlan(house.store.read, id)
    expect(plan).toMatchObject({
      version: 1,
      primary: 'revenue',
      plannedRecipients: { holdout: 2000 },
      decideAt: house.clock.now() + (20 + TAIL_DAYS + 1) * DAY_MS,
      endMoved: false,
      levels: { sequential: 0.05, early: 0.01, final: 0.04 },
      cuped: true,
    })
    expect(plan?.arms.at(-1)).toEqual({ key: 'holdout', kind: 'holdout' })
    const { data } = await listAudit(house.store.read, { limit: 10 })
    expect(data).toContainEqual(
      expect.objectContaining({ action: 'experiment.frozen', subject: id, detail: { plan: { ...plan } } }),
    )
    const moved = house.store.write((tx) => patchCampaign(tx, id, { experiment: { ...experiment, cuped: false } }))
    await expect(moved).rejects.toMatchObject({ code: 'campaign.frozen' })
    expect(await frozenPlan(house.store.read, id)).toEqual(plan)
  })

  test('loses its fixed test when the end of the campaign is moved, once and on record', async () => {
    const house = await open()
    await openShop(house)
    const end = house.clock.now() + 30 * DAY_MS
    const trigger = { kind: 'signed_up' as const, delayMinutes: 0 }
    const id = await launched(house, { trigger, endsAt: iso(end) })
    expect(await frozenPlan(house.store.read, id)).toMatchObject({ version: 1, endMoved: false })
    for (const days of [40, 50])
      await house.store.write((tx) => patchCampaign(tx, id, { endsAt: iso(end + days * DAY_MS) }, 'key_1'))
    expect(await frozenPlan(house.store.read, id)).toMatchObject({ version: 2, endMoved: true })
    const { data } = await listAudit(house.store.read, { limit: 20 })
    expect(data.filter(({ action }) => action === 'experiment.end_moved')).toMatchObject([
      { actor: 'key_1', subject: id },
    ])
  })

  test('of a draft is made from its shares and its audience, or from the figures that are given', async () => {
    const house = await open()
    await openShop(house)
    const id = await drafted(house, { holdoutBps: 1000, validity: { days: 10 } })
    const asked = { campaignId: id, conversion: 0.03, assignDays: 0, primary: 'conversion' as const, power: 0.8 }
    const nobody = await planDraft(house, asked)
    expect(nobody).toMatchObject({ audience: 0, promised: false, reasons: ['not_detectable'] })
    const many = await planDraft(house, { ...asked, audience: 200_000 })
    expect(many.arms.map(({ recipients }) => recipients).reduce((a, b) => a + b, 0)).toBe(200_000)
    expect(many).toMatchObject({ promised: true, reasons: [], matureAt: iso(house.clock.now() + 24 * DAY_MS) })
    await expect(planDraft(house, { ...asked, campaignId: 'cmp_none' })).rejects.toMatchObject({
      code: 'campaign.unknown',
    })
  })
})

const figures = {
  audience: 20_000,
  holdoutBps: 1000,
  shares: [{ key: 'a', shareBps: 10_000 }],
  startsAt: 0,
  assignDays: 10,
  windowDays: 44,
  conversion: 0.03,
  margin: { meanMinor: 100, sdMinor: 900 },
  primary: 'conversion' as const,
  expectedLift: 0.3,
  discountPerRecipientMinor: 5,
  power: 0.8,
}

test('a plan says what a tenth held out costs, and does not promise what the audience cannot show', () => {
  const plan = planExperiment(figures)
  expect(plan.holdoutCost.peopleFactor).toBeCloseTo(2.78, 2)
  expect(plan.holdoutCost.marginMinor).toBe(2000 * (30 - 5))
  expect(plan.matureAt).toBe(iso(54 * DAY_MS))
  const [pair] = plan.comparisons
  expect(pair?.key).toBe('a:holdout')
  expect(pair?.conversion.lift).toBeGreaterThan(0.3)
  expect(pair?.conversion.liftAtAnyLook ?? 1).toBeGreaterThan(pair?.conversion.lift ?? 0)
  expect(pair?.expected?.power).toBeLessThan(0.8)
  expect(pair?.expected?.recipientsNeeded ?? 0).toBeGreaterThan(20_000)
  const powers = pair?.curve.map(({ power }) => power) ?? []
  expect(powers).toEqual([...powers].sort((a, b) => a - b))
  expect(planExperiment({ ...figures, audience: 1000 })).toMatchObject({ promised: false })
  expect(planExperiment({ ...figures, primary: 'margin' })).toMatchObject({
    promised: false,
    reasons: [expect.any(String)],
  })
  expect(planExperiment({ ...figures, holdoutBps: 0 })).toMatchObject({
    comparisons: [],
    promised: false,
    reasons: ['nothing_to_compare', 'no_holdout'],
  })
})
