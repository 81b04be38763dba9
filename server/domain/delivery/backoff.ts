// When a message that was not taken is tried again, and when that has gone on for long enough; pure but for chance.
import { HOUR_MS, MINUTE_MS } from '#shared/time.ts'

const FIRST_MS = MINUTE_MS
const LONGEST_MS = 6 * HOUR_MS
/** With these steps a message is given up after about two days. */
export const MOST_ATTEMPTS = 16

/** How long to wait after `attempts` (1 or more) attempts: doubled each time, and spread by up to a fifth either way so
 * that what failed together does not come back together. `chance` is from 0 to 1. */
export function waitAfter(attempts: number, chance: number = Math.random()): number {
  const planned = Math.min(FIRST_MS * 2 ** (attempts - 1), LONGEST_MS)
  return Math.round(planned * (0.8 + 0.4 * chance))
}
