// Times as the drop-in writes them: ISO 8601 in UTC, with microseconds where no two may be the same; pure.
import { iso } from '#core/clock.ts'

/** Milliseconds when it is a whole number of them, else all six digits. */
export function isoMicros(micros: number): string {
  const ms = Math.floor(micros / 1000)
  const rest = micros - ms * 1000
  const text = iso(ms)
  return rest === 0 ? text : `${text.slice(0, -1)}${String(rest).padStart(3, '0')}Z`
}

/** Undefined for what is no time. */
export function microsOf(text: string): number | undefined {
  const ms = Date.parse(text.replace(/(\.\d{3})\d+/, '$1'))
  if (Number.isNaN(ms)) return undefined
  const rest = /\.\d{3}(\d{1,3})/.exec(text)?.[1] ?? ''
  return ms * 1000 + Number(rest.padEnd(3, '0'))
}
