// Lists the campaigns of the drop-in.
import { loadCampaign } from '#campaigns/load.ts'
import type { House } from '#core/house.ts'
import { showCampaign } from './campaigns.ts'
import { campaignReaders, type Order, readFilters, sortedBy } from './filters.ts'
import { type Body, countNotes, listNotes } from './notes.ts'

const MOST_SEARCHED = 1000

/** Filtered and sorted are those among the newest. 400 `not_supported` for a filter that is not known. */
export async function listCampaigns(
  house: House,
  asked: { limit: number; offset: number; type?: string | undefined; order: Order; filters?: unknown },
) {
  const { limit, offset, type, order } = asked
  const fits = readFilters(asked.filters, campaignReaders)
  const wanted = { kinds: ['campaign' as const], state: 'live', isAscending: order.isAscending }
  const isPlain = type === undefined && fits === undefined && order.by === undefined
  const [most, from] = isPlain ? [limit, offset] : [MOST_SEARCHED, 0]
  const notes = await listNotes(house, wanted, most, from)
  const shown: Body[] = []
  for (const note of notes) {
    const campaign = await loadCampaign(house.store.read, note.id)
    if (campaign) shown.push(await showCampaign(house, { campaign, note }))
  }
  if (isPlain) return { campaigns: shown, total: await countNotes(house, wanted) }
  const found = shown.filter((one) => (type === undefined || one.campaign_type === type) && fits?.(one) !== false)
  const of = order.by === undefined ? found : sortedBy(found, order.by, order.isAscending)
  return { campaigns: of.slice(offset, offset + limit), total: of.length }
}
