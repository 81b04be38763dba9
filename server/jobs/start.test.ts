import { expect, test } from 'vitest'
import { systemClock } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { forEachHouse } from '#core/test-house.ts'
import { SECOND_MS } from '#shared/time.ts'
import type { Job } from './schedule.ts'
import { startJobs } from './start.ts'

/** Each second. */
const everySecond = (name: string, run: Job['run']): Job => ({
  name,
  cron: '* * * * * *',
  everyMs: SECOND_MS,
  nextDue: async () => null,
  run,
})

forEachHouse('the jobs', (open) => {
  const realHouse = async (): Promise<House> => ({ ...(await open()), clock: systemClock })

  test('run by themselves, an error in one does not stop another, and stop() waits for what runs', async () => {
    const house = await realHouse()
    let finish = () => {}
    let ended = false
    const done = new Promise<void>((resolve) => {
      finish = resolve
    })
    const started = Promise.withResolvers<void>()
    const jobs = startJobs(house, [
      everySecond('broken', async () => {
        throw new Error('no')
      }),
      everySecond('slow', async (_house, stopping) => {
        started.resolve()
        await done
        ended = stopping()
        return 1
      }),
    ])
    await started.promise
    const stopped = jobs.stop()
    finish()
    await stopped
    expect(ended).toBe(true)
  })

  test('of two processes each tick is one’s', async () => {
    const house = await realHouse()
    const ticks: number[] = []
    const enough = Promise.withResolvers<void>()
    const job = everySecond('job', async () => {
      ticks.push(Math.floor(Date.now() / SECOND_MS))
      if (ticks.length === 2) enough.resolve()
      return 1
    })
    const [one, two] = [startJobs(house, [job]), startJobs(house, [job])]
    await enough.promise
    await Promise.all([one.stop(), two.stop()])
    expect(new Set(ticks).size).toBe(ticks.length)
  })

  test('do not run under a test clock', async () => {
    const house = await open()
    const jobs = startJobs(house, [everySecond('job', async () => expect.unreachable())])
    await jobs.stop()
  })
})
