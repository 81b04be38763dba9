// Takes redemptions back, in full or in part: money to the budget, and life to the voucher where policy and time allow.
import { once } from '#access/idempotency.ts'
import { fits } from '#budget/budget.ts'
import type { House } from '#core/house.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import type { Tx } from '#db/store.ts'
import type { AskReversal, Reversal } from '#shared/contracts/redemptions.ts'
import type { RefusalCode } from '#shared/refusals.ts'
import { type Claim, lockByIds, restore } from '#vouchers/claim.ts'
import { type Back, reverseMoves } from '#vouchers/set-aside.ts'
import { budgetOf, count, type Draft, move, openDraft, type VoucherDraft } from './draft.ts'
import { giveBackPart } from './draft-caps.ts'
import { type Loaded, lockAround } from './load.ts'
import { type RedemptionRow, type ReversalRow, redemptionRows, reversalRow } from './queries.ts'
import { record } from './record.ts'
import { makeRoom, type RequestKey } from './redeem.ts'
import { toReversal } from './wire.ts'

/** 404 `redemption.not_found`, 409 `redemption.already_reversed`, 422 `reversal.exceeds_discount`. */
export async function reverse(
  house: House,
  redemptionId: string,
  ask: AskReversal,
  key: RequestKey,
  caller = key.scope,
): Promise<{ reversal: Reversal; replayed: boolean }> {
  return house.store.write(async (tx) => {
    const { ref, replayed } = await once(tx, key, async () => {
      const { reason, amountMinor, restoreVoucher } = ask
      const toReverse = () => ({ amountMinor, isRestoring: restoreVoucher, reason, cause: `door ${caller}` })
      const [made] = await reverseWithin(tx, [redemptionId], toReverse)
      if (made === undefined) throw new Refusal('redemption.not_found')
      if ('refusal' in made) throw new Refusal(made.refusal)
      return made.id
    })
    return { reversal: await showReversal(tx, ref), replayed }
  })
}

async function showReversal(tx: Tx, id: string): Promise<Reversal> {
  const row = await reversalRow(tx, id)
  const [redemption] = row === undefined ? [] : await redemptionRows(tx, [row.redemptionId])
  if (row === undefined || redemption === undefined) throw new Error(`${id} cannot be found`)
  return toReversal(row, redemption.currency)
}

export interface ToReverse {
  /** Absent for all that is left. */
  amountMinor?: number | undefined
  /** Absent for what the campaign's policy says. */
  isRestoring?: boolean | undefined
  reason: string
  cause: string
}
export type Made = { id: string } | { refusal: RefusalCode }

/**
 * One answer per redemption there is, in the order of ids. `toReverse` is asked once all are locked and says what to take
 * back of each; null leaves one as it is and answers nothing for it.
 */
export async function reverseWithin(
  tx: Tx,
  redemptionIds: string[],
  toReverse: (row: RedemptionRow) => ToReverse | null,
): Promise<Made[]> {
  if (redemptionIds.length === 0) return []
  const before = await redemptionRows(tx, redemptionIds)
  const voucherIds = [...new Set(before.map((row) => row.voucherId))]
  const lock = async () => lockAround(tx, await lockByIds(tx, voucherIds), redemptionIds)
  const loaded = await lock()
  // Read again: until their vouchers were locked, somebody else may have reversed them.
  const rows = (await redemptionRows(tx, redemptionIds)).sort((a, b) => (a.id < b.id ? -1 : 1))
  let decided = decideReversals(loaded, rows, toReverse)
  if (await makeRoom(tx, loaded, decided.short)) decided = decideReversals(await lock(), rows, toReverse)
  await record(tx, decided.draft)
  return decided.made
}

interface Decided {
  draft: Draft
  made: Made[]
  /** Campaigns whose budget had too little left for a voucher to live again. */
  short: Set<string>
}

function decideReversals(
  loaded: Loaded,
  rows: RedemptionRow[],
  toReverse: (row: RedemptionRow) => ToReverse | null,
): Decided {
  const decided: Decided = { draft: openDraft(loaded), made: [], short: new Set() }
  for (const row of rows) {
    const wish = toReverse(row)
    if (wish !== null) decided.made.push(decideReversal(decided, row, wish))
  }
  return decided
}

