// Holds the totals of a budget, and of its days and customers, against their journals: they are equal, or something went round the guarded moves.
import type { Queries } from '#db/store.ts'
import { totalsAndJournal } from './queries.ts'
import { capsOffJournal } from './queries-caps.ts'

/** True as well for a campaign without a budget, which has nothing that could differ. */
export async function journalMatches(q: Queries, campaignId: string): Promise<boolean> {
  const both = await totalsAndJournal(q, campaignId)
  if (both === undefined) return true
  const [totals, journal] = both
  return (
    totals.reserved === journal.reserved &&
    totals.held === journal.held &&
    totals.spent === journal.spent &&
    totals.count === journal.count &&
    (await capsOffJournal(q, campaignId)).length === 0
  )
}
