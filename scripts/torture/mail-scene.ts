// A house with people who agreed to be mailed, and campaigns that leave a message for each of them in the outbox.
import { draftCampaign } from '#campaigns/draft.ts'
import { launchCampaign } from '#campaigns/launch.ts'
import { draftNotice } from '#consent/draft-notice.ts'
import { publishNotice } from '#consent/publish-notice.ts'
import { definePurpose } from '#consent/purposes.ts'
import { recordDecisions } from '#consent/record.ts'
import type { House } from '#core/house.ts'
import { upsertCustomer } from '#customers/upsert.ts'
import { queueMessages } from '#delivery/queue.ts'
import { newCampaign } from '#shared/contracts/campaigns.ts'
import { runCampaign } from '#vouchers/issue-run.ts'

export const CONTROLLER = {
  name: 'Example Shop',
  address: '1 High Street, Springfield',
  contact: 'privacy@shop.example',
}
const AT_ONCE = 100
const PURPOSE = 'offers'
const cells = (['contact.email', 'name'] as const).map((category) => ({
  ...{ purpose: PURPOSE, channel: 'email' as const, category },
}))

export const addressOf = (n: number): string => `reader-${n}@shop.example`

/** So many people with a proved address, a name and a yes. */
export async function makeReaders(house: House, count: number): Promise<void> {
  const noticeVersion = await house.store.write(async (tx) => {
    await definePurpose(tx, { key: PURPOSE, legalBasis: 'consent', title: 'Offers' })
    const { id, version } = await draftNotice(tx, {
      controller: CONTROLLER,
      texts: { en: { title: 'What we use and why', body: 'We ask before we use anything about you.' } },
      scope: cells.map((cell) => ({ ...cell, retentionMonths: 24, recipients: [] })),
    })
    await publishNotice(tx, id)
    return version
  })
  for (let from = 0; from < count; from += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, i) => from + i)
    const made = await Promise.all(
      some.map((n) => {
        const fields = { email: addressOf(n), givenName: `Reader ${n}`, locale: 'en' }
        return upsertCustomer(house, `reader-${n}`, fields, { keepBirthYear: true })
      }),
    )
    await house.store.write(async (tx) => {
      for (const { id: customerId } of made) {
        await recordDecisions(tx, {
          ...{ customerId, noticeVersion, locale: 'en', method: 'checkout', actor: 'torture', verified: true },
          decisions: cells.map((cell) => ({ ...cell, decision: 'grant' })),
        })
      }
    })
  }
}

export const SUBJECT = 'Something for you, {{customer.givenName}}'
export const TEXT = `Dear {{customer.givenName}},

here is something for your next order. Show this code at the till, or type it in when you pay:

    {{voucher.code}}

It is good until {{voucher.expiresOn}}, in all our shops and on our pages, for whatever you like best.

Yours, Example Shop`

/** One message for everybody; answers how many are queued. */
export async function queueForAll(house: House, name: string): Promise<number> {
  const terms = newCampaign.parse({
    ...{ name, purpose: PURPOSE, channels: ['email'], trigger: { kind: 'broadcast' }, timeZone: 'Europe/Berlin' },
    variants: [{ key: 'offer', shareBps: 10_000, offer: { kind: 'amount_off', amountMinor: 500 } }],
    budget: { limitMinor: 1_000_000_000, currency: 'EUR', mode: 'guaranteed' },
    validity: { days: 30 },
    message: { en: { subject: SUBJECT, text: TEXT } },
  })
  const id = await house.store.write(async (tx) => {
    const made = await draftCampaign(tx, terms)
    await launchCampaign(tx, made, { mailReady: true })
    return made
  })
  const { issued } = await runCampaign(house, id, 'manual', queueMessages)
  return issued
}
