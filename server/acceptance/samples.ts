/** One good request for every door of the house; a door that has none here does not compile. */
import type { DoorName } from '#shared/api.ts'
import { cellsOf, type Sent } from './shop.ts'
import { teamSamples } from './team-samples.ts'

export const FREE_UP_TO_MINOR = 5_000_000_000_000

export type Samples = { [N in DoorName]: Sent<N> }

export const cells = cellsOf(['offers'], ['onsite', 'email'], ['contact.account', 'contact.email', 'location'])

export const noticeBody = {
  controller: { name: 'Example Shop', address: '1 High Street', contact: 'privacy@shop.example' },
  texts: { en: { title: 'What we use', body: 'We ask first.' } },
  scope: [
    ...cells.map((cell) => ({ ...cell, retentionMonths: 24 })),
    {
      purpose: 'offers',
      channel: 'sms' as const,
      category: 'contact.phone' as const,
      retentionMonths: 12,
      recipients: ['A'],
    },
  ],
}

export type Ids = { noticeVersion: number } & Record<
  | 'draftId'
  | 'launchableId'
  | 'liveId'
  | 'endableId'
  | 'pausedId'
  | 'reweighedId'
  | 'archivableId'
  | 'costlyId'
  | 'askedId'
  | 'freeCode'
  | 'heldCode'
  | 'stackedCode'
  | 'otherStackedCode'
  | 'stackId'
  | 'releasedId'
  | 'holdId'
  | 'voucherId'
  | 'revocableId'
  | 'customerId'
  | 'extendableId'
  | 'reissuableId'
  | 'voucherActionId'
  | 'redemptionId'
  | 'poolId'
  | 'segmentId'
  | 'noticeId'
  | 'apiKeyId'
  | 'requestId'
  | 'answerableId'
  | 'pausableId'
  | 'connectorId'
  | 'mappedId'
  | 'closableId'
  | 'importId'
  | 'keptHash'
  | 'importedHash'
  | 'viewId'
  | 'webhookId'
  | 'endingWebhookId'
  | 'webhookDeliveryId',
  string
>

export const samplesFor = (ids: Ids): Samples => ({
  ...houseSamples(ids),
  ...shopSamples(ids),
  ...checkoutSamples(ids),
  ...officeSamples(ids),
  ...campaignSamples(ids),
  ...meSamples,
  ...rightsSamples(ids),
  ...connectorSamples(ids),
  ...webhookSamples(ids),
  ...deliverySamples(ids),
  ...teamSamples,
})

const deliverySamples = (ids: Ids) =>
  ({
    pushKey: {},
    subscribePush: {
      body: { endpoint: 'https://push.example/1', keys: { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) } },
    },
    unsubscribePush: { params: { id: 'psh_x' } },
    getDeliveryRules: {},
    putDeliveryRules: {
      body: {
        quiet: { from: '21:00', to: '08:00', channels: ['sms', 'push'] },
        caps: { all: { max: 1000, withinDays: 7 }, purposes: { offers: { max: 1000, withinDays: 1 } } },
        perSecond: { email: 1000 },
      },
    },
    listMessages: { query: { state: 'queued', limit: 2 } },
    retryMessage: { params: { id: 'msg_x' } },
    retryMessages: { body: { channel: 'email' } },
    drawMessage: {
      body: { channel: 'email', locale: 'en', text: 'Hello {{customer.givenName}}', timeZone: 'Europe/Berlin' },
    },
    measureSms: { body: { text: 'Ten percent off 🎁' } },
    previewMessage: { params: { id: ids.liveId }, body: { customerReference: 'ada', channel: 'email' } },
    testMessage: { params: { id: ids.liveId }, body: { channel: 'email', to: 'staff@shop.example' } },
    putChannelWish: { params: { reference: 'ada' }, body: { channel: 'email' } },
    takeBounces: { body: { kind: 'hard', address: 'nobody@shop.example' } },
    voucherCard: { params: { id: ids.voucherId }, query: { format: 'svg', locale: 'en' } },
    poolCards: { params: { id: ids.liveId, poolId: ids.poolId }, query: { limit: 2 } },
    partnerFile: { params: { id: ids.liveId } },
  }) satisfies Partial<Samples>

