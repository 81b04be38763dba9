// Shows a campaign's message before anybody gets it: in a language, a tone and by a channel, with a real person's values or an
// invented one's.
import type { z } from 'zod'
import { loadCampaign } from '#campaigns/load.ts'
import { readsOfMessage } from '#campaigns/message-variables.ts'
import { noticeInForce } from '#consent/notice.ts'
import { purposeWords, showPurposes } from '#consent/purposes.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { findCustomer } from '#customers/find.ts'
import { type Profile, profilesOf } from '#customers/profile.ts'
import { orderCounts } from '#occasions/count-orders.ts'
import { favouriteCategories } from '#occasions/favourite.ts'
import type { previewAsked, previewed } from '#shared/contracts/delivery.ts'
import { expiresAt } from '#vouchers/expiry.ts'
import { type Brand, readBrand } from './brand.ts'
import { withFooter, withStop } from './footer.ts'
import { measureSms } from './sms-length.ts'
import { type Tone, toneFor } from './tone.ts'
import { say } from './write-page.ts'

export type PreviewAsked = z.infer<typeof previewAsked>
export type Previewed = z.infer<typeof previewed>

/** Looks like a code and is none: its check sign is wrong. */
export const SAMPLE_CODE = 'SAMPLE-0000-CODE'
const ordersOf: Record<Tone, number> = { prospect: 0, known: 1, loyal: 3 }
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
  const { store, clock, config } = house
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
  const link = `${config.publicUrl}/u/example`
  const { channel } = asked
  const controller = await controllerOf(house)
  const reason = { ...(await reasonOf(house, campaign.use, written.locale)), readIn: person.locale }
  const whole =
    channel === 'email'
      ? withFooter(written, reason, link, controller)
      : channel === 'sms'
        ? withStop(written, link)
        : written
  const message = {
    ...{ channel, locale: whole.locale, tone: toneFor(campaign.needs, orders) },
    ...{ subject: whole.subject, text: whole.text, html: whole.html },
    sms: channel === 'sms' ? measureSms(whole.text) : null,
    reads: readsOfMessage(campaign.terms.message),
  }
  return { message, brand: await readBrand(house, controller?.name ?? '') }
}

interface Reader {
  person: Pick<Profile, 'givenName' | 'familyName' | 'locale'>
  favourite: string | null
  orders: number
}

async function readerOf(house: House, { customerReference }: PreviewAsked): Promise<Reader> {
  if (customerReference === undefined) return { person: invented, favourite: 'tea', orders: 0 }
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

async function reasonOf(
  { store, clock }: House,
  use: { purpose: string; legalBasis: 'consent' | 'contract' | 'legitimate_interest' },
  locale: string,
) {
  const [purpose] = await showPurposes(store.read, [use.purpose])
  const title = purpose === undefined ? use.purpose : purposeWords(purpose, locale).title
  return { legalBasis: use.legalBasis, purpose: title, agreedAt: clock.now() }
}

const controllerOf = async ({ store, clock }: House) =>
  (await noticeInForce(store.read, clock.now()))?.controller ?? null
