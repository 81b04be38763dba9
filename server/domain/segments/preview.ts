// Shows who would be reached and why not the others, in numbers too coarse to tell anybody apart.
import type { z } from 'zod'
import { showPurpose } from '#consent/purposes.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import type { Queries } from '#db/store.ts'
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
  const legalBasis = await basisOf(q, purpose)
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

async function basisOf(q: Queries, purpose: string) {
  try {
    return (await showPurpose(q, purpose)).legalBasis
  } catch (error) {
    if (error instanceof Refusal && error.code === 'purpose.not_found')
      throw new Refusal('purpose.unknown', { errors: [{ path: 'purpose', message: purpose }] })
    throw error
  }
}
