// Gathers what went to the days and customers that uses of these vouchers would be charged to; nothing at all where no
// budget has such limits. After the budgets, whose locks guard it.
import type { Budget } from '#budget/budget.ts'
import { type CapBook, emptyBook, kindsOf } from '#budget/caps.ts'
import { readCaps } from '#budget/keep-caps.ts'
import type { LoadedCampaign } from '#campaigns/load.ts'
import { localDay } from '#core/calendar.ts'
import type { Queries } from '#db/store.ts'
import type { Claim } from '#vouchers/claim.ts'
import type { HoldRow } from '#vouchers/hold.ts'

interface About {
  now: number
  vouchers: Claim[]
  campaigns: Map<string, LoadedCampaign>
  /** By campaign. */
  budgets: Map<string, Budget>
  holds: Map<string, HoldRow>
}

/** `redemptionIds` are those that are to be taken back. */
export async function loadCaps(
  q: Queries,
  { now, vouchers, campaigns, budgets, holds }: About,
  redemptionIds: string[] = [],
): Promise<CapBook> {
  const capped = [...budgets.values()].filter((budget) => kindsOf(budget).length > 0)
  if (capped.length === 0) return emptyBook()
  const wanted = capped.flatMap((budget) => {
    const { campaignId } = budget
    const day = localDay(now, campaigns.get(campaignId)?.timeZone ?? 'UTC')
    const customers = vouchers.flatMap((voucher) => (voucher.campaignId === campaignId ? voucher.customerId : []))
    return [
      { budget, kind: 'day' as const, subjects: [day] },
      { budget, kind: 'customer' as const, subjects: [...new Set(customers)] },
    ]
  })
  return readCaps(q, wanted, [...holds.keys(), ...redemptionIds])
}
