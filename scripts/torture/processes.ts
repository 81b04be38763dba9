// Which processes there are and whose they are: nobody gets a signal or a limit that was meant for somebody else.
import { readFileSync } from 'node:fs'

/** A process that has ended and waits for its parent to notice does not run. */
export function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2))
  } catch {
    return false
  }
}

/** How it was started, each argument closed by a NUL; empty when it is gone. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

export const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)

/** False when there was nobody to take it. */
export function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

/** Whether the number is a server of ours that runs; once one has ended, its number may be anybody's. */
export const isServer = (pid: number): boolean => isRunning(pid) && commandOf(pid).includes('server/start.js')
