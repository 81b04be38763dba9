// SQL on what campaigns were at each save.
import { and, desc, eq, lt } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { campaignVersions } from '#db/tables/campaigns.ts'

export type VersionRow = typeof campaignVersions.$inferSelect

export const insertVersion = (tx: Tx, row: VersionRow) => tx.insert(campaignVersions).values(row)

/** The newest first. */
export const versionsBefore = (
  q: Queries,
  campaignId: string,
  before: number | undefined,
  limit: number,
): Promise<VersionRow[]> =>
  q
    .select()
    .from(campaignVersions)
    .where(
      and(
        eq(campaignVersions.campaignId, campaignId),
        before === undefined ? undefined : lt(campaignVersions.number, before),
      ),
    )
    .orderBy(desc(campaignVersions.number))
    .limit(limit)

export async function versionRow(q: Queries, campaignId: string, number: number): Promise<VersionRow | undefined> {
  const [row] = await q
    .select()
    .from(campaignVersions)
    .where(and(eq(campaignVersions.campaignId, campaignId), eq(campaignVersions.number, number)))
  return row
}

/** 0 when nothing was kept. */
export async function lastVersion(q: Queries, campaignId: string): Promise<number> {
  const [row] = await versionsBefore(q, campaignId, undefined, 1)
  return row?.number ?? 0
}

/** Everybody who has drafted, copied or changed it. */
export async function makersOf(q: Queries, campaignId: string): Promise<Set<string>> {
  const rows = await q
    .selectDistinct({ actor: campaignVersions.actor })
    .from(campaignVersions)
    .where(eq(campaignVersions.campaignId, campaignId))
  return new Set(rows.map(({ actor }) => actor))
}
