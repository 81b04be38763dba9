// Redeems at the drop-in by the house's one way of redeeming, and remembers what only the vendor's clients ask for later.
// What is refused is recorded too, as far as that is no way to fill the store.
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import type { DataKey } from '#core/vault.ts'
import { type Outcome, type Tx, violated } from '#db/store.ts'
import { countUnknown } from '#redemption/count-unknown.ts'
import type { Redeemed } from '#redemption/decide.ts'
import { redeemWithin } from '#redemption/redeem.ts'
import { membersOfStack, redeemTogether } from '#redemption/stack.ts'
import { refuseGuessers } from '#redemption/throttle-guesses.ts'
import { noteFact } from './facts.ts'
import { holdMetadata } from './hold-metadata.ts'
import { brokenRules } from './hold-rules.ts'
import { toVendor } from './ids.ts'
import { type Body, insertNotes, noteByName, type SealedNote } from './notes.ts'
import { holdOrder, type KeptOrder, keepOrder, prepareOrder } from './order-notes.ts'
import { isBare, tellOrder } from './orders.ts'
import { rowsById } from './queries.ts'
import { type Caller, recordRefusal, refusedIn } from './record-refusal.ts'
import { seal } from './seal.ts'
import { endSession, refuseTaken } from './sessions.ts'
import { tellRedemptions } from './show-redemption.ts'
import { type AskedStack, type AskedUse, asStack } from './use-shapes.ts'
import { notFound } from './vendor-error.ts'
import { type Wishes, wishesOf } from './wishes.ts'

interface Made {
  redemptionIds: string[]
  /** Of several. */
  stackId: string | null
}

/** 404 `not_found`; 400 for a refusal, which is recorded and named (`rf_…`). */
export async function redeemOne(house: House, code: string, use: AskedUse, caller: Caller): Promise<Body> {
  const made = await redeemAll(house, asStack(code, use), caller)
  const [shown] = await tellRedemptions(house, made.redemptionIds)
  if (shown === undefined) throw new Error('a redemption that was made cannot be found')
  return shown
}

/** All of them or none. */
export async function redeemStack(house: House, asked: AskedStack, caller: Caller): Promise<Body> {
  const made = await redeemAll(house, asked, caller)
  const { stackId } = made
  const told = await tellRedemptions(house, [...made.redemptionIds, ...(stackId === null ? [] : [stackId])])
  const redemptions = told.slice(0, made.redemptionIds.length)
  const parent = told[made.redemptionIds.length]
  const order = (parent ?? redemptions[0])?.order ?? null
  return { redemptions, ...(parent ? { parent_redemption: parent } : {}), order }
}

async function redeemAll(house: House, said: AskedStack, caller: Caller, tries = 1): Promise<Made> {
  const asker = { caller: caller.id, clientAddress: undefined }
  await refuseGuessers(house, asker)
  const repeat = repeatOf(said)
  const known = repeat === null ? null : await noteByName(house, 'redemption', repeat)
  if (known) return asRepeated(known.body, known.id)
  // An order that is known is what it was, with what is said of it now.
  const order = await prepareOrder(house, said.order)
  await holdMetadata(house, 'redemption', said.metadata)
  if (said.order) await holdOrder(house, said.order, order?.known === null)
  const asked = order === null ? said : { ...said, order: { ...order.asked, id: order.id } }
  const it = await wishesOf(house, asked, true)
  const unknown = it.wanted.find(({ row }) => row === null)
  if (unknown) {
    if (unknown.object === 'voucher') await countUnknown(house, asker, [unknown.id])
    throw notFound(unknown.object, unknown.id)
  }
  if (asked.customer?.id && it.person === null) throw notFound('customer', asked.customer.id)
  const broken = await brokenRules(house, { it, metadata: asked.metadata, orderMetadata: asked.order?.metadata })
  for (const [at, reason] of broken) throw await recordRefusal(house, asked, it, { at, reason }, caller)
  const key = it.person === null ? undefined : (await house.vault.keysOf([it.person.id])).get(it.person.id)
  try {
    return await house.store.write((tx) => redeemNow(house, tx, { asked, it, order, key, repeat, caller }))
  } catch (error) {
    if (repeat !== null && (violated(error) === 'unique' || error instanceof Refusal)) {
      // Somebody was faster with the same order: that is the answer.
      const first = await noteByName(house, 'redemption', repeat)
      if (first) return asRepeated(first.body, first.id)
    }
    // Somebody was faster with another redemption on the same new order: now it is known.
    if (order !== null && order.known === null && violated(error) === 'unique' && tries < TRIES)
      return redeemAll(house, said, caller, tries + 1)
    if (error instanceof Refusal) throw await recordRefusal(house, asked, it, refusedIn(it, error), caller)
    throw error
  }
}

const TRIES = 5

/** The same order is answered with its first redemption only when its tracking id repeats too (decisions.md, 38). */
function repeatOf({ tracking_id: tracking, order, redeemables }: AskedStack): string | null {
  const reference = order?.source_id ?? order?.id
  if (!tracking || !reference) return null
  return JSON.stringify([tracking, reference, redeemables.map(({ id }) => id).sort()])
}

const asRepeated = (body: Body, id: string): Made => ({
  redemptionIds: Array.isArray(body.together) ? (body.together as string[]) : [id],
  stackId: typeof body.stackId === 'string' ? body.stackId : null,
})

