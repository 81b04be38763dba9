// The open vouchers of whoever is signed in at the shop, for the shop's own page. The shop's server says who that is, in
// a token that it signs (HS256, audience vouchsafe:onsite, sub = customer reference, at most ten minutes old).
import { hkdfSync } from 'node:crypto'
import { errors, jwtVerify } from 'jose'
import type { z } from 'zod'
import { isOpen } from '#campaigns/is-open.ts'
import { type LoadedCampaign, loadCampaign } from '#campaigns/load.ts'
import { permit } from '#consent/gate.ts'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import type { RingKey } from '#core/key-ring.ts'
import { Refusal } from '#core/refusal.ts'
import type { Secrets } from '#core/secrets.ts'
import { findCustomer } from '#customers/find.ts'
import { type Profile, profilesOf } from '#customers/profile.ts'
import type { Tx } from '#db/store.ts'
import { orderCounts } from '#occasions/count-orders.ts'
import { favouriteCategories } from '#occasions/favourite.ts'
import type { onsiteOffer } from '#shared/contracts/onsite.ts'
import { MINUTE_MS, SECOND_MS } from '#shared/time.ts'
import { countAsSent, soldOutAmong } from './lease.ts'
import { campaignsOf, type Message, openMessagesOf } from './queries.ts'
import { say } from './write-page.ts'

export type OnsiteOffer = z.infer<typeof onsiteOffer>

const AUDIENCE = 'vouchsafe:onsite'
const LONGEST_MS = 10 * MINUTE_MS
const SKEW_MS = 30 * SECOND_MS

/** Hangs on the key of signatures and is turned with it: until the older one is retired, tokens by either are taken. */
const secretUnder = (secrets: Secrets, { version, raw }: RingKey): string => {
  const key = version === 1 ? secrets.derive('onsite') : Buffer.from(hkdfSync('sha256', raw, 'vouchsafe', 'onsite', 32))
  return key.toString('base64url')
}

/** The shop signs with the UTF-8 bytes of this text. */
export const onsiteSecret = (secrets: Secrets): string => secretUnder(secrets, secrets.ring.current('signing'))

/** 401 `onsite.token_invalid`. Nobody learns here whether a customer exists: an unknown one has no offers. */
export async function offersFor(house: House, token: string): Promise<OnsiteOffer[]> {
  const reference = await readToken(house, token)
  const customer = await findCustomer(house.store.read, house.secrets, reference)
  if (customer === null) return []
  const some = await campaignsOf(house.store.read, customer.id, 'onsite')
  if (some.length === 0) return []
  const shown = await house.store.write((tx) => show(tx, customer.id))
  if (shown.length === 0) return []
  const person = (await profilesOf(house, [customer.id])).get(customer.id)
  if (person === undefined) return []
  const favourite = (await favouriteCategories(house.store.read, [customer.id])).get(customer.id) ?? null
  const isToned = shown.some(({ campaign }) => campaign.needs.includes('purchase_history'))
  const orders = isToned ? ((await orderCounts(house.store.read, [customer.id])).get(customer.id) ?? 0) : 0
  return shown.flatMap(({ message, campaign }) => writeOffer(house, message, campaign, person, favourite, orders))
}

/** Answers the reference of the customer. Third parties date their tokens by real time; under a test clock they may as
 * well go by that (decisions.md, 37). */
/** The customer whom a token names. 401 `onsite.token_invalid`, 422 `customer.unknown`. */
export async function signedIn(house: House, token: string): Promise<string> {
  const reference = await readToken(house, token)
  const customer = await findCustomer(house.store.read, house.secrets, reference)
  if (customer === null) throw new Refusal('customer.unknown')
  return customer.id
}

async function readToken({ secrets, clock }: House, token: string): Promise<string> {
  const instants = clock.isTest ? [Date.now(), clock.now()] : [Date.now()]
  for (const known of secrets.ring.known('signing')) {
    const key = new TextEncoder().encode(secretUnder(secrets, known))
    for (const now of instants) {
      const reference = await readTokenAt(key, token, now)
      if (reference !== null) return reference
    }
  }
  throw new Refusal('onsite.token_invalid')
}

async function readTokenAt(key: Uint8Array, token: string, now: number): Promise<string | null> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['HS256'],
      audience: AUDIENCE,
      requiredClaims: ['sub', 'exp'],
      currentDate: new Date(now),
      clockTolerance: SKEW_MS / SECOND_MS,
    })
    const { sub = '', exp = 0, iat = now / SECOND_MS } = payload
    const begins = Math.min(iat * SECOND_MS, now + SKEW_MS)
    const isFromLater = iat * SECOND_MS > now + SKEW_MS
    const isTooLong = exp * SECOND_MS - begins > LONGEST_MS + SKEW_MS
    return isFromLater || isTooLong || sub === '' ? null : sub
  } catch (error) {
    if (error instanceof errors.JOSEError) return null
    throw error
  }
}

interface Shown {
  message: Message
  campaign: LoadedCampaign
}

/** What the gate lets through now. What is shown for the first time counts as sent, and only an open campaign shows it whose offer
 * can be had. */
async function show(tx: Tx, customerId: string): Promise<Shown[]> {
  const campaigns = new Map<string, LoadedCampaign>()
  for (const { campaignId } of await campaignsOf(tx, customerId, 'onsite')) {
    const campaign = await loadCampaign(tx, campaignId)
    if (campaign === null) continue
    const allowed = await permit(tx, { ...campaign.use, channels: ['onsite'] }, [customerId])
    if (allowed.has(customerId)) campaigns.set(campaignId, campaign)
  }
  const soldOut = await soldOutAmong(tx, campaigns.values())
  const isNew = (campaign: LoadedCampaign) => isOpen(campaign, tx.now) && !soldOut.has(campaign.id)
  const shown = (await openMessagesOf(tx, customerId, 'onsite')).flatMap((message) => {
    const campaign = campaigns.get(message.campaignId)
    if (campaign === undefined || (message.state === 'queued' && !isNew(campaign))) return []
    return [{ message, campaign }]
  })
  const fresh = shown.filter(({ message }) => message.state === 'queued').map(({ message }) => message)
  await countAsSent(tx, fresh, campaigns)
  return shown
}

function writeOffer(
  { secrets }: House,
  message: Message,
  campaign: LoadedCampaign,
  person: Profile,
  favourite: string | null,
  orders: number,
): OnsiteOffer[] {
  const code = secrets.unseal(message.codeSealed ?? '', message.voucherId)
  const offer = { voucherId: message.voucherId, code, expiresAt: iso(message.expiresAt) }
  const { expiresAt } = message
  const favouriteCategory = message.favouriteCategory ?? favourite
  const written = say(campaign, message.kind, person, { code, expiresAt, favouriteCategory, orders })
  if (written === null) return [{ ...offer, title: null, text: code, locale: person.locale ?? 'en' }]
  const hasTitle = campaign.terms.message[written.locale]?.subject !== undefined
  return [{ ...offer, title: hasTitle ? written.subject : null, text: written.text, locale: written.locale }]
}
