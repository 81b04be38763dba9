// A tick belongs to one process: whoever could insert it runs the job, and nobody else does unless that process died.
import { randomUUID } from 'node:crypto'
import type { House } from '#core/house.ts'
import { MINUTE_MS, SECOND_MS } from '#shared/time.ts'
import { finishTick, holdTick, isBusy, lockJob, strandedTicks, takeTick } from './queries.ts'

/** A process that holds a tick says so more often than this; when it does not, it is taken for dead. */
export const STRANDED_MS = 3 * MINUTE_MS
const HEARTBEAT_MS = 20 * SECOND_MS

/**
 * Runs `work` and answers true, unless the tick is another's or an earlier tick of the job is still running. An error in
 * the work is logged and ends the tick like any other end: the next tick tries again. `isLost` turns true when this process
 * was silent for so long that another has taken the tick over: then there is nothing more to do here.
 */
export async function once(
  house: House,
  job: string,
  dueAt: number,
  work: (isLost: () => boolean) => Promise<unknown>,
): Promise<boolean> {
  const { store, log } = house
  const holder = randomUUID()
  const isMine = await store.write(async (tx) => {
    await lockJob(tx, job)
    const since = tx.now - STRANDED_MS
    return !(await isBusy(tx, job, dueAt, since)) && (await takeTick(tx, job, dueAt, since, holder))
  })
  if (!isMine) return false
  let isLost = false
  const heartbeat = setInterval(() => {
    store
      .write((tx) => holdTick(tx, job, dueAt, holder))
      .then((isHeld) => {
        isLost ||= !isHeld
      })
      .catch((error) => log.warn({ err: error, job }, 'a tick could not be held'))
  }, HEARTBEAT_MS)
  try {
    await work(() => isLost)
  } catch (error) {
    log.error({ err: error, job }, 'a job failed')
  } finally {
    clearInterval(heartbeat)
    await store.write((tx) => finishTick(tx, job, dueAt, holder))
  }
  return true
}

/** Ticks whose process died on them. */
export const stranded = ({ store, clock }: House) => strandedTicks(store.read, clock.now() - STRANDED_MS)
