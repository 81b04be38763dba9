// Processes under measurement: started, found listening, asked for their memory and CPU, stopped.
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const root = join(import.meta.dirname, '../..')

export interface Measured {
  url: string
  /** From start to ready. */
  startMs: number
  /** The most resident memory it ever had, in MB; null where the system does not tell. */
  peakMemoryMb(): number | null
  /** What it has spent so far, on all its threads; NaN where the system does not tell. */
  cpuMicros(): number
  /** Where its inspector listens, for one that was started with `--inspect`. */
  inspector: string | null
  stop(): Promise<void>
}

/** Extra flags for node come from BENCH_NODE_FLAGS, e.g. `--cpu-prof`. */
export async function startProcess(
  file: string,
  args: string[] = [],
  env: Record<string, string> = {},
  wish: string[] = [],
): Promise<Measured> {
  const started = performance.now()
  const flags = [...(process.env.BENCH_NODE_FLAGS?.split(' ').filter(Boolean) ?? []), ...wish]
  const child = spawn(process.execPath, ['--max-semi-space-size=8', ...flags, join(root, file), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // However the bench ends, nothing of it goes on.
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  void ended.then(() => process.off('exit', kill))
  let inspector: string | null = null
  createInterface({ input: child.stderr }).on('line', (line) => {
    inspector ??= /listening on (ws:\S+)/.exec(line)?.[1] ?? null
    if (wish.length === 0 && !isWelcome(line)) process.stderr.write(`${line}\n`)
  })
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = JSON.parse(line) as { level?: number | string; msg?: string; url?: string }
      // A warning is part of what was measured.
      if (isWarning(said.level)) process.stderr.write(`${line}\n`)
      if (said.msg === 'listening' && said.url !== undefined) resolve(said.url)
    })
    ended.then(() => reject(new Error(`${file} ended before it listened`)))
  })
  return {
    url,
    startMs: performance.now() - started,
    peakMemoryMb: () => peak(child),
    cpuMicros: () => cpu(child),
    inspector,
    stop: () => end(child, ended),
  }
}

/** A new house invites its first admin: nobody comes to a bench. */
const isWelcome = (line: string): boolean => line.trim() === '' || line.startsWith('Join as the first admin')

const isWarning = (level: number | string | undefined): boolean =>
  typeof level === 'number' ? level >= 40 : level === 'warn' || level === 'error' || level === 'fatal'

function peak(child: ChildProcess): number | null {
  const found = /VmHWM:\s+(\d+) kB/.exec(told(child, 'status'))
  return found === null ? null : Math.round(Number(found[1]) / 1024)
}

/** Linux counts in hundredths of a second, whatever the machine. */
function cpu(child: ChildProcess): number {
  const [, rest] = told(child, 'stat').split(') ')
  const fields = rest?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10_000
}

function told(child: ChildProcess, what: 'stat' | 'status'): string {
  try {
    return readFileSync(`/proc/${child.pid}/${what}`, 'utf8')
  } catch {
    return ''
  }
}

function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGTERM')
  return ended
}
