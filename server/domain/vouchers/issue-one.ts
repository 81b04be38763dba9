// Issues one voucher now, for an occasion that the caller names: gate, caps, budget and arm as ever (decisions.md, 17).

import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import type { Tx } from '#db/store.ts'
import { HOLDOUT } from '#experiments/assign.ts'
import type { RefusalCode } from '#shared/refusals.ts'
import type { Candidate, PageCounts } from './decide-page.ts'
import { issuePage, type QueueMessages } from './issue.ts'
import { lockForIssue } from './lock-for-issue.ts'
import { voucherOn } from './queries.ts'

export interface IssuedOne {
  outcome: 'issued' | 'holdout' | 'already_had'
  variantKey: string
  /** Null for the holdout. */
  voucherId: string | null
}

const refusalFor: [keyof PageCounts, RefusalCode][] = [
  ['noConsent', 'voucher.no_consent'],
  ['capped', 'voucher.capped'],
  ['outOfStock', 'voucher.out_of_stock'],
  ['noBudget', 'budget.exhausted'],
]

/** Refuses with `campaign.not_found`, `campaign.run_unavailable`, `voucher.no_consent`, `voucher.capped`,
 * `voucher.out_of_stock`, `budget.exhausted`. */
export async function issueOne(
  house: Pick<House, 'secrets'>,
  tx: Tx,
  campaignId: string,
  candidate: Candidate,
  queue: QueueMessages,
): Promise<IssuedOne> {
  const campaign = await lockForIssue(tx, campaignId)
  const issued = await issuePage(house, tx, campaign, { runId: null, candidates: [candidate] }, queue)
  const [voucher] = issued.vouchers
  if (voucher) return { outcome: 'issued', variantKey: voucher.variantKey, voucherId: voucher.id }
  if (issued.holdouts.length + issued.counts.setAside > 0)
    return { outcome: 'holdout', variantKey: HOLDOUT, voucherId: null }
  const refused = refusalFor.find(([count]) => issued.counts[count] > 0)
  if (refused) throw new Refusal(refused[1])
  const known = await voucherOn(tx, { campaignId, ...candidate })
  return { outcome: 'already_had', variantKey: known?.variantKey ?? HOLDOUT, voucherId: known?.id ?? null }
}