const houseSamples = (ids: Ids) =>
  ({
    healthz: {},
    readyz: {},
    metrics: {},
    openapi: {},
    whoAmI: {},
    createApiKey: { body: { name: 'Till 7', roles: ['checkout'], expiresAt: '2099-01-01T00:00:00Z' } },
    listApiKeys: { query: { limit: 2 } },
    revokeApiKey: { params: { id: ids.apiKeyId } },
    listAudit: { query: { limit: 2 } },
    moveClock: { body: { now: '2026-01-01T01:00:00Z' } },
    stream: { query: { campaignId: ids.liveId } },
    onsiteKey: {},
    onsiteOffers: {},
    ledgerHead: {},
    ledgerProof: { query: { leaf: 0 } },
    ledgerConsistency: { query: { from: 0, to: 1 } },
    jwks: {},
    gpc: {},
  }) satisfies Partial<Samples>

/** Doors of a person need her session, which she gets by mail: here it is only the shape that is good. */
const TOKEN = 'x'.repeat(43)
const meSamples = {
  meLink: { body: { address: 'ada@shop.example', locale: 'en' } },
  meSession: { body: { token: TOKEN } },
  meLeave: {},
  meProfile: { body: { customerId: 'cus_x' } },
  meAskStep: { body: { action: 'export', locale: 'en' } },
  mePassStep: { body: { code: '123456' } },
  meConsents: {},
  meDecide: {
    body: {
      noticeVersion: 1,
      locale: 'en',
      decisions: [{ purpose: 'offers', channel: 'email', category: 'location', decision: 'withdraw' }],
    },
  },
  meData: {},
  meUsage: {},
  meChanges: {},
  meReceipts: {},
  meReceipt: { params: { id: 'cev_x' } },
  meWhy: { params: { id: 'vch_x' } },
  meExport: {},
  meDownload: { body: { token: TOKEN } },
  meObject: { body: { purpose: null, lift: false } },
  meRestrict: { body: { restrict: true } },
  meSnooze: { body: { until: '2026-04-01' } },
  meRectify: { body: { givenName: 'Ada', birthDate: '--12-10' } },
  meErasePreview: {},
  meErase: {},
  meRequests: {},
  meAskFor: { body: { kind: 'access' } },
} satisfies Partial<Samples>

const rightsSamples = (ids: Ids) =>
  ({
    listRequests: { query: { limit: 2, state: 'open' } },
    listStaffReads: { query: { limit: 2 } },
    listDisclosures: { query: { limit: 2 } },
    createRequest: { body: { customerReference: 'ada', kind: 'access', receivedAt: '2026-01-01T00:00:00Z' } },
    getRequest: { params: { id: ids.requestId } },
    extendRequest: { params: { id: ids.requestId }, body: { reason: 'It takes more looking.' } },
    pauseRequest: { params: { id: ids.pausableId }, body: { text: 'A copy of your passport, please.' } },
    resumeRequest: { params: { id: ids.pausableId } },
    answerRequest: { params: { id: ids.answerableId }, body: { outcome: 'done', text: 'Here it is.' } },
  }) satisfies Partial<Samples>

const sampleMapping = {
  makes: 'order.placed',
  each: '$.orders[*]',
  when: { path: '$.state', equals: 'paid' },
  fields: {
    orderReference: '$.number',
    totalMinor: { path: '$.total', as: 'decimal' as const },
    currency: '$.currency',
  },
  items: { each: '$.lines[*]', fields: { sku: '$.sku', quantity: '$.count', unitPriceMinor: '$.cents' } },
}

