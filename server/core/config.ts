// The environment, read once and by zod, with defaults that run. The README has a line for every variable.
import { z } from 'zod'
import { readSenders, type Senders, sendersEnvironment } from './config-senders.ts'
import { readTeam, type TeamConfig, teamEnvironment } from './config-team.ts'
import { FROM_FILES, fromFiles, readSecretFile } from './secret-files.ts'

const url = z.url()
const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  HOST: z.string().default('0.0.0.0'),
  DATABASE_URL: z
    .string()
    .regex(/^(file:.+|postgres(ql)?:\/\/.+)$/, 'must be file:<path> or postgres://…')
    .default('file:data/vouchsafe.db'),
  DATABASE_READ_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/.+$/, 'must be postgres://…')
    .optional(),
  DATABASE_READ_MOST_BEHIND_SECONDS: z.coerce.number().int().min(1).default(30),
  PUBLIC_URL: url.optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/.+$/, 'must be smtp://… or smtps://…')
    .optional(),
  MAIL_FROM: z.string().default('Vouchsafe <vouchers@localhost>'),
  DKIM_DOMAIN: z.string().optional(),
  DKIM_SELECTOR: z.string().optional(),
  DKIM_KEY: z.string().optional(),
  DKIM_KEY_FILE: z.string().optional(),
  VOUCHSAFE_ADMIN_KEY: z.string().min(16).max(200).optional(),
  METRICS_KEY: z.string().min(16).max(200).optional(),
  VOUCHSAFE_SECRET: z.string().min(32).optional(),
  VOUCHSAFE_SECRET_FILE: z.string().optional(),
  VOUCHSAFE_TEST_CLOCK: z.iso.datetime({ offset: true }).optional(),
  BACKUP_DAYS: z.coerce.number().int().min(0).max(3650).default(35),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  RATE_LIMIT_PER_MINUTE: z.coerce.number().int().min(1).default(120_000),
  GUESS_LIMIT_PER_MINUTE: z.coerce.number().int().min(1).default(30),
  WRONG_KEY_LIMIT_PER_MINUTE: z.coerce.number().int().min(1).default(600),
  TRUST_PROXY: z.string().default('false'),
  OUTSIDE_ALLOW: z.string().default(''),
  ...sendersEnvironment,
  ...teamEnvironment,
  ERASURE_JOURNAL: z.string().optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: url.optional(),
  POSTGRES_LANES: z.coerce.number().int().min(1).max(32).default(4),
})

/** Every variable that is read, those that name a file among them. */
export const settingNames: readonly string[] = [
  ...Object.keys(environment.shape),
  ...FROM_FILES.map((name) => `${name}_FILE`),
]

export interface Config extends Senders, TeamConfig {
  port: number
  host: string
  databaseUrl: string
  /** A replica for reports, and from how far behind it is not asked; undefined where there is none. */
  replica: { url: string; mostBehindMs: number } | undefined
  /** Where the world reaches us; with `hasPublicUrl` somebody has said so, else it is guessed from the port. */
  publicUrl: string
  hasPublicUrl: boolean
  smtpUrl: string | undefined
  mailFrom: string
  /** How e-mails are signed; undefined when they are not. */
  dkim: { domainName: string; keySelector: string; privateKey: string } | undefined
  adminKey: string | undefined
  /** Good for the figures and nothing else. */
  metricsKey: string | undefined
  secret: string | undefined
  secretFile: string | undefined
  testClock: number | undefined
  /** How long backups are kept: a certificate of erasure says until when they may still hold something. */
  backupDays: number
  /** The file that remembers who was erased, for the day a backup is restored; null when nothing is to be written. */
  erasureJournal: string | null
  /** Where traces go; undefined when nobody asked for them. */
  tracesTo: string | undefined
  logLevel: string
  rateLimitPerMinute: number
  guessLimitPerMinute: number
  wrongKeyLimitPerMinute: number
  trustProxy: boolean | string[]
  /** Hosts, addresses and networks that outgoing calls may reach although they are private or speak plain HTTP. */
  outsideAllow: string[]
  postgresLanes: number
}

