// Starts the timetable on the machine's clock; under a test clock nothing runs by itself (decisions.md, 37).
import { createTask } from 'node-cron'
import type { House } from '#core/house.ts'
import { SECOND_MS } from '#shared/time.ts'
import { stopRuns } from '#vouchers/runs-here.ts'
import { once, stranded } from './once.ts'
import { type Job, timetable } from './schedule.ts'

export interface Jobs {
  /** Starts no further tick, waits for those that run, and ends issue runs behind their page, whoever asked for them. */
  stop(): Promise<void>
}

/** A tick that takes longer to stop is left to the next start: every job can be cut off anywhere. */
const STOP_LIMIT_MS = 25 * SECOND_MS

export function startJobs(house: House, jobs: readonly Job[] = timetable): Jobs {
  if (house.clock.isTest) return { stop: () => stopRuns(house.store) }
  const running = new Map<string, Promise<void>>()
  let isStopping = false

  /** At most one tick of a job at a time in this process; the ticks it sleeps through are not made up for. */
  function tick(job: Job, dueAt: number): Promise<void> {
    const before = running.get(job.name)
    if (before !== undefined || isStopping) return before ?? Promise.resolve()
    const work = once(house, job.name, dueAt, (isLost) => job.run(house, () => isStopping || isLost()))
      .then(() => {})
      .catch((error) => house.log.error({ err: error, job: job.name }, 'a tick could not be taken'))
      .finally(() => running.delete(job.name))
    running.set(job.name, work)
    return work
  }

  async function takeOver(): Promise<void> {
    for (const { job: name, dueAt } of await stranded(house)) {
      const job = jobs.find((one) => one.name === name)
      if (job !== undefined) await tick(job, dueAt)
    }
  }

  const quiet = { timezone: 'UTC', suppressMissedWarning: true }
  const tasks = jobs.map((job) => {
    return createTask(job.cron, () => tick(job, gridBefore(house.clock.now(), job.everyMs)), {
      ...quiet,
      name: job.name,
    })
  })
  const watch = () => takeOver().catch((error) => house.log.error({ err: error }, 'stranded ticks could not be read'))
  tasks.push(createTask('30 * * * * *', watch, { ...quiet, name: 'take over' }))
  for (const task of tasks) task.start()

  return {
    async stop() {
      isStopping = true
      await Promise.all(tasks.map((task) => task.destroy()))
      let timer: NodeJS.Timeout | undefined
      const limit = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, STOP_LIMIT_MS)
      })
      await Promise.race([Promise.all([...running.values(), stopRuns(house.store)]), limit])
      clearTimeout(timer)
    },
  }
}

/** Cron fires a little late: processes agree on the instant that was meant. */
const gridBefore = (instant: number, everyMs: number) => Math.floor(instant / everyMs) * everyMs
