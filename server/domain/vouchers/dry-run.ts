// Says who would get what on a day, and why others nothing, if nothing else happened until its end. Asks all that issuing asks,
// in the same order and by the same decision, locks nobody and writes nothing (but the salt of who is set aside, if it is
// the first in the house to ask).
import type { Budget } from '#budget/budget.ts'
import { peekBudgets } from '#budget/lock.ts'
import { type LoadedCampaign, loadCampaign } from '#campaigns/load.ts'
import { worstCaseMinor } from '#campaigns/offers/all.ts'
import { readNeeds } from '#campaigns/read-needs.ts'
import { type RefusalCount, refusalCounts } from '#consent/gate.ts'
import { addDays, closeOfLocalDay, isDay, localDay } from '#core/calendar.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import type { Queries } from '#db/store.ts'
import { type Aside, type AsideOf, foreseeAside } from '#experiments/set-aside.ts'
import type { Category, Channel } from '#shared/kinds.ts'
import { audienceOf } from './audience.ts'
import { readCaps } from './caps.ts'
import { decidePage, keyOf, noCounts, type PageCounts, type PageDecision, type Passed } from './decide-page.ts'
import { isOutOfStock } from './issue.ts'
import { type Audience, type AudienceRow, audiencePage, type Behind, peopleOf } from './queries-runs.ts'

export interface DryRun extends PageCounts {
  day: string
  /** Epoch ms: the end of the day. */
  asOf: number
  isWhole: boolean
  matched: number
  variants: { key: string; issued: number }[]
  /** Why those without consent cannot be reached, by people. */
  refusedBy: RefusalCount[]
  /** By what those were set aside who take no part. */
  setAsideBy: { reason: Aside; count: number }[]
  /** The first of them, in the order of their random ids. */
  people: { customerId: string; occasion: string; outcome: 'issued' | 'holdout' | Passed; variantKey: string | null }[]
  /** What is read about those who are named. */
  needs: Category[]
}

const PAGE = 1000
/** So many are looked at in a request. */
const MOST = 200_000

/**
 * `day` is 'YYYY-MM-DD' in the campaign's zone, tomorrow when left out. 404 `campaign.not_found`, 410 `campaign.ended`,
 * 400 `request.invalid` for a day that is over or none.
 */
export async function dryRun(
  { store, clock }: Pick<House, 'store' | 'clock'>,
  campaignId: string,
  asked: { day?: string | undefined; people: number },
): Promise<DryRun> {
  const q = store.read
  const campaign = await readyCampaign(q, campaignId, clock.now())
  const { day, since, asOf } = daysOf(campaign, asked.day, clock.now())
  const audience = await audienceOf(q, campaign, { asOf, since })
  const aside = await foreseeAside(store, campaign.terms.experiment?.layer)
  const walk = openWalk(campaign, await budgetOf(q, campaign), asked.people, aside)
  const soldOut = await isOutOfStock(q, campaign)
  const isWhole = await walkAudience(q, campaign, audience, walk, { asOf, soldOut, most: MOST })
  const refusedBy = walk.run.noConsent === 0 ? [] : await refusals(q, campaign, audience, asOf)
  return { ...walk.run, day, asOf, isWhole, refusedBy, needs: campaign.needs }
}

/** Answers whether everybody was looked at, or `most` were enough. */
export async function walkAudience(
  q: Queries,
  campaign: LoadedCampaign,
  audience: Audience,
  walk: ReturnType<typeof openWalk>,
  { asOf, soldOut, most }: { asOf: number; soldOut: boolean; most: number },
): Promise<boolean> {
  // Caps look back from the end of the day.
  const then = Object.assign(Object.create(q) as Queries, { now: asOf })
  let behind: Behind | null = null
  while (walk.run.matched < most) {
    const rows: AudienceRow[] = await audiencePage(q, campaign.id, audience, behind, PAGE)
    const last = rows.at(-1)
    if (last !== undefined) behind = { customerId: last.customer_id, occasion: last.occasion }
    const permitted = permittedOf(rows)
    walk.take(rows, permitted, await readCaps(then, campaign.terms, permitted), soldOut)
    if (rows.length < PAGE) return true
  }
  return false
}

/** A draft is looked at as if it were launched now. */
async function readyCampaign(q: Queries, id: string, now: number): Promise<LoadedCampaign> {
  const campaign = await loadCampaign(q, id)
  if (campaign === null) throw new Refusal('campaign.not_found')
  if (campaign.state === 'ended') throw new Refusal('campaign.ended')
  if (campaign.state !== 'draft') return campaign
  const { needs, refused } = await readNeeds(q, campaign.terms, now)
  if (refused[0] !== undefined) throw refused[0]
  return { ...campaign, needs, use: { ...campaign.use, needs }, launchedAt: now }
}

