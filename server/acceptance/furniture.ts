/** Furnishes an empty house so that every sample meets what it names. */
import type { ExperimentImported } from '#shared/contracts/experiments.ts'
import type { TestServer } from '../test-server.ts'
import { cells, FREE_UP_TO_MINOR, type Ids, noticeBody, type Samples, samplesFor } from './samples.ts'
import {
  type Caller,
  call,
  decide,
  draftCampaign,
  issue,
  launchCampaign,
  makeKey,
  openWithNotice,
  orderOf,
  putCustomer,
  redeem,
} from './shop.ts'

export interface Furniture {
  shop: Caller
  noticeVersion: number
  draftId: string
  liveId: string
  samples: Samples
}

export async function furnish(server: TestServer): Promise<Furniture> {
  const noticeVersion = await openWithNotice(server, cells)
  await call(server, 'declareAttribute', { body: { key: 'shoe_size', type: 'number', category: 'preferences' } })
  await putCustomer(server, 'ada', { email: 'ada@shop.example', country: 'DE' })
  await putCustomer(server, 'erased-later', {})
  await putCustomer(server, 'asked', {})
  await putCustomer(server, 'ada-twice', {})
  await call(server, 'createPurpose', { body: { key: 'unwanted', legalBasis: 'consent', title: 'Unwanted' } })
  await decide(server, 'ada', noticeVersion, cells)
  const draft = await draftCampaign(server, { purpose: 'offers' })
  const launchable = await draftCampaign(server, { purpose: 'offers', name: 'To launch' })
  const liveId = await launchCampaign(server, { purpose: 'offers', name: 'Live' })
  const endable = await launchCampaign(server, { purpose: 'offers', name: 'To end' })
  const pausedId = await launchCampaign(server, { purpose: 'offers', name: 'To resume' })
  await call(server, 'pauseCampaign', { params: { id: pausedId } })
  const variants = ['five', 'ten'].map((key) => ({
    key,
    shareBps: 5_000,
    offer: { kind: 'amount_off' as const, amountMinor: 500 },
  }))
  const reweighedId = await launchCampaign(server, { purpose: 'offers', name: 'To deal otherwise', variants })
  await call(server, 'pauseCampaign', { params: { id: reweighedId } })
  const ids: Ids = {
    noticeVersion,
    draftId: draft.id,
    launchableId: launchable.id,
    liveId,
    endableId: endable,
    pausedId,
    reweighedId,
    ...(await furnishApprovals(server)),
    customerId: (await call(server, 'getCustomer', { params: { reference: 'ada' } })).id,
    ...(await furnishCheckout(server, liveId)),
    ...(await furnishOffice(server)),
    ...(await furnishWebhooks(server)),
    ...(await furnishReports(server, liveId)),
    poolId: (await call(server, 'createPool', { params: { id: liveId }, body: { name: 'For print', count: 5 } })).id,
  }
  return { shop: server, noticeVersion, draftId: ids.draftId, liveId, samples: samplesFor(ids) }
}

/** Two drafts above what is free; about one of them somebody else has asked already. */
async function furnishApprovals(server: TestServer) {
  await call(server, 'putApprovalRules', { body: { limits: [{ currency: 'EUR', aboveMinor: FREE_UP_TO_MINOR }] } })
  const budget = {
    limitMinor: FREE_UP_TO_MINOR + 1,
    currency: 'EUR',
    mode: 'at_redemption',
    whenShort: 'refuse',
  } as const
  const key = await makeKey(server, 'marketer')
  const marketer: Caller = {
    request: (method, path, body, options = {}) => server.request(method, path, body, { key, ...options }),
  }
  const asked = await draftCampaign(marketer, { purpose: 'offers', name: 'Asked about', budget })
  await call(marketer, 'askApproval', { params: { id: asked.id } })
  return {
    archivableId: (await draftCampaign(server, { purpose: 'offers', name: 'Not needed' })).id,
    costlyId: (await draftCampaign(server, { purpose: 'offers', name: 'Costly', budget })).id,
    askedId: asked.id,
  }
}

