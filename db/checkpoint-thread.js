/** The thread that moves SQLite's logs into their files, so that no commit waits for that; one request at a time, for every file of
 * the process. Plain JavaScript, because a thread that first reads types away keeps 14 MB for having done so. */
import { parentPort } from 'node:worker_threads'
import Database from 'better-sqlite3'

/** Frames of 4 KiB. While commits go on without a pause no checkpoint comes to the end of the log, and it would grow for
 * ever: beyond this the writer is held for the little that is left. */
const LONG_LOG = 16_000
/** Moved while the writer is held, in some milliseconds. */
const LITTLE = 500
/** What was committed while the last pass was under way is less from pass to pass, unless the disk cannot keep up. */
const MOST_PASSES = 6

const open = new Map()

function opened(file) {
  const db = open.get(file) ?? new Database(file, { fileMustExist: true })
  if (!open.has(file)) db.pragma('busy_timeout = 1000')
  open.set(file, db)
  return db
}

function checkpoint(db) {
  const left = () => db.pragma('wal_checkpoint(NOOP)')[0] ?? { log: 0, checkpointed: 0 }
  const isLong = ({ log, checkpointed }) => log > LONG_LOG && log - checkpointed > LITTLE
  db.pragma('wal_checkpoint(PASSIVE)')
  for (let pass = 1; pass < MOST_PASSES && isLong(left()); pass++) db.pragma('wal_checkpoint(PASSIVE)')
  if (left().log > LONG_LOG) db.pragma('wal_checkpoint(RESTART)')
}

parentPort?.on('message', ({ wish, file, number }) => {
  try {
    if (wish === 'checkpoint') checkpoint(opened(file))
    else {
      open.get(file)?.close()
      open.delete(file)
    }
  } catch {
    // What was not moved now is moved after later commits; a handle that met a fault is not used again.
    open.get(file)?.close()
    open.delete(file)
  }
  parentPort?.postMessage(number)
})
