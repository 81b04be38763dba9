/** Knows when what SQLite has committed is on the disk: the log is synced from the side, so that the next transaction is
 * worked on while the disk takes the last one, and one sync serves every commit that came before it. */
import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs'
import { StoreUnavailable } from './store.ts'

export interface LogSync {
  /** To be told of every commit; with `synchronous = NORMAL` SQLite has written it to the log and not waited for it. */
  committed(): void
  /** Answers once everything that is committed by now is on the disk; undefined when it is there already. Rejects with
   * StoreUnavailable when the disk refused: nobody can say then what it keeps. */
  settled(): Promise<void> | undefined
  /** Waits for the disk at once, unless a sync is under way: for somebody who is alone, to whom a thread is a detour. */
  settleNow(): void
  /** Throws StoreUnavailable once the disk has refused: what is in memory may be more than what it keeps. */
  refuseBroken(): void
  close(): Promise<void>
}

interface Waiting {
  upTo: number
  resolve(): void
  reject(error: unknown): void
}

const broken = (error: unknown) => new StoreUnavailable('The disk did not take what was written: start again', error)

/** `file` must be open in WAL mode: its log then keeps its place on the disk until the last connection is closed. */
export function makeLogSync(file: string, sync: typeof fdatasync = fdatasync): LogSync {
  const log = openSync(`${file}-wal`, 'r+')
  const waiting: Waiting[] = []
  let commits = 0
  let onDisk = 0
  let isRunning = false
  let failure: StoreUnavailable | undefined

  function run(): void {
    isRunning = true
    const upTo = commits
    sync(log, (error) => {
      isRunning = false
      if (error) failure = broken(error)
      else onDisk = upTo
      for (const one of waiting.splice(0)) {
        if (failure) one.reject(failure)
        else if (one.upTo <= onDisk) one.resolve()
        else waiting.push(one)
      }
      if (waiting.length > 0) run()
    })
  }

  function settled(): Promise<void> | undefined {
    if (failure) return Promise.reject(failure)
    if (onDisk === commits) return undefined
    return new Promise((resolve, reject) => {
      waiting.push({ upTo: commits, resolve, reject })
      if (!isRunning) run()
    })
  }

  return {
    settled,
    settleNow() {
      if (isRunning || failure || onDisk === commits) return
      try {
        fdatasyncSync(log)
        onDisk = commits
      } catch (error) {
        failure = broken(error)
      }
    },
    committed: () => void commits++,
    refuseBroken() {
      if (failure) throw failure
    },
    async close() {
      await settled()?.catch(() => {})
      closeSync(log)
    },
  }
}
