// Shows a message before anybody gets it, with what it ends with: a campaign's, in a language, a tone and by a channel, with a real
// person's values or an invented one's; or one that is still being written.
import type { z } from 'zod'
import { loadCampaign } from '#campaigns/load.ts'
import { messageVariables, readsOfMessage } from '#campaigns/message-variables.ts'
import { noticeInForce } from '#consent/notice.ts'
import { purposeWords, showPurposes } from '#consent/purposes.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { findCustomer } from '#customers/find.ts'
import { type Profile, profilesOf } from '#customers/profile.ts'
import { orderCounts } from '#occasions/count-orders.ts'
import { favouriteCategories } from '#occasions/favourite.ts'
import type { drawAsked, drawn, previewAsked, previewed } from '#shared/contracts/delivery.ts'
import type { LegalBasis } from '#shared/kinds.ts'
import { expiresAt } from '#vouchers/expiry.ts'
import { type Brand, readBrand } from './brand.ts'
import { withFooter, withStop } from './footer.ts'
import { type Written, writeMessage } from './message.ts'
import { measureSms } from './sms-length.ts'
import { type Tone, toneFor } from './tone.ts'
import { valuesFor } from './values.ts'
import { say } from './write-page.ts'

export type PreviewAsked = z.infer<typeof previewAsked>
export type Previewed = z.infer<typeof previewed>
type DrawAsked = z.infer<typeof drawAsked>

/** Looks like a code and is none: its check sign is wrong. */
export const SAMPLE_CODE = 'SAMPLE-0000-CODE'
const ordersOf: Record<Tone, number> = { prospect: 0, known: 1, loyal: 3 }
const FAVOURITE = 'tea'
const invented = { givenName: 'Ada', familyName: 'Lovelace', locale: null }

/** As a page shows it. 404 `campaign.not_found`, 422 `customer.unknown`, 422 `campaign.not_ready` for a campaign that says nothing. */
export async function previewMessage(house: House, campaignId: string, asked: PreviewAsked): Promise<Previewed> {
  const { message, brand } = await writePreview(house, campaignId, asked)
  return asked.channel === 'email' ? { ...message, html: brand.show(message.html) } : message
}

/** The same before it wears anything, and what it is to wear. Refuses what a preview does. */
export async function writePreview(
  house: House,
  campaignId: string,
  asked: PreviewAsked,
): Promise<{ message: Previewed; brand: Brand }> {
  const { store, clock } = house
  const campaign = await loadCampaign(store.read, campaignId)
  if (campaign === null) throw new Refusal('campaign.not_found')
  const reader = await readerOf(house, asked)
  const orders = asked.tone === undefined ? reader.orders : ordersOf[asked.tone]
  const person = { ...reader.person, locale: asked.locale ?? reader.person.locale }
  const dates = { code: SAMPLE_CODE, expiresAt: expiresAt(campaign.terms, clock.now()) }
  const written = say(campaign, asked.kind, person, { ...dates, favouriteCategory: reader.favourite, orders })
  if (written === null) {
    throw new Refusal('campaign.not_ready', { errors: [{ path: 'message', message: 'The campaign says nothing yet' }] })
  }
  const { channel } = asked
  const { whole, controller } = await ended(house, written, { channel, use: campaign.use, readIn: person.locale })
  const message = {
    ...{ channel, locale: whole.locale, tone: toneFor(campaign.needs, orders) },
    ...{ subject: whole.subject, text: whole.text, html: whole.html },
    sms: channel === 'sms' ? measureSms(whole.text) : null,
    reads: readsOfMessage(campaign.terms.message),
  }
  return { message, brand: await readBrand(house, controller?.name ?? '') }
}

/** What is written so far, in one language, to an invented person who may be told everything that it names. A draft without an end
 * is drawn as if it ended today. */
export async function drawMessage(house: House, asked: DrawAsked): Promise<z.infer<typeof drawn>> {
  const { channel, locale, subject, text = '', html, campaignName = '', purpose, legalBasis, timeZone } = asked
  const needs = Object.values(messageVariables).filter((category) => category !== null)
  const known = {
    ...{ code: SAMPLE_CODE, favouriteCategory: FAVOURITE, person: { ...invented, locale } },
    expiresAt: expiresAt({ validity: asked.validity ?? { days: 0 }, timeZone }, house.clock.now()),
    campaign: { name: campaignName, needs, timeZone },
  }
  const written = writeMessage({ subject, text, html }, locale, valuesFor(known, locale))
  const use = { purpose: purpose ?? '…', legalBasis }
  const { whole, controller } = await ended(house, written, { channel, use, readIn: locale })
  return {
    ...{ subject: whole.subject, text: whole.text },
    html: channel === 'email' ? (await readBrand(house, controller?.name ?? '')).show(whole.html) : whole.html,
    sms: channel === 'sms' ? measureSms(whole.text) : null,
  }
}

interface Ending {
  channel: PreviewAsked['channel']
  use: { purpose: string; legalBasis: LegalBasis }
  readIn: string | null
}

/** With the last lines that its channel asks for, by the code that ends what is sent. */
async function ended(house: House, written: Written, { channel, use, readIn }: Ending) {
  const link = `${house.config.publicUrl}/u/example`
  const controller = await controllerOf(house)
  if (channel === 'sms') return { whole: withStop(written, link), controller }
  if (channel !== 'email') return { whole: written, controller }
  const reason = { ...(await reasonOf(house, use, written.locale)), readIn }
  return { whole: withFooter(written, reason, link, controller), controller }
}

interface Reader {
  person: Pick<Profile, 'givenName' | 'familyName' | 'locale'>
  favourite: string | null
  orders: number
}

async function readerOf(house: House, { customerReference }: PreviewAsked): Promise<Reader> {
  if (customerReference === undefined) return { person: invented, favourite: FAVOURITE, orders: 0 }
  const { read } = house.store
  const customer = await findCustomer(read, house.secrets, customerReference)
  const person = customer === null ? undefined : (await profilesOf(house, [customer.id])).get(customer.id)
  if (customer === null || person === undefined) {
    throw new Refusal('customer.unknown', { errors: [{ path: 'customerReference', message: 'is unknown' }] })
  }
  return {
    person,
    favourite: (await favouriteCategories(read, [customer.id])).get(customer.id) ?? null,
    orders: (await orderCounts(read, [customer.id])).get(customer.id) ?? 0,
  }
}

async function reasonOf({ store, clock }: House, use: { purpose: string; legalBasis: LegalBasis }, locale: string) {
  const [purpose] = await showPurposes(store.read, [use.purpose])
  const title = purpose === undefined ? use.purpose : purposeWords(purpose, locale).title
  return { legalBasis: use.legalBasis, purpose: title, agreedAt: clock.now() }
}

const controllerOf = async ({ store, clock }: House) =>
  (await noticeInForce(store.read, clock.now()))?.controller ?? null
