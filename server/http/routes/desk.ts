// Doors of whoever designs campaigns: check, calendar, versions, archive, approval, trials, and why somebody got nothing.
import { audit } from '#access/audit.ts'
import { freeUpTo, needsApproval, readApprovalRules, writeApprovalRules } from '#campaigns/approval-rules.ts'
import { askApproval, decideApproval, listApprovals, showApproval } from '#campaigns/approve.ts'
import { archiveCampaign, restoreCampaign } from '#campaigns/archive.ts'
import { type CheckedTerms, checkTerms } from '#campaigns/check-terms.ts'
import { copyCampaign } from '#campaigns/copy.ts'
import { costOf } from '#campaigns/cost.ts'
import { loadCampaign } from '#campaigns/load.ts'
import { ruleOf } from '#campaigns/read-rule.ts'
import { showCampaign } from '#campaigns/show.ts'
import { diffVersions, listVersions } from '#campaigns/versions.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import type { Tx } from '#db/store.ts'
import { tryStack } from '#redemption/try-stack.ts'
import { listFields } from '#segments/list-fields.ts'
import { coarse, type Preview } from '#segments/preview.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import type { Checked } from '#shared/contracts/desk.ts'
import type { Category } from '#shared/kinds.ts'
import { calendarOf } from '#vouchers/calendar.ts'
import { reachOf } from '#vouchers/reach.ts'
import { whyOf } from '#vouchers/why.ts'
import { writeThenShow } from '../answers.ts'
import type { Call, Routes } from '../endpoint.ts'
import { lookAt } from '../staff-looks.ts'

type Names =
  | 'checkCampaign'
  | 'campaignCalendar'
  | 'tryStack'
  | 'ruleFields'
  | 'copyCampaign'
  | 'archiveCampaign'
  | 'restoreCampaign'
  | 'listVersions'
  | 'diffVersions'
  | 'getApprovalRules'
  | 'putApprovalRules'
  | 'listApprovals'
  | 'getApproval'
  | 'askApproval'
  | 'decideApproval'
  | 'whyNot'

export const deskRoutes: Routes<Names> = {
  checkCampaign: async (house, { body, principal }) => {
    const q = house.store.read
    const on = { now: house.clock.now(), mailReady: house.config.smtpUrl !== undefined, id: body.campaignId }
    const checked = await checkTerms(q, body.terms, on)
    const reach = principal.scopes.has('reports.exact') ? await reachFor(house, checked) : null
    const { terms, blank, reasons, warnings, warned, needs } = checked
    const cost = terms === null || blank.has('budget') ? null : await costOf(q, priced(terms, blank), peopleIn(reach))
    const approval = await approvalFor(house, terms, body.campaignId, principal.id)
    return { status: 200, body: { reasons, warnings, warned, needs, reach, cost, approval } }
  },
  campaignCalendar: async (house, { body, principal }) => {
    const { days, isWhole } = await calendarOf(house, body.terms, body.days)
    const isExact = principal.scopes.has('reports.exact')
    const shown = days.map(({ day, issued, holdout, noConsent, setAside, capped, noBudget }) => {
      const counts = { issued, holdout, noConsent, setAside, capped, noBudget }
      if (isExact) return { day, ...counts }
      const rounded = Object.fromEntries(Object.entries(counts).map(([key, count]) => [key, coarse(count)]))
      return { day, ...(rounded as Record<keyof typeof counts, number | string>) }
    })
    return { status: 200, body: { days: shown, isWhole } }
  },
  tryStack: async ({ store }, { body }) => ({ status: 200, body: await tryStack(store.read, body) }),
  ruleFields: async ({ store }) => ({ status: 200, body: { fields: await listFields(store.read) } }),
  copyCampaign: (house, call) =>
    writeThenShow(
      house,
      call,
      201,
      async (tx) => {
        const id = await copyCampaign(tx, call.params.id, call.body, call.principal.id)
        const detail = { from: call.params.id }
        await audit(tx, { actor: call.principal.id, action: 'campaign.copied', subject: id, detail })
        return id
      },
      (id) => showCampaign(house.store.read, id),
    ),
  archiveCampaign: (house, call) => put(house, call, 'campaign.archived', archiveCampaign),
  restoreCampaign: (house, call) => put(house, call, 'campaign.restored', restoreCampaign),
  listVersions: async (house, { params, query, principal: { scopes } }) => {
    const withNames = scopes.has('campaigns.write') || scopes.has('audit.read')
    return { status: 200, body: await listVersions(house, params.id, query, withNames) }
  },
  diffVersions: async ({ store }, { params, query }) => ({
    status: 200,
    body: await diffVersions(store.read, params.id, query),
  }),
  getApprovalRules: async ({ store }) => ({ status: 200, body: await readApprovalRules(store.read) }),
  putApprovalRules: async ({ store }, { body, principal }) => {
    await store.write(async (tx) => {
      await writeApprovalRules(tx, body)
      await audit(tx, { actor: principal.id, action: 'approvals.rules', subject: 'house', detail: body })
    })
    return { status: 200, body: await readApprovalRules(store.read) }
  },
  listApprovals: async ({ store }, { query }) => ({ status: 200, body: await listApprovals(store.read, query) }),
  getApproval: async ({ store }, { params, principal }) => ({
    status: 200,
    body: await showApproval(store.read, params.id, principal.id),
  }),
  askApproval: (house, { params, body, principal, ...call }) =>
    writeThenShow(
      house,
      { params, body, principal, ...call },
      200,
      async (tx) => {
        await askApproval(tx, params.id, body, principal.id)
        await audit(tx, { actor: principal.id, action: 'approval.asked', subject: params.id })
      },
      () => showApproval(house.store.read, params.id, principal.id),
    ),
  decideApproval: (house, { params, body, principal, ...call }) =>
    writeThenShow(
      house,
      { params, body, principal, ...call },
      200,
      async (tx) => {
        await decideApproval(tx, params.id, body, principal.id)
        await audit(tx, { actor: principal.id, action: `approval.${body.decision}`, subject: params.id })
      },
      () => showApproval(house.store.read, params.id, principal.id),
    ),
  whyNot: async (house, call) => {
    const { id, reference } = call.params
    await lookAt(house, call, reference, await readAbout(house, id))
    return { status: 200, body: await whyOf(house, id, reference) }
  },
}

