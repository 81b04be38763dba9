// Shows who would be reached and why not the others, in numbers too coarse to tell anybody apart.
import type { z } from 'zod'
import { requirePurposes, showPurpose } from '#consent/purposes.ts'
import type { House } from '#core/house.ts'
import type { preview, previewAsked } from '#shared/contracts/segments.ts'
import { contactCategory } from '#shared/kinds.ts'
import { measureAudience } from './measure.ts'

/** A preview is for no campaign yet, so people without a zone count as living in this one. */
const ZONE = 'UTC'
const SMALLEST = 10
const STEP = 5

/** Refuses an unknown purpose with `purpose.unknown`, and a rule as compileRule does. */
export async function previewAudience(
  house: House,
  { rule, purpose, channels, trigger }: z.infer<typeof previewAsked>,
): Promise<z.infer<typeof preview>> {
  const q = house.store.read
  await requirePurposes(q, [{ key: purpose, path: 'purpose' }])
  const { legalBasis } = await showPurpose(q, purpose)
  const asked = { rule, trigger, purpose, legalBasis, channels, zone: ZONE, now: house.clock.now() }
  const { matched, reachable, refusedBy, needs } = await measureAudience(q, asked)
  return {
    matched: coarse(matched),
    reachable: coarse(reachable),
    refusedBy: refusedBy.map((refusal) => ({ ...refusal, count: coarse(refusal.count) })),
    needs: channels.flatMap((channel) =>
      [...new Set([contactCategory[channel], ...needs])].map((category) => ({ purpose, channel, category })),
    ),
  }
}

/** To the nearest 5, and nothing more exact than "<10" below ten (consent.md, 11). */
export const coarse = (count: number): number | string =>
  count < SMALLEST ? `<${SMALLEST}` : Math.round(count / STEP) * STEP
