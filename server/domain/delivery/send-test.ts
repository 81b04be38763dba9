// Tries a channel: a campaign's message goes to the staff's own address, at once and past the outbox. It is no marketing and
// counts nowhere.
import { loadCampaign } from '#campaigns/load.ts'
import type { House } from '#core/house.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import { findCustomer } from '#customers/find.ts'
import { pushSubscriptionsOf } from '#customers/push.ts'
import { expiresAt } from '#vouchers/expiry.ts'
import { allChannels } from './channels/all.ts'
import type { Attempt, Outgoing } from './channels/channel.ts'
import { type PreviewAsked, SAMPLE_CODE, writePreview } from './preview.ts'

type TestAsked = PreviewAsked & { to?: string | undefined }

/**
 * By e-mail and SMS to an address, as a push message to the browsers of the customer who is named, to the shop's own sender
 * and to partners where the configuration says. The code in it is none. Refuses what a preview does, 400 where it is not
 * said where to, and 409 `channel.not_ready`.
 */
export async function sendTest(house: House, campaignId: string, asked: TestAsked): Promise<Attempt> {
  const { to, ...wanted } = asked
  const { message, brand } = await writePreview(house, campaignId, wanted)
  const channel = allChannels.find(({ code }) => code === asked.channel)
  const setting = channel?.lacks(house.config) ?? null
  if (!channel?.open || setting !== null) {
    const isFetched = 'People come and fetch what it says; look at it where it is shown'
    throw new Refusal('channel.not_ready', { detail: setting === null ? isFetched : ['{{setting}}', { setting }] })
  }
  const place = await placeOf(house, asked)
  const sender = channel.open(house)
  try {
    const { locale, subject, text } = message
    const worn =
      asked.channel === 'email' ? { html: brand.dress(message.html), logo: brand.logo } : { html: message.html }
    const id = newId('message', house.clock.now())
    const facts = await factsOf(house, campaignId)
    return await sender.send({ id, locale, subject: `[Test] ${subject}`, text, ...worn, ...place, facts })
  } finally {
    sender.close()
  }
}

async function placeOf(house: House, asked: TestAsked): Promise<Pick<Outgoing, 'address' | 'browsers'>> {
  const { channel, to, customerReference } = asked
  if (channel === 'email' || channel === 'sms') {
    if (to === undefined) throw missing('to', 'must say where the test goes')
    return { address: to }
  }
  if (channel !== 'push') return { address: null }
  if (customerReference === undefined) throw missing('customerReference', 'must name whose browsers take the test')
  const customer = await findCustomer(house.store.read, house.secrets, customerReference)
  const browsers = customer === null ? new Map() : await pushSubscriptionsOf(house, [customer.id])
  return { address: null, browsers: browsers.get(customer?.id ?? '') ?? [] }
}

/** Told apart from real ones by their ids, and by a code that is none. */
async function factsOf({ store, clock }: House, campaignId: string): Promise<NonNullable<Outgoing['facts']>> {
  const campaign = await loadCampaign(store.read, campaignId)
  if (campaign === null) throw new Refusal('campaign.not_found')
  const ends = expiresAt(campaign.terms, clock.now())
  const { purpose } = campaign.use
  return { campaignId, voucherId: 'test', code: SAMPLE_CODE, expiresAt: ends, purpose, reference: 'test' }
}

const missing = (path: string, message: string) => new Refusal('request.invalid', { errors: [{ path, message }] })
