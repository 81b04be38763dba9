/** The thread that moves SQLite's log into its file, so that no commit waits for that; one request at a time. */
import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'

/** Frames of 4 KiB. While commits go on without a pause no checkpoint comes to the end of the log, and it would grow for
 * ever: beyond this the writer is held for the little that is left. */
const LONG_LOG = 16_000

const db = new Database(workerData as string, { fileMustExist: true })
db.pragma('busy_timeout = 1000')

parentPort?.on('message', (wish: 'checkpoint' | 'close') => {
  if (wish === 'close') {
    db.close()
    parentPort?.close()
    return
  }
  const [seen] = db.pragma('wal_checkpoint(PASSIVE)') as { log: number }[]
  if ((seen?.log ?? 0) > LONG_LOG) db.pragma('wal_checkpoint(RESTART)')
  parentPort?.postMessage('done')
})
