// SQL of the endpoints: who may send us a vendor's webhooks, what they are signed with, and what came of deliveries.
import { and, asc, desc, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { connectorDeliveries, connectors, connectorVersions } from '#db/tables/connectors.ts'

export type ConnectorRow = typeof connectors.$inferSelect
export type DeliveryRow = typeof connectorDeliveries.$inferSelect

export async function insertConnector(tx: Tx, row: typeof connectors.$inferInsert): Promise<void> {
  await tx.insert(connectors).values(row)
}

export async function connectorRow(q: Queries, id: string): Promise<ConnectorRow | null> {
  const [row] = await q.select().from(connectors).where(eq(connectors.id, id))
  return row ?? null
}

export async function connectorsAfter(q: Queries, id: string, limit: number): Promise<ConnectorRow[]> {
  return q.select().from(connectors).where(gt(connectors.id, id)).orderBy(asc(connectors.id)).limit(limit)
}

export async function connectorsWithOutlet(q: Queries): Promise<ConnectorRow[]> {
  return q
    .select()
    .from(connectors)
    .where(and(isNull(connectors.closedAt), sql`${connectors.outletSealed} is not null`))
    .orderBy(asc(connectors.id))
}

export type Change = Partial<Omit<ConnectorRow, 'id' | 'kind' | 'createdAt'>>

/** False for one that is unknown or closed. */
export async function changeOpen(tx: Tx, id: string, change: Change): Promise<boolean> {
  const changed = await tx
    .update(connectors)
    .set(change)
    .where(and(eq(connectors.id, id), isNull(connectors.closedAt)))
    .returning({ id: connectors.id })
  return changed.length === 1
}

/** What the first order of a shop says stays, and so does what somebody has set. */
export async function learnCurrency(tx: Tx, id: string, currency: string): Promise<void> {
  await tx
    .update(connectors)
    .set({ currency })
    .where(and(eq(connectors.id, id), isNull(connectors.currency)))
}

export async function addRefused(tx: Tx, id: string, count: number): Promise<void> {
  await tx
    .update(connectors)
    .set({ refused: sql`${connectors.refused} + ${count}`, refusedAt: tx.now })
    .where(eq(connectors.id, id))
}

export async function insertDelivery(tx: Tx, row: DeliveryRow): Promise<void> {
  await tx.insert(connectorDeliveries).values(row)
}

/** The newest first. */
export async function deliveriesBefore(
  q: Queries,
  connectorId: string,
  before: string | undefined,
  limit: number,
): Promise<DeliveryRow[]> {
  const mine = eq(connectorDeliveries.connectorId, connectorId)
  return q
    .select()
    .from(connectorDeliveries)
    .where(before === undefined ? mine : and(mine, lt(connectorDeliveries.id, before)))
    .orderBy(desc(connectorDeliveries.id))
    .limit(limit)
}

/** `upTo` is an id: what was received before it goes. */
export async function deleteDeliveries(tx: Tx, upTo: string): Promise<number> {
  const gone = await tx
    .delete(connectorDeliveries)
    .where(lt(connectorDeliveries.id, upTo))
    .returning({ id: connectorDeliveries.id })
  return gone.length
}

/** False when as new a word is known already; of two at once the newer stands. */
export async function takeVersion(tx: Tx, connectorId: string, thing: string, version: number): Promise<boolean> {
  const taken = await tx
    .insert(connectorVersions)
    .values({ connectorId, thing, version })
    .onConflictDoUpdate({
      target: [connectorVersions.connectorId, connectorVersions.thing],
      set: { version: sql`excluded.version` },
      setWhere: sql`${connectorVersions.version} < excluded.version`,
    })
    .returning({ thing: connectorVersions.thing })
  return taken.length === 1
}

export async function versionOf(q: Queries, connectorId: string, thing: string): Promise<number | null> {
  const [row] = await q
    .select({ version: connectorVersions.version })
    .from(connectorVersions)
    .where(and(eq(connectorVersions.connectorId, connectorId), eq(connectorVersions.thing, thing)))
  return row?.version ?? null
}
