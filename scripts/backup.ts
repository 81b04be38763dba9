// `npm run backup -- [folder] [--key-file <file>]`: a consistent copy of the database while the server runs, read through and held
// against its own books before it counts as one. On SQLite the customers' keys go to a file of their own beside it: keep them apart,
// and no longer than an erased customer may stay readable. With `--key-file` both are encrypted. The root secret is not copied;
// without it nothing sealed can be read. `npm run restore` is the way back.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from '#core/config.ts'
import { pathOf } from '#db/open.ts'
import { copySqlite } from '#db/sqlite.ts'
import { sealFile } from './backup/seal-file.ts'
import { verifyCopy } from './backup/verify-copy.ts'
import { readOptions } from './read-options.ts'

const { positionals, values } = readOptions({ allowPositionals: true, options: { 'key-file': { type: 'string' } } })
const folder = positionals[0] ?? 'data/backups'
const keyFile = values['key-file']
const { databaseUrl } = readConfig(process.env)
const name = join(folder, `vouchsafe-${new Date().toISOString().replaceAll(':', '-')}`)

try {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const made = databaseUrl.startsWith('file:')
    ? await copyFile(pathOf(databaseUrl))
    : dumpPostgres(databaseUrl, `${name}.dump`)
  console.log((keyFile === undefined ? made : await seal(made, keyFile)).join(' and '))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

async function copyFile(path: string): Promise<string[]> {
  if (!existsSync(path))
    throw new Error(`There is no database at ${path}: start the service once, or set DATABASE_URL.`)
  const made = [`${name}.db`, `${name}.db.keys`] as const
  // The keys second: a key is committed before its customer, so every customer in the first copy has hers in the second.
  await copySqlite(path, made[0])
  await copySqlite(`${path}.keys`, made[1])
  const wrong = await verifyCopy(made[0])
  if (wrong.length > 0) {
    throw new Error(
      `${made[0]} was copied and is not in order:\n  ${wrong.join('\n  ')}\nAsk \`npm run doctor\` about the database itself.`,
    )
  }
  return [...made]
}

async function seal(files: readonly string[], key: string): Promise<string[]> {
  for (const file of files) {
    await sealFile(file, `${file}.sealed`, key)
    for (const plain of [file, `${file}-wal`, `${file}-shm`]) rmSync(plain, { force: true })
  }
  return files.map((file) => `${file}.sealed`)
}

/** The address goes by the environment, since arguments are shown to every user of the machine. */
function dumpPostgres(address: string, file: string): string[] {
  const { hostname, port, username, password, pathname, searchParams } = new URL(address)
  const { error, status } = spawnSync('pg_dump', ['--format=custom', '--file', file], {
    stdio: 'inherit',
    env: {
      ...process.env,
      PGHOST: hostname,
      PGPORT: port || '5432',
      PGUSER: decodeURIComponent(username),
      PGPASSWORD: decodeURIComponent(password),
      PGDATABASE: decodeURIComponent(pathname.slice(1)),
      PGSSLMODE: searchParams.get('sslmode') ?? 'prefer',
    },
  })
  if (error) throw new Error('pg_dump is not on the path: install the client programs of PostgreSQL.')
  if (status !== 0) throw new Error(`pg_dump ended with ${status}: nothing was backed up.`)
  return [file]
}