function daysOf({ timeZone, startsAt }: LoadedCampaign, asked: string | undefined, now: number) {
  const today = localDay(now, timeZone)
  const day = asked ?? addDays(today, 1)
  if (!isDay(day) || day < today) {
    throw new Refusal('request.invalid', { errors: [{ path: 'day', message: 'must be today or later' }] })
  }
  const asOf = closeOfLocalDay(day, timeZone)
  const begins = closeOfLocalDay(addDays(day, -1), timeZone)
  return { day, asOf, since: Math.min(Math.max(begins, startsAt ?? 0, day === today ? now - 1 : 0), asOf - 1) }
}

async function budgetOf(q: Queries, campaign: LoadedCampaign): Promise<Budget> {
  return (await peekBudgets(q, [campaign.id])).get(campaign.id) ?? plannedBudget(campaign)
}

/** That of a draft, as it will be at launch; nothing of it is used. */
export function plannedBudget({ id, terms: { budget } }: Pick<LoadedCampaign, 'id' | 'terms'>): Budget {
  return {
    ...{ id: '', campaignId: id, currency: budget?.currency ?? '', mode: budget?.mode ?? 'at_redemption' },
    ...{ whenShort: budget?.whenShort ?? 'refuse', limitMinor: budget?.limitMinor ?? null },
    ...{ countLimit: budget?.count ?? null, reservedMinor: 0, heldMinor: 0, spentMinor: 0, countUsed: 0 },
    ...{ dayLimitMinor: null, dayCountLimit: null, customerLimitMinor: null, customerCountLimit: null },
  }
}

type Open = Map<string, { channel: Channel }>

const permittedOf = (rows: readonly AudienceRow[]): Open =>
  new Map(rows.flatMap((row) => (row.channel === null ? [] : [[row.customer_id, { channel: row.channel as Channel }]])))

/** Page after page, with a budget that gets emptier as it would. */
export function openWalk(campaign: LoadedCampaign, budget: Budget, named: number, aside: AsideOf | null) {
  const costs = new Map(campaign.terms.variants.map(({ key, offer }) => [key, worstCaseMinor(offer)]))
  const variants = campaign.terms.variants.map(({ key }) => ({ key, issued: 0 }))
  const setAsideBy: DryRun['setAsideBy'] = []
  const run = { matched: 0, ...noCounts(), variants, setAsideBy, people: [] as DryRun['people'] }
  const left = { ...budget }
  const name = (
    customerId: string,
    occasion: string,
    outcome: DryRun['people'][number]['outcome'],
    arm: string | null,
  ) => {
    if (run.people.length < named) run.people.push({ customerId, occasion, outcome, variantKey: arm })
  }
  return {
    run,
    left,
    take(rows: AudienceRow[], permitted: Open, caps: Awaited<ReturnType<typeof readCaps>>, soldOut: boolean): void {
      const candidates = rows.map((row) => ({ customerId: row.customer_id, occasion: row.occasion }))
      const had = new Set(rows.flatMap((row, i) => (Number(row.had) === 1 ? [keyOf(candidates[i] as Behind)] : [])))
      const note = (one: Behind, why: Passed) => {
        if (why === 'house_holdout' || why === 'layer') countAside(setAsideBy, why)
        name(one.customerId, one.occasion, why, null)
      }
      const facts = { campaign, candidates, had, permitted, aside, caps, isOutOfStock: soldOut, budget: left, note }
      const decided: PageDecision<{ channel: Channel }> = decidePage(facts)
      run.matched += rows.length
      for (const key of Object.keys(decided.counts) as (keyof PageCounts)[]) run[key] += decided.counts[key]
      for (const { candidate, arm } of decided.vouchers) {
        const variant = variants.find(({ key }) => key === arm)
        if (variant !== undefined) variant.issued += 1
        name(candidate.customerId, candidate.occasion, 'issued', arm)
        if (left.mode !== 'guaranteed') continue
        left.reservedMinor += costs.get(arm) ?? 0
        left.countUsed += 1
      }
      for (const { candidate } of decided.holdouts) name(candidate.customerId, candidate.occasion, 'holdout', null)
    },
  }
}

function countAside(counts: DryRun['setAsideBy'], reason: Aside): void {
  const known = counts.find((one) => one.reason === reason)
  if (known === undefined) counts.push({ reason, count: 1 })
  else known.count += 1
}

const refusals = (q: Queries, { use }: LoadedCampaign, audience: Audience, asOf: number): Promise<RefusalCount[]> =>
  refusalCounts(q, use, asOf, peopleOf(audience))
