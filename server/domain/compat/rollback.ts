// Takes redemptions of the drop-in back, by the house's one way of reversing.
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import type { DataKey } from '#core/vault.ts'
import type { Tx } from '#db/store.ts'
import { reverseWithin } from '#redemption/reverse.ts'
import { rowsByIds } from '#vouchers/foreign.ts'
import { type CustomerFields, findPerson } from './customers.ts'
import { noteFact } from './facts.ts'
import { fromVendor, toVendor } from './ids.ts'
import { type Body, insertNotes, type Kind, type Note, notesById, openRows, type SealedNote } from './notes.ts'
import { cancelOrder } from './order-notes.ts'
import { rowsById, updateRow } from './queries.ts'
import { recordUnreversed } from './record-refusal.ts'
import { seal } from './seal.ts'
import { tellNotes, tellRedemptions } from './show-redemption.ts'
import { notFound, VendorError } from './vendor-error.ts'

export interface Back {
  reason?: string | undefined
  tracking_id?: string | undefined
  metadata?: Body | undefined
  customer?: CustomerFields | undefined
}

/** The note of anything that the vendor calls a redemption. 404 `not_found`. */
async function requireNote(house: House, key: string): Promise<Note> {
  const id = fromVendor('red', key) ?? fromVendor('rev', key) ?? key
  const ids = [id, id.replace(/^red_/, 'stk_'), id.replace(/^rev_/, 'back_'), `past ${key}`]
  const found = await notesById(house, [...new Set(ids)])
  const note = ids.flatMap((one) => found.get(one) ?? []).find(({ kind }) => KINDS.includes(kind))
  if (note === undefined) throw notFound('redemption', key)
  return note
}

const KINDS: Kind[] = ['redemption', 'failure', 'rollback', 'unreversed', 'stack']

export async function showRedemption(house: House, key: string): Promise<Body> {
  const [shown] = await tellNotes(house, [await requireNote(house, key)])
  if (shown === undefined) throw notFound('redemption', key)
  return shown
}

/** 400 `already_rolled_back`, `invalid_redemption`, `invalid_redemption_parent` for one of several that go together. */
export async function rollBack(house: House, key: string, back: Back): Promise<Body> {
  const note = await requireNote(house, key)
  if (Array.isArray(note.body.together))
    throw new VendorError(400, 'invalid_redemption_parent', 'Invalid redemption parent', {
      details: `Redemptions that were made together are rolled back together: ${key}`,
    })
  const { rollbacks } = await rollBackAll(house, key, back)
  const [first] = rollbacks
  if (first === undefined) throw notFound('redemption', key)
  return first
}

/** All that were redeemed together with it. 400 `invalid_customer` when it is said to be somebody else's. */
export async function rollBackAll(
  house: House,
  key: string,
  back: Back,
): Promise<{ rollbacks: Body[]; parent: Body | null; order: unknown }> {
  const note = await requireNote(house, key)
  if ((note.kind !== 'redemption' && note.kind !== 'stack') || note.state === 'past')
    throw new VendorError(400, 'invalid_redemption', 'Invalid redemption', { details: key })
  if (back.customer) {
    const named = back.customer.id || back.customer.source_id
    const person = named ? await findPerson(house, named) : null
    if (named && person?.id !== note.customerId)
      throw new VendorError(400, 'invalid_customer', 'Invalid customer', { details: key })
  }
  const ids = Array.isArray(note.body.together) ? (note.body.together as string[]) : [note.id]
  const notes = await notesById(house, ids)
  const keys = await house.vault.keysOf([...notes.values()].flatMap(({ customerId }) => customerId ?? []))
  try {
    const made = await house.store.write((tx) =>
      rollBackNow(house, tx, { note, ids: [...ids].sort(), notes, keys, back }),
    )
    const told = await tellRedemptions(house, [...made.ids, ...(made.parentId === null ? [] : [made.parentId])])
    const rollbacks = told.slice(0, made.ids.length)
    const parent = told[made.ids.length] ?? null
    return { rollbacks, parent, order: (parent ?? rollbacks[0])?.order ?? null }
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'redemption.already_reversed') throw error
    throw await recordUnreversed(house, notes.get(ids[0] ?? '') ?? note, key, saidOf(back))
  }
}

