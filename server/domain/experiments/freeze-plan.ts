// Keeps the plan of an experiment as it stood at launch, and says so in the audit log; nothing changes it unseen.
import { audit } from '#access/audit.ts'
import { readSetting, writeSetting } from '#core/settings.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { Plan } from './plan.ts'

const keyOf = (campaignId: string): string => `plan.${campaignId}`

export async function freezePlan(tx: Tx, campaignId: string, plan: Plan, actor: string): Promise<void> {
  await writeSetting(tx, keyOf(campaignId), JSON.stringify(plan))
  await audit(tx, { actor, action: 'experiment.frozen', subject: campaignId, detail: { plan } })
}

/** Null for a campaign from before plans were frozen. */
export async function frozenPlan(q: Queries, campaignId: string): Promise<Plan | null> {
  const text = await readSetting(q, keyOf(campaignId))
  return text === null ? null : (JSON.parse(text) as Plan)
}

/** Who moves the end has seen figures: from here on every look is one of many, in a new version of the analysis. */
export async function moveEnd(tx: Tx, campaignId: string, actor: string): Promise<void> {
  const plan = await frozenPlan(tx, campaignId)
  if (plan === null || plan.decideAt === null || plan.endMoved) return
  const moved = { ...plan, version: plan.version + 1, endMoved: true }
  await writeSetting(tx, keyOf(campaignId), JSON.stringify(moved))
  await audit(tx, { actor, action: 'experiment.end_moved', subject: campaignId, detail: { plan: moved } })
}
