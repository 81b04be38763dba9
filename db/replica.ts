/** A streaming replica for reads that may be some seconds old. It is asked while it follows closely; when it is away, too far
 * behind or gives a statement up, the primary is asked instead. */
import pg from 'pg'
import { makeQueries, type OpenQueries, RUN, type Run } from './builder.ts'
import { replicaFigures } from './figures.ts'
import { getTypeParser, isLost, runOn } from './postgres.ts'

const LOOK_MS = 2000
/** Of what the primary had come to, for so long back. */
const MOST_SAMPLES = 600

export interface Replica {
  read: OpenQueries
  /** Looks at once how far it follows. */
  look(): Promise<void>
  close(): Promise<void>
}

interface Options {
  url: string
  readers: number
  primary: OpenQueries
  /** Beyond it the primary is asked. */
  mostBehindMs: number
  log(message: string, error: unknown): void
}

const WHERE = `select case when pg_is_in_recovery() then pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')
  else pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') end as at`

/** Answers when it has been looked at for the first time, whatever came of that. */
export async function openReplica({ url, readers, primary, mostBehindMs, log }: Options): Promise<Replica> {
  const pool = new pg.Pool({
    connectionString: url,
    types: { getTypeParser },
    application_name: 'vouchsafe-reports',
    connectionTimeoutMillis: 5000,
    options: '-c default_transaction_read_only=on',
    keepAlive: true,
    max: readers,
  })
  pool.on('error', () => {})
  const askPrimary = primary[RUN]
  const samples: { at: number; position: number }[] = []
  let isGood = false
  let isClosed = false
  let timer: NodeJS.Timeout | undefined

  function judge(isGoodNow: boolean, why: string, error: unknown): void {
    replicaFigures.isUsed = isGoodNow
    if (isGoodNow === isGood) return
    isGood = isGoodNow
    log(isGoodNow ? 'reports are read from the replica' : `reports are read from the primary: ${why}`, error)
  }

  const positionOf = (rows: unknown[]): number => Number((rows[0] as { at?: unknown } | undefined)?.at)

  /** What the primary had come to is remembered: the youngest of it that the replica has too says how far it is behind,
   * also when nothing is written, and when the replica hears nothing. */
  async function look(): Promise<void> {
    try {
      const at = performance.now()
      samples.push({ at, position: positionOf(await askPrimary(WHERE, [], 'objects')) })
      if (samples.length > MOST_SAMPLES) samples.shift()
      const has = positionOf(await runOn(pool, WHERE, [], 'objects'))
      const youngest = samples.findLast(({ position }) => position <= has)
      const behindMs = youngest === undefined ? Number.POSITIVE_INFINITY : at - youngest.at
      replicaFigures.behindSeconds = behindMs / 1000
      judge(behindMs <= mostBehindMs, 'the replica is too far behind', undefined)
    } catch (error) {
      replicaFigures.behindSeconds = null
      judge(false, 'the replica cannot be reached', error)
    }
  }

  async function follow(): Promise<void> {
    await look()
    if (!isClosed) timer = setTimeout(() => void follow(), LOOK_MS).unref()
  }

  const run: Run = async (...statement) => {
    if (!isGood) return askPrimary(...statement)
    try {
      return await runOn(pool, ...statement)
    } catch (error) {
      if (!isLost(error) && !isCancelled(error)) throw error
      if (isLost(error)) judge(false, 'the replica was lost', error)
      return askPrimary(...statement)
    }
  }

  await follow()
  return {
    read: makeQueries('postgres', run),
    look,
    async close() {
      isClosed = true
      clearTimeout(timer)
      await pool.end()
    },
  }
}

/** What the primary has cleaned up meanwhile, a long reader of a replica cannot see to the end. */
const isCancelled = (error: unknown): boolean => error instanceof pg.DatabaseError && error.code === '40001'
