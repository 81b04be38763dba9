// What asking for consent costs: the query of an audience as issuing runs it, with the gate and without, in turns.
import { sql } from 'drizzle-orm'
import { permittedChannel, type Use } from '#consent/gate.ts'
import type { Queries } from '#db/store.ts'
import { type Audience, audiencePage } from '#vouchers/queries-runs.ts'
import { alternate, type BenchContext, type Found, median } from './context.ts'
import { CROWD_NOW, seedCrowd } from './crowd.ts'

const USE: Use = { purpose: 'birthday', legalBasis: 'consent', channels: ['email'], needs: ['birthdate', 'name'] }
const PASSES = 5

/** `gate_vs_without` on SQLite: birthdays of one week among 100,000 people with 1.2 million cells. */
export async function measureGate(context: BenchContext): Promise<Found> {
  const { engine, quick } = context
  const store = await seedCrowd(await context.newDatabase(), quick ? 20_000 : 100_000)
  const own: number[] = []
  try {
    const without = () => readWeek(store.read, sql`'email'`)
    const gated = () => readWeek(store.read, permittedChannel(USE, CROWD_NOW))
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

/** Milliseconds for one week of birthdays, as one page of an issue run reads it. */
async function readWeek(q: Queries, channel: Audience['channel']): Promise<number> {
  const where = sql`c.birth_month_day >= '06-15' and c.birth_month_day <= '06-21'`
  const audience: Audience = { join: null, where, occasion: sql`'2026'`, channel, isHeldOut: null }
  const times: number[] = []
  for (let pass = 0; pass < PASSES; pass++) {
    const begun = performance.now()
    await audiencePage(q, 'cmp_bench', audience, null, 100_000)
    times.push(performance.now() - begun)
  }
  return median(times)
}
