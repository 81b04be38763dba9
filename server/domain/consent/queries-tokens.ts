// All SQL of tokens, and of how often mails were asked for.
import { and, eq, inArray, isNull, lt, sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { askCounts, tokens } from '#db/tables/consent.ts'

export type TokenRow = typeof tokens.$inferSelect
export type TokenKind = 'doi' | 'login' | 'session' | 'step' | 'export' | 'guardian' | 'unsubscribe'

export async function insertToken(tx: Tx, row: TokenRow): Promise<void> {
  await tx.insert(tokens).values(row)
}

export async function tokenBy(q: Queries, kind: TokenKind, hash: string): Promise<TokenRow | null> {
  const [row] = await q
    .select()
    .from(tokens)
    .where(and(eq(tokens.sha256, hash), eq(tokens.kind, kind)))
  return row ?? null
}

/** One statement, so that it is used once whoever else comes at the same moment. */
export async function claimToken(tx: Tx, kind: TokenKind, hash: string): Promise<TokenRow | null> {
  const [row] = await tx
    .update(tokens)
    .set({ usedAt: tx.now })
    .where(
      and(
        eq(tokens.sha256, hash),
        eq(tokens.kind, kind),
        isNull(tokens.usedAt),
        sql`(${tokens.expiresAt} is null or ${tokens.expiresAt} > ${tx.now})`,
      ),
    )
    .returning()
  return row ?? null
}

/** They run out now: `usedAt` stays for those that somebody used. */
export async function endTokensOf(
  tx: Tx,
  kind: TokenKind,
  customerId: string,
  isMeant: (bound: string) => boolean,
): Promise<number> {
  const rows = await tx
    .select()
    .from(tokens)
    .where(
      and(
        eq(tokens.customerId, customerId),
        eq(tokens.kind, kind),
        isNull(tokens.usedAt),
        sql`(${tokens.expiresAt} is null or ${tokens.expiresAt} > ${tx.now})`,
      ),
    )
  const ids = rows.filter(({ bound }) => isMeant(bound)).map(({ id }) => id)
  if (ids.length === 0) return 0
  const ended = await tx
    .update(tokens)
    .set({ expiresAt: tx.now })
    .where(and(inArray(tokens.id, ids), isNull(tokens.usedAt)))
    .returning({ id: tokens.id })
  return ended.length
}

export async function deleteTokensOf(tx: Tx, customerId: string): Promise<void> {
  await tx.delete(tokens).where(eq(tokens.customerId, customerId))
}

/** Answers how many there were. */
export async function deleteTokensBefore(tx: Tx, instant: number): Promise<number> {
  const gone = await tx.delete(tokens).where(lt(tokens.expiresAt, instant)).returning({ id: tokens.id })
  return gone.length
}

export async function asksSince(q: Queries, kind: string, prints: string[], hour: number) {
  return q
    .select()
    .from(askCounts)
    .where(and(eq(askCounts.kind, kind), inArray(askCounts.print, prints), sql`${askCounts.hour} > ${hour}`))
}

export async function countAsk(tx: Tx, kind: string, print: string, hour: number): Promise<void> {
  await tx
    .insert(askCounts)
    .values({ kind, print, hour, asks: 1 })
    .onConflictDoUpdate({
      target: [askCounts.kind, askCounts.print, askCounts.hour],
      set: { asks: sql`${askCounts.asks} + 1` },
    })
}

export async function deleteAsksBefore(tx: Tx, hour: number): Promise<number> {
  const gone = await tx.delete(askCounts).where(lt(askCounts.hour, hour)).returning({ hour: askCounts.hour })
  return gone.length
}
