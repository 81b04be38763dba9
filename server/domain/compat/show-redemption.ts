// Redemptions, refused redemptions and rollbacks as the drop-in tells them.
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { rowsByIds } from '#vouchers/foreign.ts'
import { peopleOf } from './customers.ts'
import { toVendor } from './ids.ts'
import { type Body, type Note, notesById } from './notes.ts'
import { showSimply } from './show-customer.ts'
import { showVouchers } from './show-voucher.ts'

/** In the order asked for. */
export async function tellRedemptions(house: House, ids: string[]): Promise<Body[]> {
  const notes = await notesById(house, ids)
  return tellNotes(
    house,
    ids.flatMap((id) => notes.get(id) ?? []),
  )
}

/** Those of redemptions, failures and rollbacks. */
export async function tellNotes(house: House, notes: Note[]): Promise<Body[]> {
  const rows = await rowsByIds(house.store.read, [...new Set(notes.flatMap(({ parent }) => parent ?? []))])
  const shown = await showVouchers(house, rows, codesIn(notes))
  const vouchers = new Map(rows.map((row, at) => [row.id, shown[at]]))
  const people = await peopleOf(
    house,
    notes.flatMap(({ customerId }) => customerId ?? []),
  )
  return notes.map((note) => {
    const person = people.get(note.customerId ?? '')
    const customer = person ? showSimply(person) : null
    return tell(note, vouchers.get(note.parent ?? '') ?? null, customer)
  })
}

const codesIn = (notes: Note[]): Map<string, string> =>
  new Map(
    notes.flatMap(({ parent, body }) =>
      parent !== null && typeof body.code === 'string' && !body.code.startsWith('v_')
        ? [[parent, body.code] as const]
        : [],
    ),
  )

function tell(note: Note, voucher: Body | null, customer: Body | null): Body {
  const { kind, body } = note
  const isRollback = kind === 'rollback' || kind === 'unreversed'
  const isFailure = kind === 'failure' || kind === 'unreversed'
  const minor = Number(body.discountMinor ?? 0)
  const amount = isRollback ? -minor : minor
  const together = Array.isArray(body.together) ? (body.together as string[]) : []
  if (kind === 'stack') return tellWhole(note, customer)
  return {
    id: typeof body.pastId === 'string' ? body.pastId : toVendor(note.id),
    object: isRollback ? 'redemption_rollback' : 'redemption',
    date: typeof body.date === 'string' ? body.date : dateOf(note),
    customer_id: note.customerId === null ? null : toVendor(note.customerId),
    tracking_id: body.tracking_id ?? null,
    metadata: body.metadata ?? null,
    ...(body.isGift ? { amount } : {}),
    ...(isRollback ? { redemption: toVendor(String(body.redemption)), reason: body.reason ?? null } : {}),
    result: isFailure ? 'FAILURE' : 'SUCCESS',
    status: isFailure ? 'FAILED' : note.state === 'rolled_back' ? 'ROLLED_BACK' : 'SUCCEEDED',
    ...(isFailure ? { failure_code: body.failure_code, failure_message: body.failure_message } : {}),
    order: body.order ?? null,
    channel: { channel_id: 'drop-in', channel_type: body.channel ?? 'API' },
    customer,
    related_object_type: 'voucher',
    related_object_id: voucher?.id ?? null,
    voucher: isFailure ? reduced(voucher) : voucher,
    ...(body.isGift && !isRollback ? { gift: { amount: minor } } : {}),
    ...(body.session ? { session: body.session } : {}),
    ...(typeof body.stackId === 'string' && !isRollback ? { redemption: toVendor(body.stackId) } : {}),
    ...(together.length > 0 && !isRollback
      ? {
          related_redemptions: {
            redemptions: together.filter((id) => id !== note.id).map((id) => ({ id: toVendor(id) })),
          },
        }
      : {}),
  }
}

const dateOf = ({ madeMicros }: Note): string => iso(Math.floor(madeMicros / 1000))

/** Of several that were redeemed, or rolled back, together. */
function tellWhole(note: Note, customer: Body | null): Body {
  const { body } = note
  const id = toVendor(note.id)
  const isRollback = body.isParent === true
  return {
    id,
    object: isRollback ? 'redemption_rollback' : 'redemption',
    date: dateOf(note),
    customer_id: note.customerId === null ? null : toVendor(note.customerId),
    tracking_id: body.tracking_id ?? null,
    metadata: body.metadata ?? null,
    ...(isRollback ? { redemption: toVendor(String(body.redemption)), reason: body.reason ?? null } : {}),
    result: 'SUCCESS',
    status: note.state === 'rolled_back' ? 'ROLLED_BACK' : 'SUCCEEDED',
    order: body.order ?? null,
    channel: { channel_id: 'drop-in', channel_type: body.channel ?? 'API' },
    customer,
    related_object_type: 'redemption',
    related_object_id: isRollback ? toVendor(String(body.redemption)) : id,
  }
}

const reduced = (voucher: Body | null): Body | null =>
  voucher && {
    id: voucher.id,
    code: voucher.code,
    campaign: voucher.campaign,
    campaign_id: voucher.campaign_id,
    object: 'voucher',
  }
