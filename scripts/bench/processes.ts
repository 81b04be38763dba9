// Processes under measurement: started, found listening, asked for their memory, stopped.
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const root = join(import.meta.dirname, '../..')

export interface Measured {
  url: string
  /** The most resident memory it ever had, in MB; null where the system does not tell. */
  peakMemoryMb(): number | null
  stop(): Promise<void>
}

export async function startProcess(
  file: string,
  args: string[] = [],
  env: Record<string, string> = {},
): Promise<Measured> {
  const child = spawn(process.execPath, ['--max-semi-space-size=8', join(root, file), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = JSON.parse(line) as { msg?: string; url?: string }
      if (said.msg === 'listening' && said.url !== undefined) resolve(said.url)
    })
    ended.then(() => reject(new Error(`${file} ended before it listened`)))
  })
  return { url, peakMemoryMb: () => peak(child), stop: () => end(child, ended) }
}

function peak(child: ChildProcess): number | null {
  try {
    const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))
    return found === null ? null : Math.round(Number(found[1]) / 1024)
  } catch {
    return null
  }
}

function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGTERM')
  return ended
}
