// SQL on approvals: who asked for a budget, and what a second person said.
import { and, desc, eq, isNull, lt } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { campaignApprovals, campaigns } from '#db/tables/campaigns.ts'

export type ApprovalRow = typeof campaignApprovals.$inferSelect

export const insertApproval = (tx: Tx, row: typeof campaignApprovals.$inferInsert) =>
  tx.insert(campaignApprovals).values(row)

/** Whoever asks again no longer waits for an answer to the earlier question. */
export const dropOpen = (tx: Tx, campaignId: string) =>
  tx
    .delete(campaignApprovals)
    .where(and(eq(campaignApprovals.campaignId, campaignId), isNull(campaignApprovals.decidedAt)))

export const decide = (
  tx: Tx,
  id: string,
  said: Pick<ApprovalRow, 'decidedBy' | 'decidedAt' | 'decision' | 'decidedNote'>,
) => tx.update(campaignApprovals).set(said).where(eq(campaignApprovals.id, id))

export async function latestApproval(q: Queries, campaignId: string): Promise<ApprovalRow | undefined> {
  const [row] = await q
    .select()
    .from(campaignApprovals)
    .where(eq(campaignApprovals.campaignId, campaignId))
    .orderBy(desc(campaignApprovals.id))
    .limit(1)
  return row
}

/** Those that were approved. */
export const approvalsOf = (q: Queries, campaignId: string): Promise<ApprovalRow[]> =>
  q
    .select()
    .from(campaignApprovals)
    .where(and(eq(campaignApprovals.campaignId, campaignId), eq(campaignApprovals.decision, 'approved')))

/** That nobody has decided, the newest first, with the names of their campaigns. */
export const openApprovals = (
  q: Queries,
  before: string | undefined,
  limit: number,
): Promise<{ approval: ApprovalRow; name: string }[]> =>
  q
    .select({ approval: campaignApprovals, name: campaigns.name })
    .from(campaignApprovals)
    .innerJoin(campaigns, eq(campaigns.id, campaignApprovals.campaignId))
    .where(
      and(
        isNull(campaignApprovals.decidedAt),
        isNull(campaigns.archivedAt),
        before === undefined ? undefined : lt(campaignApprovals.id, before),
      ),
    )
    .orderBy(desc(campaignApprovals.id))
    .limit(limit)
