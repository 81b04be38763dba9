import { expect, test } from 'vitest'
import { Refusal } from '#core/refusal.ts'
import { readSetting } from '#core/settings.ts'
import { forEachHouse, TEST_START, type TestHouse } from '#core/test-house.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/time.ts'
import { moveClock } from './move-clock.ts'
import type { Job } from './schedule.ts'

/** A job that has one thing to do at each of these instants, and notes the clock when it does it. */
function jobWith(name: string, everyMs: number, dues: number[], did: string[] = []): Job {
  return {
    name,
    cron: '',
    everyMs,
    nextDue: async () => (dues.length === 0 ? null : Math.min(...dues)),
    async run(house) {
      const now = house.clock.now()
      const done = dues.filter((due) => due <= now)
      dues.splice(0, dues.length, ...dues.filter((due) => due > now))
      did.push(`${name} +${(now - TEST_START) / MINUTE_MS}`)
      return done.length
    },
  }
}

const at = (minutes: number) => TEST_START + minutes * MINUTE_MS
const told = ({ ran }: { ran: { job: string; at: number }[] }) =>
  ran.map(({ job, at: instant }) => `${job} +${(instant - TEST_START) / MINUTE_MS}`)

forEachHouse('moving the clock', (open) => {
  test('hops from due instant to due instant, in order, and runs jobs of one instant in the order of the timetable', async () => {
    const house = await open()
    const did: string[] = []
    const jobs = [
      jobWith('first', MINUTE_MS, [at(10), at(30)], did),
      jobWith('second', MINUTE_MS, [at(5), at(10), at(90)], did),
    ]
    const moved = await moveClock(house, at(60), jobs)
    expect(did).toEqual(['second +5', 'first +10', 'second +10', 'first +30'])
    expect(told(moved)).toEqual(did)
    expect([moved.now, house.clock.now()]).toEqual([at(60), at(60)])
    expect(told(await moveClock(house, at(100), jobs))).toEqual(['second +90'])
  })

  test('runs on the grid of ticks, and at the end whatever fell due since the last of them', async () => {
    const house = await open()
    const jobs = [jobWith('job', HOUR_MS, [at(61), at(62), at(135)])]
    expect(told(await moveClock(house, at(140), jobs))).toEqual(['job +120', 'job +140'])
  })

  test('the transaction knows the instant of the hop', async () => {
    const house = await open()
    const seen: number[] = []
    const job = jobWith('job', MINUTE_MS, [at(7)])
    const run = (asked: Parameters<Job['run']>[0]) =>
      asked.store.write(async (tx) => {
        seen.push(tx.now)
        return job.run(asked, () => false)
      })
    await moveClock(house, at(60), [{ ...job, run }])
    expect(seen).toEqual([at(7)])
  })

  test('what one job does makes another due at once', async () => {
    const house = await open()
    const queue: number[] = []
    const sender = jobWith('sender', MINUTE_MS, queue)
    const issuer = jobWith('issuer', MINUTE_MS, [at(20)])
    const run: Job['run'] = async (asked, stopping) => {
      queue.push(asked.clock.now())
      return issuer.run(asked, stopping)
    }
    expect(told(await moveClock(house, at(60), [{ ...issuer, run }, sender]))).toEqual(['issuer +20', 'sender +20'])
  })

  test('a job that cannot do what is due, or fails, does not hold time up', async () => {
    const house = await open()
    const stuck: Job = { ...jobWith('stuck', MINUTE_MS, []), nextDue: async () => at(1), run: async () => 0 }
    const broken: Job = {
      ...jobWith('broken', MINUTE_MS, []),
      nextDue: async () => at(2),
      run: async () => {
        throw new Error('no')
      },
    }
    const jobs = [stuck, broken, jobWith('job', MINUTE_MS, [at(30)])]
    const moved = told(await moveClock(house, at(60), jobs))
    expect(moved.filter((one) => one === 'job +30').length).toBe(1)
    expect(moved.length).toBeLessThan(8)
  })

  test('earlier is refused, equal runs nothing, and the instant is kept', async () => {
    const house = await open()
    const jobs = [jobWith('job', MINUTE_MS, [at(0), at(5)])]
    expect(await moveClock(house, at(0), jobs)).toEqual({ now: at(0), ran: [] })
    await moveClock(house, at(10), jobs)
    const refusal = await moveClock(house, at(9), jobs).catch((error: unknown) => error)
    expect(refusal instanceof Refusal && refusal.code).toBe('clock.backwards')
    expect(house.clock.now()).toBe(at(10))
    expect(await readSetting(house.store.read, 'test_clock')).toBe(String(at(10)))
    // another process whose clock stands behind what is stored
    const behind: TestHouse = { ...house, clock: { ...house.clock, now: () => at(3) } }
    expect(await moveClock(behind, at(4), jobs).catch(() => 'refused')).toBe('refused')
  })

  test('moves asked for at once follow each other', async () => {
    const house = await open()
    const did: string[] = []
    const jobs = [jobWith('job', MINUTE_MS, [at(5), at(15), at(25)], did)]
    const moves = [moveClock(house, at(10), jobs), moveClock(house, at(20), jobs), moveClock(house, at(12), jobs)]
    const [one, two, three] = await Promise.allSettled(moves)
    expect(one?.status === 'fulfilled' && told(one.value)).toEqual(['job +5'])
    expect(two?.status === 'fulfilled' && told(two.value)).toEqual(['job +15'])
    expect(three?.status).toBe('rejected')
    expect(did).toEqual(['job +5', 'job +15'])
  })

  test('ten empty years are nothing', async () => {
    const house = await open()
    expect(await moveClock(house, TEST_START + 3650 * DAY_MS)).toMatchObject({ ran: [] })
  })
})
