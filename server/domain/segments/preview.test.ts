// Previews: exact numbers that add up inside, coarse ones at the door.

import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { permittedChannel, type Use } from '#consent/gate.ts'
import { objectTo } from '#consent/object.ts'
import { definePurpose } from '#consent/purposes.ts'
import { forEachHouse, TEST_START } from '#core/test-house.ts'
import { declareAttribute } from '#customers/attributes.ts'
import { custom, report } from '#occasions/test-scene.ts'
import type { Rule } from '#shared/contracts/segments.ts'
import type { Trigger } from '#shared/contracts/triggers.ts'
import type { Category } from '#shared/kinds.ts'
import { type AudienceAsked, measureAudience } from './measure.ts'
import { coarse, previewAudience } from './preview.ts'
import { compiled, openStage, PURPOSE, person } from './test-people.ts'
import { eventsOf, people, rules } from './test-random.ts'

const asked = (more: Partial<AudienceAsked>): AudienceAsked => ({
  purpose: PURPOSE,
  legalBasis: 'consent',
  channels: ['email'],
  zone: 'UTC',
  now: TEST_START,
  ...more,
})
const triggers = fc.constantFrom<Trigger | undefined>(
  undefined,
  { kind: 'birthday', leadDays: 3 },
  { kind: 'cart_abandoned', delayMinutes: 60 },
  { kind: 'spend_milestone', thresholdMinor: 150_000, currency: 'EUR' },
  { kind: 'win_back', days: 30 },
  { kind: 'broadcast' },
)

describe('coarse numbers', () => {
  it.each([
    [0, '<10'],
    [9, '<10'],
    [10, 10],
    [12, 10],
    [13, 15],
    [1302, 1300],
  ])('%i is told as %s', (count, told) => expect(coarse(count)).toBe(told))
})

forEachHouse('previews', (open) => {
  it('matched less reachable is the sum of the reasons, for any rule, trigger and channels', async () => {
    const house = await open()
    const stage = await openStage(house)
    for (const [i, one] of fc.sample(people, { numRuns: 80 }).entries()) {
      const { birthDate, country, locale, timeZone, a_text } = one
      const id = await person(stage, `p${i}`, one.grants, {
        birthDate,
        country,
        locale,
        timeZone,
        attributes: { a_text },
      })
      if (i % 9 === 0) await house.store.write((tx) => objectTo(tx, id, PURPOSE))
      const events = eventsOf(one, `p${i}`, TEST_START)
      if (events.length > 0) await report(house, ...events)
    }
    const channels = fc.constantFrom<Use['channels']>(['email'], ['email', 'onsite'], ['sms', 'email'])
    await fc.assert(
      fc.asyncProperty(fc.option(rules, { nil: undefined }), triggers, channels, async (rule, trigger, ways) => {
        const q = house.store.read
        const { matched, reachable, refusedBy, needs } = await measureAudience(
          q,
          asked({ rule, trigger, channels: ways }),
        )
        expect(matched - reachable).toBe(refusedBy.reduce((sum, { count }) => sum + count, 0))
        expect(refusedBy.every(({ count }) => count > 0)).toBe(true)
        if (trigger !== undefined || ways.length > 1) return
        const where = rule === undefined ? sql`1 = 1` : (await compiled(stage, rule)).where
        const use = { purpose: PURPOSE, legalBasis: 'consent' as const, channels: ways, needs }
        const isOpen = sql`${permittedChannel(use, TEST_START)} is not null`
        const [row] = await q.rows<{ people: number }>(
          sql`select count(*) as people from customers c where ${where} and ${isOpen}`,
        )
        expect(reachable).toBe(row?.people)
      }),
      { numRuns: 80 },
    )
  })

  it('tell the reasons with their categories, the needs cell by cell, and no exact number', async () => {
    const house = await open()
    const stage = await openStage(house)
    const join = async (count: number, name: string, grants: Category[]) => {
      for (let i = 0; i < count; i++)
        await person(stage, `${name}${i}`, grants, { birthDate: '--06-15', country: 'DE' })
    }
    await join(12, 'full', ['contact.email', 'birthdate'])
    await join(11, 'mail', ['contact.email'])
    await join(3, 'date', ['birthdate'])
    // Whose birthday nobody knows is not meant by a birthday campaign.
    for (let i = 0; i < 9; i++) await person(stage, `unborn${i}`, ['contact.email', 'birthdate'], { country: 'DE' })
    const preview = await previewAudience(house, {
      purpose: PURPOSE,
      channels: ['email'],
      trigger: { kind: 'birthday', leadDays: 0 },
    })
    expect(preview).toEqual({
      matched: 25,
      reachable: 10,
      refusedBy: [
        { reason: 'no_consent', category: 'birthdate', count: 10 },
        { reason: 'no_consent', category: 'contact.email', count: '<10' },
      ],
      needs: [
        { purpose: PURPOSE, channel: 'email', category: 'contact.email' },
        { purpose: PURPOSE, channel: 'email', category: 'birthdate' },
      ],
    })
    const rule: Rule = { field: 'country', op: 'eq', value: 'DE' }
    const both = await previewAudience(house, { purpose: PURPOSE, channels: ['email', 'sms'], rule })
    expect(both.needs.map((cell) => `${cell.channel} ${cell.category}`)).toEqual([
      'email contact.email',
      'email location',
      'sms contact.phone',
      'sms location',
    ])
    expect(both).toMatchObject({ matched: 35, reachable: '<10' })
  })

  it('without a rule or trigger they mean everybody; another legal basis is the purpose’s own', async () => {
    const house = await open()
    const stage = await openStage(house)
    for (let i = 0; i < 10; i++) await person(stage, `p${i}`, ['contact.email'])
    const body = { purpose: PURPOSE, channels: ['email' as const] }
    expect(await previewAudience(house, body)).toMatchObject({ matched: 10, reachable: 10, refusedBy: [] })
    await house.store.write((tx) =>
      definePurpose(tx, {
        key: 'service',
        legalBasis: 'contract',
        title: 'Service',
        justification: 'They asked for it',
      }),
    )
    // The notice in force says nothing of this purpose.
    expect(await previewAudience(house, { ...body, purpose: 'service' })).toMatchObject({
      matched: 10,
      reachable: '<10',
    })
  })

  it('refuse what they cannot measure', async () => {
    const house = await open()
    const stage = await openStage(house)
    const ask = (more: object) => previewAudience(house, { purpose: PURPOSE, channels: ['email'], ...more })
    await expect(ask({ purpose: 'unheard' })).rejects.toMatchObject({ code: 'purpose.unknown', status: 422 })
    await expect(ask({ rule: { field: 'email', op: 'is_known' } })).rejects.toMatchObject({ code: 'rule.invalid' })
    const trigger = { kind: 'custom_event', name: 'quiz' }
    await expect(ask({ trigger })).rejects.toMatchObject({ code: 'attribute.undeclared' })
    await house.store.write((tx) => declareAttribute(tx, { key: 'custom.quiz', type: 'text', category: 'preferences' }))
    await person(stage, 'ann', ['contact.email', 'preferences'])
    await report(house, custom('quiz', 'ann', TEST_START))
    expect((await ask({ trigger })).needs.map((cell) => cell.category)).toEqual(['contact.email', 'preferences'])
  })
})
