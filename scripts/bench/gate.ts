// What asking for consent costs: the query of an audience as issuing runs it, with the gate and without, in turns.
import { type SQL, sql } from 'drizzle-orm'
import { permittedChannel, type Use } from '#consent/gate.ts'
import type { Queries } from '#db/store.ts'
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
async function readWeek(q: Queries, channel: SQL): Promise<number> {
  const times: number[] = []
  for (let pass = 0; pass < PASSES; pass++) {
    const begun = performance.now()
    await q.rows(sql`
      select d.customer_id, (select ${channel} from customers c where c.id = d.customer_id) as channel,
        case when (select 1 from vouchers v where v.customer_id = d.customer_id and v.campaign_id = 'cmp_bench'
          and v.occasion = '2026' limit 1) is not null then 1 else 0 end as had
      from (select c.id as customer_id from customers c
        where c.birth_month_day >= '06-15' and c.birth_month_day <= '06-21' order by c.id) d
      order by d.customer_id`)
    times.push(performance.now() - begun)
  }
  return median(times)
}
