// What the house tells outsiders, in the shape that webhooks will have: a type, an instant, data without secrets and people.
// A feed: whoever reads it from a cursor misses nothing, whichever process announced it (turns.ts).
import { sql } from 'drizzle-orm'
import { tell } from '#db/signals.ts'
import type { Queries, Tx } from '#db/store.ts'
import { announcements } from '#db/tables/core.ts'
import { iso } from './clock.ts'
import { newId } from './ids.ts'
import { settledTurn, settleTurns, turnOf } from './turns.ts'

export interface Announcement {
  id: string
  type: string
  /** ISO 8601. */
  timestamp: string
  data: Record<string, unknown>
}

/** Heard everywhere once it is committed. For what happens seldom. */
export async function announce(tx: Tx, type: string, data: Record<string, unknown>): Promise<void> {
  await tx.insert(announcements).values({
    id: newId('announcement', tx.now),
    turn: turnOf(tx, announcements),
    type,
    at: tx.now,
    data: JSON.stringify(data),
  })
  await tell(tx, 'announcements')
}

/** To be asked once before the house serves. */
export const settleFeed = (tx: Tx): Promise<void> => settleTurns(tx, [announcements])

/** Where whoever wants only what comes from now on begins to read. */
export async function cursorOfNow(q: Queries): Promise<string> {
  const [row] = await q.rows<{ turn: number }>(sql`select ${settledTurn(q, announcements)} as turn`)
  return `${row?.turn ?? 0}.`
}

/** Whether a text could be a cursor of this feed. */
export const isCursor = (text: string): boolean => /^\d{1,16}\.(ann_[0-9A-Z]{26})?$/.test(text)

/** The next announcements behind the cursor, in an order that never changes, each with the cursor behind it. */
export async function announcementsAfter(
  q: Queries,
  cursor: string,
  limit: number,
): Promise<{ cursor: string; announcement: Announcement }[]> {
  const [turn = '0', id = ''] = cursor.split('.')
  const rows = await q.rows<{ id: string; turn: number; type: string; at: number; data: string }>(sql`
    select id, turn, type, at, data from announcements
    where (turn, id) > (${Number(turn)}, ${id}) and turn < ${settledTurn(q, announcements)}
    order by turn, id limit ${limit}`)
  return rows.map((row) => ({
    cursor: `${row.turn}.${row.id}`,
    announcement: {
      id: row.id,
      type: row.type,
      timestamp: iso(row.at),
      data: JSON.parse(row.data) as Record<string, unknown>,
    },
  }))
}
