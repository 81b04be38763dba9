// Shows who would be reached and why not the others, in numbers too coarse to tell anybody apart.
import type { z } from 'zod'
import { requirePurposes, showPurpose } from '#consent/purposes.ts'
import type { House } from '#core/house.ts'
import type { preview, previewAsked } from '#shared/contracts/segments.ts'
import { type Category, contactCategory } from '#shared/kinds.ts'
import { type Audience, type AudienceAsked, measureAudience } from './measure.ts'

/** A preview is for no campaign yet, so people without a zone count as living in this one. */
const ZONE = 'UTC'
const SMALLEST = 10
const STEP = 5

type Asked = z.infer<typeof previewAsked>
export type Preview = z.infer<typeof preview>

/** Refuses an unknown purpose with `purpose.unknown`, and a rule as compileRule does. */
export async function previewAudience(house: House, body: Asked): Promise<Preview> {
  const asked = await audienceAsked(house, body)
  return asPreview(body, await measureAudience(house.store.read, asked))
}

/** Whom a preview is about; the same refusals. */
export async function audienceAsked(house: House, { rule, purpose, channels, trigger }: Asked): Promise<AudienceAsked> {
  const q = house.store.read
  await requirePurposes(q, [{ key: purpose, path: 'purpose' }])
  const { legalBasis } = await showPurpose(q, purpose)
  return { rule, trigger, purpose, legalBasis, channels, zone: ZONE, now: house.clock.now() }
}

/** Pure: exact numbers as they may leave the house. */
export function asPreview({ purpose, channels }: Pick<Asked, 'purpose' | 'channels'>, audience: Counted): Preview {
  const { matched, reachable, refusedBy, needs } = audience
  return {
    matched: coarse(matched),
    reachable: coarse(reachable),
    refusedBy: refusedBy.map((refusal) => ({ ...refusal, count: coarse(refusal.count) })),
    needs: channels.flatMap((channel) =>
      [...new Set([contactCategory[channel], ...needs])].map((category) => ({ purpose, channel, category })),
    ),
  }
}
export type Counted = Omit<Audience, 'refusedBy'> & {
  refusedBy: { reason: string; category?: Category; count: number }[]
}

/** To the nearest 5, and nothing more exact than "<10" below ten (consent.md, 11). */
export const coarse = (count: number): number | string =>
  count < SMALLEST ? `<${SMALLEST}` : Math.round(count / STEP) * STEP