const connectorSamples = (ids: Ids) =>
  ({
    createConnector: { body: { kind: 'shopify', name: 'The shop', secret: 'hush', currency: 'EUR' } },
    listConnectors: { query: { limit: 2 } },
    getConnector: { params: { id: ids.connectorId } },
    rotateConnector: { params: { id: ids.connectorId }, body: { secret: 'hush again', overlapSeconds: 60 } },
    testMappings: { body: { mappings: [sampleMapping], sample: { orders: [] }, currency: 'EUR' } },
    putMappings: { params: { id: ids.mappedId }, body: { mappings: [sampleMapping] } },
    listDeliveries: { params: { id: ids.connectorId }, query: { limit: 2 } },
    putOutlet: {
      params: { id: ids.connectorId },
      body: {
        shopUrl: 'https://shop.example',
        credentials: { accessToken: 'shpat_hush' },
        campaignIds: [ids.liveId],
        withoutMost: 'accept',
      },
    },
    listShopCodes: { params: { id: ids.connectorId }, query: { limit: 2, state: 'wanted' } },
    deleteOutlet: { params: { id: ids.connectorId } },
    shopify: { params: { id: ids.connectorId } },
    woocommerce: { params: { id: 'con_none' } },
    hubspot: { params: { id: 'con_none' } },
    stripe: { params: { id: 'con_none' } },
    generic: { params: { id: ids.mappedId } },
    closeConnector: { params: { id: ids.closableId } },
    guessImport: { body: { kind: 'customers', sample: 'Kundennummer;E-Mail\n7;ada@shop.example\n' } },
    createImport: {
      body: { kind: 'customers', columns: { 'E-Mail': { field: 'email', as: 'plain' } }, delimiter: ';' },
    },
    listImports: { query: { limit: 2 } },
    getImport: { params: { id: ids.importId } },
    importRows: { params: { id: ids.importId } },
    listImportErrors: { params: { id: ids.importId }, query: { limit: 2 } },
    importErrors: { params: { id: ids.importId } },
  }) satisfies Partial<Samples>

const webhookSamples = (ids: Ids) =>
  ({
    createWebhook: {
      body: {
        url: 'https://hooks.shop.example/vouchsafe',
        name: 'The shop',
        events: ['voucher.redeemed', 'customer.erased'],
        includes: ['customerReference'],
      },
    },
    listWebhooks: { query: { limit: 2 } },
    getWebhook: { params: { id: ids.webhookId } },
    patchWebhook: { params: { id: ids.webhookId }, body: { state: 'paused' } },
    deleteWebhook: { params: { id: ids.endingWebhookId } },
    rotateWebhook: { params: { id: ids.webhookId } },
    testWebhook: { params: { id: ids.webhookId } },
    listWebhookDeliveries: { params: { id: ids.webhookId }, query: { limit: 2, state: 'queued' } },
    getWebhookDelivery: { params: { id: ids.webhookId, deliveryId: ids.webhookDeliveryId } },
    replayWebhook: { params: { id: ids.webhookId, deliveryId: ids.webhookDeliveryId } },
  }) satisfies Partial<Samples>

const shopSamples = (ids: Ids) =>
  ({
    putCustomer: {
      params: { reference: 'ada' },
      body: {
        email: 'ada@shop.example',
        phone: '+49 30 1234567',
        givenName: 'Ada',
        familyName: 'Łovelace',
        birthDate: '1990-12-10',
        country: 'DE',
        locale: 'en-GB',
        timeZone: 'Europe/Berlin',
        attributes: { shoe_size: 39.5 },
      },
    },
    getCustomer: { params: { reference: 'ada' } },
    mergeCustomers: { params: { reference: 'asked' }, body: { from: 'ada-twice' } },
    eraseCustomer: { params: { reference: 'erased-later' } },
    importCustomers: { query: { dryRun: 'true' } },
    importProducts: { query: { dryRun: 'true' } },
    declareAttribute: { body: { key: 'likes_tea', type: 'boolean', category: 'preferences' } },
    listAttributes: {},
    recordConsents: {
      body: {
        customerReference: 'ada',
        noticeVersion: ids.noticeVersion,
        locale: 'en',
        method: 'checkout',
        evidence: 'ticked at the till',
        contactVerified: true,
        decisions: [{ ...(cells[0] as (typeof cells)[0]), decision: 'grant' }],
      },
    },
    getConsents: { params: { reference: 'ada' } },
    putProduct: {
      params: { sku: 'tea-1' },
      body: { name: 'Tea', category: 'tea', priceMinor: 450, currency: 'EUR', stock: 7 },
    },
    reportEvents: {
      body: [
        {
          id: 'evt-1',
          type: 'order.placed',
          at: '2026-01-02T03:04:05Z',
          customerReference: 'ada',
          orderReference: 'o-1',
          items: [{ sku: 'tea-1', category: 'tea', quantity: 2, unitPriceMinor: 450 }],
          totalMinor: 900,
          currency: 'EUR',
        },
      ],
    },
  }) satisfies Partial<Samples>

