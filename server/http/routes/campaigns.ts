// Doors of the marketer: segments, campaigns and the vouchers they issue.
import { audit } from '#access/audit.ts'
import { once } from '#access/idempotency.ts'
import { changeShares } from '#campaigns/change-shares.ts'
import { draftCampaign } from '#campaigns/draft.ts'
import { endCampaign } from '#campaigns/end.ts'
import { launchCampaign } from '#campaigns/launch.ts'
import { listCampaigns } from '#campaigns/list.ts'
import { patchCampaign } from '#campaigns/patch.ts'
import { pauseCampaign } from '#campaigns/pause.ts'
import { resumeCampaign } from '#campaigns/resume.ts'
import { foreseeShares, showShares } from '#campaigns/shares.ts'
import { showCampaign } from '#campaigns/show.ts'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { findCustomer } from '#customers/find.ts'
import { referencesOf } from '#customers/show.ts'
import type { Tx } from '#db/store.ts'
import { cancelForVoucher } from '#delivery/cancel.ts'
import { queueMessages } from '#delivery/queue.ts'
import { noteLooks, reasonOf } from '#privacy/staff-access.ts'
import { budgetsFor } from '#reports/budgets-for.ts'
import { defineSegment } from '#segments/define.ts'
import { coarse } from '#segments/preview.ts'
import { listSegments, showSegment } from '#segments/show.ts'
import { type DryRun, dryRun } from '#vouchers/dry-run.ts'
import { issueOne } from '#vouchers/issue-one.ts'
import { startRun } from '#vouchers/issue-run.ts'
import { reachOf } from '#vouchers/reach.ts'
import { revokeOne } from '#vouchers/revoke.ts'
import { listRuns, showRun } from '#vouchers/runs.ts'
import { listVouchers, seenBy, showVoucher } from '#vouchers/show.ts'
import { writeThenShow } from '../answers.ts'
import type { Call, Routes } from '../endpoint.ts'
import { lookAt } from '../staff-looks.ts'

type Names =
  | 'createSegment'
  | 'listSegments'
  | 'getSegment'
  | 'previewSegment'
  | 'createCampaign'
  | 'listCampaigns'
  | 'getCampaign'
  | 'patchCampaign'
  | 'launchCampaign'
  | 'pauseCampaign'
  | 'resumeCampaign'
  | 'changeShares'
  | 'campaignShares'
  | 'foreseeShares'
  | 'endCampaign'
  | 'runCampaign'
  | 'dryRunCampaign'
  | 'listRuns'
  | 'issueVoucher'
  | 'listVouchers'
  | 'getVoucher'
  | 'revokeVoucher'

