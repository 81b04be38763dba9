// A preview that also counts those who have had enough for now: matched less reachable is still the sum of the reasons.
import type { House } from '#core/house.ts'
import { measureAudience } from '#segments/measure.ts'
import { asPreview, audienceAsked, type Preview } from '#segments/preview.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import type { Rule } from '#shared/contracts/segments.ts'
import { countCapped } from './count-capped.ts'

type Asked = Pick<NewCampaign, 'purpose' | 'channels' | 'frequency'> & {
  trigger?: NewCampaign['trigger'] | undefined
  rule?: Rule | undefined
}

/** Refuses as a preview without caps does: `purpose.unknown`, and what is wrong with the rule. */
export async function reachOf(house: House, asked: Asked): Promise<Preview> {
  const audience = await audienceAsked(house, asked)
  const { reachable, refusedBy, ...found } = await measureAudience(house.store.read, audience)
  const capped = await countCapped(house, { ...audience, frequency: asked.frequency }, reachable)
  const enough = capped === 0 ? [] : [{ reason: 'capped', count: capped }]
  return asPreview(asked, { ...found, reachable: reachable - capped, refusedBy: [...refusedBy, ...enough] })
}
