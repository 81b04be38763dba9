// The SQL of the guesses: how sources of unknown codes stand, shared by all processes.
import { and, asc, gt, inArray, lt, sql } from 'drizzle-orm'
import { insertMany } from '#db/kit.ts'
import type { Queries, Tx } from '#db/store.ts'
import { guesses } from '#db/tables/redemption.ts'
import { NEW, type Standing } from './guess-standing.ts'

const MOST_AT_A_LOOK = 10_000

/** How these sources stand, locked until the transaction ends. */
export async function lockStandings(tx: Tx, sources: readonly string[]): Promise<Map<string, Standing>> {
  const sorted = [...sources].sort()
  await insertMany(
    tx,
    guesses,
    sorted.map((source) => ({ source, ...NEW })),
    { onConflict: 'nothing' },
  )
  const rows = await tx.rows<{ source: string } & Record<string, number>>(sql`
    select source, since, made, strikes, blocked_until, alarmed_at, last_at from guesses
    where ${inArray(guesses.source, sorted)} order by source${tx.forUpdate()}`)
  return new Map(
    rows.map((row) => [
      row.source,
      {
        since: Number(row.since),
        made: Number(row.made),
        strikes: Number(row.strikes),
        blockedUntil: Number(row.blocked_until),
        alarmedAt: Number(row.alarmed_at),
        lastAt: Number(row.last_at),
      },
    ]),
  )
}

export async function saveStandings(tx: Tx, standings: ReadonlyMap<string, Standing>): Promise<void> {
  const rows = [...standings].map(([source, standing]) => ({ source, ...standing }))
  await tx
    .insert(guesses)
    .values(rows)
    .onConflictDoUpdate({
      target: guesses.source,
      set: {
        since: sql`excluded.since`,
        made: sql`excluded.made`,
        strikes: sql`excluded.strikes`,
        blockedUntil: sql`excluded.blocked_until`,
        alarmedAt: sql`excluded.alarmed_at`,
        lastAt: sql`excluded.last_at`,
      },
    })
}

/** Who has guessed since then and is locked out at `now`; the latest of them, should they be very many. */
export const lockedOut = (
  q: Queries,
  since: number,
  now: number,
): Promise<{ source: string; blockedUntil: number }[]> =>
  q
    .select({ source: guesses.source, blockedUntil: guesses.blockedUntil })
    .from(guesses)
    .where(and(gt(guesses.lastAt, since), gt(guesses.blockedUntil, now)))
    .orderBy(asc(guesses.lastAt))
    .limit(MOST_AT_A_LOOK)

/** Answers how many were dropped. */
export async function dropGuesses(tx: Tx, before: number): Promise<number> {
  const gone = await tx.delete(guesses).where(lt(guesses.lastAt, before)).returning({ source: guesses.source })
  return gone.length
}
