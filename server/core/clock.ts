// What time it is: the machine's clock, or a test clock that only moves when it is told to (decisions.md, 37).

export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  readonly isTest: boolean
  /** Test clocks only; never backwards. */
  set(instant: number): void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  isTest: false,
  set() {
    throw new Error('The system clock cannot be set')
  },
}

export function testClock(start: number): Clock {
  let instant = start
  return {
    now: () => instant,
    isTest: true,
    set(next) {
      if (next < instant) throw new Error('The test clock only moves forward')
      instant = next
    },
  }
}

let lastInstant = 0
let lastText = '1970-01-01T00:00:00.000Z'

/** What is redeemed together has one instant, so the last text is kept: writing one took as long as a lookup. */
export function iso(instant: number): string {
  if (instant !== lastInstant) {
    lastText = new Date(instant).toISOString()
    lastInstant = instant
  }
  return lastText
}
export const isoOrNull = (instant: number | null): string | null => (instant === null ? null : iso(instant))
