// What of a campaign's terms has a column of its own, for whoever looks for campaigns by it; pure.
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import type { Category } from '#shared/kinds.ts'

export function columnsOf(terms: NewCampaign, needs: Category[]) {
  const { name, purpose, legalBasis, timeZone, startsAt, endsAt } = terms
  return {
    name,
    nameFolded: fold(name),
    purpose,
    legalBasis,
    timeZone,
    startsAt: startsAt === undefined ? null : Date.parse(startsAt),
    endsAt: endsAt === undefined ? null : Date.parse(endsAt),
    terms: JSON.stringify(terms),
    needs: JSON.stringify(needs),
  }
}

/** In small letters of every alphabet, however they were composed. */
export const fold = (name: string): string => name.normalize('NFKC').toLowerCase()
