// Tells every campaign that there are codes which allow no other on their order, from the launch of the first of them on.
// Until then a redemption need not look at what else its order has redeemed.
import type { Tx } from '#db/store.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import { anyMindsOrders, makeAllMindOrders } from './queries.ts'

/** At a launch, with the campaign locked: what it has to mind itself. A new revision tells the others' redemptions. */
export async function mindOrders(tx: Tx, terms: Pick<NewCampaign, 'stacking'>): Promise<boolean> {
  if (terms.stacking?.mode !== 'exclusive') return anyMindsOrders(tx)
  await makeAllMindOrders(tx)
  return true
}
