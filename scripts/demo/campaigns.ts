// The demo's purposes, notice and three campaigns, each with two variants and a holdout.
import type { BodySent } from '#shared/api.ts'
import type { Category } from '#shared/kinds.ts'
import type { Client } from '../client/call.ts'
import { CURRENCY, type Person } from './shop.ts'

type Campaign = BodySent<'createCampaign'>

export const PURPOSES = {
  birthday_offers: {
    title: 'Birthday offers',
    benefit: 'A present on your birthday',
    categories: ['contact.email', 'birthdate', 'purchase_history', 'name'],
  },
  cart_reminders: {
    title: 'Reminders of what you left in the cart',
    benefit: 'Something off when you come back',
    categories: ['contact.email', 'cart_activity'],
  },
  thank_you: {
    title: 'Thanks to regulars',
    benefit: 'A gift when you have bought a lot',
    categories: ['contact.email', 'purchase_history'],
  },
} satisfies Record<string, { title: string; benefit: string; categories: Category[] }>
export type PurposeKey = keyof typeof PURPOSES

/** Publishes the notice that covers the three purposes; answers its version. */
export async function publishDemoNotice(privacy: Client): Promise<number> {
  for (const [key, { title, benefit }] of Object.entries(PURPOSES)) {
    await privacy.call('createPurpose', { body: { key, legalBasis: 'consent', title, benefit } })
  }
  const scope = Object.entries(PURPOSES).flatMap(([purpose, { categories }]) =>
    categories.map((category) => ({ purpose, channel: 'email' as const, category, retentionMonths: 24 })),
  )
  const { id } = await privacy.call('createNotice', {
    body: {
      controller: { name: 'Lantern & Loaf', address: '1 Harbour Row, Exampleton', contact: 'privacy@example.com' },
      texts: {
        en: {
          title: 'What we do with your data',
          body: 'We mail you an offer for the occasions you choose, and use only the data you allow for each of them. You can change your mind at any time.',
        },
      },
      scope,
    },
  })
  return (await privacy.call('publishNotice', { params: { id } })).version
}

/** The decisions of one person, cell by cell; an empty list where she agreed to nothing. */
export function decisionsOf(person: Person) {
  const granted: [PurposeKey, Category[]][] = []
  if (person.agrees.birthday === 'all') granted.push(['birthday_offers', PURPOSES.birthday_offers.categories])
  if (person.agrees.birthday === 'mail only') granted.push(['birthday_offers', ['contact.email']])
  if (person.agrees.cart) granted.push(['cart_reminders', PURPOSES.cart_reminders.categories])
  if (person.agrees.thanks) granted.push(['thank_you', PURPOSES.thank_you.categories])
  return granted.flatMap(([purpose, categories]) =>
    categories.map((category) => ({ purpose, channel: 'email' as const, category, decision: 'grant' as const })),
  )
}

const message = (subject: string, line: string) => ({
  en: { subject, text: `${line}\n\nYour code: {{voucher.code}}\nIt is good until {{voucher.expiresOn}}.` },
})
const base = { channels: ['email'], holdoutBps: 1_000, timeZone: 'Europe/Berlin' } satisfies Partial<Campaign>

export const campaigns: Campaign[] = [
  {
    ...base,
    name: 'Birthday: a quarter off your favourites',
    purpose: 'birthday_offers',
    trigger: { kind: 'birthday' },
    variants: [
      {
        key: 'quarter_off_favourite',
        shareBps: 5_000,
        offer: { kind: 'percent_off', bps: 2_500, maxMinor: 2_000, scope: { favouriteCategory: true } },
      },
      { key: 'ten_euro', shareBps: 5_000, offer: { kind: 'amount_off', amountMinor: 1_000 } },
    ],
    budget: { limitMinor: 300_000, currency: CURRENCY, mode: 'guaranteed' },
    validity: { days: 30 },
    codePrefix: 'BDAY',
    message: message('Happy birthday, {{customer.givenName}}', 'A present for you.'),
  },
  {
    ...base,
    name: 'Come back to a cart above 300',
    purpose: 'cart_reminders',
    trigger: { kind: 'cart_abandoned', delayMinutes: 240, minimumTotalMinor: 30_000, currency: CURRENCY },
    variants: [
      { key: 'twenty_off', shareBps: 5_000, offer: { kind: 'amount_off', amountMinor: 2_000 } },
      { key: 'ten_percent', shareBps: 5_000, offer: { kind: 'percent_off', bps: 1_000, maxMinor: 4_000 } },
    ],
    budget: { limitMinor: 60_000, currency: CURRENCY, mode: 'at_redemption' },
    validity: { days: 7 },
    minimumOrderMinor: 15_000,
    codePrefix: 'CART',
    message: message('You left something behind', 'It is still there, and now it costs less.'),
  },
  {
    ...base,
    name: 'Thank you at 2,000',
    purpose: 'thank_you',
    trigger: { kind: 'spend_milestone', thresholdMinor: 200_000, currency: CURRENCY },
    variants: [
      { key: 'gift_card', shareBps: 5_000, offer: { kind: 'gift_card', amountMinor: 2_500 } },
      { key: 'free_shipping', shareBps: 5_000, offer: { kind: 'free_shipping', maxMinor: 1_200 } },
    ],
    budget: { limitMinor: 200_000, currency: CURRENCY, mode: 'guaranteed', count: 200 },
    validity: { days: 90 },
    codePrefix: 'THX',
    message: message('Thank you', 'You have bought so much that we owe you one.'),
  },
]