const order = {
  reference: 'o-2',
  currency: 'EUR',
  amountMinor: 5000,
  shippingMinor: 490,
  items: [{ sku: 'tea-1', category: 'tea', quantity: 2, unitPriceMinor: 2500 }],
  customerReference: 'ada',
  clientAddress: '192.0.2.1',
}

const checkoutSamples = (ids: Ids) =>
  ({
    quote: { body: { code: ids.freeCode, order } },
    quoteStack: { body: { codes: [ids.stackedCode, ids.otherStackedCode], order } },
    redeemStack: {
      body: { codes: [ids.stackedCode, ids.otherStackedCode], order: { ...order, reference: 'stacked' } },
    },
    getStack: { params: { id: ids.stackId } },
    reverseStack: { params: { id: ids.stackId }, body: { reason: 'sent back', restoreVouchers: false } },
    hold: { body: { code: ids.heldCode, order: { ...order, reference: 'held' }, ttlSeconds: 60 } },
    getHold: { params: { id: ids.holdId } },
    releaseHold: { params: { id: ids.releasedId } },
    redeem: { body: { code: ids.heldCode, order: { ...order, reference: 'held' }, holdId: ids.holdId } },
    getRedemption: { params: { id: ids.redemptionId } },
    listRedemptions: { query: { orderReference: 'used', limit: 5 } },
    reverse: {
      params: { id: ids.redemptionId },
      body: { reason: 'returned', amountMinor: 100, restoreVoucher: false },
    },
    listVouchers: { query: { campaignId: ids.liveId, limit: 2 } },
    getVoucher: { params: { id: ids.voucherId } },
    searchCustomers: { body: { email: 'ada@shop.example' } },
    customerPanel: { params: { id: ids.customerId } },
    revokeVoucher: { params: { id: ids.revocableId }, body: { reason: 'printed wrongly' } },
    searchVouchers: { body: { campaignId: ids.liveId, states: ['issued'], limit: 2 } },
    voucherStory: { params: { id: ids.voucherId } },
    extendVoucher: { params: { id: ids.extendableId }, body: { days: 7, reason: 'a parcel came late' } },
    reissueVoucher: { params: { id: ids.reissuableId }, body: { reason: 'the code was seen by others' } },
    previewVoucherAction: { body: { kind: 'extend', which: { filter: { campaignId: ids.liveId } }, days: 1 } },
    createVoucherAction: {
      body: { kind: 'revoke', which: { ids: [ids.revocableId] }, undoSeconds: 3600, reason: 'printed wrongly' },
    },
    listVoucherActions: { query: { limit: 2 } },
    getVoucherAction: { params: { id: ids.voucherActionId } },
    undoVoucherAction: { params: { id: ids.voucherActionId } },
    issueVoucher: { params: { id: ids.liveId }, body: { customerReference: 'ada', occasion: 'sample' } },
  }) satisfies Partial<Samples>

