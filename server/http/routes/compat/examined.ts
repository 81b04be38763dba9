// What the older qualifications say in their address beside the body; pure.
import { type Ask, orderIn, single } from './door.ts'

export const examinedIn = (query: Ask['query']) => ({
  order: orderIn(query, ['updated_at']),
  isAudienceOnly: single(query.audienceRulesOnly) === 'true',
})
