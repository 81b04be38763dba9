// Redemptions that were made elsewhere, before the shop came here: kept to be looked up, deciding about nothing. What they used
// of a voucher comes with the voucher.
import { z } from 'zod'
import type { House } from '#core/house.ts'
import { findPerson } from './customers.ts'
import { type Body, insertNotes, noteById, sealNote } from './notes.ts'
import { readShape } from './read-shape.ts'
import { findVoucher } from './vouchers.ts'

const pastShape = z.object({
  id: z.string().min(1).max(200),
  date: z.string().nullish(),
  voucher_code: z.string().min(1).max(200),
  customer_id: z.string().nullish(),
  customer_source_id: z.string().nullish(),
  tracking_id: z.string().nullish(),
  result: z.string().nullish(),
  failure_code: z.string().nullish(),
  failure_message: z.string().nullish(),
  order_amount: z.number().int().nullish(),
  gift_amount: z.number().int().nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  object: z.string().nullish(),
})

/** Null when it is kept now or was before, else why not. */
export async function keepPast(house: House, row: Body): Promise<string | null> {
  const asked = readShape(pastShape, row)
  const id = `past ${asked.id}`
  if (asked.object === 'redemption_rollback') return 'A rollback is not kept: its redemption is not used any more'
  if ((await noteById(house, id)) !== null) return null
  const voucher = await findVoucher(house, asked.voucher_code)
  if (voucher === null) return `There is no voucher ${asked.voucher_code}`
  const key = asked.customer_source_id || asked.customer_id
  const person = key ? await findPerson(house, key) : null
  const at = Date.parse(asked.date ?? '')
  const amount = asked.order_amount ?? null
  const body: Body = {
    pastId: asked.id,
    date: Number.isNaN(at) ? null : new Date(at).toISOString(),
    code: asked.voucher_code,
    discountMinor: asked.gift_amount ?? 0,
    isGift: (asked.gift_amount ?? 0) > 0,
    metadata: asked.metadata ?? null,
    tracking_id: asked.tracking_id ?? null,
    channel: 'API',
    order: amount === null ? null : { amount, total_amount: amount, status: 'PAID', object: 'order' },
    ...(asked.result === 'FAILURE'
      ? { failure_code: asked.failure_code ?? null, failure_message: asked.failure_message ?? null }
      : {}),
  }
  const sealed = await sealNote(house, {
    id,
    kind: asked.result === 'FAILURE' ? 'failure' : 'redemption',
    parent: voucher.row.id,
    ...(person ? { customerId: person.id } : {}),
    state: 'past',
    body,
  })
  await house.store.write((tx) => insertNotes(tx, [sealed]))
  return null
}
