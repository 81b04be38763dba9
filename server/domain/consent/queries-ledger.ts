// All SQL of the ledger: what waits for its leaf, leaves and subtrees, signed heads and the keys they were signed with.
import { and, asc, desc, eq, gt, gte, inArray, lt, sql } from 'drizzle-orm'
import { insertMany } from '#db/kit.ts'
import type { Queries, Tx } from '#db/store.ts'
import {
  consentEvents,
  ledgerFacts,
  ledgerHeads,
  ledgerKeys,
  ledgerLeaves,
  ledgerNodes,
  ledgerPending,
  ledgerTree,
  notices,
} from '#db/tables/consent.ts'

type EventRow = typeof consentEvents.$inferSelect
export type FactRow = typeof ledgerFacts.$inferSelect
export type HeadRow = typeof ledgerHeads.$inferSelect
export type LeafRow = typeof ledgerLeaves.$inferSelect
export type NodeRow = typeof ledgerNodes.$inferSelect

export async function insertPending(tx: Tx, refs: readonly string[], at: number): Promise<void> {
  const rows = refs.map((ref) => ({ ref, at }))
  await insertMany(tx, ledgerPending, rows, { onConflict: 'nothing' })
}

export async function insertFact(tx: Tx, row: FactRow): Promise<void> {
  await tx.insert(ledgerFacts).values(row)
}

/** The oldest first, as far as they are committed; what comes late only comes to stand later. */
export async function pendingRefs(q: Queries, limit: number): Promise<string[]> {
  const rows = await q.select().from(ledgerPending).orderBy(asc(ledgerPending.ref)).limit(limit)
  return rows.map(({ ref }) => ref)
}

export async function oldestPending(q: Queries): Promise<number | null> {
  const [row] = await q.select({ at: ledgerPending.at }).from(ledgerPending).limit(1)
  return row?.at ?? null
}

export async function isPending(q: Queries, ref: string): Promise<boolean> {
  const rows = await q.select().from(ledgerPending).where(eq(ledgerPending.ref, ref))
  return rows.length > 0
}

export async function deletePending(tx: Tx, refs: string[]): Promise<void> {
  await tx.delete(ledgerPending).where(inArray(ledgerPending.ref, refs))
}

export async function eventsById(q: Queries, ids: string[]): Promise<EventRow[]> {
  return ids.length === 0 ? [] : q.select().from(consentEvents).where(inArray(consentEvents.id, ids))
}

export async function factsById(q: Queries, ids: string[]): Promise<FactRow[]> {
  return ids.length === 0 ? [] : q.select().from(ledgerFacts).where(inArray(ledgerFacts.id, ids))
}

export async function noticesById(q: Queries, ids: string[]): Promise<(typeof notices.$inferSelect)[]> {
  return ids.length === 0 ? [] : q.select().from(notices).where(inArray(notices.id, ids))
}

/** The tree as it stands, kept for this transaction: leaves are numbered by one writer at a time. */
export async function lockTree(tx: Tx): Promise<{ size: number; subtrees: string }> {
  await tx.rows(sql`select id from ledger_tree where id = 'consent'${tx.forUpdate()}`)
  return treeRow(tx)
}

export async function treeRow(q: Queries): Promise<{ size: number; subtrees: string }> {
  const [row] = await q.select().from(ledgerTree).where(eq(ledgerTree.id, 'consent'))
  if (row === undefined) throw new Error('the ledger has lost its tree')
  return row
}

export async function saveTree(tx: Tx, size: number, subtrees: string): Promise<void> {
  await tx.update(ledgerTree).set({ size, subtrees }).where(eq(ledgerTree.id, 'consent'))
}

export async function insertLeaves(tx: Tx, rows: LeafRow[], nodes: NodeRow[]): Promise<void> {
  await insertMany(tx, ledgerLeaves, rows)
  if (nodes.length > 0) await insertMany(tx, ledgerNodes, nodes)
}

export async function leafOf(q: Queries, ref: string): Promise<LeafRow | null> {
  const [row] = await q.select().from(ledgerLeaves).where(eq(ledgerLeaves.ref, ref))
  return row ?? null
}

