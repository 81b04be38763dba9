// A campaign with its terms read: what every room downstream starts from.
import type { Use } from '#consent/gate.ts'
import type { Queries, Tx } from '#db/store.ts'
import { type NewCampaign, newCampaign } from '#shared/contracts/campaigns.ts'
import { type CampaignState, type Category, categories, type TriggerKind } from '#shared/kinds.ts'
import { type CampaignRow, campaignRow, lockCampaignRow, rowsInState } from './queries.ts'

/** Instants are epoch milliseconds. */
export interface LoadedCampaign {
  id: string
  name: string
  state: CampaignState
  revision: number
  /** Empty until launch. */
  salt: string
  timeZone: string
  startsAt: number | null
  endsAt: number | null
  createdAt: number
  launchedAt: number | null
  endedAt: number | null
  archivedAt: number | null
  /** Since when its codes are refused (`campaign.ended`); null for a campaign whose codes live to their expiry. */
  redemptionsStoppedAt: number | null
  /** Since when rules bind its vouchers that only the drop-in can judge. */
  ruledAt: number | null
  /** Up to when its trigger has been looked at. */
  checkedAt: number | null
  /** The house has codes that allow no other on their order. */
  mindsOrders: boolean
  terms: NewCampaign
  /** The categories of data that it reads, without the contact category of its channels. */
  needs: Category[]
  use: Use
}

export async function loadCampaign(q: Queries, id: string): Promise<LoadedCampaign | null> {
  const row = await campaignRow(q, id)
  return row === undefined ? null : toCampaign(row)
}

const known = new Map<string, LoadedCampaign>()

/**
 * The campaign at the revision that the caller has just read: from memory when it is known, since every change of what
 * matters to a redemption is a new revision (`checkedAt` is not, and may be old here). What an open write reads is kept only once it is committed.
 */
export async function campaignAt(q: Queries | Tx, id: string, revision: number): Promise<LoadedCampaign | null> {
  const seen = known.get(id)
  if (seen?.revision === revision) return seen
  const campaign = await loadCampaign(q, id)
  const keep = () => {
    if (known.size >= MOST_KEPT) known.clear()
    if (campaign !== null) known.set(id, campaign)
  }
  if ('afterCommit' in q) q.afterCommit(keep)
  else keep()
  return campaign
}

/** The same, kept as it is until the transaction ends; the first lock that issuing takes. */
export async function lockCampaign(tx: Tx, id: string): Promise<LoadedCampaign | null> {
  const row = await lockCampaignRow(tx, id)
  return row === undefined ? null : toCampaign(row)
}

/** All that are live, or those of them that wait for one of these occasions: of those that compete for a person the higher
 * priority first, then the oldest. */
export async function liveCampaigns(q: Queries, kinds?: readonly TriggerKind[]): Promise<LoadedCampaign[]> {
  const live = (await rowsInState(q, ['live'])).map(toCampaign)
  live.sort((a, b) => (b.terms.priority ?? USUAL_PRIORITY) - (a.terms.priority ?? USUAL_PRIORITY))
  return kinds === undefined ? live : live.filter(({ terms }) => kinds.includes(terms.trigger.kind))
}

const USUAL_PRIORITY = 500

type Read = Pick<LoadedCampaign, 'terms' | 'needs' | 'use'>
const MOST_KEPT = 1000
const kept = new Map<string, { texts: string; read: Read }>()

export function toCampaign(row: CampaignRow): LoadedCampaign {
  const { id, name, state, revision, salt, timeZone, startsAt, endsAt, createdAt, launchedAt, endedAt } = row
  return {
    id,
    name,
    state: state as CampaignState,
    revision,
    salt,
    timeZone,
    startsAt,
    endsAt,
    createdAt,
    launchedAt,
    endedAt,
    archivedAt: row.archivedAt,
    redemptionsStoppedAt: row.redemptionsStoppedAt,
    ruledAt: row.ruledAt,
    checkedAt: row.checkedAt,
    mindsOrders: row.mindsOrders === 1,
    ...readTexts(row),
  }
}

/** Reading terms takes longer than a redemption may, so what was read is kept as long as the texts are the same. */
function readTexts(row: CampaignRow): Read {
  const texts = row.terms + row.needs
  const known = kept.get(row.id)
  if (known?.texts === texts) return known.read
  const terms = newCampaign.parse(JSON.parse(row.terms))
  const named: unknown = JSON.parse(row.needs)
  const needs = categories.filter((category) => Array.isArray(named) && named.includes(category))
  const { purpose, legalBasis, channels } = terms
  const read = { terms, needs, use: { purpose, legalBasis, channels, needs } }
  if (kept.size >= MOST_KEPT) kept.clear()
  kept.set(row.id, { texts, read })
  return read
}
