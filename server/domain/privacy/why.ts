// Why somebody got a voucher: the rule in words (keys of a locale with what stands in them), what was read about her, and the
// yes that allowed it (consent.md, section 7).
import { loadCampaign } from '#campaigns/load.ts'
import { ruleOf } from '#campaigns/read-rule.ts'
import { cellsOf } from '#consent/cells.ts'
import { type ConsentEvent, historyOf } from '#consent/history.ts'
import { showPurposes } from '#consent/purposes.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import type { Rule } from '#shared/contracts/segments.ts'
import { type Category, contactCategory, type LegalBasis } from '#shared/kinds.ts'
import { givenTo } from '#vouchers/given-to.ts'

export interface RuleLine {
  /** `why.trigger.<kind>`, `why.condition.<op>`, `why.any`, `why.not`. */
  key: string
  values: Record<string, string | number>
}
export interface Why {
  voucherId: string
  rule: RuleLine[]
  purposeKey: string
  purpose: string
  legalBasis: LegalBasis
  categories: Category[]
  /** The yes that each of them rested on when the voucher was made; `at` in epoch ms. */
  consents: { at: number; noticeVersion: number; category: Category; eventId: string }[]
  /** Epoch ms. */
  issuedAt: number
  /** Whether there is still something to stop. */
  canStop: boolean
}

/** Refuses a voucher that is not this person's (`voucher.not_found`). */
export async function whyVoucher(house: House, voucherId: string, customerId: string): Promise<Why> {
  const q = house.store.read
  const given = (await givenTo(q, customerId)).find((one) => one.voucherId === voucherId)
  const campaign = given === undefined ? null : await loadCampaign(q, given.campaignId)
  if (given === undefined || campaign === null) throw new Refusal('voucher.not_found')
  const { use, needs, terms } = campaign
  const [purpose] = await showPurposes(q, [use.purpose])
  const contact = given.channel === null ? [] : [contactCategory[given.channel]]
  const categories = [...new Set([...needs, ...contact])]
  const events = (await historyOf(q, customerId)).filter((event) => event.purpose === use.purpose)
  const consents = categories.flatMap((category) => reliedOn(events, given, category))
  const cells = await cellsOf(q, customerId, house.clock.now())
  return {
    voucherId,
    rule: [triggerLine(terms), ...ruleLines(await ruleOf(q, terms))],
    purposeKey: use.purpose,
    purpose: purpose?.title ?? use.purpose,
    legalBasis: use.legalBasis,
    categories,
    consents: use.legalBasis === 'consent' ? consents : [],
    issuedAt: given.at,
    canStop: cells.some(({ purpose, state }) => purpose === use.purpose && state === 'granted'),
  }
}

function reliedOn(
  events: readonly ConsentEvent[],
  { at, channel }: { at: number; channel: string | null },
  category: Category,
): Why['consents'] {
  const last = events.findLast((event) => {
    return event.category === category && event.channel === channel && event.at <= at && event.stateAfter === 'granted'
  })
  return last === undefined ? [] : [{ at: last.at, noticeVersion: last.noticeVersion, category, eventId: last.id }]
}

function triggerLine({ trigger }: NewCampaign): RuleLine {
  const { kind, ...rest } = trigger
  const isPlain = (entry: [string, unknown]): entry is [string, string | number] =>
    typeof entry[1] === 'string' || typeof entry[1] === 'number'
  const values = Object.entries(rest).filter(isPlain)
  return { key: `why.trigger.${kind}`, values: Object.fromEntries(values) }
}

/** One line for each condition, with a line before those of which one is enough and those that must not hold. */
export function ruleLines(rule: Rule | null): RuleLine[] {
  if (rule === null) return []
  if ('all' in rule) return rule.all.flatMap(ruleLines)
  if ('any' in rule) return [{ key: 'why.any', values: { count: rule.any.length } }, ...rule.any.flatMap(ruleLines)]
  if ('not' in rule) return [{ key: 'why.not', values: {} }, ...ruleLines(rule.not)]
  const value = Array.isArray(rule.value) ? rule.value.join(', ') : rule.value === undefined ? '' : String(rule.value)
  return [{ key: `why.condition.${rule.op}`, values: { field: rule.field, value } }]
}
