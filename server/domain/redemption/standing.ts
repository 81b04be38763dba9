// What orders have redeemed already, for codes that do not go with everything. Most campaigns need not ask: only those
// that are exclusive or in a group, and all of them once the house has launched an exclusive one.
import { type LoadedCampaign, loadCampaign } from '#campaigns/load.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { Claim } from '#vouchers/claim.ts'
import { lockOrderReferences, type RedemptionRow, redemptionsOfOrders } from './queries.ts'
import { type StackRule, stackRuleOf } from './stacking.ts'

/** A redemption that is not reversed in full, and what its code allows beside it. */
export interface Standing {
  row: RedemptionRow
  rule: StackRule
}

/** Whether a redemption of the campaign has to look at what else its order has redeemed. */
export function mindsOrders({ mindsOrders, terms }: LoadedCampaign): boolean {
  const { stacking } = terms
  return mindsOrders || (stacking?.mode === 'combinable' ? stacking.group !== undefined : stacking !== undefined)
}

/** The orders of wishes for vouchers that mind them. */
export function ordersToMind(
  wishes: readonly { print: string; order: { reference: string } }[],
  vouchers: Claim[],
  campaigns: Map<string, LoadedCampaign>,
): string[] {
  const minding = new Set([...campaigns.values()].filter(mindsOrders).map(({ id }) => id))
  if (minding.size === 0) return []
  const prints = new Set(vouchers.filter(({ campaignId }) => minding.has(campaignId)).map(({ codePrint }) => codePrint))
  return [...new Set(wishes.filter(({ print }) => prints.has(print)).map(({ order }) => order.reference))]
}

/**
 * Keeps others from redeeming under these orders, and from reporting that they are over, until the transaction ends: before
 * vouchers. What it guards is read after it.
 */
export const lockOrders = (tx: Tx, references: string[]): Promise<void> =>
  references.length === 0 ? Promise.resolve() : lockOrderReferences(tx, references)

/** By order reference; the earliest first. */
export async function loadStanding(
  q: Queries,
  references: string[],
  known: Map<string, LoadedCampaign>,
): Promise<Map<string, Standing[]>> {
  if (references.length === 0) return new Map()
  const rows = (await redemptionsOfOrders(q, references)).filter((row) => row.reversedAt === null)
  const campaigns = new Map(known)
  for (const { campaignId } of rows) {
    const campaign = campaigns.has(campaignId) ? null : await loadCampaign(q, campaignId)
    if (campaign) campaigns.set(campaignId, campaign)
  }
  const standing = rows.flatMap((row) => {
    const terms = campaigns.get(row.campaignId)?.terms
    const offer = terms?.variants.find(({ key }) => key === row.variantKey)?.offer
    return terms && offer ? { row, rule: stackRuleOf(terms.stacking, offer) } : []
  })
  return Map.groupBy(standing, ({ row }) => row.orderReference)
}
