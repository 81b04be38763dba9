// Ends vouchers that nobody has used: what was set aside for them is free again, in the same transaction.
import { letGoOfCharges } from '#budget/keep-caps.ts'
import { lockBudgets } from '#budget/lock.ts'
import { moveBudgets } from '#budget/move.ts'
import { loadCampaign } from '#campaigns/load.ts'
import { tally } from '#campaigns/tally.ts'
import { localDay } from '#core/calendar.ts'
import type { Tx } from '#db/store.ts'
import { type Claim, lockByIds } from './claim.ts'
import { closeHolds } from './hold.ts'
import { endRows } from './queries-ends.ts'
import { dropMoves } from './set-aside.ts'

export interface Ending {
  state: 'revoked' | 'expired'
  reason: string | null
  /** Asked of each voucher under its lock. */
  mayEnd(voucher: Claim): boolean
}

/** Answers those that ended, in the order of ids. Locks vouchers, then budgets, then tallies, as the whole house does. */
export async function endVouchers(tx: Tx, ids: string[], { state, reason, mayEnd }: Ending): Promise<Claim[]> {
  const ending = (await lockByIds(tx, ids)).filter(mayEnd)
  if (ending.length === 0) return []
  const budgets = await lockBudgets(tx, [...new Set(ending.map(({ campaignId }) => campaignId))])
  const holdIds = ending.flatMap(({ holdId }) => holdId ?? [])
  const closed = await closeHolds(tx, holdIds, state === 'expired' ? 'expired' : 'released')
  const holds = new Map(closed.map((hold) => [hold.voucherId, hold]))
  await moveBudgets(
    tx,
    ending.flatMap((voucher) => {
      const budget = budgets.get(voucher.campaignId)
      if (budget === undefined) return []
      const change = dropMoves(budget.mode, voucher, holds.get(voucher.id) ?? null)
      const kind = state === 'expired' ? ('expire' as const) : ('revoke' as const)
      return [{ budget, delta: { kind, cause: voucher.id, ...change } }]
    }),
  )
  for (const [campaignId, budget] of budgets) {
    const ended = closed.filter((hold) => hold.campaignId === campaignId)
    await letGoOfCharges(
      tx,
      budget,
      ended.map((hold) => hold.id),
    )
  }
  await endRows(
    tx,
    ending.map(({ id }) => id),
    state,
    reason,
  )
  await count(tx, ending, state)
  return ending
}

async function count(tx: Tx, ended: Claim[], state: Ending['state']): Promise<void> {
  const days = new Map<string, string>()
  for (const id of new Set(ended.map(({ campaignId }) => campaignId))) {
    const campaign = await loadCampaign(tx, id)
    days.set(id, localDay(tx.now, campaign?.timeZone ?? 'UTC'))
  }
  await tally(
    tx,
    ended.map(({ campaignId, variantKey, channel }) => ({
      campaignId,
      day: days.get(campaignId) ?? '',
      variantKey,
      channel: channel ?? '',
      [state]: 1,
    })),
  )
}
