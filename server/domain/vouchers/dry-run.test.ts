// A dry run says what the next day's run then does, writes nothing, and says why others get nothing.
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { agreeing, drafted, launched, openShop } from '#campaigns/test-campaign.ts'
import { makePerson } from '#consent/test-consents.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import { DAY_MS } from '#shared/time.ts'
import { dryRun } from './dry-run.ts'
import { runCampaign, runDueCampaigns } from './issue-run.ts'

const birthday: Partial<NewCampaign> = {
  trigger: { kind: 'birthday', leadDays: 0 },
  timeZone: 'UTC',
  holdoutBps: 3000,
  variants: [
    { key: 'five', shareBps: 5000, offer: { kind: 'amount_off', amountMinor: 500 } },
    { key: 'ten', shareBps: 5000, offer: { kind: 'amount_off', amountMinor: 1000 } },
  ],
}

/** Tomorrow is 16 June: twenty have their birthday then, one the day after, one had agreed to nothing. */
async function people(house: TestHouse): Promise<void> {
  const version = await openShop(house)
  const born = (reference: string, birthDate: string) =>
    agreeing(house, version, reference, { to: ['birthdate'], fields: { birthDate } })
  for (let i = 0; i < 20; i += 1) await born(`june-${i}`, '1990-06-16')
  await born('later', '1990-06-17')
  await makePerson(house, 'silent', { birthDate: '1990-06-16' }, { version, cells: [] })
}

async function rows(house: TestHouse): Promise<unknown> {
  const tables = ['vouchers', 'holdouts', 'runs', 'budget_entries', 'outbox', 'tallies', 'audit_log', 'staff_access']
  const counts = await Promise.all(
    tables.map((table) => house.store.read.rows(sql`select count(*) as n from ${sql.raw(table)}`)),
  )
  return counts.flat()
}

forEachHouse('a dry run', (open) => {
  test('tells what tomorrow’s run then does, to the person, and writes nothing', async () => {
    const house = await open()
    await people(house)
    const id = await launched(house, birthday)
    const before = await rows(house)
    const told = await dryRun(house, id, { people: 200 })
    expect(await rows(house)).toEqual(before)
    expect(told).toMatchObject({ day: '2026-06-16', isWhole: true, matched: 21, noConsent: 1, alreadyHad: 0 })
    expect(told.issued + told.holdout).toBe(20)
    expect(told.refusedBy.reduce((sum, { count }) => sum + count, 0)).toBe(1)
    house.advance(DAY_MS)
    const [done] = await runDueCampaigns(house, ['birthday'], async () => {})
    const { issued, holdout, noConsent } = told
    expect(done).toMatchObject({ issued, holdout, noConsent })
    const got = await house.store.read.rows<{ customer_id: string; variant_key: string }>(
      sql`select customer_id, variant_key from vouchers where campaign_id = ${id} order by customer_id`,
    )
    const promised = told.people.filter(({ outcome }) => outcome === 'issued')
    expect(
      promised.map(({ customerId, variantKey }) => ({ customer_id: customerId, variant_key: variantKey })),
    ).toEqual(got)
    expect(told.variants.map(({ issued: count }) => count)).toEqual(
      ['five', 'ten'].map((key) => got.filter((row) => row.variant_key === key).length),
    )
    expect(await dryRun(house, id, { day: '2026-06-16', people: 0 })).toMatchObject({
      alreadyHad: 20,
      issued: 0,
      people: [],
    })
  })

  test('of a draft, a budget that is too small and a cap say so as well', async () => {
    const house = await open()
    await people(house)
    const draft = await drafted(house, {
      ...birthday,
      holdoutBps: 0,
      budget: { limitMinor: 3500, currency: 'EUR', mode: 'guaranteed', whenShort: 'refuse' },
    })
    const short = await dryRun(house, draft, { people: 0 })
    expect(short.issued).toBeGreaterThanOrEqual(3)
    expect(short.issued + short.noBudget).toBe(20)
    const capped = await launched(house, { ...birthday, holdoutBps: 0, frequency: { max: 1, withinDays: 30 } })
    const first = await launched(house, { timeZone: 'UTC' })
    await runCampaign(house, first, 'manual', async () => {})
    expect(await dryRun(house, capped, { people: 0 })).toMatchObject({ matched: 21, capped: 20, issued: 0 })
    for (const day of ['2026-06-14', '2026-02-30']) {
      await expect(dryRun(house, capped, { day, people: 0 })).rejects.toMatchObject({ code: 'request.invalid' })
    }
    await expect(dryRun(house, 'cmp_never', { people: 0 })).rejects.toMatchObject({ code: 'campaign.not_found' })
  })
})
