// Launches a draft: the arms are frozen, the budget is open, and from now on the trigger issues.
import { randomBytes } from 'node:crypto'
import { openBudget } from '#budget/open.ts'
import { type FieldError, Refusal } from '#core/refusal.ts'
import type { Tx } from '#db/store.ts'
import { freezePlan } from '#experiments/freeze-plan.ts'
import { overlap } from '#experiments/set-aside.ts'
import type { CampaignLaunched, NewCampaign } from '#shared/contracts/campaigns.ts'
import { approvalReasons } from './approve.ts'
import { refuseArchived } from './archive.ts'
import { columnsOf } from './columns.ts'
import { experimentPlanOf } from './experiment-plan.ts'
import { keepVersion } from './keep-version.ts'
import { liveCampaigns, lockCampaign } from './load.ts'
import { mindOrders } from './mind-orders.ts'
import { changeCampaign } from './queries.ts'
import { readinessOf } from './readiness.ts'
import { warningsAbout } from './reasons.ts'

/** 404 `campaign.not_found`, 409 `campaign.not_draft`, 422 `campaign.not_ready` with every reason at once in `errors`. */
export async function launchCampaign(
  tx: Tx,
  id: string,
  { mailReady, actor = 'house' }: { mailReady: boolean; actor?: string },
): Promise<Pick<CampaignLaunched, 'warnings' | 'warned'>> {
  const campaign = await lockCampaign(tx, id)
  if (campaign === null) throw new Refusal('campaign.not_found')
  if (campaign.state !== 'draft') throw new Refusal('campaign.not_draft')
  refuseArchived(campaign.archivedAt)
  const { terms } = campaign
  const { reasons, needs } = await readinessOf(tx, terms, tx.now)
  const { budget } = terms
  reasons.push(...(await sharedSlices(tx, id, terms)), ...(await approvalReasons(tx, id, terms)))
  if (reasons.length > 0 || budget === undefined) throw new Refusal('campaign.not_ready', { errors: reasons })
  await openBudget(tx, id, budget)
  const minds = await mindOrders(tx, terms)
  await changeCampaign(tx, id, ['draft'], {
    ...columnsOf(terms, needs),
    state: 'live',
    mindsOrders: minds ? 1 : 0,
    // Whoever knows the salt and a customer's id knows her arm, so it is drawn and not derived.
    salt: randomBytes(16).toString('hex'),
    launchedAt: tx.now,
  })
  await keepVersion(tx, id, { actor, cause: 'launched', terms })
  await freezePlan(tx, id, experimentPlanOf(terms, tx.now), actor)
  const warned = warningsAbout(terms, { mailReady, now: tx.now, needs })
  return { warnings: warned.map(({ message }) => message), warned }
}

/** Of campaigns in one layer, those that are live must not share anybody with this one. */
async function sharedSlices(tx: Tx, id: string, { experiment }: NewCampaign): Promise<FieldError[]> {
  if (experiment?.layer === undefined) return []
  const others = (await liveCampaigns(tx)).filter((one) => one.id !== id)
  return others
    .filter(({ terms }) => overlap(experiment.layer, terms.experiment?.layer))
    .map((one) => ({
      path: 'experiment.layer',
      message: `Shares people with the campaign ${one.id} of the same layer`,
      code: 'experiment.shared',
    }))
}
