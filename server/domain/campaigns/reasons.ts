// Every reason against launching a campaign, and what its maker should know before; pure.
import { addDays, localDay } from '#core/calendar.ts'
import type { FieldError } from '#core/refusal.ts'
import type { NewCampaign, Warning } from '#shared/contracts/campaigns.ts'
import type { Cell } from '#shared/contracts/consent.ts'
import type { Category, LegalBasis } from '#shared/kinds.ts'
import { isMessageVariable, variablesIn } from './message-variables.ts'
import { readsFavourite } from './needs.ts'
import { isBounded, worstCaseMinor } from './offers/all.ts'
import type { Offer } from './offers/offer.ts'

export interface LaunchFacts {
  now: number
  terms: NewCampaign
  /** Null when there is no such purpose. */
  purpose: { legalBasis: LegalBasis; justification: string | null; isPartner?: boolean } | null
  /** Cells that the notice in force does not cover; all of them when there is none. */
  uncovered: Cell[]
  /** Named by an offer, but not in the catalogue. */
  unknownSkus: ReadonlySet<string>
  /** What is named as the offer for everybody else: undefined when nothing is, null when there is no such campaign. */
  baseline: Baseline | null | undefined
  /** What is wrong with the trigger, the segment or its rule. */
  unusable: FieldError[]
}

type Baseline = { state: string; needs: readonly Category[]; terms: Pick<NewCampaign, 'channels'> }

const FULL_BPS = 10_000

export function reasonsAgainst(facts: LaunchFacts): FieldError[] {
  return [
    ...purposeReasons(facts),
    ...facts.unusable,
    ...facts.uncovered.map(({ purpose, channel, category }) => ({
      path: 'purpose',
      message: `The notice in force does not cover ${purpose} × ${channel} × ${category}`,
      code: 'cell.not_covered',
      values: { channel, category },
    })),
    ...variantReasons(facts.terms),
    ...productReasons(facts),
    ...budgetReasons(facts.terms),
    ...messageReasons(facts.terms),
    ...timeReasons(facts),
    ...baselineReasons(facts),
  ]
}

function purposeReasons({ purpose, terms }: LaunchFacts): FieldError[] {
  if (purpose === null) return [{ path: 'purpose', message: 'There is no such purpose', code: 'purpose.unknown' }]
  if (terms.channels.includes('partner') && purpose.isPartner !== true) {
    const message = 'What goes to partners needs a purpose of its own, marked as theirs'
    return [{ path: 'purpose', message, code: 'purpose.not_partner' }]
  }
  if (terms.legalBasis === 'consent') return []
  if (purpose.legalBasis !== terms.legalBasis) {
    const message = `The purpose rests on ${purpose.legalBasis}, not on ${terms.legalBasis}`
    return [{ path: 'legalBasis', message, code: 'purpose.other_basis' }]
  }
  if (purpose.justification) return []
  return [{ path: 'legalBasis', message: 'The purpose says no justification', code: 'purpose.unjustified' }]
}

/** Data that makes an offer a personal one: more than how to reach somebody and what to call her. */
export const isPersonal = (category: Category): boolean => category !== 'name' && !category.startsWith('contact.')

/** Whoever refuses personalisation must not go without: the baseline is open to her, on a channel that this one uses. */
function baselineReasons({ baseline, terms }: LaunchFacts): FieldError[] {
  if (baseline === undefined) return []
  const say = (message: string, code: string) => [{ path: 'baselineCampaignId', message, code }]
  if (baseline === null) return say('There is no such campaign', 'baseline.unknown')
  if (baseline.state !== 'live') return say('The baseline has not been launched, or is over', 'baseline.not_live')
  if (baseline.needs.some(isPersonal)) return say('The baseline reads personal data itself', 'baseline.personal')
  const isReached = baseline.terms.channels.some((channel) => terms.channels.includes(channel))
  return isReached ? [] : say('The baseline uses none of these channels', 'baseline.other_channel')
}

function variantReasons({ variants }: NewCampaign): FieldError[] {
  const reasons: FieldError[] = []
  const sum = variants.reduce((total, { shareBps }) => total + shareBps, 0)
  if (sum !== FULL_BPS) {
    const message = `The shares sum to ${sum}, not to ${FULL_BPS}`
    reasons.push({ path: 'variants', message, code: 'variants.shares', values: { sumBps: String(sum) } })
  }
  for (const [i, { key }] of variants.entries()) {
    if (variants.findIndex((other) => other.key === key) < i) {
      const message = `There are two variants ${key}`
      reasons.push({ path: `variants.${i}.key`, message, code: 'variants.same_key', values: { key } })
    }
  }
  return reasons
}

function productReasons({ terms, unknownSkus }: LaunchFacts): FieldError[] {
  return terms.variants.flatMap(({ offer }, i) =>
    skusOf(offer)
      .filter((sku) => unknownSkus.has(sku))
      .map((sku) => ({
        path: `variants.${i}.offer`,
        message: `The catalogue has no product ${sku}`,
        code: 'product.unknown',
        values: { sku },
      })),
  )
}

