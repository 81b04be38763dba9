// Four eyes on money: a campaign above a limit starts, and its budget grows, only when a second person has agreed.

import type { z } from 'zod'
import { iso, isoOrNull } from '#core/clock.ts'
import { newId } from '#core/ids.ts'
import { type FieldError, Refusal } from '#core/refusal.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import type { Approval, approvalState } from '#shared/contracts/desk.ts'
import { freeUpTo, needsApproval, readApprovalRules } from './approval-rules.ts'
import { type LoadedCampaign, loadCampaign, lockCampaign } from './load.ts'
import {
  type ApprovalRow,
  approvalsOf,
  decide,
  dropOpen,
  insertApproval,
  latestApproval,
  openApprovals,
} from './queries-approvals.ts'
import { lastVersion, makersOf } from './queries-versions.ts'

type State = z.infer<typeof approvalState>

/** A draft is asked about as it is now, a launched campaign about a limit that it does not have yet. 404 `campaign.not_found`,
 * 409 `campaign.wrong_state`, `approval.not_needed`, 400 `request.invalid` without a budget. */
export async function askApproval(
  tx: Tx,
  id: string,
  asked: { limitMinor?: number | undefined; note?: string | undefined },
  actor: string,
): Promise<void> {
  const campaign = await lockCampaign(tx, id)
  if (campaign === null) throw new Refusal('campaign.not_found')
  if (campaign.state === 'ended') throw new Refusal('campaign.wrong_state', { detail: 'The campaign has ended' })
  const { budget } = campaign.terms
  if (budget === undefined) {
    throw new Refusal('request.invalid', { errors: [{ path: 'budget', message: 'The campaign has no budget yet' }] })
  }
  const limitMinor = campaign.state === 'draft' ? budget.limitMinor : (asked.limitMinor ?? budget.limitMinor)
  const wanted = { limitMinor, currency: budget.currency }
  if (!needsApproval(await readApprovalRules(tx), wanted)) throw new Refusal('approval.not_needed')
  await dropOpen(tx, id)
  await insertApproval(tx, {
    id: newId('approval', tx.now),
    campaignId: id,
    version: await lastVersion(tx, id),
    ...wanted,
    askedBy: actor,
    askedAt: tx.now,
    askedNote: asked.note ?? null,
  })
}

/** Not by whoever made or changed the campaign, nor by whoever asked. 404 `campaign.not_found`, `approval.not_found`, 403
 * `approval.own`, 409 `approval.outdated` for a draft that was changed since. */
export async function decideApproval(
  tx: Tx,
  id: string,
  said: { decision: 'approved' | 'refused'; note?: string | undefined },
  actor: string,
): Promise<void> {
  const campaign = await lockCampaign(tx, id)
  if (campaign === null) throw new Refusal('campaign.not_found')
  const open = await latestApproval(tx, id)
  if (open === undefined || open.decidedAt !== null) throw new Refusal('approval.not_found')
  if (await isMaker(tx, id, actor, open)) throw new Refusal('approval.own')
  if (!isAbout(campaign, open, await lastVersion(tx, id))) throw new Refusal('approval.outdated')
  await decide(tx, open.id, {
    decidedBy: actor,
    decidedAt: tx.now,
    decision: said.decision,
    decidedNote: said.note ?? null,
  })
}

/** What stands against launching, as one of its reasons. */
export async function approvalReasons(q: Queries, id: string, terms: NewCampaign): Promise<FieldError[]> {
  if (!needsApproval(await readApprovalRules(q), terms.budget)) return []
  const latest = await latestApproval(q, id)
  const isApproved = latest?.decision === 'approved' && latest.version === (await lastVersion(q, id))
  const message = 'A budget of this size needs the approval of a second person'
  return isApproved ? [] : [{ path: 'budget.limitMinor', message, code: 'approval.missing' }]
}

/** A launched campaign's limit grows above what is free only as far as somebody has agreed to. 409 `approval.missing`. */
export async function refuseUnapproved(tx: Tx, campaign: LoadedCampaign, terms: NewCampaign): Promise<void> {
  const [before, after] = [campaign.terms.budget, terms.budget]
  if (after === undefined || after.limitMinor <= (before?.limitMinor ?? 0)) return
  if (!needsApproval(await readApprovalRules(tx), after)) return
  const agreed = await approvalsOf(tx, campaign.id)
  if (agreed.some((one) => one.currency === after.currency && one.limitMinor >= after.limitMinor)) return
  const message = 'A second person has to agree to this limit'
  throw new Refusal('approval.missing', { errors: [{ path: 'budget.limitMinor', message, code: 'approval.missing' }] })
}

/** 404 `campaign.not_found`. */
export async function showApproval(q: Queries, id: string, reader: string): Promise<State> {
  const campaign = await loadCampaign(q, id)
  if (campaign === null) throw new Refusal('campaign.not_found')
  const rules = await readApprovalRules(q)
  const { budget } = campaign.terms
  const latest = await latestApproval(q, id)
  const isLatest = latest !== undefined && isAbout(campaign, latest, await lastVersion(q, id))
  return {
    isNeeded: needsApproval(rules, budget),
    aboveMinor: budget === undefined ? null : freeUpTo(rules, budget.currency),
    currency: budget?.currency ?? null,
    state: isLatest ? ((latest.decision as 'approved' | 'refused' | null) ?? 'asked') : 'none',
    latest: latest === undefined ? null : asShown(latest, campaign.name),
    isMaker: await isMaker(q, id, reader, latest),
  }
}

/** That wait for somebody, the newest first. */
export async function listApprovals(q: Queries, page: { limit: number; cursor?: string | undefined }) {
  const rows = await openApprovals(q, page.cursor, page.limit + 1)
  const shown = rows.slice(0, page.limit)
  return {
    data: shown.map(({ approval, name }) => asShown(approval, name)),
    nextCursor: rows.length > page.limit ? (shown.at(-1)?.approval.id ?? null) : null,
  }
}

async function isMaker(q: Queries, id: string, actor: string, asked: ApprovalRow | undefined): Promise<boolean> {
  return asked?.askedBy === actor || (await makersOf(q, id)).has(actor)
}

/** What was asked about a draft ends with its next change; a limit that is wanted of a live campaign stays one. */
const isAbout = ({ state }: LoadedCampaign, asked: ApprovalRow, version: number): boolean =>
  state !== 'draft' || asked.version === version

const asShown = (row: ApprovalRow, campaignName: string): Approval => ({
  ...row,
  campaignName,
  askedAt: iso(row.askedAt),
  decidedAt: isoOrNull(row.decidedAt),
  decision: row.decision as Approval['decision'],
})