function decideReversal({ draft, short }: Decided, row: RedemptionRow, wish: ToReverse): Made {
  const voucher = draft.vouchers.get(row.voucherId)
  if (voucher === undefined) throw new Error(`${row.id} has no voucher`)
  const leftMinor = row.discountMinor - row.reversedMinor
  if (row.reversedAt !== null) return { refusal: 'redemption.already_reversed' }
  const amountMinor = wish.amountMinor ?? leftMinor
  if (amountMinor > leftMinor) return { refusal: 'reversal.exceeds_discount' }
  const remainingMinor = leftMinor - amountMinor
  const isInFull = remainingMinor === 0
  const { back, isShort } = backOf(draft, voucher, { row, amountMinor, isInFull, isRestoring: wish.isRestoring })
  if (isShort) short.add(row.campaignId)
  const reversal: ReversalRow = {
    id: newId('reversal', draft.now),
    redemptionId: row.id,
    amountMinor,
    reason: wish.reason,
    cause: wish.cause,
    remainingMinor,
    voucherRestored: back.lives ? 1 : 0,
    reversedAt: draft.now,
  }
  const reversedMinor = row.reversedMinor + amountMinor
  draft.reversals.push(reversal)
  draft.reversed.push({ was: row, now: { ...row, reversedMinor, reversedAt: isInFull ? draft.now : null } })
  giveBack(draft, voucher, reversal, back)
  return { id: reversal.id }
}

/** A gift card takes back any part; whatever is used once lives again only when nothing of its use is left. */
function livesAgain(now: number, { now: claim, terms }: VoucherDraft, isInFull: boolean, asked?: boolean): boolean {
  if (!(asked ?? terms.refundPolicy === 'restore') || claim.expiresAt < now) return false
  if (claim.balanceMinor === null) return isInFull && claim.state === 'redeemed'
  return claim.state === 'redeemed' || claim.state === 'issued' || claim.state === 'held'
}

/**
 * What comes back, and whether the voucher lives on with it. What a guaranteed voucher is worth is set aside again in
 * full or the voucher stays used up: earlier parts went to what is free, and others may have taken it since.
 */
function backOf(
  draft: Draft,
  voucher: VoucherDraft,
  it: { row: RedemptionRow; amountMinor: number; isInFull: boolean; isRestoring: boolean | undefined },
): { back: Back; isShort: boolean } {
  const { now: claim, hold } = voucher
  const { amountMinor, isInFull } = it
  const back: Back = {
    amountMinor,
    worthMinor: claim.balanceMinor === null ? it.row.discountMinor : amountMinor,
    lives: livesAgain(draft.now, voucher, isInFull, it.isRestoring),
    isUsedUp: claim.state === 'redeemed',
    activeUsesLeft: claim.activeUses - (isInFull ? 1 : 0),
    isInFull,
  }
  const budget = budgetOf(draft, claim.campaignId)
  const isShort = back.lives && !fits(budget, reverseMoves(budget.mode, hold, back).moves)
  return { back: isShort ? { ...back, lives: false } : back, isShort }
}

function giveBack(draft: Draft, voucher: VoucherDraft, reversal: ReversalRow, back: Back): void {
  const { id: reversalId, redemptionId } = reversal
  const { now: claim, hold } = voucher
  const { amountMinor, activeUsesLeft: activeUses } = back
  const { mode } = budgetOf(draft, claim.campaignId)
  const { moves, toReservedMinor } = reverseMoves(mode, hold, back)
  move(draft, claim.campaignId, 'reverse', reversalId, moves)
  giveBackPart(draft, { charge: redemptionId, cause: reversalId, minor: amountMinor, isAll: back.isInFull })
  count(draft, voucher, { reversed: back.isInFull ? 1 : 0, discountMinor: 0 - amountMinor })
  voucher.now = back.lives ? revived({ ...claim, activeUses }, amountMinor, toReservedMinor) : { ...claim, activeUses }
}

function revived(claim: Claim, amountMinor: number, toReservedMinor: number): Claim {
  const balanceMinor = claim.balanceMinor === null ? null : claim.balanceMinor + amountMinor
  const back = restore(claim, { balanceMinor, reservedMinor: claim.reservedMinor + toReservedMinor })
  // Nothing came back to an empty card, so it stays empty.
  return balanceMinor === 0 ? { ...back, state: claim.state } : back
}
