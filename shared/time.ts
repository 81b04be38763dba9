// Lengths of time in milliseconds, the unit of every instant in the database and in code.

export const SECOND_MS = 1_000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
/** A day of the clock. Days of the calendar may have 23 or 25 hours: ask core/calendar.ts for those. */
export const DAY_MS = 24 * HOUR_MS
