// A place for the database, and a way to fill it: a small file system in memory that is shrunk to what it holds (as root),
// or else a limit on the size of the server's files.
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Engine } from '#db/store.ts'
import { isServer } from './processes.ts'

const ROOMY = '2g'
const MOST_TRIES = 50
/** Where no file may grow any more. */
const LIMIT_BYTES = 64 * 1024

export interface Disk {
  folder: string
  /** How it is filled, for the summary; null when it cannot be. */
  how: string | null
  fill(serverPid: number): void
  free(serverPid: number): void
  remove(): void
}

/** `small` asks for a file system of its own, which only root may have; refused otherwise. */
export function openDisk(engine: Engine, small: boolean): Disk {
  const top = mkdtempSync(join(tmpdir(), 'vouchsafe-torture-'))
  // PostgreSQL may run as a user of its own, who has to pass through.
  chmodSync(top, 0o755)
  return small ? smallDisk(top) : limitedFiles(top, engine === 'sqlite' && canLimit())
}

function smallDisk(top: string): Disk {
  const folder = join(top, 'disk')
  mkdirSync(folder)
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${ROOMY},mode=755`, 'tmpfs', folder])
  const resize = (size: string) => execFileSync('mount', ['-o', `remount,size=${size}`, folder], { stdio: 'pipe' })
  const free = () => resize(ROOMY)
  return {
    folder,
    how: 'a file system without room (ENOSPC)',
    fill() {
      for (let tries = 1; ; tries++) {
        const { blocks, bfree, bsize } = statfsSync(folder)
        try {
          return void resize(String((blocks - bfree) * bsize))
        } catch (error) {
          // Somebody wrote in between, and nothing is made smaller than what it holds.
          if (tries === MOST_TRIES) throw error
        }
      }
    },
    free,
    remove() {
      execFileSync('umount', ['-l', folder])
      rmSync(top, { recursive: true, force: true })
    },
  }
}

function limitedFiles(folder: string, canFill: boolean): Disk {
  // Only the soft limit, which everybody may raise again.
  const limit = (pid: number, size: string) => execFileSync('prlimit', ['--pid', String(pid), `--fsize=${size}:`])
  return {
    folder,
    how: canFill ? 'a limit on the size of files (RLIMIT_FSIZE)' : null,
    // Nothing may be written behind this offset of any file, so the log soon finds no room.
    fill(pid) {
      if (isServer(pid)) limit(pid, String(LIMIT_BYTES))
    },
    free(pid) {
      if (isServer(pid)) limit(pid, 'unlimited')
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function canLimit(): boolean {
  try {
    execFileSync('prlimit', ['--version'])
    return true
  } catch {
    return false
  }
}
