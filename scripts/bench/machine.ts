// What the machine was doing meanwhile: how much of its time others took (steal) and how many wanted it (load).
import { readFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'

export interface Machine {
  cores: number
  model: string
  /** Over the last minute, at the end. */
  load: number
  /** The share of all time that went to other guests of the host; NaN where the system does not tell. */
  stealShare: number
  /** The share of all time in which nothing was done. */
  idleShare: number
}

/** Answers, when it is called, what the machine did since. */
export function watchMachine(): () => Machine {
  const before = readTimes()
  return () => {
    const now = readTimes()
    const passed = now.map((value, at) => value - (before[at] ?? 0))
    const all = passed.reduce((sum, value) => sum + value, 0)
    const share = (at: number) => Number(((passed[at] ?? Number.NaN) / all).toFixed(4))
    const [first] = cpus()
    return {
      cores: cpus().length,
      model: first?.model ?? 'unknown',
      load: Number((loadavg()[0] ?? 0).toFixed(2)),
      stealShare: share(7),
      idleShare: share(3),
    }
  }
}

/** user, nice, system, idle, iowait, irq, softirq, steal */
function readTimes(): number[] {
  try {
    const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n')
    return line.trim().split(/\s+/).slice(1, 9).map(Number)
  } catch {
    return []
  }
}