/** What is read of somebody to say why; 404 `campaign.not_found`. */
async function readAbout(house: House, id: string): Promise<readonly Category[]> {
  const campaign = await loadCampaign(house.store.read, id)
  if (campaign === null) throw new Refusal('campaign.not_found')
  return campaign.needs
}

/** Null while there is nothing that could be counted, or what there is cannot be. */
async function reachFor(house: House, { terms, blank }: CheckedTerms): Promise<Preview | null> {
  const isBlank = (['purpose', 'channels', 'trigger', 'segment'] as const).some((part) => blank.has(part))
  if (terms === null || isBlank) return null
  const { purpose, channels, trigger, frequency, experiment } = terms
  try {
    const rule = (await ruleOf(house.store.read, terms)) ?? undefined
    return await reachOf(house, { purpose, channels, trigger, rule, frequency, experiment })
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

/** The worst is counted with the most that "<10" may be. */
function peopleIn(reach: Preview | null): number | null {
  if (reach === null) return null
  return typeof reach.reachable === 'number' ? reach.reachable : 9
}

/** Without an offer that is still blank there is no telling what one costs. */
const priced = (terms: NewCampaign, blank: ReadonlySet<string>): NewCampaign =>
  blank.has('variants') ? { ...terms, variants: [] } : terms

async function approvalFor(
  house: House,
  terms: NewCampaign | null,
  id: string | undefined,
  reader: string,
): Promise<Checked['approval']> {
  const rules = await readApprovalRules(house.store.read)
  const budget = terms?.budget
  const isKnown = id !== undefined && (await loadCampaign(house.store.read, id)) !== null
  return {
    isNeeded: needsApproval(rules, budget),
    aboveMinor: budget === undefined ? null : freeUpTo(rules, budget.currency),
    state: isKnown ? (await showApproval(house.store.read, id, reader)).state : 'none',
  }
}

type Puts = 'archiveCampaign' | 'restoreCampaign'

function put<N extends Puts>(house: House, call: Call<N>, action: string, verb: (tx: Tx, id: string) => Promise<void>) {
  const { id } = (call as Call<Puts>).params
  return writeThenShow(
    house,
    call as Call<Puts>,
    200,
    async (tx) => {
      await verb(tx, id)
      await audit(tx, { actor: call.principal.id, action, subject: id })
    },
    () => showCampaign(house.store.read, id),
  )
}
