// The counts of a campaign by day, for whoever tells them in words of its own.
import type { Queries } from '#db/store.ts'
import { type TallyRow, tallyRows } from './queries.ts'

/** Days of the campaign's zone, `YYYY-MM-DD`, both inclusive. */
export const campaignDays = (
  q: Queries,
  campaignId: string,
  { from, to }: { from?: string | undefined; to?: string | undefined },
): Promise<TallyRow[]> => tallyRows(q, campaignId, 'day', { from: from ?? null, to: to ?? null })
