// The story of one voucher, from its issue to its end: what happened, when, and who did it.
import { namesOf } from '#access/names.ts'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import type { Queries } from '#db/store.ts'
import { type Told, toldOf } from '#delivery/story.ts'
import type { StoryEntry, StoryKind } from '#shared/contracts/voucher-desk.ts'
import { type HoldRow, holdsFor } from '#vouchers/hold.ts'
import { type ChangeRow, changesTo } from '#vouchers/note-change.ts'
import { findRow, type VoucherRow } from '#vouchers/show.ts'
import { type RedemptionRow, redemptionsOfOrders, redemptionsOfVouchers } from './queries.ts'
import { reversalsOf } from './queries-story.ts'

interface Entry {
  /** Epoch ms. */
  at: number
  kind: StoryKind
  actor?: string | null
  values?: StoryEntry['values']
}

/** The earliest first. 404 `voucher.not_found`. */
export async function storyOf(house: House, voucherId: string): Promise<{ voucherId: string; entries: StoryEntry[] }> {
  const { store, clock } = house
  const q = store.read
  const row = await findRow(q, voucherId)
  if (row === undefined) throw new Refusal('voucher.not_found')
  const changes = await changesTo(q, voucherId)
  const entries: Entry[] = [
    { at: row.issuedAt, kind: 'issued', values: { channel: row.channel, run: row.runId } },
    ...(await toldOf(q, voucherId)).flatMap(told),
    ...(await holdsFor(q, voucherId)).flatMap((hold) => held(hold, clock.now())),
    ...changes.filter(({ kind }) => !isLast(kind)).map(changed),
    ...(await uses(q, row)),
    ...changes.filter(({ kind }) => isLast(kind)).map(changed),
    ...ended(row, changes, clock.now()),
  ]
  // What happened in one instant stands in the order of this list.
  entries.sort((a, b) => a.at - b.at)
  const names = await namesOf(
    house,
    entries.flatMap(({ actor }) => actor ?? []),
  )
  return {
    voucherId,
    entries: entries.map(({ at, kind, actor = null, values = {} }) => {
      return { at: iso(at), kind, actor, actorName: names.get(actor ?? '') ?? null, values }
    }),
  }
}

/** Of each voucher that an order has used, its id. */
export async function vouchersOfOrder(q: Queries, orderReference: string): Promise<string[]> {
  return [...new Set((await redemptionsOfOrders(q, [orderReference])).map(({ voucherId }) => voucherId))]
}

/** Nothing comes after it. */
const isLast = (kind: string): boolean => kind === 'revoked' || kind === 'reissued'

function changed({ at, kind, actor, actionId, detail }: ChangeRow): Entry {
  const values = JSON.parse(detail) as Record<string, string | number | null>
  const shown = kind === 'extended' ? { ...values, from: iso(Number(values.from)), to: iso(Number(values.to)) } : values
  return { at, kind: kind as StoryKind, actor, values: actionId === null ? shown : { ...shown, action: actionId } }
}

function told({ channel, kind, state, reason, dueAt, sentAt, closedAt, bounce, bouncedAt }: Told): Entry[] {
  const values = { channel, message: kind, reason }
  const end = closedAt ?? dueAt
  if (sentAt !== null) {
    const sent: Entry = { at: sentAt, kind: 'sent', values }
    return bouncedAt === null ? [sent] : [sent, { at: bouncedAt, kind: 'bounced', values: { channel, bounce } }]
  }
  if (state === 'failed') return [{ at: end, kind: 'failed', values }]
  if (state === 'cancelled') return [{ at: end, kind: 'cancelled', values }]
  return [{ at: dueAt, kind: 'queued', values }]
}

function held({ orderReference, discountMinor, currency, state, madeAt, expiresAt }: HoldRow, now: number): Entry[] {
  const values = { order: orderReference, minor: discountMinor, currency }
  const made: Entry = { at: madeAt, kind: 'held', values }
  const isOver = state === 'expired' || (state === 'live' && expiresAt <= now)
  // When somebody let go of it is not kept; that it was redeemed is told by the redemption.
  return isOver ? [made, { at: expiresAt, kind: 'released', values: { order: orderReference } }] : [made]
}

async function uses(q: Queries, { id, redemptionId }: VoucherRow): Promise<Entry[]> {
  const rows = redemptionId === null ? [] : await redemptionsOfVouchers(q, [id], [redemptionId])
  const back = rows.length === 0 ? [] : await reversalsOf(q, idsOf(rows))
  const currencies = new Map(rows.map((row) => [row.id, row.currency]))
  return [
    ...rows.map(
      (row): Entry => ({
        at: row.redeemedAt,
        kind: 'redeemed',
        actor: row.keyScope.split(' ')[0] ?? null,
        values: { order: row.orderReference, minor: row.discountMinor, currency: row.currency },
      }),
    ),
    ...back.map(
      (row): Entry => ({
        at: row.reversedAt,
        kind: 'reversed',
        actor: /^door (\S+)/.exec(row.cause)?.[1] ?? null,
        values: { minor: row.amountMinor, currency: currencies.get(row.redemptionId) ?? '', reason: row.reason },
      }),
    ),
  ]
}

const idsOf = (rows: RedemptionRow[]): string[] => rows.map(({ id }) => id)

/** Who revoked it by hand stands among the changes. */
function ended({ revokedAt, revokeReason, state, expiresAt }: VoucherRow, changes: ChangeRow[], now: number): Entry[] {
  const isByHand = changes.some(({ kind }) => isLast(kind))
  if (revokedAt !== null) return isByHand ? [] : [{ at: revokedAt, kind: 'revoked', values: { reason: revokeReason } }]
  const isOver = state === 'expired' || (state === 'issued' && expiresAt < now)
  return isOver ? [{ at: expiresAt, kind: 'expired' }] : []
}
