// From nothing to the first redeemed voucher, one door after the other: the tutorial of /docs, the examples of the OpenAPI document, and
// what a test does to see that both are true.
import type { BodySent, DoorName, ParamsOf, QueryOf, ReplyOf } from './api.ts'

/** What earlier answers said. */
export interface Known {
  noticeId: string
  noticeVersion: number
  campaignId: string
  code: string
}

export interface Step<N extends DoorName = DoorName> {
  door: N
  /** Why it is asked, in one sentence. */
  why: string
  ask(known: Known): { params?: ParamsOf<N>; query?: Partial<QueryOf<N>>; body?: BodySent<N> }
  /** What the next steps need of the answer. */
  learn?(answer: ReplyOf<N>): Partial<Known>
}

/** Stands for what the reader's own answers will say. */
export const sample: Known = {
  noticeId: 'ntc_01JD8Q4T5V6W7X8Y9ZABCDEFGH',
  noticeVersion: 1,
  campaignId: 'cmp_01JD8Q4T5V6W7X8Y9ZABCDEFGH',
  code: 'K7QM-3XW9-TR2C',
}

/** Curried, so that the door is known before what it takes is read. */
const step =
  <N extends DoorName>(door: N) =>
  (one: Omit<Step<N>, 'door'>): Step =>
    ({ door, ...one }) as unknown as Step
const cell = (category: 'contact.account' | 'birthdate') =>
  ({ purpose: 'birthday_offers', channel: 'onsite', category }) as const
const order = { reference: 'order-1001', currency: 'EUR', amountMinor: 4_990 }

export const tutorial: readonly Step[] = [
  step('createPurpose')({
    why: 'Say what you would like to use data for.',
    ask: () => ({ body: { key: 'birthday_offers', legalBasis: 'consent', title: 'Birthday offers' } }),
  }),
  step('createNotice')({
    why: 'Write what customers agree to: which data, for which purpose, over which channel, and for how long.',
    ask: () => ({
      body: {
        controller: { name: 'Example Shop', address: '1 High Street, Springfield', contact: 'privacy@shop.example' },
        texts: {
          en: {
            title: 'A gift for your birthday',
            body: 'We use your birth date to send you a voucher, and for nothing else.',
          },
        },
        scope: [
          { ...cell('contact.account'), retentionMonths: 24 },
          { ...cell('birthdate'), retentionMonths: 24 },
        ],
      },
    }),
    learn: (answer) => ({ noticeId: answer.id }),
  }),
  step('publishNotice')({
    why: 'Publish it: from now on it never changes.',
    ask: ({ noticeId }) => ({ params: { id: noticeId } }),
    learn: (answer) => ({ noticeVersion: answer.version }),
  }),
  step('putCustomer')({
    why: 'Tell of a customer, by your own reference.',
    ask: () => ({
      params: { reference: 'c-17' },
      body: { birthDate: '1990-05-17', timeZone: 'Europe/Berlin', country: 'DE' },
    }),
  }),
  step('recordConsents')({
    why: 'Record what she allowed at your checkout, cell by cell.',
    ask: ({ noticeVersion }) => ({
      body: {
        customerReference: 'c-17',
        noticeVersion,
        locale: 'en',
        method: 'checkout',
        contactVerified: true,
        decisions: [
          { ...cell('contact.account'), decision: 'grant' },
          { ...cell('birthdate'), decision: 'grant' },
        ],
      },
    }),
  }),
  step('createCampaign')({
    why: 'Design the offer: what is off, for whom, within which budget. A broadcast reaches everybody who agreed; a birthday waits for the day.',
    ask: () => ({
      body: {
        name: 'Birthday, 10 % off',
        purpose: 'birthday_offers',
        channels: ['onsite'],
        trigger: { kind: 'broadcast' },
        segment: { rule: { field: 'birthday', op: 'is_known' } },
        variants: [
          { key: 'ten_percent', shareBps: 10_000, offer: { kind: 'percent_off', bps: 1_000, maxMinor: 2_000 } },
        ],
        budget: { limitMinor: 100_000, currency: 'EUR', mode: 'at_redemption' },
        validity: { days: 30 },
        message: { en: { subject: 'For your birthday', text: 'Your code is {{voucher.code}}.' } },
        timeZone: 'Europe/Berlin',
      },
    }),
    learn: (answer) => ({ campaignId: answer.id }),
  }),
  step('launchCampaign')({
    why: 'Launch it; a refusal names every reason at once.',
    ask: ({ campaignId }) => ({ params: { id: campaignId } }),
  }),
  step('runCampaign')({
    why: 'Issue: one unique voucher for everybody who is due and has agreed to exactly this.',
    ask: ({ campaignId }) => ({ params: { id: campaignId } }),
  }),
  step('listVouchers')({
    why: 'Look at the voucher; roles that may see codes see hers.',
    ask: ({ campaignId }) => ({ query: { campaignId } }),
    learn: (answer) => ({ code: String(answer.data[0]?.code) }),
  }),
  step('quote')({
    why: 'At the checkout: what does the code take off? This writes nothing.',
    ask: ({ code }) => ({ body: { code, order } }),
  }),
  step('redeem')({
    why: 'Redeem it, exactly once. The same order may ask again, and gets the same answer.',
    ask: ({ code }) => ({ body: { code, order } }),
  }),
  step('campaignReport')({
    why: 'See what came of it.',
    ask: ({ campaignId }) => ({ params: { id: campaignId } }),
  }),
]

/** The body that the documentation shows for a door. */
export const exampleOf = (door: string): unknown => tutorial.find((one) => one.door === door)?.ask(sample).body