const officeSamples = (ids: Ids) =>
  ({
    listPurposes: {},
    createPurpose: {
      body: {
        key: 'more_offers',
        legalBasis: 'consent',
        title: 'More offers',
        benefit: 'Savings',
        justification: 'None',
      },
    },
    stopPurpose: { params: { key: 'unwanted' }, body: { reason: 'nobody asked for it' } },
    invalidateConsents: { body: { purpose: 'unwanted', reason: 'found to be unclear' } },
    noteAsked: {
      body: {
        customerReference: 'asked',
        noticeVersion: ids.noticeVersion,
        locale: 'en',
        cells: [cells[0] as (typeof cells)[0]],
      },
    },
    nextQuestion: { params: { reference: 'ada' } },
    setRestriction: { params: { reference: 'asked' }, body: { restricted: true } },
    setObjection: { params: { reference: 'asked' }, body: { purpose: null, objects: true } },
    getLocales: {},
    putLocales: { body: { locales: ['en'] } },
    listConsentAges: {},
    listHolidays: {},
    putOffice: { body: { office: 'DE' } },
    putHoliday: { params: { country: 'DE', day: '2027-03-29' }, body: { name: 'Easter Monday', source: 'state law' } },
    deleteHoliday: { params: { country: 'DE', day: '12-25' } },
    putConsentAge: { params: { country: 'DK' }, body: { age: 15, source: 'the amended act' } },
    getMinors: {},
    putMinors: { body: { profiling: false, atMajority: 'keep' } },
    listParties: {},
    createParty: { body: { key: 'support', title: 'Support', roles: ['shop'], categories: ['contact.email'] } },
    registerOfProcessing: {},
    consentLog: { query: { format: 'csv' } },
    createNotice: { body: { ...noticeBody, effectiveAt: '2099-01-01T00:00:00Z' } },
    publishNotice: { params: { id: ids.noticeId } },
    listNotices: { query: { limit: 1 } },
    getNotice: { params: { id: ids.noticeId } },
    createSegment: {
      body: {
        name: 'Big spenders abroad',
        rule: {
          all: [
            { not: { field: 'country', op: 'in', value: ['DE', 'AT'] } },
            { any: [{ field: 'orders.totalMinor', op: 'gt', value: 200_000 }] },
          ],
        },
      },
    },
    listSegments: {},
    getSegment: { params: { id: ids.segmentId } },
    reportBreakdown: { params: { id: ids.liveId }, query: { by: 'country' } },
    exportRecipients: { params: { id: ids.liveId } },
    keepReport: { params: { id: ids.liveId }, body: { by: 'day' } },
    keptReport: { params: { hash: ids.keptHash } },
    compareCampaigns: { query: { limit: 5 } },
    reportDefinitions: {},
    deliveryHealth: {},
    createReportView: { body: { name: 'Every week', campaignId: ids.liveId, every: 'week', to: 'boss@shop.example' } },
    listReportViews: { query: { limit: 1 } },
    deleteReportView: { params: { id: ids.viewId } },
    experimentSettings: {},
    putExperimentSettings: { body: { globalHoldoutBps: 0, grossMarginBps: 4_000 } },
    planExperiment: { body: { campaignId: ids.draftId, audience: 20_000, holdoutBps: 1000, conversion: 0.03 } },
    importExperiment: { query: { dryRun: 'true' } },
    listImportedExperiments: { query: { limit: 1 } },
    importedExperiment: { params: { hash: ids.importedHash } },
    previewSegment: {
      body: {
        rule: { field: 'country', op: 'eq', value: 'DE' },
        purpose: 'offers',
        channels: ['onsite'],
        trigger: { kind: 'birthday', leadDays: 3 },
      },
    },
  }) satisfies Partial<Samples>

