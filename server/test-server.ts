/** The real server as a process of its own, for suites and scripts that speak HTTP to it; always stopped with its maker. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Engine } from '#db/store.ts'

export interface ServerOptions {
  engine: Engine
  /** A database that is there already; otherwise a fresh one is made (PostgreSQL: only inside a test run). */
  databaseUrl?: string
  /** Whether the fresh one is empty, so that the server migrates it at its start; a test run has one migrated already. */
  isBare?: boolean
  /** Starts the server with a test clock at this instant. */
  clock?: string
  env?: Record<string, string>
}

export interface Answer {
  status: number
  headers: Headers
  /** The JSON of the answer; undefined when there is none. */
  body: unknown
  text: string
}

export interface RequestOptions {
  /** The key to show; null for none. The admin key when left out. */
  key?: string | null
  headers?: Record<string, string>
  signal?: AbortSignal
}

export interface TestServer {
  /** Changes with every restart, as the port does. */
  readonly url: string
  readonly pid: number
  readonly adminKey: string
  readonly engine: Engine
  readonly databaseUrl: string
  readonly environment: Readonly<Record<string, string>>
  /** A string, bytes or a stream go as they are, anything else as JSON. Throws when the server cannot be reached. */
  request(method: string, path: string, body?: unknown, options?: RequestOptions): Promise<Answer>
  /** Asks the process to stop and answers its exit code (null when a signal ended it); data stays for `restart`. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
  kill9(): Promise<void>
  restart(): Promise<void>
  /** Stops the process and removes the data of an SQLite server. */
  close(): Promise<void>
  /** What the process wrote last, for the message of a failing test. */
  log(): string
  /** MB that the process holds, and held at most; null where the system does not tell. */
  memory(): { now: number; peak: number } | null
}

interface Running {
  child: ChildProcess
  url: string
  ended: Promise<number | null>
}

const KEPT_LINES = 400
const START_LIMIT_MS = 60_000
const STOP_LIMIT_MS = 45_000
const root = join(import.meta.dirname, '..')
/** Ends the server with whoever started it, even one that was killed: then its end of the pipe closes. */
const TETHER = `data:text/javascript,process.stdin.on('end',()=>process.kill(process.pid,'SIGKILL')).resume().unref()`
const children = new Set<ChildProcess>()

process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})

/** Starts `node server/start.js` on a free port of the loopback and answers when it listens. */
export async function startServer(options: ServerOptions): Promise<TestServer> {
  const { home, url: databaseUrl } = await findHome(options)
  const adminKey = options.env?.VOUCHSAFE_ADMIN_KEY ?? `vsk_${randomBytes(24).toString('base64url')}`
  const environment: Record<string, string> = {
    PORT: '0',
    HOST: '127.0.0.1',
    DATABASE_URL: databaseUrl,
    VOUCHSAFE_ADMIN_KEY: adminKey,
    VOUCHSAFE_SECRET: randomBytes(32).toString('base64url'),
    RATE_LIMIT_PER_MINUTE: '100000000',
    LOG_LEVEL: 'info',
    ...(options.clock === undefined ? {} : { VOUCHSAFE_TEST_CLOCK: options.clock }),
    ...options.env,
  }
  const lines: string[] = []
  const remember = (line: string) => {
    lines.push(line)
    if (lines.length > KEPT_LINES) lines.splice(0, KEPT_LINES / 2)
  }
  let running = await launch(environment, remember, lines)

  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    const { child, ended } = running
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    const stopped = await Promise.race([ended.then(() => true), sleep(STOP_LIMIT_MS, false, { ref: false })])
    if (stopped) return ended
    child.kill('SIGKILL')
    await ended
    throw new Error(`The server did not stop within ${STOP_LIMIT_MS / 1000} s of ${signal}.\n${lines.join('\n')}`)
  }
  return {
    get url() {
      return running.url
    },
    get pid() {
      return running.child.pid ?? 0
    },
    adminKey,
    engine: options.engine,
    databaseUrl,
    environment,
    request: (method, path, body, asked) => request(running.url, adminKey, method, path, body, asked),
    stop,
    kill9: async () => {
      await stop('SIGKILL')
    },
    restart: async () => {
      await stop()
      running = await launch(environment, remember, lines)
    },
    close: async () => {
      try {
        await stop()
      } finally {
        await rm(home, { recursive: true, force: true })
      }
    },
    log: () => lines.join('\n'),
    memory: () => memoryOf(running.child.pid ?? 0),
  }
}

