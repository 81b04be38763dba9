// A preview that also counts those who take no part and those who have had enough for now, in the order in which issuing
// asks: matched less reachable is still the sum of the reasons.
import type { House } from '#core/house.ts'
import type { Queries } from '#db/store.ts'
import { type Aside, type AsideOf, foreseeAside } from '#experiments/set-aside.ts'
import { countReachable, type Judge } from '#segments/count-reachable.ts'
import { type AudienceAsked, measureAudience } from '#segments/measure.ts'
import { asPreview, audienceAsked, type Counted, type Preview } from '#segments/preview.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import type { Rule } from '#shared/contracts/segments.ts'
import { readCaps } from './caps.ts'

type Asked = Pick<NewCampaign, 'purpose' | 'channels' | 'frequency' | 'experiment'> & {
  trigger?: NewCampaign['trigger'] | undefined
  rule?: Rule | undefined
}

/** Refuses as a preview without caps does: `purpose.unknown`, and what is wrong with the rule. */
export async function reachOf(house: House, asked: Asked): Promise<Preview> {
  return asPreview(asked, await measureReach(house, asked))
}

/** The same in exact numbers, which leave the house for nobody. */
export async function measureReach(house: House, asked: Asked): Promise<Counted> {
  const { store } = house
  const audience = await audienceAsked(house, asked)
  const { reachable, refusedBy, ...found } = await measureAudience(store.read, audience)
  const aside = await foreseeAside(store, asked.experiment?.layer)
  const passed = await countPassed(store.read, { ...audience, frequency: asked.frequency }, { reachable, aside })
  const sum = passed.reduce((all, { count }) => all + count, 0)
  return { ...found, reachable: Math.max(0, reachable - sum), refusedBy: [...refusedBy, ...passed] }
}

/** Nobody is asked about while nobody is set aside and nothing caps. */
async function countPassed(
  q: Queries,
  asked: AudienceAsked & Pick<NewCampaign, 'frequency'>,
  { reachable, aside }: { reachable: number; aside: AsideOf | null },
): Promise<{ reason: Aside | 'capped'; count: number }[]> {
  const then = Object.assign(Object.create(q) as Queries, { now: asked.now })
  const terms = { frequency: asked.frequency, purpose: asked.purpose }
  if (aside === null && (await readCaps(then, terms, new Map())) === null) return []
  return countReachable(q, asked, reachable, async (open): Promise<Judge<Aside | 'capped'>> => {
    const caps = await readCaps(then, terms, open)
    return (id) => {
      const by = aside?.(id) ?? null
      if (by !== null || caps === null) return by
      return (caps.used.get(caps.groupOf.get(id) ?? id) ?? 0) >= caps.max ? 'capped' : null
    }
  })
}
