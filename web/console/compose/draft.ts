// Pure: a campaign as the form holds it (amounts as people type them, shares in percent) and as the doors take it.
import type { BodySent } from '#shared/api.ts'
import type { Channel } from '#shared/kinds.ts'
import type { Campaign } from '../../parts/words.ts'
import { budgetRulesOf, type CapsDraft, capsOf, stackingOf } from './caps-draft.ts'
import { dayIn, midnightOf } from './days.ts'
import { type Messages, messageOf, messagesTyped } from './message-draft.ts'
import { offerOf, offerTyped, type VariantDraft } from './offer-draft.ts'
import { type Group, rootOf, ruleOf } from './rule.ts'
import { type TriggerDraft, triggerOf, triggerTyped } from './trigger-draft.ts'
import { bpsOf, minorOf, type Typed, typedOf, wholeOf } from './typed.ts'

export { minorOf, type Typed } from './typed.ts'

type Body = BodySent<'createCampaign'>

export interface Draft extends CapsDraft {
  name: string
  purpose: string
  /** In order of preference. */
  channels: Channel[]
  trigger: TriggerDraft
  rule: Group
  /** A segment that has a name of its own, in place of a rule; '' for none. */
  segmentId: string
  variants: VariantDraft[]
  holdout: Typed
  currency: string
  limit: Typed
  mode: 'at_redemption' | 'guaranteed'
  validFor: 'days' | 'until'
  days: Typed
  until: string
  minimumOrder: Typed
  capMax: Typed
  capDays: Typed
  redeemableBy: 'anyone' | 'recipient'
  refundPolicy: 'restore' | 'keep'
  codePrefix: string
  priority: Typed
  hasWindow: boolean
  windowFrom: string
  windowTo: string
  windowDays: number[]
  /** Days before the voucher expires; blank for no reminder. */
  remindDays: Typed
  /** Days 'YYYY-MM-DD' in the campaign's zone. */
  startsOn: string
  endsOn: string
  baseline: string
  /** By locale, in the order in which they were added. */
  messages: Messages
  timeZone: string
  /** What the form does not show; kept as it is. */
  kept: Partial<Pick<Body, 'legalBasis' | 'experiment' | 'startsAt' | 'endsAt'>>
}

/** The body of `createCampaign` and `patchCampaign`. Blanks are left out; the contract says which may be. */
export function bodyOf(draft: Draft): Body {
  const limitMinor = minorOf(draft.limit, draft.currency)
  const segment = segmentOf(draft)
  const capMax = wholeOf(draft.capMax)
  const minimumOrderMinor = minorOf(draft.minimumOrder, draft.currency)
  const stacking = stackingOf(draft)
  const rules = budgetRulesOf(draft, draft.currency)
  const { startsAt: _, endsAt: __, ...kept } = draft.kept
  const body = {
    ...kept,
    name: draft.name,
    purpose: draft.purpose,
    channels: draft.channels,
    trigger: triggerOf(draft),
    ...(segment === undefined ? {} : { segment }),
    variants: draft.variants.map((variant) => ({
      key: variant.key,
      shareBps: bpsOf(variant.share),
      offer: offerOf(variant.offer, draft.currency),
    })),
    holdoutBps: bpsOf(draft.holdout) ?? 0,
    ...(limitMinor === undefined
      ? {}
      : { budget: { limitMinor, currency: draft.currency, mode: draft.mode, ...rules } }),
    validity: draft.validFor === 'days' ? { days: wholeOf(draft.days) } : { until: draft.until },
    ...(minimumOrderMinor === undefined ? {} : { minimumOrderMinor }),
    ...(capMax === undefined ? {} : { frequency: { max: capMax, withinDays: wholeOf(draft.capDays) } }),
    redeemableBy: draft.redeemableBy,
    refundPolicy: draft.refundPolicy,
    ...(draft.codePrefix === '' ? {} : { codePrefix: draft.codePrefix }),
    ...(stacking === undefined ? {} : { stacking }),
    ...(draft.baseline === '' ? {} : { baselineCampaignId: draft.baseline }),
    ...sendingOf(draft),
    message: messageOf(draft.messages),
    timeZone: draft.timeZone,
  }
  // A blank is left out on purpose: the server names every one that is missing, with its path.
  return body as Body
}

