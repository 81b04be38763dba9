// Takes redemptions of the drop-in back, by the house's one way of reversing.
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { reverseWithin } from '#redemption/reverse.ts'
import { fromVendor } from './ids.ts'
import { type Body, changeNote, countNotes, insertNotes, listNotes, type Note, noteById } from './notes.ts'
import { seal } from './redeem.ts'
import { tellNotes, tellRedemptions } from './show-redemption.ts'
import { quantityOf } from './show-voucher.ts'
import { notFound, VendorError } from './vendor-error.ts'
import { requireVoucher } from './vouchers.ts'

export interface Back {
  reason?: string | undefined
  tracking_id?: string | undefined
  metadata?: Body | undefined
}

/** The note of anything that the vendor calls a redemption. 404 `not_found`. */
async function requireNote(house: House, key: string): Promise<Note> {
  const id = fromVendor('red', key) ?? fromVendor('rev', key) ?? key
  const note = await noteById(house, id)
  if (note === null || !['redemption', 'failure', 'rollback'].includes(note.kind)) throw notFound('redemption', key)
  return note
}

export async function showRedemption(house: House, key: string): Promise<Body> {
  const [shown] = await tellNotes(house, [await requireNote(house, key)])
  if (shown === undefined) throw notFound('redemption', key)
  return shown
}

/** 400 `already_rolled_back`, `invalid_redemption`, `invalid_redemption_parent` for one of several that go together. */
export async function rollBack(house: House, key: string, back: Back): Promise<Body> {
  const note = await requireNote(house, key)
  if (Array.isArray(note.body.together))
    throw new VendorError(
      400,
      'invalid_redemption_parent',
      'Redemptions that were made together are rolled back together',
      { details: key },
    )
  const { rollbacks } = await rollBackAll(house, key, back)
  const [first] = rollbacks
  if (first === undefined) throw notFound('redemption', key)
  return first
}

/** All that were redeemed together with it. */
export async function rollBackAll(
  house: House,
  key: string,
  back: Back,
): Promise<{ rollbacks: Body[]; order: unknown }> {
  const note = await requireNote(house, key)
  if (note.kind !== 'redemption')
    throw new VendorError(400, 'invalid_redemption', 'Invalid redemption', { details: key })
  const ids = Array.isArray(note.body.together) ? (note.body.together as string[]) : [note.id]
  const notes = new Map<string, Note>()
  for (const id of ids) {
    const one = await noteById(house, id)
    if (one) notes.set(id, one)
  }
  const customers = [...notes.values()].flatMap(({ customerId }) => customerId ?? [])
  const keys = await house.vault.keysOf(customers)
  const made = await house.store
    .write(async (tx) => {
      const sorted = [...ids].sort()
      const cause = { reason: back.reason ?? 'rolled back', isRestoring: true, cause: 'drop-in' }
      const outcomes = await reverseWithin(tx, sorted, () => cause)
      const rollbacks = outcomes.map((outcome, at) => {
        if ('refusal' in outcome) throw new Refusal(outcome.refusal)
        const of = notes.get(sorted[at] ?? '')
        const customerId = of?.customerId ?? null
        const body: Body = {
          ...(of?.body.code === undefined ? {} : { code: of.body.code }),
          discountMinor: of?.body.discountMinor,
          isGift: of?.body.isGift,
          redemption: sorted[at],
          reason: back.reason ?? null,
          tracking_id: back.tracking_id ?? null,
          metadata: back.metadata ?? null,
          order: cancelled(of?.body.order),
        }
        const sealed = seal(house, keys.get(customerId ?? ''), {
          id: outcome.id,
          kind: 'rollback',
          ...(of?.parent ? { parent: of.parent } : {}),
          customerId,
          body,
        })
        return sealed
      })
      await insertNotes(tx, rollbacks)
      return rollbacks.map(({ id }) => id)
    })
    .catch((error: unknown) => {
      if (!(error instanceof Refusal) || error.code !== 'redemption.already_reversed') throw error
      throw new VendorError(400, 'already_rolled_back', 'Already rolled back', {
        details: key,
        resource_id: key,
        resource_type: 'redemption',
      })
    })
  for (const id of ids) await changeNote(house, id, ({ body }) => ({ body, state: 'rolled_back' }))
  const rollbacks = await tellRedemptions(house, made)
  return { rollbacks, order: rollbacks[0]?.order ?? null }
}

function cancelled(order: unknown): Body | null {
  if (typeof order !== 'object' || order === null) return null
  const { amount } = order as Body
  const nothing = {
    discount_amount: 0,
    total_discount_amount: 0,
    applied_discount_amount: 0,
    total_applied_discount_amount: 0,
  }
  return { ...order, ...nothing, ...(amount === undefined ? {} : { total_amount: amount }), status: 'CANCELED' }
}

export interface RedemptionsAsked {
  limit: number
  offset: number
  result?: string | undefined
  after?: number | undefined
  before?: number | undefined
  customerId?: string | undefined
  isAscending: boolean
  /** The vouchers of one campaign, or everything but one code. */
  fits?: ((shown: Body) => boolean) | undefined
}

const MOST_SEARCHED = 5000

/** Redemptions, refused ones and rollbacks together, the newest first. */
export async function listRedemptions(
  house: House,
  asked: RedemptionsAsked,
): Promise<{ redemptions: Body[]; total: number }> {
  const kinds = kindsOf(asked.result)
  const { after, before, customerId, isAscending, fits, limit, offset } = asked
  const wanted = { kinds: [...kinds], after, before, customerId, isAscending }
  if (fits === undefined) {
    const notes = await listNotes(house, wanted, limit, offset)
    return { redemptions: await tellNotes(house, notes), total: await countNotes(house, wanted) }
  }
  const all = (await tellNotes(house, await listNotes(house, wanted, MOST_SEARCHED))).filter(fits)
  return { redemptions: all.slice(offset, offset + limit), total: all.length }
}

function kindsOf(result: string | undefined) {
  if (result === undefined) return ['redemption', 'failure', 'rollback'] as const
  if (result.startsWith('Failure') || result === 'FAILURE') return ['failure'] as const
  return result.includes('Rollback') ? (['rollback'] as const) : (['redemption', 'rollback'] as const)
}

export async function redemptionsOfVoucher(house: House, key: string): Promise<Body> {
  const { row } = await requireVoucher(house, key)
  const notes = await listNotes(house, { kinds: ['redemption', 'failure', 'rollback'], parent: row.id }, 100)
  return {
    quantity: quantityOf(row),
    redeemed_quantity: row.activeUses,
    object: 'list',
    url: `/v1/vouchers/${encodeURIComponent(key)}/redemptions?page=1&limit=10`,
    data_ref: 'redemption_entries',
    total: notes.length,
    redemption_entries: await tellNotes(house, notes),
  }
}
