// For tests of this room and those downstream: a shop whose notice covers everything, and campaigns in it.
import { cellsFor, makePerson, makePurpose, putNoticeInForce } from '#consent/test-consents.ts'
import type { House } from '#core/house.ts'
import { type NewCampaign, newCampaign } from '#shared/contracts/campaigns.ts'
import type { PutCustomer } from '#shared/contracts/customers.ts'
import { type Category, type Channel, categories, channels } from '#shared/kinds.ts'
import { draftCampaign } from './draft.ts'
import { launchCampaign } from './launch.ts'

export const PURPOSE = 'offers'

/** Answers the version of the notice. */
export async function openShop(house: House): Promise<number> {
  await makePurpose(house, PURPOSE)
  return putNoticeInForce(
    house,
    channels.flatMap((channel) => cellsFor(PURPOSE, channel, categories)),
  )
}

/** Somebody with a verified address who has agreed to these categories on a channel. */
export const agreeing = (
  house: House,
  version: number,
  reference: string,
  { on = 'onsite', to = [], fields = {} }: { on?: Channel; to?: readonly Category[]; fields?: PutCustomer } = {},
): Promise<string> => makePerson(house, reference, fields, { version, cells: cellsFor(PURPOSE, on, to) })

export type Terms = Partial<NewCampaign>

/** A broadcast of 5.00 EUR off on the shop's own page, paid from ten million, unless the terms say otherwise. */
export const termsOf = (terms: Terms = {}): NewCampaign =>
  newCampaign.parse({
    name: 'Test',
    purpose: PURPOSE,
    channels: ['onsite'],
    trigger: { kind: 'broadcast' },
    variants: [{ key: 'offer', shareBps: 10_000, offer: { kind: 'amount_off', amountMinor: 500 } }],
    budget: { limitMinor: 1_000_000_000, currency: 'EUR', mode: 'at_redemption' },
    validity: { days: 30 },
    timeZone: 'Europe/Berlin',
    ...terms,
  })

export const drafted = (house: House, terms: Terms = {}): Promise<string> =>
  house.store.write((tx) => draftCampaign(tx, termsOf(terms)))

export async function launched(house: House, terms: Terms = {}): Promise<string> {
  const id = await drafted(house, terms)
  await house.store.write((tx) => launchCampaign(tx, id, { mailReady: true }))
  return id
}
