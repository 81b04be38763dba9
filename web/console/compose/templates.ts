// The three campaigns to start from: each a whole draft with sensible words and figures, ready to be changed.
import { blankCaps } from './caps-draft.ts'
import type { Draft, OfferDraft, TriggerDraft, VariantDraft } from './draft.ts'
import { blankOffer } from './draft.ts'

export type TemplateKey = 'birthday' | 'abandoned-cart' | 'spend-milestone'
export interface Template {
  key: TemplateKey
  title: string
  blurb: string
  /** What of a person it looks at, said before anything else. */
  reads: string
  /** The purpose it suggests, and what an existing one that fits is called like. */
  purpose: { key: string; title: string; benefit: string; like: RegExp }
  start: () => Draft
}

const variant = (row: number, key: string, share: number, offer: Partial<OfferDraft>): VariantDraft => ({
  row,
  key,
  share,
  offer: { ...blankOffer, ...offer },
})
const noTrigger = { leadDays: 0, delay: 1, delayUnit: 'hours', least: '', threshold: 1000 } as const

function draftWith(kind: TriggerDraft['kind'], rest: Partial<Draft>, trigger: Partial<TriggerDraft> = {}): Draft {
  return {
    name: '',
    purpose: '',
    channels: ['email'],
    trigger: { ...noTrigger, ...trigger, kind },
    countries: [],
    leastOrders: '',
    leastSpent: '',
    otherSegment: null,
    variants: [],
    holdout: 10,
    currency: 'EUR',
    limit: 1000,
    mode: 'guaranteed',
    ...blankCaps,
    validFor: 'days',
    days: 14,
    until: '',
    minimumOrder: '',
    capMax: '',
    capDays: 30,
    redeemableBy: 'anyone',
    subject: '',
    text: '',
    html: undefined,
    otherMessages: {},
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...rest,
  }
}

export const templates: Template[] = [
  {
    key: 'birthday',
    title: 'Birthday',
    blurb: 'A present on the day, or some days ahead so that there is time to shop. Once a year for each customer.',
    reads: 'Looks at the birth date (day and month).',
    purpose: {
      key: 'birthday_offers',
      title: 'Birthday offers',
      benefit: 'A present from us on your birthday.',
      like: /birth/,
    },
    start: () =>
      draftWith('birthday', {
        name: 'Birthday present',
        variants: [
          variant(0, 'percent', 50, { percent: 20, most: 30 }),
          variant(1, 'amount', 50, { kind: 'amount_off', amount: 10 }),
        ],
        subject: 'A little something for your birthday',
        text: 'Happy birthday!\n\nHere is your present: use the code {{voucher.code}} when you order. It is yours until {{voucher.expiresOn}}.',
      }),
  },
  {
    key: 'abandoned-cart',
    title: 'Abandoned cart',
    blurb: 'A reason to come back to a cart that was left. Nothing is sent when the order comes after all.',
    reads: 'Looks at the cart.',
    purpose: {
      key: 'cart_reminders',
      title: 'Cart reminders',
      benefit: 'A reminder, and at times an offer, for a cart you left.',
      like: /cart|basket/,
    },
    start: () =>
      draftWith(
        'cart_abandoned',
        {
          name: 'Come back to your cart',
          variants: [
            variant(0, 'percent', 50, { percent: 10, most: 20 }),
            variant(1, 'shipping', 50, { kind: 'free_shipping', most: 8 }),
          ],
          days: 3,
          subject: 'Your cart is still here',
          text: 'You left something in your cart.\n\nWith the code {{voucher.code}} it costs a little less. The code is good until {{voucher.expiresOn}}.',
          capMax: 1,
          capDays: 30,
        },
        { least: 50 },
      ),
  },
  {
    key: 'spend-milestone',
    title: 'Spend milestone',
    blurb: 'Thanks to customers who have bought a lot from you. Once when the mark is crossed; refunds are subtracted.',
    reads: 'Looks at the purchase history.',
    purpose: {
      key: 'loyalty_rewards',
      title: 'Loyalty rewards',
      benefit: 'A thank-you when you have bought a lot from us.',
      like: /loyal|milestone|reward|spend/,
    },
    start: () =>
      draftWith('spend_milestone', {
        name: 'Thank you for staying',
        variants: [
          variant(0, 'gift_card', 50, { kind: 'gift_card', amount: 25 }),
          variant(1, 'percent', 50, { percent: 15, most: 50, scope: 'favourite' }),
        ],
        days: 60,
        subject: 'Thank you',
        text: 'You have been with us for a while. Thank you!\n\nThis is for you: {{voucher.code}}. It is good until {{voucher.expiresOn}}.',
      }),
  },
]

const templateFor: Record<TriggerDraft['kind'], TemplateKey> = {
  birthday: 'birthday',
  cart_abandoned: 'abandoned-cart',
  spend_milestone: 'spend-milestone',
}

/** The template of a key or of a kind of trigger; undefined when there is none. */
export function templateOf(key: string): Template | undefined {
  const wanted = key in templateFor ? templateFor[key as TriggerDraft['kind']] : key
  return templates.find((template) => template.key === wanted)
}

/** The purpose of the shop that fits a template best: its own, one called alike, or none. */
export function purposeFor(template: Template, keys: string[]): string {
  return keys.find((key) => key === template.purpose.key) ?? keys.find((key) => template.purpose.like.test(key)) ?? ''
}
