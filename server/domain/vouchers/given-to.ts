// Which vouchers a person was given, by which campaign and when, so that she can be told why.
import type { Queries } from '#db/store.ts'
import type { Channel } from '#shared/kinds.ts'
import { vouchersOfCustomer } from './queries.ts'
import { latestRuns } from './queries-runs.ts'

export interface Given {
  voucherId: string
  campaignId: string
  channel: Channel | null
  /** Epoch ms. */
  at: number
}

export async function givenTo(q: Queries, customerId: string): Promise<Given[]> {
  return (await vouchersOfCustomer(q, customerId)).map(({ id, campaignId, channel, issuedAt }) => {
    return { voucherId: id, campaignId, channel: channel as Channel | null, at: issuedAt }
  })
}

/** When campaigns looked at people, the newest first; epoch ms, `finishedAt` null while a run is going on. */
export async function recentRuns(
  q: Queries,
  limit: number,
): Promise<{ id: string; campaignId: string; startedAt: number; finishedAt: number | null }[]> {
  const rows = await latestRuns(q, limit)
  return rows.map(({ id, campaignId, startedAt, finishedAt }) => ({ id, campaignId, startedAt, finishedAt }))
}
