// The shares of the arms over time. Stretches of constant shares are never pooled (experiments.md, section 10), so a change begins another
// one, and whoever was assigned before it keeps her arm.
import { audit } from '#access/audit.ts'
import { readSetting, writeSetting } from '#core/settings.ts'
import type { Queries, Tx } from '#db/store.ts'
import { HOLDOUT } from './assign.ts'

export interface Epoch {
  /** Epoch ms; 0 for the first. */
  from: number
  weights: Record<string, number>
}

const keyOf = (campaignId: string): string => `weights.${campaignId}`

interface Shares {
  holdoutBps: number
  variants: { key: string; shareBps: number }[]
}

/** Pure: shares of all recipients in basis points; the holdout goes first, the rest by the variants' shares. */
export function weightsOf({ holdoutBps, variants }: Shares): Record<string, number> {
  const offers = variants.map(({ key, shareBps }) => [key, (shareBps * (10_000 - holdoutBps)) / 10_000])
  return Object.fromEntries([...offers, ...(holdoutBps > 0 ? [[HOLDOUT, holdoutBps]] : [])]) as Record<string, number>
}

/** Oldest first; null while the shares are those of the launch. */
export async function changesOfWeights(q: Queries, campaignId: string): Promise<Epoch[] | null> {
  const text = await readSetting(q, keyOf(campaignId))
  return text === null ? null : (JSON.parse(text) as Epoch[])
}

/** Called in the write that changes the shares of a campaign, which assigns nobody meanwhile. */
export async function beginEpoch(
  tx: Tx,
  campaignId: string,
  { before, after, actor }: { before: Shares; after: Shares; actor: string },
): Promise<void> {
  const known = (await changesOfWeights(tx, campaignId)) ?? [{ from: 0, weights: weightsOf(before) }]
  const epochs = [...known, { from: tx.now, weights: weightsOf(after) }]
  await writeSetting(tx, keyOf(campaignId), JSON.stringify(epochs))
  await audit(tx, { actor, action: 'experiment.reweighted', subject: campaignId, detail: { epochs } })
}
