// All SQL of connectors: who may send us a vendor's webhooks, and what they are signed with.
import { and, asc, eq, gt, isNull } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { connectors } from '#db/tables/privacy.ts'

export type ConnectorRow = typeof connectors.$inferSelect

export async function insertConnector(tx: Tx, row: ConnectorRow): Promise<void> {
  await tx.insert(connectors).values(row)
}

export async function connectorRow(q: Queries, id: string): Promise<ConnectorRow | null> {
  const [row] = await q.select().from(connectors).where(eq(connectors.id, id))
  return row ?? null
}

export async function connectorsAfter(q: Queries, id: string, limit: number): Promise<ConnectorRow[]> {
  return q.select().from(connectors).where(gt(connectors.id, id)).orderBy(asc(connectors.id)).limit(limit)
}

/** False for one that is unknown or closed already. */
export async function markClosed(tx: Tx, id: string): Promise<boolean> {
  const closed = await tx
    .update(connectors)
    .set({ closedAt: tx.now })
    .where(and(eq(connectors.id, id), isNull(connectors.closedAt)))
    .returning({ id: connectors.id })
  return closed.length === 1
}
