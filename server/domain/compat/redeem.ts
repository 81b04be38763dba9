// Redeems at the drop-in by the house's one way of redeeming, and remembers what only the vendor's clients ask for later.
// What is refused is recorded too, as far as that is no way to fill the store.
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import type { DataKey } from '#core/vault.ts'
import { type Outcome, type Tx, violated } from '#db/store.ts'
import { countUnknown } from '#redemption/count-unknown.ts'
import type { Redeemed } from '#redemption/decide.ts'
import { redeemWithin } from '#redemption/redeem.ts'
import { membersOfStack, redeemTogether } from '#redemption/stack.ts'
import { refuseGuessers } from '#redemption/throttle-guesses.ts'
import type { RefusalCode } from '#shared/refusals.ts'
import { MINUTE_MS } from '#shared/time.ts'
import { ownId, toVendor } from './ids.ts'
import { type Body, insertNotes, type Kind, keepNote, noteByName, type SealedNote } from './notes.ts'
import { type KeptOrder, keepOrder, prepareOrder } from './order-notes.ts'
import { isBare, tellOrder } from './orders.ts'
import { rowsById } from './queries.ts'
import { endSession, refuseTaken } from './sessions.ts'
import { tellRedemptions } from './show-redemption.ts'
import { type AskedStack, type AskedUse, asStack } from './use-shapes.ts'
import { notFound, reasonOf, VendorError } from './vendor-error.ts'
import { type Wishes, wishesOf } from './wishes.ts'

export interface Caller {
  /** Whose guesses are counted. */
  id: string
  channel: 'API' | 'USER'
}

interface Made {
  redemptionIds: string[]
  order: KeptOrder | null
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
  const redemptions = await tellRedemptions(house, made.redemptionIds)
  const [first] = redemptions
  return { redemptions, order: first?.order ?? null }
}

async function redeemAll(house: House, asked: AskedStack, caller: Caller): Promise<Made> {
  const asker = { caller: caller.id, clientAddress: undefined }
  await refuseGuessers(house, asker)
  const repeat = repeatOf(asked)
  const known = repeat === null ? null : await noteByName(house, 'redemption', repeat)
  if (known) return asRepeated(known.body, known.id)
  const it = await wishesOf(house, asked, true)
  const unknown = it.wanted.find(({ row }) => row === null)
  if (unknown) {
    await countUnknown(house, asker, [unknown.id])
    throw notFound('voucher', unknown.id)
  }
  if (asked.customer?.id && it.person === null) throw notFound('customer', asked.customer.id)
  const order = await prepareOrder(house, asked.order)
  const key = it.person === null ? undefined : (await house.vault.keysOf([it.person.id])).get(it.person.id)
  try {
    return await house.store.write((tx) => redeemNow(house, tx, { asked, it, order, key, repeat, caller }))
  } catch (error) {
    if (repeat !== null && (violated(error) === 'unique' || error instanceof Refusal)) {
      // Somebody was faster with the same order: that is the answer.
      const first = await noteByName(house, 'redemption', repeat)
      if (first) return asRepeated(first.body, first.id)
    }
    if (error instanceof Refusal) throw await recordRefusal(house, asked, it, error, caller)
    throw error
  }
}

/** The same order is answered with its first redemption only when its tracking id repeats too (decisions.md, 38). */
function repeatOf({ tracking_id: tracking, order, redeemables }: AskedStack): string | null {
  const reference = order?.source_id ?? order?.id
  if (!tracking || !reference) return null
  return JSON.stringify([tracking, reference, redeemables.map(({ id }) => id).sort()])
}

const asRepeated = (body: Body, id: string): Made => ({
  redemptionIds: Array.isArray(body.together) ? (body.together as string[]) : [id],
  order: null,
})

interface Redeeming {
  asked: AskedStack
  it: Wishes
  order: KeptOrder | null
  key: DataKey | undefined
  repeat: string | null
  caller: Caller
}

