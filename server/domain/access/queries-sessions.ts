// All SQL of sessions, of the steps that a browser has to answer, and of how often somebody has tried.
import { and, eq, isNull, lt, ne, sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { teamMembers, teamSessions, teamSteps, teamTries } from '#db/tables/access.ts'

export type SessionRow = typeof teamSessions.$inferSelect

export const insertSession = (tx: Tx, row: SessionRow) => tx.insert(teamSessions).values(row)

/** The session with its living member, whatever its age. */
export async function sessionByHash(q: Queries, tokenHash: string) {
  const [row] = await q
    .select({ session: teamSessions, member: teamMembers })
    .from(teamSessions)
    .innerJoin(teamMembers, eq(teamMembers.id, teamSessions.memberId))
    .where(and(eq(teamSessions.tokenHash, tokenHash), isNull(teamSessions.closedAt), isNull(teamMembers.removedAt)))
  return row
}

/** Never one that is over meanwhile. */
export async function touchSession(tx: Tx, id: string, memberId: string): Promise<void> {
  await tx
    .update(teamSessions)
    .set({ seenAt: tx.now })
    .where(and(eq(teamSessions.id, id), isNull(teamSessions.closedAt), lt(teamSessions.seenAt, tx.now)))
  await tx.update(teamMembers).set({ seenAt: tx.now }).where(eq(teamMembers.id, memberId))
}

export const sessionsOf = (q: Queries, memberId: string): Promise<SessionRow[]> =>
  q
    .select()
    .from(teamSessions)
    .where(and(eq(teamSessions.memberId, memberId), isNull(teamSessions.closedAt)))
    .orderBy(teamSessions.id)

export async function closeSession(tx: Tx, id: string, memberId: string): Promise<boolean> {
  const rows = await tx
    .update(teamSessions)
    .set({ closedAt: tx.now })
    .where(and(eq(teamSessions.id, id), eq(teamSessions.memberId, memberId), isNull(teamSessions.closedAt)))
    .returning({ id: teamSessions.id })
  return rows.length === 1
}

export const closeSessionsOf = (tx: Tx, memberId: string, except: string | null) =>
  tx
    .update(teamSessions)
    .set({ closedAt: tx.now })
    .where(
      and(
        eq(teamSessions.memberId, memberId),
        isNull(teamSessions.closedAt),
        except === null ? undefined : ne(teamSessions.id, except),
      ),
    )

/** What is over long since goes whenever somebody signs in, so that nothing piles up. */
export async function sweepSessions(tx: Tx, before: number): Promise<void> {
  await tx.delete(teamSessions).where(lt(teamSessions.endsAt, before))
  await tx.delete(teamTries).where(lt(teamTries.since, before))
}

export async function insertStep(tx: Tx, row: typeof teamSteps.$inferInsert): Promise<void> {
  await tx.delete(teamSteps).where(lt(teamSteps.expiresAt, tx.now))
  await tx.insert(teamSteps).values(row)
}

/** Taken by whoever asks first; undefined when it is too old, unknown or taken. */
export async function takeStepRow(tx: Tx, id: string, kind: string): Promise<string | undefined> {
  const [row] = await tx
    .delete(teamSteps)
    .where(and(eq(teamSteps.id, id), eq(teamSteps.kind, kind)))
    .returning({ detailSealed: teamSteps.detailSealed, expiresAt: teamSteps.expiresAt })
  return row !== undefined && row.expiresAt > tx.now ? row.detailSealed : undefined
}

/** Counts one try of a source within a window and answers how many there were with it, and since when. */
export async function countTry(tx: Tx, source: string, windowMs: number): Promise<{ count: number; since: number }> {
  const over = tx.now - windowMs
  const [row] = await tx.rows<{ count: number; since: number }>(sql`
    insert into team_tries (source, since, count) values (${source}, ${tx.now}, 1)
    on conflict (source) do update set
      count = case when team_tries.since <= ${over} then 1 else team_tries.count + 1 end,
      since = case when team_tries.since <= ${over} then ${tx.now} else team_tries.since end
    returning count, since`)
  return { count: Number(row?.count ?? 1), since: Number(row?.since ?? tx.now) }
}

export const forgetTries = (tx: Tx, source: string) => tx.delete(teamTries).where(eq(teamTries.source, source))
