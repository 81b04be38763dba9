/** For tests of the console in a browser: a shop in which every page of the console has something to show. */
import { makeClient } from '../scripts/client/call.ts'
import type { TestServer } from '../server/test-server.ts'
import { openDeliveryShop } from './test-delivery-shop.ts'

export interface PageShop {
  /** An address for each page that has an id in it, by the page's path. */
  examples: Record<string, string>
  /** A voucher that nobody has used. */
  unused: string
  /** A notice that is not published yet. */
  draftNotice: string
}

export async function furnishPages(server: TestServer): Promise<PageShop> {
  const admin = makeClient(server.url, server.adminKey)
  const campaign = await openDeliveryShop(server)
  await admin.call('moveClock', { body: { now: '2026-03-11T12:00:00Z' } })
  await admin.call('runCampaign', { params: { id: campaign } })
  const { data: vouchers } = await admin.call('listVouchers', { query: { campaignId: campaign, limit: 2 } })
  const [first, second] = vouchers
  const order = { reference: 'order-1', currency: 'EUR', amountMinor: 8_000 }
  await admin.call('redeem', { body: { code: first?.code ?? '', order } })
  const draft = await admin.call('copyCampaign', { params: { id: campaign }, body: {} })
  await admin.call('createRequest', { body: { customerReference: 'c-101', kind: 'access' } })
  const customer = await admin.call('getCustomer', { params: { reference: 'c-101' } })
  await admin.call('createApiKey', { body: { name: 'The till', roles: ['shop'] } })
  const { data: notices } = await admin.call('listNotices', { query: {} })
  const connector = await admin.call('createConnector', { body: { kind: 'generic', name: 'The till' } })
  const webhook = await admin.call('createWebhook', {
    body: { url: 'https://hooks.shop.example/in', events: ['voucher.issued'] },
  })
  const imported = await admin.call('createImport', { body: { kind: 'customers' } })
  const kept = await admin.call('keepReport', { params: { id: campaign }, body: { by: 'variant' } })
  const arms = await fetch(`${server.url}/v1/experiments/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.adminKey}`, 'content-type': 'text/csv' },
    body: 'recipient,arm,assigned_at,purchased,revenue_minor\n1,a,2026-01-01,1,500\n2,holdout,2026-01-01,0,0\n',
  })
  const compared = ((await arms.json()) as { kept: { hash: string } }).kept
  const examples = {
    'campaigns/new/:template': 'campaigns/new/birthday',
    'campaigns/:id/edit': `campaigns/${draft.id}/edit`,
    'campaigns/:id/versions': `campaigns/${campaign}/versions`,
    'campaigns/:id/dry-run': `campaigns/${campaign}/dry-run`,
    'campaigns/:id': `campaigns/${campaign}`,
    'reports/:hash': `reports/${kept.hash}`,
    'experiments/:hash': `experiments/${compared.hash}`,
    vouchers: `vouchers?campaign=${campaign}`,
    'vouchers/:id': `vouchers/${first?.id}`,
    'customers/:id': `customers/${customer.id}`,
    'connectors/:id': `connectors/${connector.id}`,
    'imports/:id': `imports/${imported.id}`,
    'webhooks/:id': `webhooks/${webhook.id}`,
    'privacy/notices/:id': `privacy/notices/${notices[0]?.id}`,
    '*': 'no-such-page',
  }
  const { controller, texts, scope } = notices[0] as (typeof notices)[number]
  const words = Object.fromEntries(Object.entries(texts).map(([locale, { title, body }]) => [locale, { title, body }]))
  const later = await admin.call('createNotice', { body: { controller, texts: words, scope } })
  return { examples, unused: `vouchers/${second?.id}`, draftNotice: `privacy/notices/${later.id}` }
}
