// Holds a voucher, and the money for it, for one order until it is redeemed, let go or over (decisions.md, 7).
import { once } from '#access/idempotency.ts'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { AskHold, Hold } from '#shared/contracts/redemptions.ts'
import { SECOND_MS } from '#shared/time.ts'
import { lockByIds, markHeld, printOfCode, unhold } from '#vouchers/claim.ts'
import { findHolds, type HoldRow } from '#vouchers/hold.ts'
import { holdMoves } from '#vouchers/set-aside.ts'
import { clashIn } from './decide.ts'
import { aboutUse, budgetOf, count, type Draft, endHold, move, openDraft, type VoucherDraft } from './draft.ts'
import { chargeUse, roomsFor } from './draft-caps.ts'
import { judge } from './judge.ts'
import { buyerOf, type Loaded, lockAround, lockFor, type Wish } from './load.ts'
import { record } from './record.ts'
import { makeRoom, type RequestKey } from './redeem.ts'
import { countingGuesses, refuseGuessers } from './throttle-guesses.ts'

/** `created` is false when the order's own hold got a new end and amount. Refusals as those of redeeming. */
export async function holdVoucher(
  house: House,
  ask: AskHold,
  key: RequestKey,
  caller = key.scope,
): Promise<{ hold: Hold; created: boolean; replayed: boolean }> {
  const asker = { caller, clientAddress: ask.order.clientAddress, code: ask.code }
  await refuseGuessers(house, asker)
  return countingGuesses(house, asker, async () => {
    const print = printOfCode(house.secrets, ask.code)
    if (print === null) throw new Refusal('voucher.not_found')
    const wish = { print, order: ask.order }
    return house.store.write(async (tx) => {
      const { ref, replayed } = await once(tx, key, () => holdWithin(house, tx, wish, ask.ttlSeconds * SECOND_MS))
      return { hold: toHold(await holdById(tx, ref.id), tx.now), created: ref.created, replayed }
    })
  })
}

/** The same inside a write that is open already, with the code's fingerprint known. */
export async function holdWithin(
  house: House,
  tx: Tx,
  wish: Wish,
  ttlMs: number,
): Promise<{ id: string; created: boolean }> {
  const loaded = await lockFor(house, tx, [wish])
  let held = decideHold(loaded, wish, ttlMs)
  if (held.isShort && (await makeRoom(tx, loaded, new Set(loaded.campaigns.keys())))) {
    held = decideHold(await lockFor(house, tx, [wish]), wish, ttlMs)
  }
  if ('refusal' in held) throw held.refusal
  await record(tx, held.draft)
  return { id: held.id, created: held.created }
}

type Decided = { refusal: Refusal; isShort: boolean } | { draft: Draft; id: string; created: boolean; isShort: boolean }

function decideHold(loaded: Loaded, wish: Wish, ttlMs: number): Decided {
  const draft = openDraft(loaded)
  const voucher = [...draft.vouchers.values()][0]
  if (voucher === undefined) return { refusal: new Refusal('voucher.not_found'), isShort: false }
  const { now: claim, hold, terms } = voucher
  const budget = budgetOf(draft, claim.campaignId)
  const buyer = buyerOf(loaded, claim, wish.order)
  const categoryOf = (sku: string) => loaded.categories.get(sku) ?? null
  const verdict = judge({
    act: 'hold',
    now: loaded.now,
    voucher: claim,
    hold,
    terms,
    budget,
    order: wish.order,
    clash: clashIn(draft, loaded, voucher, wish.order),
    askedMinor: wish.amountMinor ?? null,
    buyer,
    rooms: roomsFor(draft, aboutUse(draft, voucher)),
    isClosed: loaded.closed.has(wish.order.reference),
    knowsRules: wish.isDropIn,
    mayBeNothing: wish.isDropIn,
    categoryOf,
  })
  if ('refusal' in verdict) return { refusal: new Refusal(verdict.refusal), isShort: verdict.isShort }
  const { discountMinor, isShort } = verdict
  return { draft, isShort, ...holdDraft(draft, voucher, wish.order.reference, discountMinor, ttlMs) }
}

function holdDraft(draft: Draft, voucher: VoucherDraft, orderReference: string, discountMinor: number, ttlMs: number) {
  const { now: claim, hold } = voucher
  const budget = budgetOf(draft, claim.campaignId)
  const { moves, fromReservedMinor } = holdMoves(budget.mode, claim, hold, discountMinor)
  const row: HoldRow = {
    id: hold?.id ?? newId('hold', draft.now),
    voucherId: claim.id,
    campaignId: claim.campaignId,
    orderReference,
    discountMinor,
    currency: budget.currency,
    fromReservedMinor,
    state: 'live',
    madeAt: hold?.madeAt ?? draft.now,
    expiresAt: draft.now + ttlMs,
  }
  if (hold === null) {
    draft.held.push(row)
    count(draft, voucher, { held: 1 })
  } else draft.extended.push(row)
  move(draft, claim.campaignId, 'hold', row.id, moves)
  chargeUse(draft, aboutUse(draft, voucher), { charge: row.id, minor: discountMinor })
  voucher.now = markHeld(claim, row)
  voucher.hold = row
  return { id: row.id, created: hold === null }
}

/** 404 `hold.not_found` for one that never was; one that has ended stays as it is. */
export async function releaseHold(house: House, id: string): Promise<void> {
  await house.store.write(async (tx) => {
    const { voucherId } = await holdById(tx, id)
    const loaded = await lockAround(tx, await lockByIds(tx, [voucherId]))
    const draft = openDraft(loaded)
    const voucher = draft.vouchers.get(voucherId)
    if (voucher?.hold?.id === id) {
      endHold(draft, voucher, voucher.hold, 'released')
      voucher.now = unhold(voucher.now)
    }
    await record(tx, draft)
  })
}

/** 404 `hold.not_found`. `now` is epoch milliseconds. */
export async function showHold(q: Queries, now: number, id: string): Promise<Hold> {
  return toHold(await holdById(q, id), now)
}

async function holdById(q: Queries, id: string): Promise<HoldRow> {
  const [row] = await findHolds(q, [id])
  if (row === undefined) throw new Refusal('hold.not_found')
  return row
}

function toHold(row: HoldRow, now: number): Hold {
  const isOver = row.state === 'live' && row.expiresAt <= now
  return {
    id: row.id,
    voucherId: row.voucherId,
    orderReference: row.orderReference,
    discountMinor: row.discountMinor,
    currency: row.currency,
    expiresAt: iso(row.expiresAt),
    state: isOver ? 'expired' : (row.state as Hold['state']),
  }
}
