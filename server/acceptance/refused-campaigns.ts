/** What is refused about campaigns, and at the doors that stand alone. */
import { randomUUID } from 'node:crypto'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import type { TestServer } from '../test-server.ts'
import type { RefusedCase } from './refused-case.ts'
import { freshCode } from './refused-checkout.ts'
import { nested } from './refused-rules.ts'
import { ask, type CampaignTerms, call, draftCampaign, issue, launchCampaign, orderOf, redeem } from './shop.ts'

const drafted = (terms: CampaignTerms) => async (server: TestServer) => {
  const { id } = await draftCampaign(server, terms)
  return ask(server, 'launchCampaign', { params: { id } })
}
const created = (more: object) => (server: TestServer) =>
  server.request('POST', '/v1/campaigns', {
    name: 'Odd',
    purpose: 'offers',
    channels: ['onsite'],
    trigger: { kind: 'broadcast' },
    variants: [{ key: 'a', shareBps: 10_000, offer: { kind: 'amount_off', amountMinor: 1 } }],
    validity: { days: 1 },
    timeZone: 'UTC',
    ...more,
  })
const half: NewCampaign['variants'] = [{ key: 'a', shareBps: 5000, offer: { kind: 'amount_off', amountMinor: 1 } }]
const endCampaign = async (server: TestServer, stopRedemptions: boolean) => {
  const id = await launchCampaign(server, { purpose: 'offers' })
  const voucher = await issue(server, id, 'ada', 'once')
  await ask(server, 'endCampaign', { params: { id }, body: { stopRedemptions } })
  return { id, code: voucher.code }
}