interface RollingBack {
  note: Note
  ids: string[]
  notes: ReadonlyMap<string, Note>
  keys: ReadonlyMap<string, DataKey>
  back: Back
}

const saidOf = ({ reason = null, tracking_id = null, metadata = null }: { [K in keyof Back]?: unknown }): Body => ({
  reason,
  tracking_id,
  metadata,
})

async function rollBackNow(house: House, tx: Tx, { note, ids, notes, keys, back }: RollingBack) {
  const cause = { reason: back.reason ?? 'rolled back', isRestoring: true, cause: 'drop-in' }
  const outcomes = await reverseWithin(tx, ids, () => cause)
  const vouchers = await rowsByIds(tx, [...new Set([...notes.values()].flatMap(({ parent }) => parent ?? []))])
  const balances = new Map(vouchers.map(({ id, balanceMinor }) => [id, balanceMinor]))
  const said = saidOf(back)
  const { stackId, orderId } = (notes.get(ids[0] ?? '') ?? note).body
  const parentId = typeof stackId === 'string' ? stackId.replace(/^stk_/, 'back_') : null
  const rolledBack = new Map(typeof stackId === 'string' ? [[toVendor(stackId), toVendor(parentId ?? '')]] : [])
  for (const [at, outcome] of outcomes.entries()) {
    if ('refusal' in outcome) throw new Refusal(outcome.refusal)
    rolledBack.set(toVendor(ids[at] ?? ''), toVendor(outcome.id))
  }
  const cancelled = (order: unknown) => cancelledBy(order, rolledBack, iso(tx.now))
  const sealed = outcomes.map((outcome, at): SealedNote => {
    if ('refusal' in outcome) throw new Refusal(outcome.refusal)
    const of = notes.get(ids[at] ?? '')
    const customerId = of?.customerId ?? null
    const { code, discountMinor, isGift, order } = of?.body ?? {}
    const balance = balances.get(of?.parent ?? '') ?? null
    const about = { code, discountMinor, isGift, redemption: ids[at], order: cancelled(order) }
    const body = { ...said, ...about, ...(balance === null ? {} : { balance }) }
    const parent = of?.parent ? { parent: of.parent } : {}
    return seal(house, keys.get(customerId ?? ''), { id: outcome.id, kind: 'rollback', ...parent, customerId, body })
  })
  if (typeof stackId === 'string' && parentId !== null) {
    const whole = (await rowsById(tx, [stackId]))[0]
    const [stack] = whole === undefined ? [] : openRows(house, [whole], keys)
    const customerId = stack?.customerId ?? null
    const order = cancelled(stack?.body.order)
    const body = { ...said, discountMinor: stack?.body.discountMinor, redemption: stackId, order, isParent: true }
    sealed.push(seal(house, keys.get(customerId ?? ''), { id: parentId, kind: 'stack', customerId, body }))
  }
  await insertNotes(tx, sealed)
  for (const row of await rowsById(tx, [...ids, ...(typeof stackId === 'string' ? [stackId] : [])]))
    await updateRow(tx, row, { state: 'rolled_back', isTouch: false })
  if (typeof orderId === 'string') await cancelOrder(house, tx, orderId, { keys, rolledBack })
  if (parentId !== null) await noteFact(house, tx, 'redemption.rollback.succeeded', [parentId])
  return { ids: sealed.flatMap(({ id, kind }) => (kind === 'rollback' ? id : [])), parentId }
}

/** As it stands with nothing taken off, and what was taken back named beside each redemption of it. */
function cancelledBy(order: unknown, rolledBack: ReadonlyMap<string, string>, date: string): Body | null {
  if (typeof order !== 'object' || order === null) return null
  const { amount, redemptions } = order as Body
  const told = Object.entries((redemptions ?? {}) as Body).map(([id, entry]) => {
    const rollback = rolledBack.get(id)
    return [id, rollback === undefined ? entry : { ...(entry as Body), rollback_id: rollback, rollback_date: date }]
  })
  const nothing = {
    discount_amount: 0,
    total_discount_amount: 0,
    applied_discount_amount: 0,
    total_applied_discount_amount: 0,
  }
  const total = amount === undefined ? {} : { total_amount: amount }
  const named = redemptions === undefined ? {} : { redemptions: Object.fromEntries(told) }
  return { ...order, ...nothing, ...total, ...named, status: 'CANCELED' }
}
