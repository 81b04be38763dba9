/** One server to a SQLite file: whoever serves holds a lock that the system lets go of when the process ends, however it
 * ends, so that nothing is ever left to clear away. */
import { closeSync, existsSync, mkdirSync, openSync, realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'

/** A server that is stopping has this long to let go of the file. */
const WAIT_MS = 5000

export class FileInUse extends Error {
  constructor(path: string) {
    super(
      `Another server uses ${path}. SQLite takes one server to a file: stop the other one, or let several share PostgreSQL (DATABASE_URL=postgres://…). Nothing was changed.`,
    )
    this.name = new.target.name
  }
}

/** A handle that nobody knows any more would be swept, and its lock with it. */
const holding = new Set<Database.Database>()

/** Holds `path` for this process until `release`. Tools that read, copy or migrate do not ask for it.
 * @throws FileInUse when another server holds it and does not let go within `waitMs` */
export function claimFile(path: string, waitMs = WAIT_MS): { release(): void } {
  mkdirSync(dirname(path), { recursive: true })
  // By its true name: two servers may reach one file through different links.
  const lock = `${existsSync(path) ? realpathSync(path) : path}.server`
  closeSync(openSync(lock, 'a', 0o600))
  const held = new Database(lock, { timeout: waitMs })
  try {
    held.exec('begin exclusive')
  } catch (error) {
    held.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) throw new FileInUse(path)
    throw error
  }
  holding.add(held)
  return {
    release() {
      holding.delete(held)
      held.close()
    },
  }
}
