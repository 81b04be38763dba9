/** Refuses a write inside a write at once: on SQLite it would wait for itself forever, on PostgreSQL for its own locks. */
import { AsyncLocalStorage } from 'node:async_hooks'

export interface Guard {
  /** Runs work so that everything it calls counts as inside a write. */
  inside<T>(work: () => Promise<T>): Promise<T>
  /** Throws when called inside a write. */
  refuseInside(what: string): void
}

export function makeGuard(): Guard {
  const within = new AsyncLocalStorage<true>()
  return {
    inside: (work) => within.run(true, work),
    refuseInside: (what) => {
      if (within.getStore()) throw new Error(`${what} inside a write: hand on the open transaction instead`)
    },
  }
}
