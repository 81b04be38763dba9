// Moves the test clock: hops from one due instant to the next and runs what is due there, in order (decisions.md, 37).
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { readSetting, writeSetting } from '#core/settings.ts'
import { tell } from '#db/signals.ts'
import type { Store } from '#db/store.ts'
import { type Job, timetable } from './schedule.ts'

export interface Moved {
  /** Epoch milliseconds. */
  now: number
  ran: { job: string; at: number }[]
}

const moving = new WeakMap<Store, Promise<unknown>>()

/** One move after the other. 409 `clock.backwards` for an instant before the clock's; for the same instant nothing runs. */
export function moveClock(house: House, to: number, jobs: readonly Job[] = timetable): Promise<Moved> {
  const before = moving.get(house.store) ?? Promise.resolve()
  const move = before.then(() => walk(house, to, jobs))
  moving.set(
    house.store,
    move.catch(() => {}),
  )
  return move
}

async function walk(house: House, to: number, jobs: readonly Job[]): Promise<Moved> {
  const { clock, store } = house
  const stored = Number((await readSetting(store.read, 'test_clock')) ?? 0)
  if (to < Math.max(clock.now(), stored)) throw new Refusal('clock.backwards')
  if (to === clock.now()) return { now: to, ran: [] }
  const ran: Moved['ran'] = []
  const plan = makePlan(house, to, jobs)
  for (let next = await plan.next(); next !== null; next = await plan.next()) {
    const { job, at } = next
    if (at > clock.now()) clock.set(at)
    const done = await runOne(house, job)
    plan.note(job, done)
    ran.push({ job: job.name, at })
    // What was done at this instant must not lie in the future of a process that starts again.
    if (done > 0) await keep(store, at)
  }
  clock.set(to)
  await keep(store, to)
  return { now: to, ran }
}

/** An error in one job does not stop the others. */
async function runOne(house: House, job: Job): Promise<number> {
  try {
    return await job.run(house, () => false)
  } catch (error) {
    house.log.error({ err: error, job: job.name }, 'a job failed')
    return 0
  }
}

/** Other processes of the house set their clocks by it. */
const keep = (store: Store, instant: number) =>
  store.write(async (tx) => {
    await writeSetting(tx, 'test_clock', String(instant))
    await tell(tx, 'clock')
  })

interface Stop {
  job: Job
  at: number
}

/**
 * Which job runs next, and when. What a job said about its next instant holds until some job has done something, so that
 * an empty year costs one question per hop. A job that had nothing to do although something is due is not asked at the
 * same instant again, and not before another has done something.
 */
function makePlan(house: House, to: number, jobs: readonly Job[]) {
  const known = new Map<Job, number | null>()
  const start = house.clock.now()
  const lastRun = new Map<Job, number>()
  const stuck = new Set<Job>()

  async function instantOf(job: Job): Promise<number | null> {
    const now = house.clock.now()
    const last = lastRun.get(job)
    // Not `now`: a tick may lie after the instant that it is for, and other jobs' hops in between.
    const due = await job.nextDue(house, last ?? start, last !== undefined)
    if (due === null || due > to) return null
    if (last !== undefined && due <= last && stuck.has(job)) return null
    // Ticks lie on a grid, as cron's do; what is due by `to` but after the last of them runs at `to`.
    const tick = Math.ceil(Math.max(due, now) / job.everyMs) * job.everyMs
    const at = Math.min(tick, to)
    if (at !== last) return at
    return at === to ? null : Math.min(at + job.everyMs, to)
  }

  async function earliest(): Promise<Stop | null> {
    let first: Stop | null = null
    for (const job of jobs) {
      let at = known.get(job)
      if (at === undefined) {
        at = await instantOf(job)
        known.set(job, at)
      }
      if (at !== null && (first === null || at < first.at)) first = { job, at }
    }
    return first
  }

  return {
    async next(): Promise<Stop | null> {
      const found = await earliest()
      if (found !== null || known.size === 0) return found
      // Before it ends, everybody is asked once more: requests may have come in meanwhile.
      known.clear()
      return earliest()
    },
    note(job: Job, done: number): void {
      lastRun.set(job, house.clock.now())
      if (done > 0) {
        known.clear()
        stuck.clear()
      }
      known.delete(job)
      if (done === 0) stuck.add(job)
    },
  }
}
