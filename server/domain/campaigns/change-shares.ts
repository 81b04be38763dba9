// Gives the variants of a campaign other shares: who comes from now on is dealt out by them, in a stretch that is analysed by itself.
// The holdout's share stays what it was at launch, because a comparison with it would be one of two crowds.
import { Refusal } from '#core/refusal.ts'
import type { Tx } from '#db/store.ts'
import { beginEpoch } from '#experiments/weights.ts'
import type { ChangeShares } from '#shared/contracts/campaigns.ts'
import { columnsOf } from './columns.ts'
import { keepVersion } from './keep-version.ts'
import { lockCampaign } from './load.ts'
import { changeCampaign } from './queries.ts'

/**
 * 404 `campaign.not_found`; 409 `campaign.wrong_state` unless it is paused, so that nobody is assigned meanwhile; 400
 * `request.invalid` where the variants are not the campaign's.
 */
export async function changeShares(tx: Tx, id: string, { shares }: ChangeShares, actor: string): Promise<void> {
  const campaign = await lockCampaign(tx, id)
  if (campaign === null) throw new Refusal('campaign.not_found')
  const { state, terms: before, needs } = campaign
  if (state !== 'paused')
    throw new Refusal('campaign.wrong_state', { detail: ['Pause it first: the campaign is {{state}}', { state }] })
  const variants = withShares(before.variants, shares)
  if (variants.every(({ shareBps }, i) => shareBps === before.variants[i]?.shareBps)) return
  const after = { ...before, variants }
  await changeCampaign(tx, id, [state], columnsOf(after, needs))
  await keepVersion(tx, id, { actor, cause: 'changed', terms: after })
  await beginEpoch(tx, id, { before, after, actor })
}

/** Pure: the variants with other shares; 400 `request.invalid` unless each is named once. */
export function withShares<V extends { key: string; shareBps: number }>(
  variants: readonly V[],
  shares: ChangeShares['shares'],
): V[] {
  const shareOf = new Map(shares.map(({ key, shareBps }) => [key, shareBps]))
  const isWhole = shareOf.size === variants.length && variants.every(({ key }) => shareOf.has(key))
  if (!isWhole || shareOf.size !== shares.length)
    throw new Refusal('request.invalid', { errors: [{ path: 'shares', message: 'must name each variant once' }] })
  return variants.map((variant) => ({ ...variant, shareBps: shareOf.get(variant.key) ?? 0 }))
}
