// How fast a million vouchers are issued through gate, arms and budget, with their messages, beside the bare insertion of
// the same rows; and what the server holds in memory meanwhile. BENCH_PEOPLE takes another number of people.

import { seedPeople } from './big.ts'
import { alternate, type BenchContext, type Found, median } from './context.ts'
import { openIssueFloor } from './issue-floor.ts'
import { launchBroadcast, prepareNotice } from './scene.ts'

/** `issue_sqlite_vs_bare`, `issue_postgres_vs_copy`. Every round issues to the same people from another campaign, so that
 * our tables and the floor's grow alike; a tenth of the people are held out, which the floor need not decide. */
export async function measureIssue(context: BenchContext): Promise<Found> {
  const { engine, quick, say } = context
  const people = Number(process.env.BENCH_PEOPLE ?? (quick ? 20_000 : 1_000_000))
  const databaseUrl = await context.newDatabase()
  const floor = await openIssueFloor(await context.newDatabase())
  const first = await context.startServer(databaseUrl)
  const noticeVersion = await prepareNotice(first.url, first.adminKey)
  await first.stop()
  say(`${people} people written in ${(await seedPeople(first.env, people, noticeVersion)).toFixed(1)} s`)
  const server = await context.startServer(databaseUrl)
  const cpu: number[] = []
  async function issue(): Promise<number> {
    const id = await launchBroadcast(server.admin)
    const spent = server.cpuMicros()
    const started = performance.now()
    const { issued } = await server.admin.call('runCampaign', { params: { id } })
    const seconds = (performance.now() - started) / 1000
    cpu.push((server.cpuMicros() - spent) / issued)
    say(`${issued} vouchers issued in ${seconds.toFixed(1)} s: ${(issued / seconds).toFixed(0)}/s`)
    return issued / seconds
  }
  try {
    // A million are long enough to get warm by themselves.
    if (quick) {
      await floor.insert(people)
      await issue()
      cpu.length = 0
    }
    const name = `vouchers issued on ${engine} ÷ ${engine === 'sqlite' ? 'bare better-sqlite3' : 'COPY'}`
    const told = await alternate(context, name, () => floor.insert(people), issue)
    const middle = (of: 'floor' | 'us') => Math.round(median(told.rounds.map((round) => round[of])))
    return {
      ratios: { [engine === 'sqlite' ? 'issue_sqlite_vs_bare' : 'issue_postgres_vs_copy']: told.ratio },
      figures: {
        [`issue_${engine}_people`]: people,
        [`issue_${engine}_per_second`]: middle('us'),
        [`issue_${engine}_floor_per_second`]: middle('floor'),
        [`issue_${engine}_cpu_micros`]: Number(median(cpu).toFixed(1)),
      },
      peakMemoryMb: { [`issue_${engine}`]: server.peakMemoryMb() ?? Number.NaN },
      notes: told.notes,
    }
  } finally {
    await Promise.all([server.stop(), floor.close()])
  }
}
