// Says what a code would take off an order, without promising it and without writing anything (decisions.md, 8).
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import type { AskQuote, Quote } from '#shared/contracts/redemptions.ts'
import { type RefusalCode, refusals } from '#shared/refusals.ts'
import { printOfCode } from '#vouchers/claim.ts'
import { asTold } from './assess.ts'
import { clashIn, repeated } from './decide.ts'
import { aboutUse, budgetOf, type Draft, openDraft, type VoucherDraft } from './draft.ts'
import { roomsFor } from './draft-caps.ts'
import { freeOverdueHolds } from './free-overdue-holds.ts'
import { judge, type Verdict } from './judge.ts'
import { buyerOf, type Loaded, type Wish } from './load.ts'
import { lookAt } from './look-together.ts'
import { countingGuesses, refuseGuessers } from './throttle-guesses.ts'
import { toRedemption } from './wire.ts'

/**
 * 404 `voucher.not_found` for an unknown code, 429 for too many of them; every other refusal is an answer with its reason.
 * An order that has redeemed the code already is told the discount it has.
 */
export async function quoteCode(house: House, ask: AskQuote, caller = 'nobody'): Promise<Quote> {
  const asker = { caller, clientAddress: ask.order.clientAddress, code: ask.code }
  await refuseGuessers(house, asker)
  return countingGuesses(house, asker, async () => {
    const print = printOfCode(house.secrets, ask.code)
    if (print === null) throw new Refusal('voucher.not_found')
    const wish = { print, order: ask.order }
    const loaded = await lookAt(house, wish)
    const draft = openDraft(loaded)
    const voucher = [...draft.vouchers.values()][0]
    if (voucher === undefined) throw new Refusal('voucher.not_found')
    const said = await say(house, loaded, draft, voucher, wish)
    return { code: ask.code, ...said, expiresAt: iso(voucher.was.expiresAt) }
  })
}

async function say(house: House, loaded: Loaded, draft: Draft, voucher: VoucherDraft, wish: Wish) {
  const known = repeated(voucher.earlier, wish)
  if (known !== null && known !== 'reused') {
    const { discountMinor, currency, lines } = toRedemption(known)
    return { valid: true, discountMinor, currency, ...(lines ? { lines } : {}) }
  }
  const verdict = await judgeWithRoom(house, loaded, draft, voucher, wish)
  if ('refusal' in verdict) return { valid: false, discountMinor: 0, reason: reasonOf(verdict.refusal) }
  const { discountMinor } = verdict
  const lines = verdict.lines?.map(asTold)
  const { currency } = budgetOf(draft, voucher.now.campaignId)
  return { valid: true, discountMinor, currency, ...(lines ? { lines } : {}) }
}

const reasonOf = (code: RefusalCode) => ({ code, title: refusals[code][1] })

/** A redemption would sweep the campaign's expired holds before it refused, so their money counts as free. */
async function judgeWithRoom(
  house: House,
  loaded: Loaded,
  draft: Draft,
  voucher: VoucherDraft,
  wish: Wish,
): Promise<Verdict> {
  const verdict = judgeNow(loaded, draft, voucher, wish)
  if (!verdict.isShort) return verdict
  const freed = await freeOverdueHolds(house.store.read, loaded)
  const again = openDraft(freed)
  return judgeNow(freed, again, again.vouchers.get(voucher.now.id) ?? voucher, wish)
}

function judgeNow(loaded: Loaded, draft: Draft, voucher: VoucherDraft, wish: Wish): Verdict {
  const { now: claim, hold, terms } = voucher
  return judge({
    act: 'redeem',
    now: loaded.now,
    voucher: claim,
    hold,
    terms,
    budget: budgetOf(draft, claim.campaignId),
    order: wish.order,
    heldFor: wish.heldFor,
    clash: clashIn(draft, loaded, voucher, wish.order),
    askedMinor: null,
    buyer: buyerOf(loaded, claim, wish.order),
    rooms: roomsFor(draft, aboutUse(draft, voucher)),
    isClosed: loaded.closed.has(wish.order.reference),
    categoryOf: (sku) => loaded.categories.get(sku) ?? null,
  })
}