/** When messages go, how early among other campaigns, and whether somebody is reminded. */
function sendingOf(draft: Draft) {
  const { windowFrom: from, windowTo: to, windowDays, kept, timeZone } = draft
  const priority = wholeOf(draft.priority)
  const daysBefore = wholeOf(draft.remindDays)
  const all = windowDays.length === 0 || windowDays.length === 7
  const startsAt = instantOn(draft.startsOn, kept.startsAt, timeZone)
  const endsAt = instantOn(draft.endsOn, kept.endsAt, timeZone)
  return {
    ...(priority === undefined ? {} : { priority }),
    ...(draft.hasWindow ? { sendWindow: { from, to, ...(all ? {} : { days: windowDays }) } } : {}),
    ...(daysBefore === undefined ? {} : { reminder: { daysBefore } }),
    ...(startsAt === undefined ? {} : { startsAt }),
    ...(endsAt === undefined ? {} : { endsAt }),
  }
}

/** Midnight of a day, or the very instant that was stored while its day is still the same. */
function instantOn(day: string, stored: string | undefined, zone: string): string | undefined {
  if (day === '') return undefined
  return stored !== undefined && dayIn(stored, zone) === day ? stored : midnightOf(day, zone)
}

function segmentOf({ segmentId, rule }: Draft): Body['segment'] {
  if (segmentId !== '') return { id: segmentId }
  const written = ruleOf(rule)
  return written === undefined ? undefined : { rule: written }
}

const mayBeEmptied = [
  'segment',
  'frequency',
  'budget',
  'minimumOrderMinor',
  'stacking',
  'priority',
  'sendWindow',
  'reminder',
  'codePrefix',
  'baselineCampaignId',
  'startsAt',
  'endsAt',
] as const

/** The change of a saved draft: what the form left empty is cleared, because a change keeps what it does not name. */
export function changeOf(body: Body): BodySent<'patchCampaign'> {
  const cleared = Object.fromEntries(mayBeEmptied.map((field) => [field, null]))
  const budget = body.budget && { perDay: null, perCustomer: null, ...body.budget }
  return { ...cleared, ...body, ...(budget && { budget }) }
}

/** A stored draft as the form holds it. */
export function draftOf(campaign: Campaign, blank: Draft): Draft {
  const { trigger } = campaign
  const named = 'currency' in trigger ? trigger.currency : undefined
  const currency = campaign.budget?.currency ?? named ?? blank.currency
  const { segment, experiment, legalBasis } = campaign
  return {
    ...blank,
    ...capsOf(campaign, currency),
    ...sendingTyped(campaign),
    name: campaign.name,
    purpose: campaign.purpose,
    channels: campaign.channels,
    trigger: triggerTyped(trigger, currency),
    rule: rootOf(segment !== null && 'rule' in segment ? segment.rule : undefined),
    segmentId: segment !== null && 'id' in segment ? segment.id : '',
    variants: campaign.variants.map((variant, row) => ({
      row,
      key: variant.key,
      share: variant.shareBps / 100,
      offer: offerTyped(variant.offer, currency),
    })),
    holdout: campaign.holdoutBps / 100,
    currency,
    limit: typedOf(campaign.budget?.limitMinor, currency),
    mode: campaign.budget?.mode ?? blank.mode,
    ...('days' in campaign.validity
      ? { validFor: 'days' as const, days: campaign.validity.days }
      : { validFor: 'until' as const, until: campaign.validity.until }),
    minimumOrder: typedOf(campaign.minimumOrderMinor, currency),
    capMax: campaign.frequency?.max ?? '',
    capDays: campaign.frequency?.withinDays ?? blank.capDays,
    redeemableBy: campaign.redeemableBy,
    refundPolicy: campaign.refundPolicy,
    codePrefix: campaign.codePrefix ?? '',
    baseline: campaign.baselineCampaignId ?? '',
    messages: messagesTyped(campaign.message),
    timeZone: campaign.timeZone,
    kept: {
      legalBasis,
      ...(experiment === null ? {} : { experiment }),
      ...(campaign.startsAt === null ? {} : { startsAt: campaign.startsAt }),
      ...(campaign.endsAt === null ? {} : { endsAt: campaign.endsAt }),
    },
  }
}

function sendingTyped(campaign: Campaign) {
  const { sendWindow, reminder, priority, startsAt, endsAt, timeZone } = campaign
  return {
    priority: priority === USUAL_PRIORITY ? '' : priority,
    hasWindow: sendWindow !== null,
    windowFrom: sendWindow?.from ?? '09:00',
    windowTo: sendWindow?.to ?? '20:00',
    windowDays: sendWindow?.days ?? [],
    remindDays: reminder?.daysBefore ?? ('' as const),
    startsOn: startsAt === null ? '' : dayIn(startsAt, timeZone),
    endsOn: endsAt === null ? '' : dayIn(endsAt, timeZone),
  }
}
const USUAL_PRIORITY = 500
