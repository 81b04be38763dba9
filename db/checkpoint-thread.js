/** The thread that moves SQLite's log into its file, so that no commit waits for that; one request at a time. Plain JavaScript,
 * because a thread that first reads types away keeps 14 MB for having done so, and there is a thread for each file. */
import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'

/** Frames of 4 KiB. While commits go on without a pause no checkpoint comes to the end of the log, and it would grow for
 * ever: beyond this the writer is held for the little that is left. */
const LONG_LOG = 16_000
/** Moved while the writer is held, in some milliseconds. */
const LITTLE = 500
/** What was committed while the last pass was under way is less from pass to pass, unless the disk cannot keep up. */
const MOST_PASSES = 6

const db = new Database(workerData, { fileMustExist: true })
db.pragma('busy_timeout = 1000')

const left = () => db.pragma('wal_checkpoint(NOOP)')[0] ?? { log: 0, checkpointed: 0 }
const isLong = ({ log, checkpointed }) => log > LONG_LOG && log - checkpointed > LITTLE

parentPort?.on('message', (wish) => {
  if (wish === 'close') {
    db.close()
    parentPort?.close()
    return
  }
  db.pragma('wal_checkpoint(PASSIVE)')
  for (let pass = 1; pass < MOST_PASSES && isLong(left()); pass++) db.pragma('wal_checkpoint(PASSIVE)')
  if (left().log > LONG_LOG) db.pragma('wal_checkpoint(RESTART)')
  parentPort?.postMessage('done')
})