async function redeemNow(house: House, tx: Tx, { asked, it, order, key, repeat, caller }: Redeeming): Promise<Made> {
  const session = asked.session?.key ?? undefined
  for (const { row } of it.wanted) if (row && row.useLimit !== null) await refuseTaken(house, tx, row.id, session)
  const rows = await redeemRows(house, tx, it)
  const ids = rows.map((row) => row.id)
  const customerId = it.person?.id ?? null
  const total = rows.reduce((sum, row) => sum + row.discountMinor, 0)
  const notes = rows.map((row, at): SealedNote => {
    const wanted = it.wanted.find((one) => one.row?.id === row.voucherId)
    const body: Body = {
      code: wanted?.id,
      discountMinor: row.discountMinor,
      metadata: asked.metadata ?? null,
      tracking_id: asked.tracking_id ?? null,
      channel: caller.channel,
      isGift: row.remainingMinor !== null,
      order: tellOrderOf(asked, it, order, total, row.discountMinor),
      ...(session ? { session: { key: session, type: 'LOCK' } } : {}),
      ...(ids.length > 1 ? { together: ids } : {}),
    }
    return seal(house, key, {
      id: row.id,
      kind: 'redemption',
      parent: row.voucherId,
      customerId,
      name: at === 0 && repeat !== null ? repeat : undefined,
      body,
    })
  })
  const isNote = await hasNotes(tx, it)
  const vouchers = it.wanted.flatMap(({ row, id }) =>
    row && !isNote.has(row.id) && !id.startsWith('v_')
      ? seal(house, undefined, { id: row.id, kind: 'voucher', customerId: null, body: { code: id } })
      : [],
  )
  await insertNotes(tx, [...notes, ...vouchers])
  if (order) await keepOrder(house, tx, order, { key, ids, it, discountMinor: total })
  for (const { row } of it.wanted) if (row) await endSession(house, tx, row.id, session)
  return { redemptionIds: ids, order }
}

async function redeemRows(house: House, tx: Tx, it: Wishes): Promise<Redeemed['row'][]> {
  if (it.wishes.length === 1) {
    const [outcome] = (await redeemWithin(house, tx, it.wishes)) as [Outcome<Redeemed>]
    if ('error' in outcome) throw outcome.error
    return [outcome.value.row]
  }
  const { id } = await redeemTogether(house, tx, { order: it.order }, it.wishes)
  return membersOfStack(tx, id)
}

async function hasNotes(tx: Tx, it: Wishes): Promise<Set<string>> {
  const rows = await rowsById(
    tx,
    it.wanted.flatMap(({ row }) => row?.id ?? []),
  )
  return new Set(rows.map((row) => row.id))
}

export interface ToSeal {
  id: string
  kind: Kind
  parent?: string
  customerId: string | null
  name?: string | undefined
  state?: string
  body: Body
}

/** Inside a write: her key was asked for before it. Somebody without one is being erased, and nothing is kept of her. */
export function seal(house: House, key: DataKey | undefined, it: ToSeal): SealedNote {
  const { id, kind, parent = null, customerId, name, state = null, body } = it
  const text = JSON.stringify(body)
  const sealed =
    customerId === null
      ? house.secrets.seal(text, id)
      : key === undefined
        ? house.secrets.seal('{}', id)
        : `c.${key.seal(`compat ${id}`, text)}`
  const namePrint = name === undefined ? null : house.secrets.print('reference', `compat ${kind}\n${name}`)
  return { id, kind, namePrint, parent, customerId, state, body: sealed }
}

function tellOrderOf(
  asked: AskedStack,
  it: Wishes,
  order: KeptOrder | null,
  discountMinor: number,
  appliedMinor: number,
): Body | null {
  if (isBare(asked.order) && order === null) return null
  const customerId = it.person === null ? null : toVendor(it.person.id)
  return tellOrder(order?.asked ?? asked.order, it.order, {
    customerId,
    discountMinor,
    appliedMinor,
    status: 'PAID',
    ...(order === null ? {} : { id: order.id, createdAt: order.createdAt }),
  })
}

const MOST_RECORDED = 600
let recorded = { minute: 0, count: 0 }

/** Whoever is refused all the time is refused all the same, but not written down for ever. */
function mayRecord(now: number): boolean {
  const minute = Math.floor(now / MINUTE_MS)
  if (recorded.minute !== minute) recorded = { minute, count: 0 }
  recorded.count += 1
  return recorded.count <= MOST_RECORDED
}

async function recordRefusal(
  house: House,
  asked: AskedStack,
  it: Wishes,
  refusal: Refusal,
  caller: Caller,
): Promise<VendorError> {
  const [first] = refusal.errors ?? []
  const at = Number(first?.path.startsWith('codes.') ? first.path.slice('codes.'.length) : 0)
  const failing = it.wanted[at] ?? it.wanted[0]
  const code = (first?.code ?? refusal.code) as RefusalCode
  const reason = reasonOf(code)
  const error = new VendorError(400, reason.key, reason.message, { details: failing?.id ?? '' })
  if (!mayRecord(house.clock.now())) return error
  const id = ownId('rf', house.clock.now())
  const customerId = it.person?.id
  const body: Body = {
    code: failing?.id,
    failure_code: reason.key,
    failure_message: reason.message,
    metadata: asked.metadata ?? null,
    tracking_id: asked.tracking_id ?? null,
    channel: caller.channel,
  }
  await keepNote(house, {
    id,
    kind: 'failure',
    ...(failing?.row ? { parent: failing.row.id } : {}),
    ...(customerId === undefined ? {} : { customerId }),
    body,
  })
  return new VendorError(400, reason.key, reason.message, {
    details: failing?.id ?? '',
    resource_id: id,
    resource_type: 'redemption',
  })
}
