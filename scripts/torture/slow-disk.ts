// A disk that takes its time: every sync of the processes takes so much longer, by a tracer that holds them at its door.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

const SYNCS = 'fsync,fdatasync,sync_file_range'

/** A tracer that is not there, or that may not trace, makes no slow disks. */
export const canSlowDisk = (): boolean =>
  spawnSync('strace', ['-o', '/dev/null', '-e', 'trace=none', 'true'], { stdio: 'ignore' }).status === 0

/** For `ms`, each sync of the processes and their threads takes `delayMs` longer. Those that end meanwhile just end. */
export async function slowDisk(pids: number[], delayMs: number, ms: number): Promise<void> {
  const tracing = ['-f', '-qq', '-o', '/dev/null', '-e', `trace=${SYNCS}`]
  const slowly = ['-e', `inject=${SYNCS}:delay_enter=${delayMs * 1000}`]
  const attached = pids.flatMap((pid) => ['-p', String(pid)])
  const tracer = spawn('strace', [...tracing, ...slowly, ...attached], { stdio: 'ignore' })
  const ended = once(tracer, 'exit')
  await sleep(ms)
  // It lets go of everybody before it ends.
  tracer.kill('SIGTERM')
  await ended
}
