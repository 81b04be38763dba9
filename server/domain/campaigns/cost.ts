// What a campaign may cost: at the very worst, and as often as this house's vouchers were redeemed so far.
import type { Queries } from '#db/store.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import type { Checked } from '#shared/contracts/desk.ts'
import { isBounded, worstCaseMinor } from './offers/all.ts'
import { issuedAndRedeemed } from './queries-tallies.ts'

const FULL_BPS = 10_000
/** Fewer vouchers than these say nothing about how often they are redeemed. */
const FEWEST = 100

/** `reachable` people, null when they were not counted; null without a budget. */
export async function costOf(q: Queries, terms: NewCampaign, reachable: number | null): Promise<Checked['cost']> {
  if (terms.budget === undefined) return null
  const { issued, redeemed } = await issuedAndRedeemed(q)
  return costFor(terms, reachable, { issued, redeemed })
}

/** Pure. */
export function costFor(
  { budget, variants, holdoutBps }: Pick<NewCampaign, 'budget' | 'variants' | 'holdoutBps'>,
  reachable: number | null,
  { issued, redeemed }: { issued: number; redeemed: number },
): Checked['cost'] {
  if (budget === undefined) return null
  const { limitMinor, currency } = budget
  const isKnown = variants.length > 0 && variants.every(({ offer }) => isBounded(offer))
  const dearest = isKnown ? Math.max(...variants.map(({ offer }) => worstCaseMinor(offer))) : null
  const shares = variants.reduce((sum, { shareBps }) => sum + shareBps, 0)
  const mean = isKnown
    ? variants.reduce((sum, { offer, shareBps }) => sum + worstCaseMinor(offer) * shareBps, 0) / Math.max(1, shares)
    : null
  const recipients = reachable === null ? null : Math.round((reachable * (FULL_BPS - holdoutBps)) / FULL_BPS)
  const redeemedBps = issued < FEWEST ? null : Math.min(FULL_BPS, Math.round((redeemed * FULL_BPS) / issued))
  const hasAll = recipients !== null && mean !== null && redeemedBps !== null
  return {
    currency,
    dearestMinor: dearest,
    worstCaseMinor: recipients === null || dearest === null ? limitMinor : Math.min(limitMinor, recipients * dearest),
    expectedMinor: hasAll ? Math.min(limitMinor, Math.round((recipients * mean * redeemedBps) / FULL_BPS)) : null,
    redeemedBps,
    issuedSoFar: issued,
    vouchersAtMost: dearest === null ? null : Math.floor(limitMinor / dearest),
  }
}
