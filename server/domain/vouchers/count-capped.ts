// Counts those of an audience who have had enough vouchers for now, as issuing would count them today.
import type { House } from '#core/house.ts'
import type { Queries } from '#db/store.ts'
import type { AudienceAsked } from '#segments/measure.ts'
import { reachablePage } from '#segments/reachable.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import { readCaps } from './caps.ts'

const PAGE = 1000
/** So many people are looked at; of a larger audience the same share is told. */
const MOST = 20_000

/** Of the reachable; 0 where nothing caps. `reachable` is what the audience was measured at. */
export async function countCapped(
  { store }: Pick<House, 'store'>,
  asked: AudienceAsked & Pick<NewCampaign, 'frequency'>,
  reachable: number,
): Promise<number> {
  const q = store.read
  const then = Object.assign(Object.create(q) as Queries, { now: asked.now })
  const terms = { frequency: asked.frequency, purpose: asked.purpose }
  // Nobody is asked about while there is no cap at all.
  if ((await readCaps(then, terms, new Map())) === null) return 0
  let [looked, capped, after]: [number, number, string | null] = [0, 0, '']
  while (after !== null && looked < MOST) {
    const { open, last } = await reachablePage(q, asked, { after, limit: PAGE })
    const caps = await readCaps(then, terms, open)
    for (const id of open.keys()) {
      const group = caps?.groupOf.get(id) ?? id
      if (caps !== null && (caps.used.get(group) ?? 0) >= caps.max) capped += 1
    }
    looked += open.size
    after = last
  }
  return after === null || looked === 0 ? capped : Math.round((capped / looked) * reachable)
}