export const campaignRoutes: Routes<Names> = {
  createSegment: (house, call) =>
    writeThenShow(
      house,
      call,
      201,
      (tx) => defineSegment(tx, call.body),
      (id) => showSegment(house.store.read, id),
    ),
  listSegments: async ({ store }, { query }) => ({ status: 200, body: await listSegments(store.read, query) }),
  getSegment: async ({ store }, { params }) => ({ status: 200, body: await showSegment(store.read, params.id) }),
  previewSegment: async (house, { body, principal }) => {
    // Any rule may be asked, so there is no batch that it could come from (decisions.md, 34).
    if (!principal.scopes.has('reports.exact')) throw new Refusal('segment.live_count')
    return { status: 200, body: await reachOf(house, body) }
  },
  createCampaign: (house, call) =>
    writeThenShow(
      house,
      call,
      201,
      (tx) => draftCampaign(tx, call.body, call.principal.id),
      (id) => showCampaign(house.store.read, id),
    ),
  listCampaigns: async (house, { query, principal }) => {
    const { data, nextCursor } = await listCampaigns(house.store.read, query)
    return { status: 200, body: { data: await budgetsFor(house, data, principal.scopes), nextCursor } }
  },
  getCampaign: async (house, { params, principal }) => {
    const campaign = await showCampaign(house.store.read, params.id)
    const [shown = campaign] = await budgetsFor(house, [campaign], principal.scopes)
    return { status: 200, body: shown }
  },
  patchCampaign: async ({ store }, { params, body, principal }) => {
    await store.write(async (tx) => {
      await patchCampaign(tx, params.id, body, principal.id)
      await audit(tx, {
        actor: principal.id,
        action: 'campaign.changed',
        subject: params.id,
        detail: { fields: Object.keys(body) },
      })
    })
    return { status: 200, body: await showCampaign(store.read, params.id) }
  },
  launchCampaign: (house, call) =>
    writeThenShow(
      house,
      call,
      200,
      async (tx) => {
        const mailReady = house.config.smtpUrl !== undefined
        const said = await launchCampaign(tx, call.params.id, { mailReady, actor: call.principal.id })
        await audit(tx, { actor: call.principal.id, action: 'campaign.launched', subject: call.params.id })
        return said
      },
      async (said) => ({ ...(await showCampaign(house.store.read, call.params.id)), ...said }),
    ),
  pauseCampaign: (house, call) => change(house, call, 'campaign.paused', pauseCampaign),
  resumeCampaign: (house, call) => change(house, call, 'campaign.resumed', resumeCampaign),
  changeShares: async (house, { params, body, principal }) => {
    await house.store.write((tx) => changeShares(tx, params.id, body, principal.id))
    return { status: 200, body: await showCampaign(house.store.read, params.id) }
  },
  campaignShares: async ({ store }, { params }) => ({ status: 200, body: await showShares(store.read, params.id) }),
  foreseeShares: async ({ store }, { params, body }) => ({
    status: 200,
    body: await foreseeShares(store.read, params.id, body),
  }),
  endCampaign: (house, call) =>
    change(house, call, 'campaign.ended', (tx, id) =>
      endCampaign(tx, id, { stopRedemptions: call.body?.stopRedemptions ?? false }),
    ),
  runCampaign: async (house, { params, idempotency, principal, req }) => {
    const { runId, replayed, outcome } = await startRun(house, params.id, {
      cause: 'manual',
      queue: queueMessages,
      keep: (tx, begin) =>
        once(tx, idempotency, async () => {
          const begun = await begin()
          const who = { actor: principal.id, action: 'campaign.run', subject: params.id, detail: { runId: begun } }
          await audit(tx, who)
          return begun
        }),
    })
    // An audience of a million takes a minute: whoever will not wait is told which run it is (RFC 7240).
    const isAsync = /(^|,)\s*respond-async\s*(;|,|$)/i.test(req.get('prefer') ?? '')
    return isAsync
      ? { status: 202, body: await showRun(house.store.read, runId), replayed }
      : { status: 200, body: await outcome, replayed }
  },
  dryRunCampaign: async (house, call) => {
    const { params, body, principal, req } = call
    const mayName = principal.scopes.has('customers.read') && body.people > 0
    const reason = mayName ? reasonOf(principal, req.headers['x-access-reason']?.toString()) : null
    const { people, needs, ...run } = await dryRun(house, params.id, {
      day: body.day,
      people: mayName ? body.people : 0,
    })
    const isExact = principal.scopes.has('reports.exact')
    const shown = { ...(isExact ? run : coarsely(run)), asOf: iso(run.asOf) }
    if (!mayName) return { status: 200, body: shown }
    const ids = [...new Set(people.map(({ customerId }) => customerId))]
    const open = await noteLooks(house, principal, ids, needs, reason)
    const references = await referencesOf(house, [...open])
    const named = people.flatMap(({ customerId, ...rest }) => {
      const customerReference = references.get(customerId)
      return customerReference === undefined ? [] : [{ customerReference, ...rest }]
    })
    return { status: 200, body: { ...shown, people: named } }
  },
  listRuns: async ({ store }, { params, query }) => ({
    status: 200,
    body: await listRuns(store.read, params.id, query),
  }),
  issueVoucher: async (house, { params, body, idempotency, principal }) => {
    const customer = await findCustomer(house.store.read, house.secrets, body.customerReference)
    if (customer === null)
      throw new Refusal('customer.unknown', { errors: [{ path: 'customerReference', message: 'is unknown' }] })
    const asked = { customerId: customer.id, occasion: body.occasion }
    const { ref, replayed } = await house.store.write((tx) =>
      once(tx, idempotency, () => issueOne(house, tx, params.id, asked, queueMessages)),
    )
    const voucher = ref.voucherId === null ? null : await showVoucher(house, ref.voucherId, seenBy(principal))
    return {
      status: ref.outcome === 'issued' ? 201 : 200,
      body: { outcome: ref.outcome, variantKey: ref.variantKey, voucher },
      replayed,
    }
  },
  listVouchers: async (house, call) => {
    const { query, principal } = call
    if (query.customerReference !== undefined) await lookAt(house, call, query.customerReference, ['purchase_history'])
    const body = await listVouchers(house, query, seenBy(principal))
    const codes = body.data.filter((voucher) => voucher.code !== undefined).length
    // whoever reads codes in bulk is on record (doors.md): how many and of which campaign, never which
    const shown = {
      actor: principal.id,
      action: 'codes.shown',
      subject: query.campaignId ?? 'customer',
      detail: { codes },
    }
    if (codes > 0) await house.store.write((tx) => audit(tx, shown))
    return { status: 200, body }
  },
  getVoucher: async (house, { params, principal }) => ({
    status: 200,
    body: await showVoucher(house, params.id, seenBy(principal)),
  }),
  revokeVoucher: (house, call) =>
    writeThenShow(
      house,
      call,
      200,
      async (tx) => {
        await cancelForVoucher(tx, call.params.id, 'voucher_revoked')
        await revokeOne(tx, call.params.id, call.body?.reason ?? 'revoked by staff', { actor: call.principal.id })
        await audit(tx, { actor: call.principal.id, action: 'voucher.revoked', subject: call.params.id })
      },
      () => showVoucher(house, call.params.id, seenBy(call.principal)),
    ),
}

/** For those who see numbers too coarse to tell anybody apart. */
function coarsely(run: Omit<DryRun, 'people' | 'needs'>) {
  const { variants, refusedBy, setAsideBy, matched, issued, holdout, alreadyHad, noConsent } = run
  const { setAside, capped, noBudget, outOfStock } = run
  const counts = { matched, issued, holdout, alreadyHad, noConsent, setAside, capped, noBudget, outOfStock }
  type Coarse = Record<keyof typeof counts, number | string>
  const rounded = Object.fromEntries(Object.entries(counts).map(([key, count]) => [key, coarse(count)])) as Coarse
  return {
    ...run,
    ...rounded,
    variants: variants.map((one) => ({ ...one, issued: coarse(one.issued) })),
    refusedBy: refusedBy.map((one) => ({ ...one, count: coarse(one.count) })),
    setAsideBy: setAsideBy.map((one) => ({ ...one, count: coarse(one.count) })),
  }
}

type Changes = 'pauseCampaign' | 'resumeCampaign' | 'endCampaign'

function change<N extends Changes>(
  house: House,
  call: Call<N>,
  action: string,
  verb: (tx: Tx, id: string) => Promise<void>,
) {
  const { id } = (call as Call<Changes>).params
  return writeThenShow(
    house,
    call as Call<Changes>,
    200,
    async (tx) => {
      await verb(tx, id)
      await audit(tx, { actor: call.principal.id, action, subject: id })
    },
    () => showCampaign(house.store.read, id),
  )
}