/** The products that an offer names. */
export function skusOf(offer: Offer): string[] {
  if (offer.kind === 'unit_off') return [offer.sku]
  return 'scope' in offer ? (offer.scope?.skus ?? []) : []
}

function budgetReasons({ budget, trigger, variants }: NewCampaign): FieldError[] {
  if (budget === undefined) return [{ path: 'budget', message: 'There is no budget', code: 'budget.missing' }]
  const reasons: FieldError[] = []
  if ('currency' in trigger && trigger.currency !== undefined && trigger.currency !== budget.currency) {
    const message = `The trigger counts ${trigger.currency}, the budget is in ${budget.currency}`
    const values = { counted: trigger.currency, currency: budget.currency }
    reasons.push({ path: 'trigger.currency', message, code: 'currency.mismatch', values })
  }
  if (budget.mode === 'guaranteed') {
    for (const [i, { offer }] of variants.entries()) {
      if (isBounded(offer)) continue
      const message = 'A guaranteed budget has to know the most that a voucher can cost'
      reasons.push({ path: `variants.${i}.offer.maxMinor`, message, code: 'offer.unbounded' })
    }
  }
  return reasons
}

function messageReasons({ channels, message }: NewCampaign): FieldError[] {
  const unknown = variablesIn(message)
    .filter(({ name }) => !isMessageVariable(name))
    .map(({ path, name }) => ({
      path,
      message: `Nobody knows {{${name}}}`,
      code: 'message.unknown_variable',
      values: { name },
    }))
  const written = channels.find((channel) => channel === 'email' || channel === 'sms')
  if (written === undefined || Object.keys(message).length > 0) return unknown
  const told = `The channel ${written} needs a message`
  return [...unknown, { path: 'message', message: told, code: 'message.missing', values: { channel: written } }]
}

function timeReasons({ terms, now }: LaunchFacts): FieldError[] {
  const reasons: FieldError[] = []
  const { startsAt, endsAt, validity, timeZone } = terms
  if (endsAt !== undefined && Date.parse(endsAt) <= now) {
    reasons.push({ path: 'endsAt', message: 'The end is in the past', code: 'time.past' })
  }
  if (endsAt !== undefined && startsAt !== undefined && Date.parse(endsAt) <= Date.parse(startsAt)) {
    reasons.push({ path: 'endsAt', message: 'The end is not after the start', code: 'time.order' })
  }
  if ('until' in validity && validity.until < localDay(now, timeZone)) {
    reasons.push({ path: 'validity.until', message: 'The codes would have expired already', code: 'time.past' })
  }
  return reasons
}

/** What does not stop a launch, but might surprise. */
export function warningsAbout(
  terms: NewCampaign,
  { mailReady, now, needs }: { mailReady: boolean; now: number; needs: readonly Category[] },
): Warning[] {
  const warnings: Warning[] = []
  const say = (isSo: boolean, code: string, message: string, values?: Record<string, string>) =>
    void (isSo && warnings.push({ code, message, ...(values === undefined ? {} : { values }) }))
  const { budget, channels, message, validity, timeZone } = terms
  const worst = Math.max(...terms.variants.map(({ offer }) => worstCaseMinor(offer)))
  const isMailed = channels.includes('email')
  const personal = needs.filter(isPersonal)
  say(
    terms.legalBasis === 'consent' && personal.length > 0 && terms.baselineCampaignId === undefined,
    'baseline.missing',
    `Whoever has not agreed to the use of ${personal.join(', ')} gets nothing: name a campaign that reads none of it as the baseline.`,
    { categories: personal.join(' ') },
  )
  say(isMailed && !mailReady, 'mail.not_ready', 'No mail server is set (SMTP_URL): messages wait until there is one.')
  say(
    isMailed && Object.values(message).some(({ subject }) => subject === undefined),
    'message.no_subject',
    'A message has no subject: the name of the campaign stands in for it.',
  )
  say(
    budget?.mode === 'guaranteed' && budget.limitMinor < worst,
    'budget.too_small',
    'The budget is smaller than the most that one voucher can cost: none will be issued.',
  )
  say(
    budget?.mode === 'guaranteed' && (budget.perDay !== undefined || budget.perCustomer !== undefined),
    'budget.may_wait',
    'A voucher that is sure to be paid may still have to wait for another day, or find that its customer has had enough.',
  )
  say(budget?.limitMinor === 0 || budget?.count === 0, 'budget.empty', 'The budget is empty: nothing can be redeemed.')
  say(terms.holdoutBps === FULL_BPS, 'holdout.everybody', 'Everybody is in the holdout: nobody gets an offer.')
  say(
    terms.variants.some(({ offer }) => readsFavourite(offer) && 'scope' in offer && !offer.scope?.categories),
    'favourite.unknown',
    'Who has bought nothing has no favourite category: name categories beside it, or the voucher is good for nothing.',
  )
  say(
    'until' in validity && validity.until < addDays(localDay(now, timeZone), 1),
    'validity.today',
    'The codes expire at the end of today.',
  )
  return warnings
}