const campaignSamples = (ids: Ids) =>
  ({
    createCampaign: {
      body: {
        name: 'Carts',
        purpose: 'offers',
        legalBasis: 'consent',
        channels: ['onsite'],
        trigger: { kind: 'cart_abandoned', delayMinutes: 60, minimumTotalMinor: 30_000, currency: 'EUR' },
        segment: { id: ids.segmentId },
        variants: [
          {
            key: 'a',
            shareBps: 5000,
            offer: { kind: 'percent_off', bps: 2500, maxMinor: 5000, scope: { skus: ['tea-1'] } },
          },
          { key: 'b', shareBps: 5000, offer: { kind: 'unit_off', sku: 'tea-1', quantity: 1, maxMinor: 500 } },
        ],
        holdoutBps: 1000,
        budget: { limitMinor: 100_000, currency: 'EUR', count: 100, mode: 'guaranteed', whenShort: 'refuse' },
        validity: { days: 14 },
        minimumOrderMinor: 1000,
        frequency: { max: 1, withinDays: 30 },
        refundPolicy: 'restore',
        redeemableBy: 'anyone',
        codePrefix: 'TEA',
        message: {
          en: { subject: 'Your cart', text: 'Still there? {{voucher.code}}', html: '<p>{{voucher.code}}</p>' },
        },
        startsAt: '2026-01-01T00:00:00Z',
        endsAt: '2099-01-01T00:00:00Z',
        timeZone: 'Europe/Berlin',
      },
    },
    checkCampaign: {
      body: { terms: { name: 'Half', purpose: 'offers', channels: ['onsite'] }, campaignId: ids.draftId },
    },
    campaignCalendar: {
      body: {
        days: 3,
        terms: {
          name: 'Next days',
          purpose: 'offers',
          channels: ['onsite'],
          trigger: { kind: 'broadcast' },
          variants: [{ key: 'a', shareBps: 10_000, offer: { kind: 'amount_off', amountMinor: 500 } }],
          validity: { days: 3 },
          timeZone: 'UTC',
        },
      },
    },
    tryStack: {
      body: {
        order: { currency: 'EUR', amountMinor: 5000, shippingMinor: 490 },
        draft: {
          name: 'New',
          offer: { kind: 'amount_off', amountMinor: 700 },
          stacking: { mode: 'exclusive', rank: 3 },
        },
        campaignIds: [ids.liveId],
      },
    },
    ruleFields: {},
    copyCampaign: { params: { id: ids.liveId }, body: { name: 'Again', version: 1 } },
    archiveCampaign: { params: { id: ids.archivableId } },
    restoreCampaign: { params: { id: ids.archivableId } },
    listVersions: { params: { id: ids.liveId }, query: { limit: 5 } },
    diffVersions: { params: { id: ids.liveId }, query: { from: 1, to: 2 } },
    getApprovalRules: {},
    // Above what any campaign of these suites may cost, so that nobody else has to be asked.
    putApprovalRules: { body: { limits: [{ currency: 'EUR', aboveMinor: FREE_UP_TO_MINOR }] } },
    listApprovals: { query: { limit: 2 } },
    getApproval: { params: { id: ids.costlyId } },
    askApproval: { params: { id: ids.costlyId }, body: { note: 'Please' } },
    decideApproval: { params: { id: ids.askedId }, body: { decision: 'approved', note: 'Fine' } },
    whyNot: { params: { id: ids.liveId, reference: 'ada' } },
    listCampaigns: { query: { limit: 2 } },
    getCampaign: { params: { id: ids.liveId } },
    patchCampaign: {
      params: { id: ids.draftId },
      body: { name: 'Renamed', budget: { limitMinor: 200_000 }, endsAt: '2099-01-01T00:00:00Z' },
    },
    launchCampaign: { params: { id: ids.launchableId } },
    pauseCampaign: { params: { id: ids.launchableId } },
    changeShares: {
      params: { id: ids.reweighedId },
      body: {
        shares: [
          { key: 'five', shareBps: 7_000 },
          { key: 'ten', shareBps: 3_000 },
        ],
      },
    },
    campaignShares: { params: { id: ids.reweighedId } },
    foreseeShares: {
      params: { id: ids.reweighedId },
      body: {
        shares: [
          { key: 'five', shareBps: 6_000 },
          { key: 'ten', shareBps: 4_000 },
        ],
      },
    },
    resumeCampaign: { params: { id: ids.pausedId } },
    endCampaign: { params: { id: ids.endableId }, body: { stopRedemptions: false } },
    runCampaign: { params: { id: ids.liveId } },
    dryRunCampaign: { params: { id: ids.liveId }, body: { day: '2026-01-02', people: 5 } },
    createPool: { params: { id: ids.liveId }, body: { name: 'For the leaflet', count: 20 } },
    listPools: { params: { id: ids.liveId }, query: { limit: 2 } },
    getPool: { params: { id: ids.liveId, poolId: ids.poolId } },
    exportCodes: { params: { id: ids.liveId }, query: { state: 'issued', format: 'csv' } },
    listRuns: { params: { id: ids.liveId }, query: { limit: 2 } },
    campaignReport: { params: { id: ids.liveId }, query: { from: '2026-01-01', to: '2099-01-01', by: 'day' } },
  }) satisfies Partial<Samples>
