/** Keeps SQLite's log short from the side: counts its frames after commits and asks a thread of its own to move them. */
import { Worker } from 'node:worker_threads'
import type Database from 'better-sqlite3'

/** Frames of 4 KiB: 8 MB. */
const ENOUGH = 2000
/** The commit that finds the log as long as this moves it itself: the thread cannot keep up, or is gone. */
const TOO_LONG = 50_000
const COUNTED_EVERY = 8

export interface Checkpoints {
  /** To be told of every commit. */
  committed(): void
  /** Answers when no checkpoint is under way. */
  idle(): Promise<void>
  close(): Promise<void>
}

export function makeCheckpoints(db: Database.Database, file: string): Checkpoints {
  db.pragma(`wal_autocheckpoint = ${TOO_LONG}`)
  let commits = 0
  let worker: Worker | undefined
  let running: Promise<void> | undefined
  let done = () => {}

  /** Most houses are quiet and never need it, so it is started by the first long log. */
  function start(): Worker {
    const started = new Worker(new URL('./checkpoint-thread.js', import.meta.url), { workerData: file, execArgv: [] })
    started.on('message', () => done())
    // Without it the log is moved by commits, and the next long one starts another.
    started.on('error', () => {})
    started.on('exit', () => {
      worker = undefined
      done()
    })
    return started
  }

  /** What is committed stays committed, whatever counting says; a count that fails is taken again after the next commits. */
  function framesToMove(): number {
    try {
      const [log] = db.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[]
      return log === undefined ? 0 : log.log - log.checkpointed
    } catch {
      return 0
    }
  }

  function checkpoint(): void {
    worker ??= start()
    running = new Promise<void>((resolve) => {
      done = () => {
        running = undefined
        resolve()
      }
    })
    worker.postMessage('checkpoint')
  }

  return {
    committed() {
      commits += 1
      if (running || commits % COUNTED_EVERY !== 0) return
      if (framesToMove() >= ENOUGH) checkpoint()
    },
    idle: async () => running,
    async close() {
      await running
      if (worker === undefined) return
      const ended = new Promise<void>((resolve) => (done = resolve))
      worker.postMessage('close')
      await ended
    },
  }
}
