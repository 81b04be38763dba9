// Who used a person's data, for what and when: campaigns that looked at her and what came of it, people of the staff, and
// everybody to whom something was handed on. A look that led to nothing is not written down anywhere: it follows from when a
// campaign ran and what she had agreed to then (consent.md, section 7).
import { type LoadedCampaign, loadCampaign } from '#campaigns/load.ts'
import { type ConsentEvent, historyOf } from '#consent/history.ts'
import { showPurposes } from '#consent/purposes.ts'
import type { House } from '#core/house.ts'
import { sentTo } from '#delivery/sent-to.ts'
import { holdoutsOf } from '#experiments/of-person.ts'
import { type Category, contactCategory } from '#shared/kinds.ts'
import { type Given, givenTo, recentRuns } from '#vouchers/given-to.ts'
import { accessTo, disclosuresOf, disclosuresOfCampaigns } from './queries-access.ts'
import { wordsOpener } from './sealed-words.ts'

export interface Use {
  /** Epoch ms. */
  at: number
  kind: 'run_no_offer' | 'decision_voucher' | 'decision_none' | 'staff_read' | 'disclosure'
  /** What stands in the sentence `usage.<kind>`. */
  values: Record<string, string>
  categories: Category[]
}

/** The last runs of all campaigns that are looked through for her. */
const RUNS = 500

/** The newest first. */
export async function usageOf(house: House, customerId: string): Promise<Use[]> {
  const q = house.store.read
  const [given, heldOut, events, runs] = [
    await givenTo(q, customerId),
    await holdoutsOf(q, customerId),
    await historyOf(q, customerId),
    await recentRuns(q, RUNS),
  ]
  const ids = [...given, ...heldOut, ...runs].map(({ campaignId }) => campaignId)
  const campaigns = await campaignsOf(house, ids)
  const looks = runs.filter(({ campaignId, startedAt, finishedAt }) => {
    const campaign = campaigns.get(campaignId)
    if (campaign === undefined || !couldRead(campaign.campaign, events, startedAt)) return false
    const until = finishedAt ?? house.clock.now()
    const isIn = (one: { campaignId: string; at: number }) =>
      one.campaignId === campaignId && one.at >= startedAt && one.at <= until
    return !given.some(isIn) && !heldOut.some(isIn)
  })
  const line = (kind: Use['kind']) => (one: { campaignId: string; at: number }) => told(kind, one, campaigns)
  const uses = [
    ...looks.map(({ campaignId, startedAt }) => line('run_no_offer')({ campaignId, at: startedAt })),
    ...given.map(line('decision_voucher')),
    ...heldOut.map(line('decision_none')),
    ...(await staffReads(house, customerId)),
    ...(await handedOn(house, customerId, given, campaigns)),
  ]
  return uses.sort((a, b) => b.at - a.at)
}

interface Known {
  campaign: LoadedCampaign
  purpose: string
}

async function campaignsOf({ store }: House, ids: readonly string[]): Promise<Map<string, Known>> {
  const known = new Map<string, Known>()
  for (const id of new Set(ids)) {
    const campaign = await loadCampaign(store.read, id)
    if (campaign === null) continue
    const [purpose] = await showPurposes(store.read, [campaign.use.purpose])
    known.set(id, { campaign, purpose: purpose?.title ?? campaign.use.purpose })
  }
  return known
}

function told(
  kind: Use['kind'],
  { campaignId, at }: { campaignId: string; at: number },
  campaigns: Map<string, Known>,
): Use {
  const known = campaigns.get(campaignId)
  return { at, kind, values: { purpose: known?.purpose ?? campaignId }, categories: categoriesOf(known) }
}

const categoriesOf = (known: Known | undefined): Category[] => known?.campaign.needs ?? []

/** Whether everything that the campaign reads was granted at an instant, on one of its channels at least. */
function couldRead({ use }: LoadedCampaign, events: readonly ConsentEvent[], at: number): boolean {
  if (use.legalBasis !== 'consent') return true
  return use.channels.some((channel) =>
    [...use.needs, contactCategory[channel]].every((category) => {
      const last = events.findLast(
        (event) =>
          event.purpose === use.purpose && event.channel === channel && event.category === category && event.at <= at,
      )
      return last?.stateAfter === 'granted' && (last.validTo === null || last.validTo > at)
    }),
  )
}

async function staffReads(house: House, customerId: string): Promise<Use[]> {
  const open = await wordsOpener(house, [customerId])
  return (await accessTo(house.store.read, customerId)).map(({ at, roles, reason, categories }) => ({
    at,
    kind: 'staff_read',
    values: { role: roles, reason: open(customerId, reason) ?? '' },
    categories: JSON.parse(categories) as Category[],
  }))
}

/** A mail tells its server an address; what else was handed on was written down. */
async function handedOn(
  house: House,
  customerId: string,
  given: readonly Given[],
  campaigns: Map<string, Known>,
): Promise<Use[]> {
  const { store, config } = house
  const server = mailServerOf(config.smtpUrl)
  const mails = await sentTo(store.read, customerId)
  const byMail = mails.map(({ at, campaignId, channel }): Use => {
    const needs = campaignId === null ? [] : categoriesOf(campaigns.get(campaignId))
    const contact = contactCategory[channel]
    return { at, kind: 'disclosure', values: { recipient: server }, categories: [...new Set([contact, ...needs])] }
  })
  const exported = await disclosuresOfCampaigns(store.read, [...new Set(given.map(({ campaignId }) => campaignId))])
  const hers = exported.filter(({ campaignId, at }) =>
    given.some((one) => one.campaignId === campaignId && one.at <= at),
  )
  const noted = [...hers, ...(await disclosuresOf(store.read, customerId))].map(
    ({ at, recipient, categories }): Use => {
      return { at, kind: 'disclosure', values: { recipient }, categories: JSON.parse(categories) as Category[] }
    },
  )
  return [...byMail, ...noted]
}

/** The host of the mail server, which is who gets the addresses. */
export function mailServerOf(smtpUrl: string | undefined): string {
  return smtpUrl !== undefined && URL.canParse(smtpUrl) ? new URL(smtpUrl).hostname : 'e-mail'
}