async function furnishCheckout(server: TestServer, liveId: string) {
  const voucher = (occasion: string) => issue(server, liveId, 'ada', occasion)
  const [free, held, released, used, revocable, one, two, three, extendable, reissuable] = await Promise.all(
    ['free', 'held', 'released', 'used', 'revocable', 'one', 'two', 'three', 'extendable', 'reissuable'].map(voucher),
  )
  const hold = await call(server, 'hold', { body: { code: held?.code ?? '', order: orderOf('held') } })
  const letGo = await call(server, 'hold', { body: { code: released?.code ?? '', order: orderOf('released') } })
  const answer = await redeem(server, used?.code ?? '', orderOf('used'))
  const stack = { codes: [three?.code ?? ''], order: orderOf('stacked before') }
  const which = { ids: [revocable?.id ?? ''] }
  const later = { kind: 'revoke' as const, which, undoSeconds: 86_400 }
  return {
    stackedCode: one?.code ?? '',
    otherStackedCode: two?.code ?? '',
    stackId: (await call(server, 'redeemStack', { body: stack })).id,
    freeCode: free?.code ?? '',
    heldCode: held?.code ?? '',
    releasedId: letGo.id,
    holdId: hold.id,
    voucherId: free?.id ?? '',
    revocableId: revocable?.id ?? '',
    extendableId: extendable?.id ?? '',
    reissuableId: reissuable?.id ?? '',
    voucherActionId: (await call(server, 'createVoucherAction', { body: later })).id,
    redemptionId: (answer.body as { id: string }).id,
  }
}

async function furnishOffice(server: TestServer) {
  const rule = { field: 'country', op: 'eq' as const, value: 'DE' }
  const segment = await call(server, 'createSegment', { body: { name: 'Germany', rule } })
  const notice = await call(server, 'createNotice', { body: noticeBody })
  const key = await call(server, 'createApiKey', { body: { name: 'To revoke', roles: ['analyst'] } })
  const asked = { customerReference: 'ada', kind: 'access' as const }
  const request = await call(server, 'createRequest', { body: asked })
  const answerable = await call(server, 'createRequest', { body: asked })
  const pausable = await makePausable(server)
  const connect = (kind: 'shopify' | 'generic') =>
    call(server, 'createConnector', { body: { kind, name: 'Old', secret: 'hush' } })
  return {
    segmentId: segment.id,
    noticeId: notice.id,
    apiKeyId: key.id,
    requestId: request.id,
    answerableId: answerable.id,
    pausableId: pausable.id,
    connectorId: (await connect('shopify')).id,
    mappedId: (await connect('generic')).id,
    closableId: (await connect('shopify')).id,
    importId: (await call(server, 'createImport', { body: { kind: 'products' } })).id,
  }
}

async function furnishReports(server: TestServer, campaignId: string) {
  const kept = await call(server, 'keepReport', { params: { id: campaignId }, body: { by: 'variant' } })
  const view = await call(server, 'createReportView', { body: { name: 'To drop', campaignId, asked: { by: 'day' } } })
  const rows = ['a', 'a', 'holdout', 'holdout'].map((arm, i) => `${i},${arm},2026-01-01,0,0`)
  const csv = ['recipient,arm,assigned_at,purchased,revenue_minor', ...rows].join('\n')
  const headers = { 'content-type': 'text/csv' }
  const imported = await server.request('POST', '/v1/experiments/import?name=Spring', csv, { headers })
  const { kept: experiment } = imported.body as ExperimentImported
  return { keptHash: kept.hash, viewId: view.id, importedHash: experiment?.hash ?? '' }
}

/** One that nobody answers and that has somebody's erasure to tell. */
async function furnishWebhooks(server: TestServer) {
  const body = { url: 'https://hooks.shop.example/', events: ['customer.erased' as const], includes: [] }
  const webhook = await call(server, 'createWebhook', { body })
  const ending = await call(server, 'createWebhook', { body: { ...body, events: ['voucher.issued'] } })
  await call(server, 'patchWebhook', { params: { id: webhook.id }, body: { state: 'paused' } })
  await putCustomer(server, 'erased-before', {})
  await call(server, 'eraseCustomer', { params: { reference: 'erased-before' } })
  const { data } = await call(server, 'listWebhookDeliveries', { params: { id: webhook.id } })
  return { webhookId: webhook.id, endingWebhookId: ending.id, webhookDeliveryId: data[0]?.id ?? '' }
}

/** Only where the office and the person are in the UK may the clock stand still. */
async function makePausable(server: TestServer) {
  await call(server, 'putOffice', { body: { office: 'GB' } })
  await putCustomer(server, 'briton', { country: 'GB' })
  return call(server, 'createRequest', { body: { customerReference: 'briton', kind: 'access' } })
}
