// Redeems vouchers, each exactly once per order. Wishes that wait together are one batch: their vouchers are locked in the
// order of ids, then their budgets; they are decided in memory in the order they came; then everything is written.
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import type { BatchKind, Outcome, Tx } from '#db/store.ts'
import type { AskRedemption, Redemption } from '#shared/contracts/redemptions.ts'
import { printOfCode } from '#vouchers/claim.ts'
import { decide, type Keyed, type Redeemed } from './decide.ts'
import { fileSoon } from './file-orders.ts'
import { type Loaded, lockFor } from './load.ts'
import { record } from './record.ts'
import { sweepBudget } from './sweep.ts'
import { countingGuesses, refuseGuessers } from './throttle-guesses.ts'
import { toRedemption } from './wire.ts'

/** `scope` is API key and door; `hash` the SHA-256 of the body's canonical JSON. */
export interface RequestKey {
  scope: string
  key: string
  hash: string
}

/**
 * `caller` is whose guesses are counted when the order names no address. Refusals: `voucher.*`, `giftcard.empty`,
 * `campaign.ended`, `order.*`, `hold.not_found`, `budget.exhausted`, `idempotency.key_reused`, `request.throttled`.
 */
export async function redeem(
  house: House,
  ask: AskRedemption,
  key: RequestKey,
  caller = key.scope,
): Promise<{ redemption: Redemption; replayed: boolean }> {
  const asker = { caller, clientAddress: ask.order.clientAddress, code: ask.code }
  await refuseGuessers(house, asker)
  return countingGuesses(house, asker, async () => {
    const print = printOfCode(house.secrets, ask.code)
    if (print === null) throw new Refusal('voucher.not_found')
    const { order, holdId, amountMinor } = ask
    const { row, replayed } = await house.store.batch(redeeming, {
      house,
      wish: { print, order, holdId, amountMinor, key },
    })
    return { redemption: toRedemption(row), replayed }
  })
}

interface Waiting {
  house: House
  wish: Keyed
}

/** Those that wait in one lane belong to one store, and so to one house. */
const redeeming: BatchKind<Waiting, Redeemed> = {
  name: 'redeem',
  isUrgent: true,
  async run(tx, waiting) {
    const [first] = waiting
    if (first === undefined) return []
    return redeemWithin(
      first.house,
      tx,
      waiting.map(({ wish }) => wish),
    )
  },
}

/** The same inside a write that is open already: one outcome per wish, in their order, refusals as values. */
export async function redeemWithin(house: House, tx: Tx, wishes: Keyed[]): Promise<Outcome<Redeemed>[]> {
  const loaded = await lockFor(house, tx, wishes)
  let decided = decide(loaded, wishes)
  if (await makeRoom(tx, loaded, decided.short)) decided = decide(await lockFor(house, tx, wishes), wishes)
  await record(tx, decided.draft)
  const redeemed = decided.draft.redeemed.length
  tx.afterCommit(() => fileSoon(house, redeemed))
  return decided.outcomes
}

/** Before anybody is refused for want of budget, that campaign's expired holds let go of theirs (decisions.md, 7). */
export async function makeRoom(tx: Tx, { budgets }: Loaded, short: Set<string>): Promise<boolean> {
  let swept = 0
  for (const [campaignId, budget] of budgets) if (short.has(campaignId)) swept += await sweepBudget(tx, budget)
  return swept > 0
}
