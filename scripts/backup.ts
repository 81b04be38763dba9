// `npm run backup -- <folder>`: a consistent copy of the database while the server runs. On SQLite the customers' keys go
// to a file of their own beside it: keep them apart, and no longer than an erased customer may stay readable. The root
// secret is not copied; without it nothing sealed can be read.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from '#core/config.ts'
import { pathOf } from '#db/open.ts'
import { copySqlite } from '#db/sqlite.ts'

const folder = process.argv[2] ?? 'data/backups'
const { databaseUrl } = readConfig(process.env)
const name = join(folder, `vouchsafe-${new Date().toISOString().replaceAll(':', '-')}`)

if (databaseUrl.startsWith('file:')) {
  const path = pathOf(databaseUrl)
  if (!existsSync(path)) {
    console.error(`There is no database at ${path}: start the service once, or set DATABASE_URL.`)
    process.exit(1)
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // The keys second: a key is committed before its customer, so every customer in the first copy has hers in the second.
  await copySqlite(path, `${name}.db`)
  await copySqlite(`${path}.keys`, `${name}.db.keys`)
  console.log(`${name}.db and ${name}.db.keys`)
} else {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  dumpPostgres(databaseUrl, `${name}.dump`)
}

/** The address goes by the environment, since arguments are shown to every user of the machine. */
function dumpPostgres(address: string, file: string): void {
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
  if (error) console.error('pg_dump is not on the path: install the client programs of PostgreSQL.')
  else if (status === 0) console.log(file)
  process.exitCode = error ? 1 : (status ?? 1)
}
