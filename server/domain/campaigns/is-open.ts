// Whether a campaign issues and sends at an instant; pure.
import type { LoadedCampaign } from './load.ts'

/** Live, begun and not over. Codes that are out live on regardless, to their own expiry (decisions.md, 13). */
export function isOpen(campaign: Pick<LoadedCampaign, 'state' | 'startsAt' | 'endsAt'>, now: number): boolean {
  const { state, startsAt, endsAt } = campaign
  return state === 'live' && (startsAt === null || startsAt <= now) && (endsAt === null || now < endsAt)
}
