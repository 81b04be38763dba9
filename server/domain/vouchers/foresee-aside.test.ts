// What is foreseen of a campaign is what its run then issues, also where the house holds people out of everything and where
// campaigns share a layer; and whoever asks why hears the same.
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { agreeing, launched, openShop, type Terms, termsOf } from '#campaigns/test-campaign.ts'
import { makePerson } from '#consent/test-consents.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { findCustomer } from '#customers/find.ts'
import { changeExperimentSettings } from '#experiments/set-aside.ts'
import { coarse } from '#segments/preview.ts'
import { calendarOf } from './calendar.ts'
import { dryRun } from './dry-run.ts'
import { runCampaign } from './issue-run.ts'
import { measureReach, reachOf } from './reach.ts'
import { listRuns } from './runs.ts'
import { whyOf } from './why.ts'

const PEOPLE = 40
const SILENT = 4
const names = (start: string, n: number) => Array.from({ length: n }, (_, i) => `${start}${i}`)
const slice: Terms = {
  timeZone: 'UTC',
  holdoutBps: 2_000,
  experiment: { layer: { key: 'spring', fromBps: 0, toBps: 5_000 } } as never,
}

async function crowd(house: TestHouse): Promise<void> {
  const version = await openShop(house)
  for (const name of names('p', PEOPLE)) await agreeing(house, version, name)
  for (const name of names('silent', SILENT)) await makePerson(house, name, {}, { version, cells: [] })
  await house.store.write((tx) => changeExperimentSettings(tx, { globalHoldoutBps: 3_000 }))
}

const gotBy = async (house: TestHouse, table: 'vouchers' | 'holdouts', id: string) =>
  (
    await house.store.read.rows<{ customer_id: string }>(
      sql`select customer_id from ${sql.raw(table)} where campaign_id = ${id} order by customer_id`,
    )
  ).map((row) => row.customer_id)

forEachHouse('with a house’s holdout and a layer', (open) => {
  test('the dry run, the calendar and why say what the run does, to the person', async () => {
    const house = await open()
    await crowd(house)
    const day = '2026-06-15'
    const [today] = (await calendarOf(house, termsOf(slice), 1)).days
    const asked = termsOf(slice)
    const reach = await measureReach(house, asked)
    const shown = await reachOf(house, asked)
    const id = await launched(house, slice)
    const told = await dryRun(house, id, { day, people: 200 })
    const of = (outcome: string) => told.people.filter((one) => one.outcome === outcome).map((one) => one.customerId)
    expect(told.setAsideBy.map(({ reason }) => reason).sort()).toEqual(['house_holdout', 'layer'])
    for (const { reason, count } of told.setAsideBy) expect(of(reason)).toHaveLength(count)
    expect(told.setAside).toBe(told.setAsideBy.reduce((sum, { count }) => sum + count, 0))
    expect(told.issued + told.holdout + told.setAside).toBe(PEOPLE)
    expect(today).toMatchObject({ setAside: told.setAside, noConsent: SILENT })
    // The designer's reach says the same of the draft, before anything is launched.
    expect(reach).toMatchObject({ matched: told.matched, reachable: told.issued + told.holdout })
    const passed = reach.refusedBy.filter(({ reason }) => reason === 'house_holdout' || reason === 'layer')
    expect(passed).toEqual(expect.arrayContaining(told.setAsideBy))
    expect(passed).toHaveLength(2)
    expect(reach.refusedBy.reduce((sum, { count }) => sum + count, 0)).toBe(told.noConsent + told.setAside)
    expect(shown).toMatchObject({ matched: coarse(told.matched), reachable: coarse(told.issued + told.holdout) })
    const references = new Map<string, string>()
    for (const reference of [...names('p', PEOPLE), ...names('silent', SILENT)]) {
      const found = await findCustomer(house.store.read, house.secrets, reference)
      references.set(found?.id ?? '', reference)
    }
    for (const { customerId, outcome } of told.people) {
      const why = await whyOf(house, id, references.get(customerId) ?? '')
      if (outcome === 'house_holdout' || outcome === 'layer') {
        expect(why).toMatchObject({ outcome: 'set_aside', reason: outcome })
      } else expect(why.outcome).toBe(outcome === 'no_consent' ? 'no_consent' : 'next_run')
    }
    const run = await runCampaign(house, id, 'manual', async () => {})
    const { issued, holdout, noConsent, setAside } = told
    expect(run).toMatchObject({ matched: PEOPLE + SILENT, issued, holdout, noConsent, setAside })
    const [row] = (await listRuns(house.store.read, id, { limit: 1 })).data
    expect(row).toEqual(run)
    expect(await gotBy(house, 'vouchers', id)).toEqual(of('issued').sort())
    expect(await gotBy(house, 'holdouts', id)).toEqual(of('holdout').sort())
    expect(await dryRun(house, id, { day, people: 0 })).toMatchObject({ issued: 0, setAside: told.setAside })
  })
})
