// What every part of the bench stands on: databases and servers of ours to measure, and rounds in which a floor and we
// take turns, so that a ratio compares the same minute of the same machine.
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPostgres as connect } from '#db/postgres.ts'
import type { Engine } from '#db/store.ts'
import { type Client, makeClient } from '../client/call.ts'
import { openPostgres } from './postgres.ts'
import { type Measured, startProcess } from './processes.ts'

export const RATIOS = [
  'redeem_sqlite_vs_floor',
  'redeem_sqlite_vs_express',
  'redeem_postgres_vs_floor',
  'p99_over_p50_while_issuing',
  'latency1_over_fsync',
  'issue_sqlite_vs_bare',
  'issue_postgres_vs_copy',
  'redeem_10m_over_100k',
  'quotes_vs_floor',
  'start_10m_over_empty',
  'gate_vs_without',
  'import_vs_bare',
  'dispatch_vs_nodemailer',
  'report_vs_count',
] as const
export type RatioName = (typeof RATIOS)[number]

/** What a part has found out. A ratio is null when no round could be believed; `notes` say why. */
export interface Found {
  ratios?: Partial<Record<RatioName, number | null>>
  /** Anything else worth keeping: per second, milliseconds, CPU microseconds, each with its unit in the name. */
  figures?: Record<string, number>
  /** The most resident memory of a server in MB, by what it was doing: `redeem`, `issue`, `import`. */
  peakMemoryMb?: Record<string, number>
  notes?: string[]
}
export type Measure = (context: BenchContext) => Promise<Found>

export interface OurServer extends Measured {
  adminKey: string
  admin: Client
  /** What it was started with, for whoever opens the same house beside it. */
  env: Record<string, string>
}

export interface BenchContext {
  engine: Engine
  quick: boolean
  /** How many rounds to take: three or more. */
  rounds: number
  say(text: string): void
  /** A folder on the disk that is measured, gone when the bench ends. */
  newFolder(name: string): string
  /** The address of an empty database, as DATABASE_URL takes it. */
  newDatabase(): Promise<string>
  /** A server of ours on a database, ready; stop it when done. */
  startServer(databaseUrl: string, env?: Record<string, string>, flags?: string[]): Promise<OurServer>
}

export interface Bench {
  contextFor(engine: Engine): BenchContext
  close(): Promise<void>
}

/** PostgreSQL is started by the first who asks for a database of it. */
export function openBench(options: { quick: boolean; rounds: number; say: (text: string) => void }): Bench {
  const root = mkdtempSync(join(tmpdir(), 'vouchsafe-bench-'))
  let cluster: ReturnType<typeof openPostgres> | undefined
  let count = 0

  function newFolder(name: string): string {
    const folder = join(root, `${name}-${++count}`)
    mkdirSync(folder, { recursive: true })
    return folder
  }

  async function newPostgres(): Promise<string> {
    cluster ??= openPostgres(root)
    const { url } = await cluster
    const name = `bench_${process.pid}_${++count}`
    const server = connect(url, 1, 1)
    await server.maintain(`create database ${name}`).finally(() => server.close())
    return Object.assign(new URL(url), { pathname: `/${name}` }).href
  }

  return {
    contextFor: (engine) => ({
      ...options,
      engine,
      newFolder,
      newDatabase: async () =>
        engine === 'postgres' ? newPostgres() : `file:${join(newFolder('sqlite'), 'house.db')}`,
      startServer,
    }),
    async close() {
      await (await cluster)?.stop()
      rmSync(root, { recursive: true, force: true })
    },
  }
}

const secret = randomBytes(32).toString('base64url')
const adminKey = `vsk_${randomBytes(24).toString('base64url')}`

async function startServer(
  databaseUrl: string,
  more: Record<string, string> = {},
  flags: string[] = [],
): Promise<OurServer> {
  const env = {
    PORT: '0',
    HOST: '127.0.0.1',
    DATABASE_URL: databaseUrl,
    VOUCHSAFE_SECRET: secret,
    VOUCHSAFE_ADMIN_KEY: adminKey,
    RATE_LIMIT_PER_MINUTE: '1000000000',
    LOG_LEVEL: 'info',
    ...more,
  }
  const measured = await startProcess('server/start.js', [], env, flags)
  return { ...measured, adminKey, env, admin: makeClient(measured.url, adminKey) }
}

/** A machine whose floor moves by more than this tells nothing about us. */
const FLOOR_MAY_MOVE = 2

export interface Round {
  floor: number
  us: number
}

/**
 * Lets floor and us take turns and answers the median of us ÷ floor, one quotient per round; both in the same unit, a
 * speed or a time. Rounds whose floor lies more than a factor of two from the floors' median are left out and said; null,
 * with the reason in the notes, when no more than half of the rounds are left.
 */
export async function alternate(
  { rounds, say }: Pick<BenchContext, 'rounds' | 'say'>,
  name: string,
  floor: () => Promise<number>,
  us: () => Promise<number>,
): Promise<{ ratio: number | null; rounds: Round[]; notes: string[] }> {
  const taken: Round[] = []
  for (let n = 0; n < rounds; n++) taken.push({ floor: await floor(), us: await us() })
  return judge(name, taken, say)
}

export function judge(name: string, taken: Round[], say: (text: string) => void) {
  const usual = median(taken.map((round) => round.floor))
  const good = taken.filter(({ floor }) => floor > 0 && Math.max(floor / usual, usual / floor) <= FLOOR_MAY_MOVE)
  const notes: string[] = []
  if (good.length < taken.length) {
    const floors = taken.map(({ floor }) => floor.toPrecision(4)).join(', ')
    notes.push(`${name}: ${taken.length - good.length} of ${taken.length} rounds left out, the floor was ${floors}`)
  }
  const isEnough = good.length * 2 > taken.length
  if (!isEnough) notes.push(`${name}: no ratio, the machine was too busy to compare anything`)
  const ratio = isEnough ? Number(median(good.map(({ floor, us }) => us / floor)).toPrecision(3)) : null
  for (const note of notes) say(note)
  say(`${name.padEnd(44)}${String(ratio).padStart(8)}`)
  return { ratio, rounds: taken, notes }
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
