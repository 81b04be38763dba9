// A shop for looking at deliveries: twelve people with a birthday tomorrow, some of whom have not allowed everything, and a
// birthday campaign that is live.
import { makeClient } from '../scripts/client/call.ts'
import type { TestServer } from '../server/test-server.ts'

export const TODAY = '2026-03-10T12:00:00Z'
const PURPOSE = 'birthday_offers'
const use = (category: 'contact.email' | 'birthdate') => ({ purpose: PURPOSE, channel: 'email' as const, category })
const people = ['Ada', 'Grace', 'Rukiye', 'Layla', 'Olga', 'Emmy', 'Sofia', 'Aisha', 'Vera', 'Mary', 'Elif', 'Nadia']

/** Answers the campaign's id. */
export async function openDeliveryShop({ url, adminKey }: Pick<TestServer, 'url' | 'adminKey'>): Promise<string> {
  const admin = makeClient(url, adminKey)
  await admin.call('createPurpose', { body: { key: PURPOSE, legalBasis: 'consent', title: 'Birthday offers' } })
  const cells = [use('contact.email'), use('birthdate')]
  const notice = await admin.call('createNotice', {
    body: {
      controller: { name: 'Lavender & Co.', address: '1 High Street', contact: 'privacy@shop.example' },
      texts: { en: { title: 'Your data', body: 'We use it as you allow.' } },
      scope: cells.map((cell) => ({ ...cell, retentionMonths: 12 })),
    },
  })
  const { version } = await admin.call('publishNotice', { params: { id: notice.id } })
  for (const [n, givenName] of people.entries()) {
    const reference = `c-${101 + n}`
    const body = { email: `${givenName.toLowerCase()}@shop.example`, givenName, birthDate: '--03-11', timeZone: 'UTC' }
    await admin.call('putCustomer', { params: { reference }, body })
    // Eight have agreed to all of it, two to mail alone, two to nothing.
    const agreed = n < 8 ? cells : n < 10 ? cells.slice(0, 1) : []
    if (agreed.length === 0) continue
    const decisions = agreed.map((cell) => ({ ...cell, decision: 'grant' as const }))
    const how = { noticeVersion: version, locale: 'en', method: 'form' as const, contactVerified: true }
    await admin.call('recordConsents', { body: { customerReference: reference, ...how, decisions } })
  }
  const { id } = await admin.call('createCampaign', {
    body: {
      name: 'Birthday, 2026',
      purpose: PURPOSE,
      channels: ['email'],
      trigger: { kind: 'birthday', leadDays: 0 },
      variants: [
        { key: 'ten', shareBps: 5000, offer: { kind: 'percent_off', bps: 1000, maxMinor: 1500 } },
        { key: 'five-euros', shareBps: 5000, offer: { kind: 'amount_off', amountMinor: 500 } },
      ],
      budget: { limitMinor: 100_000, currency: 'EUR', mode: 'at_redemption' },
      validity: { days: 30 },
      timeZone: 'UTC',
      message: {
        en: { subject: 'Happy birthday', text: 'Your code: {{voucher.code}}', html: '<p>{{voucher.code}}</p>' },
      },
    },
  })
  await admin.call('launchCampaign', { params: { id } })
  return id
}
