// SQL of what processes that send by one channel tell each other: the places of its pace, and its rests.
import { and, eq, gt, lt, sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { channelTurns } from '#db/tables/delivery.ts'
import type { Channel } from '#shared/kinds.ts'

export interface Rest {
  /** Epoch ms. */
  until: number
  /** How many have followed one another, this one among them. */
  rests: number
}

/** Takes the next free span of a channel, from `from` on at the earliest, and answers when it begins; both in ms. */
export async function bookTurns(tx: Tx, channel: Channel, from: number, span: number): Promise<number> {
  const [row] = await tx.rows<{ next: number }>(sql`insert into channel_turns (channel, next_at, rests_until, rests)
    values (${channel}, ${from + span}, 0, 0)
    on conflict (channel) do update set next_at =
      case when channel_turns.next_at > ${from} then channel_turns.next_at else ${from} end + ${span}
    returning next_at as "next"`)
  return Number(row?.next) - span
}

/** The longer rest stands. */
export async function restChannel(tx: Tx, channel: Channel, { until, rests }: Rest): Promise<void> {
  await tx
    .insert(channelTurns)
    .values({ channel, restsUntil: until, rests })
    .onConflictDoUpdate({
      target: channelTurns.channel,
      set: { restsUntil: until, rests },
      setWhere: lt(channelTurns.restsUntil, until),
    })
}

export async function wakeChannel(tx: Tx, channel: Channel): Promise<void> {
  await tx
    .update(channelTurns)
    .set({ restsUntil: 0, rests: 0 })
    .where(and(eq(channelTurns.channel, channel), gt(channelTurns.rests, 0)))
}

/** The channels that rest now. */
export async function restsNow(q: Queries, now: number): Promise<Map<Channel, Rest>> {
  const rows = await q.select().from(channelTurns).where(gt(channelTurns.restsUntil, now))
  return new Map(rows.map(({ channel, restsUntil, rests }) => [channel as Channel, { until: restsUntil, rests }]))
}
