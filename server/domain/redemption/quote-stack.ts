// Says which of some codes an order is best served with, in which order they are applied and why the others are not,
// without promising it and without writing anything.
import type { House } from '#core/house.ts'
import type { AskStack, StackQuote } from '#shared/contracts/redemptions.ts'
import { type RefusalCode, refusals } from '#shared/refusals.ts'
import { findByPrints } from '#vouchers/claim.ts'
import { countUnknown } from './count-unknown.ts'
import { type Best, bestOf, type StackWish } from './decide-stack.ts'
import { freeOverdueHolds } from './free-overdue-holds.ts'
import { lookAround } from './load.ts'
import type { RedemptionRow } from './queries.ts'
import { lastStackOf } from './queries-stacks.ts'
import { standingMembers, wishesOf } from './stack.ts'
import { refuseGuessers } from './throttle-guesses.ts'
import { toRedemption } from './wire.ts'

/** A code that is unknown is left out like any other, and counts as a guess. 429 `request.throttled`. */
export async function quoteStack(house: House, ask: AskStack, caller = 'nobody'): Promise<StackQuote> {
  const asker = { caller, clientAddress: ask.order.clientAddress }
  await refuseGuessers(house, asker)
  const nobodys = { scope: 'quote', key: '', hash: '' }
  const wishes = wishesOf(house, ask, nobodys)
  const q = house.store.read
  const vouchers = await findByPrints(
    q,
    wishes.map(({ print }) => print),
  )
  const found = new Map(vouchers.map((voucher) => [voucher.codePrint, voucher]))
  const unknown = wishes.filter(({ print }) => !found.has(print))
  await countUnknown(
    house,
    asker,
    unknown.map(({ code }) => code),
  )
  const loaded = await lookAround(house, vouchers, wishes, [ask.order.reference])
  const last = await lastStackOf(q, ask.order.reference)
  const standing = last && (await standingMembers(q, last.id))
  if (standing) return asRedeemed(ask, wishes, new Map(vouchers.map((one) => [one.id, one.codePrint])), standing)
  const best = bestOf(loaded, ask.order, wishes)
  return tell(ask, best.isShort ? bestOf(await freeOverdueHolds(q, loaded), ask.order, wishes) : best)
}

function tell({ order }: AskStack, { applied, leftOut }: Best): StackQuote {
  const discountMinor = applied.reduce((sum, { value }) => sum + value.row.discountMinor, 0)
  return {
    orderReference: order.reference,
    currency: order.currency,
    discountMinor,
    dueMinor: order.amountMinor + (order.shippingMinor ?? 0) - discountMinor,
    applied: applied.map(({ wish, value }) => appliedOf(wish.code, value.row)),
    leftOut: leftOut.map(({ wish, refusal }) => ({ code: wish.code, reason: reasonOf(refusal) })),
  }
}

/** An order that has redeemed some codes together is told what it has. */
function asRedeemed(
  ask: AskStack,
  wishes: StackWish[],
  printsById: Map<string, string>,
  standing: RedemptionRow[],
): StackQuote {
  const codes = new Map(wishes.map(({ print, code }) => [print, code]))
  const codeOf = (row: RedemptionRow) => codes.get(printsById.get(row.voucherId) ?? '')
  const has = standing.flatMap((row) => {
    const code = row.reversedAt === null ? codeOf(row) : undefined
    return code === undefined ? [] : [appliedOf(code, row)]
  })
  const discountMinor = has.reduce((sum, one) => sum + one.discountMinor, 0)
  const had = new Set(has.map(({ code }) => code))
  return {
    orderReference: ask.order.reference,
    currency: ask.order.currency,
    discountMinor,
    dueMinor: ask.order.amountMinor + (ask.order.shippingMinor ?? 0) - discountMinor,
    applied: has,
    leftOut: wishes
      .filter(({ code }) => !had.has(code))
      .map(({ code }) => ({ code, reason: reasonOf('stack.already_redeemed') })),
  }
}

function appliedOf(code: string, row: RedemptionRow): StackQuote['applied'][number] {
  const { discountMinor, lines, remainingMinor } = toRedemption(row)
  return {
    code,
    discountMinor,
    ...(lines ? { lines } : {}),
    ...(remainingMinor === undefined ? {} : { remainingMinor }),
  }
}

const reasonOf = (code: RefusalCode) => ({ code, title: refusals[code][1] })
