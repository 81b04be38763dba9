// What asking for consent costs: a page of an audience as issuing reads it, with the gate and without, in turns.
import { type SQL, sql } from 'drizzle-orm'
import { findChannel, type Use } from '#consent/gate.ts'
import type { Queries, Store } from '#db/store.ts'
import { campaigns } from '#db/tables/campaigns.ts'
import { audiencePage } from '#vouchers/audience.ts'
import { alternate, type BenchContext, type Found, median } from './context.ts'
import { CROWD_NOW, seedCrowd } from './crowd.ts'

const USE: Use = { purpose: 'birthday', legalBasis: 'consent', channels: ['email'], needs: ['birthdate', 'name'] }
const CAMPAIGN = 'cmp_bench'
const PASSES = 5
/** More than are due in a week, so that one page has all of them. */
const MOST = 100_000

/** `gate_vs_without` on SQLite: birthdays of one week among 100,000 people with 1.2 million cells. */
export async function measureGate(context: BenchContext): Promise<Found> {
  const { engine, quick } = context
  const store = await seedCrowd(await context.newDatabase(), quick ? 20_000 : 100_000)
  const own: number[] = []
  try {
    await giveLastYears(store)
    const without = () => readWeek(store.read, { join: sql``, channel: sql`'email'` })
    const gated = () => readWeek(store.read, findChannel(engine, USE, CROWD_NOW, sql`d.customer_id`))
    await without()
    await gated()
    const { ratio, notes } = await alternate(
      context,
      `audience with the gate ÷ without, ${engine}`,
      without,
      async () => {
        const ms = await gated()
        own.push(ms)
        return ms
      },
    )
    const figures = {
      [`gate_${engine}_ms`]: Number(median(own).toFixed(2)),
      ...(engine === 'postgres' && ratio !== null ? { gate_postgres_vs_without: ratio } : {}),
    }
    return { ratios: engine === 'sqlite' ? { gate_vs_without: ratio } : {}, figures, notes }
  } finally {
    await store.close()
  }
}

/** The campaign is in its second year: everybody had a voucher of it a year ago, which every look has to tell from this one. */
async function giveLastYears(store: Store): Promise<void> {
  await store.write(async (tx) => {
    const basis = { purpose: 'birthday', legalBasis: 'consent', terms: '{}', salt: '', timeZone: 'Europe/Berlin' }
    const row = { id: CAMPAIGN, name: 'Birthday', state: 'live', revision: 1, ...basis, createdAt: 0 }
    await tx.insert(campaigns).values(row)
    await tx.rows(sql`insert into vouchers
      (id, campaign_id, customer_id, occasion, variant_key, code_print, state, issued_at, issued_day, expires_at)
      select 'vch_' || id, ${CAMPAIGN}, id, '2025', 'a', id, 'expired', 0, '2025-06-15', 0 from customers returning 1`)
    await tx.rows(tx.engine === 'postgres' ? sql`analyze` : sql`pragma optimize = 0x10002`)
  })
}

/** Milliseconds for one week of birthdays, as one page of an issue run reads it. */
async function readWeek(q: Queries, gate: { join: SQL; channel: SQL }): Promise<number> {
  const where = sql`(c.birth_month_day >= '06-15' and c.birth_month_day <= '06-21')`
  const audience = { join: null, where, occasion: sql`cast('2026' as text)`, gate, isHeldOut: null }
  const times: number[] = []
  for (let pass = 0; pass < PASSES; pass++) {
    const begun = performance.now()
    await audiencePage(q, CAMPAIGN, audience, null, MOST)
    times.push(performance.now() - begun)
  }
  return median(times)
}
