// A commit is durable when the disk has the log as it was after it, and when the disk refuses nobody is told that it is.
import type { fdatasync } from 'node:fs'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, it, onTestFinished } from 'vitest'
import { makeLogSync } from './log-sync.ts'
import { StoreUnavailable } from './store.ts'

type Done = (error: NodeJS.ErrnoException | null) => void

/** A log whose syncs end when the test says so. */
function openLog() {
  const folder = mkdtempSync(join(inject('scratch'), 'log-'))
  appendFileSync(join(folder, 'x.db-wal'), '')
  const syncs: Done[] = []
  const sync = ((_fd: number, done: Done) => void syncs.push(done)) as typeof fdatasync
  const log = makeLogSync(join(folder, 'x.db'), sync)
  onTestFinished(async () => {
    const closing = log.close()
    for (const done of syncs.splice(0)) done(null)
    await closing
    rmSync(folder, { recursive: true })
  })
  return { log, syncs }
}

it('has nothing to wait for when nothing was committed', () => {
  const { log, syncs } = openLog()
  expect(log.settled()).toBeUndefined()
  expect(syncs).toHaveLength(0)
})

it('answers for a commit only by a sync that began after it; one sync serves all that came before', async () => {
  const { log, syncs } = openLog()
  const order: string[] = []
  log.committed()
  const first = log.settled()?.then(() => order.push('first'))
  log.committed()
  const second = log.settled()?.then(() => order.push('second'))
  log.committed()
  const third = log.settled()?.then(() => order.push('third'))
  expect(syncs).toHaveLength(1)
  syncs.shift()?.(null)
  await first
  expect(order).toEqual(['first'])
  expect(syncs).toHaveLength(1)
  syncs.shift()?.(null)
  await Promise.all([second, third])
  expect(order).toEqual(['first', 'second', 'third'])
  expect(log.settled()).toBeUndefined()
  expect(syncs).toHaveLength(0)
})

it('tells all who wait that the disk refused, and takes nothing more', async () => {
  const { log, syncs } = openLog()
  log.committed()
  const first = log.settled()
  log.committed()
  const second = log.settled()
  syncs.shift()?.(Object.assign(new Error('EIO'), { code: 'EIO' }))
  await expect(first).rejects.toBeInstanceOf(StoreUnavailable)
  await expect(second).rejects.toBeInstanceOf(StoreUnavailable)
  expect(() => log.refuseBroken()).toThrow(StoreUnavailable)
  await expect(log.settled()).rejects.toBeInstanceOf(StoreUnavailable)
})

it('waits at once for somebody who is alone, and not beside a sync that is under way', async () => {
  const { log, syncs } = openLog()
  log.committed()
  log.settleNow()
  expect(log.settled()).toBeUndefined()
  log.committed()
  const waiting = log.settled()
  log.settleNow()
  expect(log.settled()).toBeInstanceOf(Promise)
  for (const done of syncs.splice(0)) done(null)
  await waiting
})