/** Reads the variables or throws one error that names every variable that is wrong. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const filled = fromFiles(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')))
  const parsed = environment.safeParse(filled)
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`The environment is not usable:\n${wrong.join('\n')}`)
  }
  const it = parsed.data
  return {
    port: it.PORT,
    host: it.HOST,
    databaseUrl: it.DATABASE_URL,
    replica: readReplica(it),
    publicUrl: (it.PUBLIC_URL ?? `http://localhost:${it.PORT}`).replace(/\/$/, ''),
    hasPublicUrl: it.PUBLIC_URL !== undefined,
    smtpUrl: it.SMTP_URL,
    mailFrom: it.MAIL_FROM,
    dkim: readDkim(it),
    adminKey: it.VOUCHSAFE_ADMIN_KEY,
    metricsKey: it.METRICS_KEY,
    secret: it.VOUCHSAFE_SECRET,
    secretFile: it.VOUCHSAFE_SECRET_FILE,
    testClock: it.VOUCHSAFE_TEST_CLOCK === undefined ? undefined : Date.parse(it.VOUCHSAFE_TEST_CLOCK),
    backupDays: it.BACKUP_DAYS,
    erasureJournal: it.ERASURE_JOURNAL ?? besideFile(it.DATABASE_URL),
    tracesTo: it.OTEL_EXPORTER_OTLP_ENDPOINT,
    logLevel: it.LOG_LEVEL,
    rateLimitPerMinute: it.RATE_LIMIT_PER_MINUTE,
    guessLimitPerMinute: it.GUESS_LIMIT_PER_MINUTE,
    wrongKeyLimitPerMinute: it.WRONG_KEY_LIMIT_PER_MINUTE,
    trustProxy: readTrust(it.TRUST_PROXY),
    outsideAllow: it.OUTSIDE_ALLOW.split(',').flatMap((part) => part.trim().toLowerCase() || []),
    postgresLanes: it.POSTGRES_LANES,
    ...readSenders(it),
    ...readTeam(it),
  }
}

/** On SQLite it lies beside the database; with PostgreSQL somebody has to say where. */
function besideFile(databaseUrl: string): string | null {
  return databaseUrl.startsWith('file:') ? `${databaseUrl.slice('file:'.length)}.erased` : null
}

function readReplica(it: z.infer<typeof environment>): Config['replica'] {
  if (it.DATABASE_READ_URL === undefined) return undefined
  if (it.DATABASE_URL.startsWith('file:'))
    throw new Error('The environment is not usable:\n  DATABASE_READ_URL: a SQLite file has no replicas')
  return { url: it.DATABASE_READ_URL, mostBehindMs: it.DATABASE_READ_MOST_BEHIND_SECONDS * 1000 }
}

/** All three parts or none of them. */
function readDkim(it: z.infer<typeof environment>): Config['dkim'] {
  const key = it.DKIM_KEY_FILE === undefined ? it.DKIM_KEY : readSecretFile('DKIM_KEY_FILE', it.DKIM_KEY_FILE)
  const parts = [it.DKIM_DOMAIN, it.DKIM_SELECTOR, key]
  if (parts.every((part) => part === undefined)) return undefined
  const [domainName, keySelector, privateKey] = parts
  if (domainName === undefined || keySelector === undefined || privateKey === undefined) {
    throw new Error(
      'The environment is not usable:\n  DKIM_DOMAIN, DKIM_SELECTOR and DKIM_KEY (or DKIM_KEY_FILE) go together',
    )
  }
  return { domainName, keySelector, privateKey: privateKey.replaceAll('\\n', '\n') }
}

/** `false`, or a comma list of addresses and networks whose X-Forwarded-For is believed. */
function readTrust(value: string): boolean | string[] {
  if (value === 'false' || value === '0') return false
  return value.split(',').map((part) => part.trim())
}
