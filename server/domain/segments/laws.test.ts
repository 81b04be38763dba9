// What SQL finds is what plain logic says, for random rules over random people, and never without their consent.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { forEachHouse } from '#core/test-house.ts'
import { report } from '#occasions/test-scene.ts'
import { isTrue, needsOf } from './test-naive.ts'
import { found, openStage, person, type Stage } from './test-people.ts'
import { eventsOf, type Person, people, rules } from './test-random.ts'

const CROWD = 70
const RULES = 40
/** At 10:30 UTC it is yesterday in Pago Pago and tomorrow on Kiritimati. */
const INSTANTS = ['2026-06-15', '2027-02-28', '2028-02-29', '2026-12-31'].map((day) => `${day}T10:30:00Z`)

async function populate(stage: Stage, crowd: Map<string, Person>): Promise<void> {
  for (const [reference, one] of crowd) {
    const { birthDate, country, locale, timeZone, a_text, a_number, a_boolean, a_day } = one
    const attributes = { a_text, a_number, a_boolean, a_day }
    await person(stage, reference, one.grants, { birthDate, country, locale, timeZone, attributes })
  }
  const events = [...crowd].flatMap(([reference, one]) => eventsOf(one, reference, stage.house.clock.now()))
  for (let i = 0; i < events.length; i += 1000)
    expect((await report(stage.house, ...events.slice(i, i + 1000))).errors).toEqual([])
}

/** Some rules ask so often that values are found once for all leaves. */
const rulesOften = fc.oneof(
  { weight: 3, arbitrary: rules },
  { weight: 1, arbitrary: fc.array(rules, { minLength: 8, maxLength: 16 }).map((any) => ({ any })) },
  { weight: 1, arbitrary: fc.array(rules, { minLength: 8, maxLength: 16 }).map((all) => ({ not: { all } })) },
)

forEachHouse('rules in SQL and in plain logic', (open) => {
  it.each(INSTANTS)('find the same people at %s', async (instant) => {
    const house = await open()
    house.clock.set(Date.parse(instant))
    const stage = await openStage(house)
    const seed = Math.floor(Math.random() * 2 ** 31)
    const sample = fc.sample(people, { numRuns: CROWD, seed })
    const crowd = new Map(sample.map((one, i) => [`p${i}`, one]))
    await populate(stage, crowd)
    const today = { now: house.clock.now(), zone: stage.zone }
    const names = [...crowd.keys()]
    await fc.assert(
      fc.asyncProperty(rulesOften, async (rule) => {
        const { matched, reached, needs } = await found(stage, rule, names)
        const needed = needsOf(rule)
        expect(new Set(needs)).toEqual(needed)
        const permits = ({ grants }: Person) =>
          ['contact.email' as const, ...needed].every((one) => grants.includes(one))
        const meant = [...crowd].filter(([, one]) => permits(one) && isTrue(rule, one, today))
        expect(reached, `crowd of seed ${seed}`).toEqual(meant.map(([name]) => name).sort())
        // Alone, without the gate, a rule finds nobody whom plain logic would not.
        for (const name of matched) expect(isTrue(rule, crowd.get(name) as Person, today)).toBe(true)
      }),
      { numRuns: RULES },
    )
  })

  it('find nobody of whom nothing is known and who agreed to nothing', async () => {
    const stage = await openStage(await open())
    await person(stage, 'silent', [])
    await fc.assert(
      fc.asyncProperty(rules, async (rule) => {
        const { matched, needs } = await found(stage, rule, ['silent'])
        fc.pre(needs.length > 0 && !JSON.stringify(rule).includes('locale'))
        expect(matched).toEqual([])
      }),
      { numRuns: RULES },
    )
  })
})
