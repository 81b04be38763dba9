// The experiment of a campaign: its plan, what is known of it, and what the statistics say.
import { experimentPlanOf } from '#campaigns/experiment-plan.ts'
import type { LoadedCampaign } from '#campaigns/load.ts'
import type { Queries } from '#db/store.ts'
import { compare } from '#experiments/compare.ts'
import { frozenPlan } from '#experiments/freeze-plan.ts'
import type { Plan } from '#experiments/plan.ts'
import type { ExperimentReadout } from '#experiments/verdicts.ts'
import type { CampaignReport } from '#shared/contracts/reports.ts'
import { DAY_MS } from '#shared/time.ts'
import { serialOf } from './queries-rollup.ts'
import { type Counted, readEvidence } from './read-evidence.ts'

export interface Experiment {
  counted: Counted
  readout: ExperimentReadout
}
/** As long as nothing of the campaign was counted since, and the hour is the same, the answer is the same; working it out
 * takes longer than reading its sums. */
interface Kept {
  key: string
  experiment: Experiment | null
}
const kept = new WeakMap<object, Map<string, Kept>>()
const MOST_KEPT = 200

/** Null for a campaign that has assigned nobody yet. `house` is what the answer is remembered for. */
export async function readExperiment(
  q: Queries,
  campaign: LoadedCampaign,
  now: number,
  house: object,
): Promise<Experiment | null> {
  const key = `${await serialOf(q, campaign.id)} ${campaign.revision} ${Math.floor(now / (DAY_MS / 24))}`
  const known = kept.get(house) ?? new Map<string, Kept>()
  kept.set(house, known)
  const seen = known.get(campaign.id)
  if (seen?.key === key) return seen.experiment
  const plan = await planOf(q, campaign)
  const counted = await readEvidence(q, campaign.id, now, plan.capQuantile)
  const experiment = counted && { counted, readout: compare(plan, counted.evidence, now) }
  if (known.size >= MOST_KEPT) known.clear()
  known.set(campaign.id, { key, experiment })
  return experiment
}

/** On the wire the readout is open to fields that come later, which an interface cannot say. */
export const onWire = (readout: ExperimentReadout | null) =>
  readout as unknown as CampaignReport['experiment']['readout']

/** The plan that was frozen at launch; of a campaign from before there were plans, what it would have been. */
const planOf = async (q: Queries, { id, terms, launchedAt, createdAt }: LoadedCampaign): Promise<Plan> =>
  (await frozenPlan(q, id)) ?? experimentPlanOf(terms, launchedAt ?? createdAt)
