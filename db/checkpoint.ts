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

let thread: Worker | undefined
let asked = 0
const waiting = new Map<number, () => void>()

/** Most houses are quiet and never need it, so it is started by the first long log; one serves every file of the process, because
 * each holds 10 MB. Without it logs are moved by commits, and the next long one starts another. */
function start(): Worker {
  const started = new Worker(new URL('./checkpoint-thread.js', import.meta.url), {
    execArgv: [],
    // It keeps nothing but a handle.
    resourceLimits: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 16 },
  })
  const settle = (number: number) => {
    waiting.get(number)?.()
    waiting.delete(number)
    if (waiting.size === 0) started.unref()
  }
  started.on('message', settle)
  started.on('error', () => {})
  started.on('exit', () => {
    if (thread === started) thread = undefined
    for (const number of [...waiting.keys()]) settle(number)
  })
  return started
}

/** Answers when it was done, or when there is nobody left to do it. */
function ask(wish: 'checkpoint' | 'close', file: string): Promise<void> {
  thread ??= start()
  const number = ++asked
  const done = new Promise<void>((resolve) => waiting.set(number, resolve))
  thread.ref()
  thread.postMessage({ wish, file, number })
  return done
}

export function makeCheckpoints(db: Database.Database, file: string): Checkpoints {
  db.pragma(`wal_autocheckpoint = ${TOO_LONG}`)
  let commits = 0
  let isKnown = false
  let running: Promise<void> | undefined

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
    isKnown = true
    running = ask('checkpoint', file).finally(() => {
      running = undefined
    })
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
      if (isKnown) await ask('close', file)
    },
  }
}
