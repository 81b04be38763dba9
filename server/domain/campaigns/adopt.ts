// Campaigns that the house neither issues by itself nor sends for: the drop-in makes them live at once, without a notice,
// and switches them on and off.
import { randomBytes } from 'node:crypto'
import { openBudget } from '#budget/open.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import type { Tx } from '#db/store.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import { campaignStates } from '#shared/kinds.ts'
import { columnsOf } from './columns.ts'
import { lockCampaign } from './load.ts'
import { mindOrders } from './mind-orders.ts'
import { changeCampaign, insertCampaign } from './queries.ts'

/** Answers its id. Its budget has no limit but is counted all the same (decisions.md, 14). */
export async function adoptCampaign(tx: Tx, terms: NewCampaign): Promise<string> {
  const id = newId('campaign', tx.now)
  const { budget } = terms
  if (budget === undefined) throw new Error('a campaign without a budget cannot be adopted')
  const minds = await mindOrders(tx, terms)
  await insertCampaign(tx, {
    id,
    state: 'live',
    revision: 1,
    salt: randomBytes(16).toString('hex'),
    createdAt: tx.now,
    launchedAt: tx.now,
    mindsOrders: minds ? 1 : 0,
    ...columnsOf(terms, []),
  })
  await openBudget(tx, id, { ...budget, limitMinor: null })
  return id
}

/** 404 `campaign.not_found`. Only for campaigns that were adopted. */
export async function changeAdopted(tx: Tx, id: string, change: (terms: NewCampaign) => NewCampaign): Promise<void> {
  const campaign = await lockCampaign(tx, id)
  if (campaign === null) throw new Refusal('campaign.not_found')
  await changeCampaign(tx, id, ['live', 'ended'], columnsOf(change(campaign.terms), []))
}

/** Whether rules bind all its vouchers that only the drop-in can judge. */
export async function ruleCampaign(tx: Tx, id: string, isRuled: boolean): Promise<void> {
  const ruledAt = isRuled ? tx.now : null
  if (!(await changeCampaign(tx, id, [...campaignStates], { ruledAt }))) throw new Refusal('campaign.not_found')
}

/** While it is off no code of it is redeemed. */
export async function switchAdopted(tx: Tx, id: string, isOn: boolean): Promise<void> {
  const at = isOn ? null : tx.now
  if (!(await changeCampaign(tx, id, ['live'], { redemptionsStoppedAt: at }))) throw new Refusal('campaign.not_found')
}