/** Starts a server, hands it to `work` and closes it whatever happens. */
export async function withServer<T>(options: ServerOptions, work: (server: TestServer) => Promise<T>): Promise<T> {
  const server = await startServer(options)
  try {
    return await work(server)
  } finally {
    await server.close()
  }
}

/** A folder that goes with the server, and its database. */
async function findHome({
  engine,
  databaseUrl,
  isBare = false,
}: ServerOptions): Promise<{ home: string; url: string }> {
  if (databaseUrl === undefined && (engine === 'postgres' || process.env.VITEST !== undefined)) {
    // Loaded late: it needs a running vitest, which scripts that use SQLite do not have.
    const { testServerHome } = await import('#db/test-store.ts')
    return testServerHome(engine, isBare)
  }
  const home = await mkdtemp(join(tmpdir(), 'vouchsafe-'))
  return { home, url: databaseUrl ?? `file:${join(home, 'vouchsafe.db')}` }
}

async function launch(
  environment: Record<string, string>,
  remember: (line: string) => void,
  lines: string[],
): Promise<Running> {
  const { NODE_OPTIONS: _, VITEST: __, NODE_ENV: ___, ...inherited } = process.env
  // As npm start does.
  const child = spawn(
    process.execPath,
    ['--max-semi-space-size=8', '--import', TETHER, join(root, 'server/start.js')],
    {
      cwd: root,
      env: { ...inherited, ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  )
  children.add(child)
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      children.delete(child)
      resolve(code)
    })
  })
  const listening = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      remember(line)
      const url = listeningAt(line)
      if (url !== undefined) resolve(url)
    })
    createInterface({ input: child.stderr }).on('line', remember)
  })
  const url = await Promise.race([
    listening,
    ended.then((code) => Promise.reject(new Error(`The server ended with ${code} at its start.\n${lines.join('\n')}`))),
    sleep(START_LIMIT_MS, undefined, { ref: false }),
  ])
  if (url !== undefined) return { child, url, ended }
  child.kill('SIGKILL')
  throw new Error(`The server did not listen within ${START_LIMIT_MS / 1000} s.\n${lines.join('\n')}`)
}

function listeningAt(line: string): string | undefined {
  if (!line.includes('"listening"')) return undefined
  const said: unknown = JSON.parse(line)
  if (typeof said !== 'object' || said === null || !('url' in said)) return undefined
  return String(said.url)
}

/** Asks the server at `url`; `adminKey` is shown unless the options name another key. */
export async function request(
  url: string,
  adminKey: string,
  method: string,
  path: string,
  body: unknown,
  { key = adminKey, headers = {}, signal }: RequestOptions = {},
): Promise<Answer> {
  const raw = typeof body === 'string' || body instanceof Uint8Array || body instanceof ReadableStream
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: raw ? (body as BodyInit) : JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
    redirect: 'manual',
  })
  const text = await response.text()
  const isJson = /^application\/(problem\+)?json/.test(response.headers.get('content-type') ?? '')
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : undefined, text }
}

/** MB (10⁶ bytes) that a process holds and that it held at most; null where the system does not tell. */
export function memoryOf(pid: number): { now: number; peak: number } | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const read = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 0.001_024
    return { now: read('VmRSS'), peak: read('VmHWM') }
  } catch {
    return null
  }
}
