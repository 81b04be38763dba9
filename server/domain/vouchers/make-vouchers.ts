// Makes the rows of fresh vouchers: codes without look-alikes, sealed, and found again by their fingerprints.
import { readsFavourite } from '#campaigns/needs.ts'
import { worstCaseMinor } from '#campaigns/offers/all.ts'
import type { Offer } from '#campaigns/offers/offer.ts'
import type { Permitted, Unowned } from '#consent/gate.ts'
import { newId } from '#core/ids.ts'
import type { Secrets } from '#core/secrets.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import type { Drawn } from './deal-codes.ts'
import type { Assigned } from './decide-page.ts'
import type { NewVoucher } from './queries.ts'

export interface Making {
  campaignId: string
  terms: NewCampaign
  runId: string | null
  now: number
  /** Of `now`, in the campaign's zone. */
  day: string
  expiresAt: number
  /** By customer; absent without purchases. */
  favourites: ReadonlyMap<string, string>
  /** One for each, in the order of their fingerprints. */
  codes: readonly Drawn[]
}

type Owned = Omit<Assigned, 'permit'> & { permit: Permitted | Unowned }

/**
 * One row for each, in the order given. Codes are dealt in the order of their fingerprints, so that neither the order of
 * rows nor that of ids says which code was drawn when (decisions.md, 22).
 */
export function makeVouchers(secrets: Secrets, assigned: readonly Owned[], making: Making): NewVoucher[] {
  const { terms, now, codes } = making
  const offers = new Map(terms.variants.map(({ key, offer }) => [key, offer]))
  const worst = new Map(terms.variants.map(({ key, offer }) => [key, worstCaseMinor(offer)]))
  const isGuaranteed = terms.budget?.mode === 'guaranteed'
  return assigned.map(({ candidate, permit, arm }, i) => {
    const offer = offers.get(arm)
    const drawn = codes[i]
    if (offer === undefined || drawn === undefined) throw new Error(`no offer or no code for the arm ${arm}`)
    const id = newId('voucher', now)
    return {
      id,
      campaignId: making.campaignId,
      customerId: permit.customerId,
      occasion: candidate.occasion,
      runId: making.runId,
      variantKey: arm,
      channel: permit.channel,
      codePrint: drawn.print,
      codeSealed: secrets.seal(drawn.code, id),
      state: 'issued' as const,
      issuedAt: now,
      issuedDay: making.day,
      expiresAt: making.expiresAt,
      favouriteCategory: readsFavourite(offer) ? (making.favourites.get(permit.customerId) ?? null) : null,
      balanceMinor: balanceOf(offer),
      reservedMinor: isGuaranteed ? (worst.get(arm) ?? 0) : 0,
    }
  })
}

const balanceOf = (offer: Offer): number | null => (offer.kind === 'gift_card' ? offer.amountMinor : null)
