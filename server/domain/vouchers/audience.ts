// Whom a campaign looks at: the due, within the segment, each with the channel that is open to her, as one SQL.

import { sql } from 'drizzle-orm'
import type { LoadedCampaign } from '#campaigns/load.ts'
import { ruleOf } from '#campaigns/read-rule.ts'
import { cellGranted, findChannel } from '#consent/gate.ts'
import { attributesByKey } from '#customers/attributes.ts'
import { zonesInUse } from '#customers/zones.ts'
import type { Queries } from '#db/store.ts'
import { isHeldOut } from '#experiments/hold-out.ts'
import { dueOf } from '#occasions/kinds/all.ts'
import { compileRule } from '#segments/compile.ts'
import type { Candidate } from './decide-page.ts'
import { type Audience, audiencePage, type Behind, duePage } from './queries-runs.ts'

export { audiencePage } from './queries-runs.ts'

/** Epoch milliseconds. */
export interface Looking {
  asOf: number
  since: number
}

export async function audienceOf(q: Queries, campaign: LoadedCampaign, { asOf, since }: Looking): Promise<Audience> {
  const { id, terms, use, timeZone, launchedAt } = campaign
  const zones = await zonesInUse(q)
  const due = dueOf(terms.trigger, {
    asOf,
    since,
    launchedAt: launchedAt ?? asOf,
    zone: timeZone,
    zones,
    engine: q.engine,
  })
  const rule = await ruleOf(q, terms)
  const where = [due.where]
  if (rule !== null) {
    const attributes = await attributesByKey(q)
    const granted = (category: Parameters<typeof cellGranted>[1]) => cellGranted(use, category, asOf)
    where.push(compileRule(rule, { now: asOf, zone: timeZone, zones, attributes, granted }).where)
  }
  return {
    join: due.join,
    where: sql.join(
      where.map((condition) => sql`(${condition})`),
      sql` and `,
    ),
    occasion: due.occasion,
    gate: findChannel(q.engine, use, asOf, sql`d.customer_id`),
    isHeldOut: terms.holdoutBps === 0 ? null : (customerId, occasion) => isHeldOut(customerId, id, occasion),
  }
}

/** What was seen of the audience behind a cursor. */
export interface Seen {
  matched: number
  alreadyHad: number
  noConsent: number
  /** Up to `most`. */
  candidates: Candidate[]
  /** Where to go on. */
  behind: Behind | null
  isEnd: boolean
}

const MOST_READS = 20

/**
 * Reads on until there are enough candidates for a write, because most of an audience may have consented to nothing, or
 * have had theirs. Where most are candidates that costs more than it saves: what it asks is asked again in the write.
 */
export async function lookOn(
  q: Queries,
  campaignId: string,
  audience: Audience,
  from: Behind | null,
  most: number,
  isSieved = true,
): Promise<Seen> {
  if (!isSieved) return lookAtAll(q, audience, from, most)
  const seen: Seen = { matched: 0, alreadyHad: 0, noConsent: 0, candidates: [], behind: from, isEnd: false }
  for (let reads = 0; !seen.isEnd && reads < MOST_READS && seen.candidates.length < most * 0.8; reads += 1) {
    const limit = most - seen.candidates.length
    const rows = await audiencePage(q, campaignId, audience, seen.behind, limit)
    for (const row of rows) {
      const candidate = { customerId: row.customer_id, occasion: row.occasion }
      seen.matched += 1
      seen.behind = candidate
      if (Number(row.had) === 1) seen.alreadyHad += 1
      else if (row.channel === null) seen.noConsent += 1
      else seen.candidates.push(candidate)
    }
    seen.isEnd = rows.length < limit
  }
  return seen
}

async function lookAtAll(q: Queries, audience: Audience, from: Behind | null, most: number): Promise<Seen> {
  const rows = await duePage(q, audience, from, most)
  const candidates = rows.map((row) => ({ customerId: row.customer_id, occasion: row.occasion }))
  const counts = { matched: rows.length, alreadyHad: 0, noConsent: 0 }
  return { ...counts, candidates, behind: candidates.at(-1) ?? from, isEnd: rows.length < most }
}