export async function leavesOf(q: Queries, refs: string[]): Promise<LeafRow[]> {
  return refs.length === 0 ? [] : q.select().from(ledgerLeaves).where(inArray(ledgerLeaves.ref, refs))
}

/** Leaves from `from` up to but without `to`, in order. */
export async function leavesBetween(q: Queries, from: number, to: number): Promise<LeafRow[]> {
  return q
    .select()
    .from(ledgerLeaves)
    .where(and(gte(ledgerLeaves.leafIndex, from), lt(ledgerLeaves.leafIndex, to)))
    .orderBy(asc(ledgerLeaves.leafIndex))
}

/** Only the hashes of up to 256 neighbours of a level, which is what proofs read most: level 0 are the leaves. */
export async function tileOf(q: Queries, level: number, from: number, to: number): Promise<string[]> {
  const leaves = () => sql`select hash from ledger_leaves
    where leaf_index >= ${sql.placeholder('from')} and leaf_index < ${sql.placeholder('to')} order by leaf_index`
  const nodes = () => sql`select hash from ledger_nodes where level = ${sql.placeholder('level')}
    and position >= ${sql.placeholder('from')} and position < ${sql.placeholder('to')} order by position`
  const ask =
    level === 0 ? q.fixed<{ hash: string }>('ledger.leaves', leaves) : q.fixed<{ hash: string }>('ledger.nodes', nodes)
  return (await ask(level === 0 ? { from, to } : { level, from, to })).map(({ hash }) => hash)
}

export async function nodesBetween(q: Queries, level: number, from: number, to: number): Promise<NodeRow[]> {
  return q
    .select()
    .from(ledgerNodes)
    .where(and(eq(ledgerNodes.level, level), gte(ledgerNodes.position, from), lt(ledgerNodes.position, to)))
    .orderBy(asc(ledgerNodes.position))
}

export async function insertHead(tx: Tx, row: HeadRow): Promise<void> {
  await tx.insert(ledgerHeads).values(row)
}

export async function latestHead(q: Queries): Promise<HeadRow | null> {
  const [row] = await q.select().from(ledgerHeads).orderBy(desc(ledgerHeads.size), desc(ledgerHeads.id)).limit(1)
  return row ?? null
}

/** The first head that was signed over more than `index` leaves. */
export async function firstHeadOver(q: Queries, index: number): Promise<HeadRow | null> {
  const [row] = await q
    .select()
    .from(ledgerHeads)
    .where(gt(ledgerHeads.size, index))
    .orderBy(asc(ledgerHeads.size), asc(ledgerHeads.id))
    .limit(1)
  return row ?? null
}

/** Heads over more than `size` leaves, in the order of their sizes. */
export async function headsAfter(q: Queries, size: number, limit: number): Promise<HeadRow[]> {
  return q
    .select()
    .from(ledgerHeads)
    .where(gt(ledgerHeads.size, size))
    .orderBy(asc(ledgerHeads.size), asc(ledgerHeads.id))
    .limit(limit)
}

export async function insertKey(tx: Tx, kid: string, jwk: string): Promise<void> {
  await tx.insert(ledgerKeys).values({ kid, jwk, madeAt: tx.now }).onConflictDoNothing()
}

export async function keysOfLedger(q: Queries): Promise<string[]> {
  const rows = await q.select().from(ledgerKeys).orderBy(asc(ledgerKeys.madeAt), asc(ledgerKeys.kid))
  return rows.map(({ jwk }) => jwk)
}

/** Consent events that neither have a leaf nor wait for one, and so were not written by the house. */
export async function unlistedEvents(q: Queries, limit: number): Promise<string[]> {
  const rows = await q.rows<{ id: string }>(sql`select e.id from consent_events e
    left join ledger_leaves l on l.ref = e.id left join ledger_pending p on p.ref = e.id
    where l.ref is null and p.ref is null order by e.id limit ${limit}`)
  return rows.map(({ id }) => id)
}