interface Redeeming {
  asked: AskedStack
  it: Wishes
  order: KeptOrder | null
  key: DataKey | undefined
  repeat: string | null
  caller: Caller
}

async function redeemNow(house: House, tx: Tx, { asked, it, key, repeat, caller, ...was }: Redeeming): Promise<Made> {
  // A new order is of the instant at which it is kept.
  const order = was.order?.known === null ? { ...was.order, createdAt: iso(tx.now) } : was.order
  const session = asked.session?.key ?? undefined
  for (const { row, credits } of it.wanted)
    if (row && (row.useLimit !== null || row.balanceMinor !== null))
      await refuseTaken(house, tx, row.id, session, credits ?? 0)
  const { rows, stackId } = await redeemRows(house, tx, it)
  // What was taken of a gift card without saying how much must leave what others keep.
  for (const row of rows) if (row.remainingMinor !== null) await refuseTaken(house, tx, row.voucherId, session, 0)
  const ids = rows.map((row) => row.id)
  const customerId = it.person?.id ?? null
  const applied = rows.reduce((sum, row) => sum + row.discountMinor, 0)
  const total = applied + (order?.discountMinor ?? 0)
  const entries = entriesOf(iso(tx.now), rows, stackId)
  const common = {
    metadata: asked.metadata ?? null,
    tracking_id: asked.tracking_id ?? null,
    channel: caller.channel,
    ...(order === null ? {} : { orderId: order.id }),
    ...(session ? { session: { key: session, type: 'LOCK' } } : {}),
  }
  const tell = (appliedMinor: number) => tellOrderOf(asked, it, order, { total, appliedMinor, entries })
  const notes = rows.map((row, at): SealedNote => {
    const wanted = it.wanted.find((one) => one.row?.id === row.voucherId)
    const body: Body = {
      ...common,
      code: wanted?.id,
      discountMinor: row.discountMinor,
      isGift: row.remainingMinor !== null,
      ...(row.remainingMinor === null ? {} : { balance: row.remainingMinor }),
      order: tell(row.discountMinor),
      ...(stackId === null ? {} : { together: ids, stackId }),
    }
    const name = at === 0 && repeat !== null ? repeat : undefined
    return seal(house, key, { id: row.id, kind: 'redemption', parent: row.voucherId, customerId, name, body })
  })
  if (stackId !== null) {
    const body = { ...common, discountMinor: applied, together: ids, order: tell(applied) }
    notes.push(seal(house, key, { id: stackId, kind: 'stack', customerId, body }))
  }
  const isNote = await hasNotes(tx, it)
  const vouchers = it.wanted.flatMap(({ row, id }) =>
    row && !isNote.has(row.id) && !id.startsWith('v_')
      ? seal(house, undefined, { id: row.id, kind: 'voucher', customerId: null, body: { code: id } })
      : [],
  )
  await insertNotes(tx, [...notes, ...vouchers])
  if (order) await keepOrder(house, tx, order, { key, it, entries, appliedMinor: applied })
  for (const { row } of it.wanted) if (row) await endSession(house, tx, row.id, session)
  // Each is told by itself; what they are together is told besides.
  if (stackId !== null) await noteFact(house, tx, 'redemption.succeeded', [stackId])
  return { redemptionIds: ids, stackId }
}

/** What an order tells of its redemptions, by their ids. */
function entriesOf(date: string, rows: Redeemed['row'][], stackId: string | null): Body {
  const parent = stackId === null ? {} : { related_object_parent_id: toVendor(stackId) }
  const each = rows.map((row) => {
    const about = { related_object_type: 'voucher', related_object_id: toVendor(row.voucherId) }
    return [toVendor(row.id), { date, ...about, ...parent }] as const
  })
  if (stackId === null) return Object.fromEntries(each)
  const id = toVendor(stackId)
  const stacked = rows.map((row) => toVendor(row.id))
  const whole = { date, related_object_type: 'redemption', related_object_id: id, stacked }
  return Object.fromEntries([...each, [id, whole]])
}

async function redeemRows(
  house: House,
  tx: Tx,
  it: Wishes,
): Promise<{ rows: Redeemed['row'][]; stackId: string | null }> {
  if (it.wishes.length === 1) {
    const [outcome] = (await redeemWithin(house, tx, it.wishes)) as [Outcome<Redeemed>]
    if ('error' in outcome) throw outcome.error
    return { rows: [outcome.value.row], stackId: null }
  }
  const { id } = await redeemTogether(house, tx, { order: it.order }, it.wishes)
  return { rows: await membersOfStack(tx, id), stackId: id }
}

async function hasNotes(tx: Tx, it: Wishes): Promise<Set<string>> {
  const rows = await rowsById(
    tx,
    it.wanted.flatMap(({ row }) => row?.id ?? []),
  )
  return new Set(rows.map((row) => row.id))
}

function tellOrderOf(
  asked: AskedStack,
  it: Wishes,
  order: KeptOrder | null,
  told: { total: number; appliedMinor: number; entries: Body },
): Body | null {
  if (isBare(asked.order) && order === null) return null
  const customerId = it.person === null ? null : toVendor(it.person.id)
  return tellOrder(order?.asked ?? asked.order, it.order, {
    customerId,
    discountMinor: told.total,
    appliedMinor: told.appliedMinor,
    status: 'PAID',
    ...(order === null
      ? {}
      : { id: order.id, createdAt: order.createdAt, redemptions: { ...order.redemptions, ...told.entries } }),
  })
}
