// Writes each message of a page to its person: what she is to be called, what suits her, and how it all ends.
import type { LoadedCampaign } from '#campaigns/load.ts'
import { unsubscribeToken } from '#consent/unsubscribe-token.ts'
import type { House } from '#core/house.ts'
import { spellPhone } from '#customers/address.ts'
import { type Profile, profilesOf } from '#customers/profile.ts'
import { pushSubscriptionsOf } from '#customers/push.ts'
import { referencesOf } from '#customers/show.ts'
import { orderCounts } from '#occasions/count-orders.ts'
import { favouriteCategories } from '#occasions/favourite.ts'
import { type Brand, readBrand } from './brand.ts'
import type { Browser, Outgoing } from './channels/channel.ts'
import { withFooter, withStop } from './footer.ts'
import type { Leased } from './lease.ts'
import { chooseLocale, writeMessage } from './message.ts'
import { type Reasons, reasonsFor } from './reasons.ts'
import { pickTexts, toneFor } from './tone.ts'
import { valuesFor } from './values.ts'

interface Readers {
  people: Map<string, Profile>
  favourites: Map<string, string>
  orders: Map<string, number>
  browsers: Map<string, Browser[]>
  references: Map<string, string>
  reasons: Reasons
  brand: Brand
}

/** Absent: those whose person is gone, or whose campaign says nothing. */
export async function writePage(house: House, page: Leased[]): Promise<Map<string, Outgoing>> {
  const readers = await readersOf(house, page)
  const written = new Map<string, Outgoing>()
  for (const message of page) {
    const person = readers.people.get(message.customerId)
    const outgoing = person === undefined ? null : writeOne(house, message, person, readers)
    if (outgoing !== null) written.set(message.id, outgoing)
  }
  return written
}

async function readersOf(house: House, page: Leased[]): Promise<Readers> {
  const { read } = house.store
  const whose = (some: Leased[]) => some.map(({ customerId }) => customerId)
  const buyers = page.filter(({ campaign }) => campaign.needs.includes('purchase_history'))
  const toned = buyers.filter(({ campaign }) => Object.values(campaign.terms.message).some(({ tones }) => tones))
  const carried = page.filter(({ channel }) => channel === 'webhook')
  const favoured = whose(buyers.filter(({ favouriteCategory }) => favouriteCategory === null))
  const reasons = await reasonsFor(house, page)
  return {
    people: await profilesOf(house, whose(page)),
    favourites: favoured.length === 0 ? new Map() : await favouriteCategories(read, favoured),
    orders: await orderCounts(read, whose(toned)),
    browsers: await pushSubscriptionsOf(house, whose(page.filter(({ channel }) => channel === 'push'))),
    references: carried.length === 0 ? new Map() : await referencesOf(house, whose(carried)),
    reasons,
    brand: await readBrand(house, reasons.controller?.name ?? ''),
  }
}

function writeOne(house: House, message: Leased, person: Profile, readers: Readers): Outgoing | null {
  const { campaign, customerId, id, channel, codeSealed, voucherId, expiresAt } = message
  if (codeSealed === null) return null
  const code = house.secrets.unseal(codeSealed, voucherId)
  const reference = readers.references.get(customerId) ?? ''
  const facts = { campaignId: campaign.id, voucherId, code, expiresAt, purpose: campaign.use.purpose, reference }
  const favouriteCategory = message.favouriteCategory ?? readers.favourites.get(customerId) ?? null
  const written = say(campaign, message.kind, person, {
    ...{ code, expiresAt, favouriteCategory },
    orders: readers.orders.get(customerId) ?? 0,
  })
  // Partners are told codes, whether or not the campaign says anything.
  if (channel === 'partner') return { id, locale: '', subject: '', text: '', html: '', address: null, facts }
  if (written === null) return null
  const unsubscribe = `${house.config.publicUrl}/u/${unsubscribeToken(house.secrets, { customerId, channel })}`
  if (channel === 'email') {
    const reason = { ...readers.reasons.of(message, written.locale), readIn: person.locale }
    const whole = withFooter(written, reason, unsubscribe, readers.reasons.controller)
    const { dress, logo } = readers.brand
    return { ...whole, html: dress(whole.html), logo, id, address: person.email, unsubscribe }
  }
  if (channel === 'sms') {
    const address = person.phone === null ? null : spellPhone(person.phone, person.country)
    return { ...withStop(written, unsubscribe), id, address, unsubscribe }
  }
  const browsers = readers.browsers.get(customerId) ?? []
  return { ...written, id, address: null, browsers, facts, unsubscribe }
}

/** What a campaign says to one person; null when it says nothing in any language. */
export function say(
  campaign: Pick<LoadedCampaign, 'name' | 'needs' | 'timeZone' | 'terms'>,
  kind: Leased['kind'],
  person: Pick<Profile, 'givenName' | 'familyName' | 'locale'>,
  known: { code: string; expiresAt: number; favouriteCategory: string | null; orders: number },
) {
  const texts = campaign.terms.message
  const locale = chooseLocale(Object.keys(texts), person.locale)
  const chosen = locale === null ? undefined : texts[locale]
  if (locale === null || chosen === undefined) return null
  const words = pickTexts(chosen, toneFor(campaign.needs, known.orders), kind)
  return writeMessage(words, locale, valuesFor({ ...known, campaign, person }, locale))
}
