// SQL of codes that were redeemed together on one order.
import { asc, desc, eq } from 'drizzle-orm'
import { insertMany } from '#db/kit.ts'
import type { Queries, Tx } from '#db/store.ts'
import { redemptions, stackMembers, stacks } from '#db/tables/redemption.ts'
import type { RedemptionRow } from './queries.ts'

export type StackRow = typeof stacks.$inferSelect

export async function insertStack(tx: Tx, stack: StackRow, redemptionIds: string[]): Promise<void> {
  await tx.insert(stacks).values(stack)
  const members = redemptionIds.map((redemptionId, place) => ({ redemptionId, stackId: stack.id, place }))
  await insertMany(tx, stackMembers, members)
}

export async function stackRow(q: Queries, id: string): Promise<StackRow | undefined> {
  const [row] = await q.select().from(stacks).where(eq(stacks.id, id))
  return row
}

/** The last one of an order; whoever asks under the order's lock knows all there are. */
export async function lastStackOf(q: Queries, orderReference: string): Promise<StackRow | undefined> {
  const [row] = await q
    .select()
    .from(stacks)
    .where(eq(stacks.orderReference, orderReference))
    .orderBy(desc(stacks.stackNumber))
    .limit(1)
  return row
}

/** In the order in which they had their turn. */
export async function membersOf(q: Queries, stackId: string): Promise<RedemptionRow[]> {
  const rows = await q
    .select({ row: redemptions })
    .from(stackMembers)
    .innerJoin(redemptions, eq(redemptions.id, stackMembers.redemptionId))
    .where(eq(stackMembers.stackId, stackId))
    .orderBy(asc(stackMembers.place))
  return rows.map(({ row }) => row)
}