export const refusedCampaigns: RefusedCase[] = [
  { title: 'an unknown purpose', status: 422, code: 'purpose.unknown', send: created({ purpose: 'never' }) },
  {
    title: 'an unknown segment',
    status: 422,
    code: 'segment.unknown',
    send: created({ segment: { id: 'seg_never' } }),
  },
  {
    title: 'an unknown zone',
    status: 400,
    code: 'request.invalid',
    path: 'timeZone',
    send: created({ timeZone: 'Mars/Base' }),
  },
  {
    title: 'a variant called holdout',
    status: 400,
    code: 'request.invalid',
    send: created({ variants: [{ ...half[0], key: 'holdout' }] }),
  },
  {
    title: 'an offer of 101 percent',
    status: 400,
    code: 'request.invalid',
    send: created({
      variants: [{ key: 'a', shareBps: 10_000, offer: { kind: 'percent_off', bps: 10_100, maxMinor: 1 } }],
    }),
  },
  {
    title: 'a segment whose rule is too deep',
    status: 422,
    code: 'rule.too_large',
    send: created({ segment: { rule: nested(21) } }),
  },
  {
    title: 'half of the shares',
    status: 422,
    code: 'campaign.not_ready',
    send: drafted({ purpose: 'offers', variants: half }),
  },
  {
    title: 'launching twice',
    status: 409,
    code: 'campaign.not_draft',
    send: (s, house) => ask(s, 'launchCampaign', { params: { id: house.liveId } }),
  },
  {
    title: 'pausing a draft',
    status: 409,
    code: 'campaign.wrong_state',
    send: (s, house) => ask(s, 'pauseCampaign', { params: { id: house.draftId } }),
  },
  {
    title: 'running a draft',
    status: 409,
    code: 'campaign.run_unavailable',
    send: (s, house) => ask(s, 'runCampaign', { params: { id: house.draftId } }),
  },
  {
    title: 'a pool whose name is taken',
    status: 409,
    code: 'pool.exists',
    send: (s, house) => ask(s, 'createPool', { params: { id: house.liveId }, body: { name: 'For print', count: 1 } }),
  },
  {
    title: 'a pool of another campaign',
    status: 404,
    code: 'pool.not_found',
    send: async (s, house) => {
      const { data } = await call(s, 'listPools', { params: { id: house.liveId } })
      return ask(s, 'getPool', { params: { id: house.draftId, poolId: data[0]?.id ?? '' } })
    },
  },
  {
    title: 'the codes of a pool that is not there',
    status: 404,
    code: 'pool.not_found',
    send: (s, house) => ask(s, 'exportCodes', { params: { id: house.liveId }, query: { poolId: 'pol_never' } }),
  },
  {
    title: 'a pool for a draft',
    status: 409,
    code: 'campaign.run_unavailable',
    send: (s, house) => ask(s, 'createPool', { params: { id: house.draftId }, body: { name: 'Early', count: 1 } }),
  },
  {
    title: 'a pool of no variant of the campaign',
    status: 400,
    code: 'request.invalid',
    path: 'variantKey',
    send: (s, house) =>
      ask(s, 'createPool', {
        params: { id: house.liveId },
        body: { name: 'Odd', count: 1, variantKey: 'never' },
      }),
  },
  {
    title: 'changing the arms of a live campaign',
    status: 409,
    code: 'campaign.frozen',
    send: (s, house) => ask(s, 'patchCampaign', { params: { id: house.liveId }, body: { variants: half } }),
  },
  {
    title: 'a limit below what is used',
    status: 409,
    code: 'budget.below_used',
    send: async (s, house) => {
      await redeem(s, await freshCode(s, house), orderOf(randomUUID()))
      return ask(s, 'patchCampaign', { params: { id: house.liveId }, body: { budget: { limitMinor: 1 } } })
    },
  },
  {
    title: 'issuing to a stranger',
    status: 422,
    code: 'customer.unknown',
    send: (s, house) =>
      ask(s, 'issueVoucher', { params: { id: house.liveId }, body: { customerReference: 'nobody', occasion: 'x' } }),
  },
  {
    title: 'redeeming after an end that stops it',
    status: 410,
    code: 'campaign.ended',
    send: async (s) => redeem(s, (await endCampaign(s, true)).code, orderOf(randomUUID())),
  },
  {
    title: 'the report of a campaign that is not there',
    status: 404,
    code: 'campaign.not_found',
    send: (s) => ask(s, 'campaignReport', { params: { id: 'cmp_never' } }),
  },
  {
    title: 'the plan of a campaign that is not there',
    status: 422,
    code: 'campaign.unknown',
    send: (s) => ask(s, 'planExperiment', { body: { campaignId: 'cmp_never', conversion: 0.1 } }),
  },
  {
    title: 'a key of a campaign with another body',
    status: 422,
    code: 'idempotency.key_reused',
    send: async (s) => {
      const headers = { 'idempotency-key': randomUUID() }
      const body = { name: 'One', rule: { field: 'country', op: 'eq' as const, value: 'DE' } }
      await ask(s, 'createSegment', { body }, { headers })
      return ask(s, 'createSegment', { body: { ...body, name: 'Two' } }, { headers })
    },
  },
]

export const refusedElsewhere: RefusedCase[] = [
  {
    title: 'the test clock where there is none',
    status: 404,
    code: 'request.not_found',
    send: (s) => ask(s, 'moveClock', { body: { now: '2099-01-01T00:00:00Z' } }),
  },
  {
    title: '1,001 events',
    status: 400,
    code: 'request.invalid',
    send: (s) =>
      s.request(
        'POST',
        '/v1/events',
        Array.from({ length: 1001 }, () => ({})),
      ),
  },
  {
    title: 'an import of XML',
    status: 415,
    code: 'request.unsupported_media',
    send: (s) => s.request('POST', '/v1/customers/import', '<a/>', { headers: { 'content-type': 'text/xml' } }),
  },
  {
    title: 'on-site offers without a token',
    status: 401,
    code: 'onsite.token_invalid',
    send: (s) => ask(s, 'onsiteOffers', {}, { key: null }),
  },
  {
    title: 'on-site offers with a token of the wrong kind',
    status: 401,
    code: 'onsite.token_invalid',
    send: (s) => ask(s, 'onsiteOffers', {}, { key: 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.' }),
  },
]
