// Pure: whether an effect is the same early and late.
import { finite, normalCdf } from './distributions.ts'
import type { Change } from './verdicts.ts'
import type { Difference } from './welch.ts'

const ALARM_Z = 2.576

/** Null where a half has no estimate. Without variance there is no z. */
export function changeOf(early: Difference, late: Difference): Change | null {
  if (early.difference === null || late.difference === null) return null
  const error = (early.se ?? 0) ** 2 + (late.se ?? 0) ** 2
  const z = error > 0 ? finite((late.difference - early.difference) / Math.sqrt(error)) : null
  return {
    early: early.difference,
    late: late.difference,
    z,
    p: z === null ? null : 2 * normalCdf(-Math.abs(z)),
    changing: z !== null && Math.abs(z) > ALARM_Z,
  }
}
