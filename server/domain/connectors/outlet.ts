// Where a connector's codes go: the shop's address and credentials, sealed, and the campaigns whose vouchers are meant.
import { audit } from '#access/audit.ts'
import { loadCampaign } from '#campaigns/load.ts'
import type { House } from '#core/house.ts'
import { refuseUrl } from '#core/outside.ts'
import { Refusal } from '#core/refusal.ts'
import type { Secrets } from '#core/secrets.ts'
import type { Tx } from '#db/store.ts'
import type { PutOutlet } from '#shared/contracts/connectors.ts'
import { type ConnectorRow, changeOpen, connectorRow } from './queries.ts'

export type Outlet = PutOutlet

/** Null where codes go nowhere. */
export function readOutlet(secrets: Secrets, row: ConnectorRow): Outlet | null {
  return row.outletSealed === null ? null : (JSON.parse(secrets.unseal(row.outletSealed, `${row.id}/outlet`)) as Outlet)
}

/**
 * From now on the vouchers of these campaigns are codes of the shop. 404 `connector.not_found`; 422 `outlet.unusable` for a
 * vendor that takes no codes, credentials of another vendor, an address that may not be called, or an unknown campaign.
 */
export async function setOutlet(house: House, tx: Tx, id: string, outlet: Outlet, actor: string): Promise<void> {
  const row = await connectorRow(tx, id)
  if (row === null || row.closedAt !== null) throw new Refusal('connector.not_found')
  if (row.kind !== 'shopify' && row.kind !== 'woocommerce')
    throw unusable('kind', 'only Shopify and WooCommerce take codes')
  const isShopify = 'accessToken' in outlet.credentials
  if (isShopify !== (row.kind === 'shopify')) throw unusable('credentials', 'are not those of this vendor')
  const wrong = refuseUrl(house, outlet.shopUrl)
  if (wrong !== null) throw unusable('shopUrl', wrong)
  for (const campaignId of outlet.campaignIds)
    if ((await loadCampaign(tx, campaignId)) === null) throw unusable('campaignIds', `${campaignId} is unknown`)
  await changeOpen(tx, id, {
    outletSealed: house.secrets.seal(JSON.stringify(outlet), `${id}/outlet`),
    outletCampaigns: JSON.stringify(outlet.campaignIds),
  })
  await audit(tx, { actor, action: 'connector.outlet', subject: id })
}

/** Codes that are at the shop are taken back from there by hand: nobody can reach it any more. */
export async function removeOutlet(tx: Tx, id: string, actor: string): Promise<void> {
  if (!(await changeOpen(tx, id, { outletSealed: null, outletCampaigns: '[]' })))
    throw new Refusal('connector.not_found')
  await audit(tx, { actor, action: 'connector.outlet_removed', subject: id })
}

const unusable = (path: string, message: string) => new Refusal('outlet.unusable', { errors: [{ path, message }] })
