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

export const iso = (instant: number): string => new Date(instant).toISOString()
export const isoOrNull = (instant: number | null): string | null => (instant === null ? null : iso(instant))
