// A PostgreSQL cluster that can be killed: every process of it at once, or one backend, and started again on the same files.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startLocalPostgres } from '#db/local-postgres.ts'
import { childrenOf, commandOf, isRunning, send } from './processes.ts'

const DATABASE = 'torture'
/** What comes back within this time is no defect. */
const GONE_WITHIN_MS = 20_000

export interface Cluster {
  url: string
  /** SIGKILL for the postmaster and every process it has; answers when all are gone. */
  kill9(): Promise<void>
  /** SIGKILL for one backend that serves a client, which makes the postmaster start all of them again. False when none is there. */
  killBackend(nth: number): boolean
  /** The postmaster first, then its children; none when it does not run. */
  pids(): number[]
  /** Stops every process for a while, as a disk does that does not answer. */
  freeze(ms: number): Promise<void>
  isAlive(): boolean
  start(): Promise<void>
  stop(): Promise<void>
}

/** Commits wait for the disk, as they do by default. The user PostgreSQL runs as must be able to pass through `folder`. */
export async function openCluster(folder: string): Promise<Cluster> {
  const databaseDir = join(folder, 'postgres')
  const settings = ['max_connections=60', 'max_wal_size=128MB', 'min_wal_size=32MB']
  const postgres = await startLocalPostgres(databaseDir, { settings, isKept: true })
  await postgres.create(DATABASE)
  const { start } = postgres
  return {
    url: `${postgres.url}/${DATABASE}`,
    pids: () => family(databaseDir),
    isAlive: () => family(databaseDir).length > 0,
    start,
    // It waits for the end of a process, so there has to be one.
    stop: async () => (family(databaseDir).length > 0 ? postgres.stop() : undefined),
    async kill9() {
      const pids = family(databaseDir)
      for (const pid of pids) send(pid, 'SIGKILL')
      await gone(pids)
    },
    killBackend(nth) {
      const backends = family(databaseDir).filter((pid) => / 127\.0\.0\.1\(/.test(commandOf(pid)))
      const pid = backends[nth % Math.max(1, backends.length)]
      return pid !== undefined && send(pid, 'SIGKILL')
    },
    async freeze(ms) {
      const pids = family(databaseDir)
      for (const pid of pids) send(pid, 'SIGSTOP')
      await sleep(ms)
      for (const pid of pids.toReversed()) send(pid, 'SIGCONT')
    },
  }
}

/** The postmaster first, then its children; none when it does not run. */
function family(databaseDir: string): number[] {
  try {
    const pid = Number(readFileSync(join(databaseDir, 'postmaster.pid'), 'utf8').split('\n')[0])
    // the file outlives a crash, and its number may be somebody else's by now
    if (!isRunning(pid) || !commandOf(pid).includes(databaseDir)) return []
    return [pid, ...childrenOf(pid)]
  } catch {
    return []
  }
}

async function gone(pids: number[]): Promise<void> {
  const until = performance.now() + GONE_WITHIN_MS
  while (pids.some(isRunning)) {
    if (performance.now() > until) throw new Error('PostgreSQL outlived SIGKILL')
    await sleep(5)
  }
}
