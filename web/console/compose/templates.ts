// The campaigns to start from: each a whole draft with sensible words and figures, ready to be changed.
import { language } from '../../ui/language.ts'
import { wordsOf } from '../words.ts'
import { blankCaps } from './caps-draft.ts'
import type { Draft } from './draft.ts'
import { blankMessage } from './message-draft.ts'
import { blankOffer, type OfferDraft, type VariantDraft } from './offer-draft.ts'
import { emptyGroup } from './rule.ts'
import { blankTrigger, type TriggerDraft, type TriggerKind } from './trigger-draft.ts'

const names = ['birthday', 'cart', 'milestone', 'welcome', 'winBack', 'broadcast', 'empty'] as const
export type TemplateName = (typeof names)[number]
export interface Template {
  /** In its address. */
  key: string
  /** In the words: `tpl.<name>.title` and so on. */
  name: TemplateName
  kind: TriggerKind
  /** The purpose it suggests, and what an existing one that fits is called like. */
  purpose: string
  like: RegExp
  start: () => Draft
}

const variant = (row: number, key: string, share: number, offer: Partial<OfferDraft>): VariantDraft => ({
  row,
  key,
  share,
  offer: { ...blankOffer, ...offer },
})

/** A message in the language in use. In the words double brackets stand for the braces, which mean something else there. */
function written(name: TemplateName): Draft['messages'] {
  const t = wordsOf('compose')
  const text = (part: 'subject' | 'text') => t(`tpl.${name}.${part}`).replaceAll('[[', '{{').replaceAll(']]', '}}')
  return { [language()]: { ...blankMessage, subject: text('subject'), text: text('text') } }
}

function draftWith(name: TemplateName, trigger: Partial<TriggerDraft>, rest: Partial<Draft>): Draft {
  return {
    name: wordsOf('compose')(`tpl.${name}.name`),
    purpose: '',
    channels: ['email'],
    trigger: { ...blankTrigger, ...trigger },
    rule: emptyGroup(),
    segmentId: '',
    variants: [variant(0, 'percent', 100, {})],
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
    refundPolicy: 'restore',
    codePrefix: '',
    priority: '',
    hasWindow: false,
    windowFrom: '09:00',
    windowTo: '20:00',
    windowDays: [],
    remindDays: '',
    startsOn: '',
    endsOn: '',
    baseline: '',
    messages: written(name),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    kept: {},
    ...rest,
  }
}

export const templates: readonly Template[] = [
  {
    key: 'birthday',
    name: 'birthday',
    kind: 'birthday',
    purpose: 'birthday_offers',
    like: /birth/,
    start: () =>
      draftWith(
        'birthday',
        { kind: 'birthday' },
        {
          variants: [
            variant(0, 'percent', 50, { percent: 20, most: 30 }),
            variant(1, 'amount', 50, { kind: 'amount_off', amount: 10 }),
          ],
        },
      ),
  },
  {
    key: 'abandoned-cart',
    name: 'cart',
    kind: 'cart_abandoned',
    purpose: 'cart_reminders',
    like: /cart|basket/,
    start: () =>
      draftWith(
        'cart',
        { kind: 'cart_abandoned', least: 50 },
        {
          variants: [
            variant(0, 'percent', 50, { percent: 10, most: 20 }),
            variant(1, 'shipping', 50, { kind: 'free_shipping', most: 8 }),
          ],
          days: 3,
          capMax: 1,
        },
      ),
  },
  {
    key: 'spend-milestone',
    name: 'milestone',
    kind: 'spend_milestone',
    purpose: 'loyalty_rewards',
    like: /loyal|milestone|reward|spend/,
    start: () =>
      draftWith(
        'milestone',
        { kind: 'spend_milestone' },
        {
          variants: [
            variant(0, 'gift_card', 50, { kind: 'gift_card', amount: 25 }),
            variant(1, 'percent', 50, { percent: 15, most: 50, scope: 'favourite' }),
          ],
          days: 60,
        },
      ),
  },
  {
    key: 'welcome',
    name: 'welcome',
    kind: 'signed_up',
    purpose: 'welcome_offers',
    like: /welcome|sign/,
    start: () => draftWith('welcome', { kind: 'signed_up', delay: 1 }, { days: 30 }),
  },
  {
    key: 'win-back',
    name: 'winBack',
    kind: 'win_back',
    purpose: 'win_back_offers',
    like: /win_?back|return|miss/,
    start: () =>
      draftWith(
        'winBack',
        { kind: 'win_back', days: 90 },
        { variants: [variant(0, 'percent', 100, { percent: 15, most: 40 })] },
      ),
  },
  {
    key: 'broadcast',
    name: 'broadcast',
    kind: 'broadcast',
    purpose: 'news_offers',
    like: /news|offer|market/,
    start: () => draftWith('broadcast', { kind: 'broadcast' }, { capMax: 1, capDays: 7 }),
  },
  {
    key: 'empty',
    name: 'empty',
    kind: 'custom_event',
    purpose: 'offers',
    like: /^offers$/,
    start: () =>
      draftWith(
        'empty',
        { kind: 'custom_event' },
        { variants: [variant(0, 'offer', 100, {})], messages: { [language()]: blankMessage } },
      ),
  },
]

/** The template of an address or of a kind of occasion; for kinds without one of their own the empty one. */
export function templateOf(key: string): Template | undefined {
  return templates.find((template) => template.key === key)
}

export const templateFor = (kind: TriggerKind): Template | undefined =>
  templates.find((template) => template.kind === kind) ?? templates.find(({ name }) => name === 'empty')

/** The purpose of the shop that fits a template best: its own, one called alike, or none. */
export function purposeFor({ purpose, like }: Pick<Template, 'purpose' | 'like'>, keys: string[]): string {
  return keys.find((key) => key === purpose) ?? keys.find((key) => like.test(key)) ?? ''
}
