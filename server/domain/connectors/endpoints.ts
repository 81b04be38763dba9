// Endpoints for shop systems that send us their own webhooks, each with an address of its own and secrets that sign them.
import { randomBytes } from 'node:crypto'
import { audit } from '#access/audit.ts'
import { iso, isoOrNull } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { idAt, newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { ConnectorKind, Mapping, NewConnector } from '#shared/contracts/connectors.ts'
import { DAY_MS, SECOND_MS } from '#shared/time.ts'
import { readOutlet } from './outlet.ts'
import {
  type ConnectorRow,
  changeOpen,
  connectorRow,
  connectorsAfter,
  deleteDeliveries,
  deliveriesBefore,
  insertConnector,
} from './queries.ts'

const DELIVERIES_KEPT_MS = 30 * DAY_MS
/** HubSpot's contacts are not the shop's customers: a bare number of theirs could be somebody else's at the shop. */
const usualPrefix = (kind: ConnectorKind): string => (kind === 'hubspot' ? 'hubspot:' : '')

/** `secret` only where we made it: it is shown this once, and kept sealed. */
export async function makeConnector(
  { secrets }: House,
  tx: Tx,
  asked: NewConnector,
  actor: string,
): Promise<{ id: string; secret?: string }> {
  if (asked.kind !== 'generic' && asked.mappings !== undefined) {
    const errors = [{ path: 'mappings', message: 'are of generic connectors: this vendor’s bodies are known' }]
    throw new Refusal('request.invalid', { errors })
  }
  const id = newId('connector', tx.now)
  const secret = asked.secret ?? drawSecret()
  await insertConnector(tx, {
    id,
    kind: asked.kind,
    name: asked.name,
    secretSealed: secrets.seal(secret, id),
    createdAt: tx.now,
    currency: asked.currency ?? null,
    referencePrefix: asked.referencePrefix ?? usualPrefix(asked.kind),
    mappings: JSON.stringify(asked.mappings ?? []),
  })
  await audit(tx, { actor, action: 'connector.made', subject: id, detail: { kind: asked.kind } })
  return asked.secret === undefined ? { id, secret } : { id }
}

/** As Standard Webhooks writes secrets. */
const drawSecret = () => `whsec_${randomBytes(32).toString('base64')}`

/** 404 `connector.not_found`. Both secrets are good until the overlap ends; answers the new one where we made it. */
export async function rotateSecret(
  { secrets }: House,
  tx: Tx,
  id: string,
  asked: { secret?: string | undefined; overlapSeconds: number },
  actor: string,
): Promise<{ id: string; secret?: string }> {
  const row = await openRow(tx, id)
  const secret = asked.secret ?? drawSecret()
  await changeOpen(tx, id, {
    secretSealed: secrets.seal(secret, id),
    oldSecretSealed: row.secretSealed,
    oldSecretUntil: tx.now + asked.overlapSeconds * SECOND_MS,
  })
  await audit(tx, { actor, action: 'connector.rotated', subject: id })
  return asked.secret === undefined ? { id, secret } : { id }
}

/** 404 `connector.not_found`; 400 for a connector of a vendor whose bodies are known. */
export async function setMappings(tx: Tx, id: string, mappings: Mapping[], actor: string): Promise<void> {
  const row = await openRow(tx, id)
  if (row.kind !== 'generic') {
    throw new Refusal('request.invalid', { errors: [{ path: 'mappings', message: 'are of generic connectors' }] })
  }
  await changeOpen(tx, id, { mappings: JSON.stringify(mappings) })
  await audit(tx, { actor, action: 'connector.mapped', subject: id })
}

export async function closeConnector(tx: Tx, id: string, actor: string): Promise<void> {
  // Nothing is left to sign with, and nowhere to write to.
  const closed = await changeOpen(tx, id, { closedAt: tx.now, oldSecretSealed: null, outletSealed: null })
  if (!closed) throw new Refusal('connector.not_found')
  await audit(tx, { actor, action: 'connector.closed', subject: id })
}

/** 404 `connector.not_found` also for one that is closed. */
export async function openRow(q: Queries, id: string): Promise<ConnectorRow> {
  const row = await connectorRow(q, id)
  if (row === null || row.closedAt !== null) throw new Refusal('connector.not_found')
  return row
}

export async function showConnector({ store, secrets, config }: House, id: string) {
  const row = await connectorRow(store.read, id)
  if (row === null) throw new Refusal('connector.not_found')
  return shown(row, secrets, config.publicUrl)
}

export async function listConnectors(
  { store, secrets, config }: House,
  page: { limit: number; cursor?: string | undefined },
) {
  const rows = await connectorsAfter(store.read, page.cursor ?? '', page.limit + 1)
  const data = rows.slice(0, page.limit).map((row) => shown(row, secrets, config.publicUrl))
  return { data, nextCursor: rows.length > page.limit ? (data.at(-1)?.id ?? null) : null }
}

function shown(row: ConnectorRow, secrets: House['secrets'], publicUrl: string) {
  const { id, kind, name, currency, referencePrefix, refused } = row
  const outlet = readOutlet(secrets, row)
  return {
    id,
    kind,
    name,
    url: `${publicUrl}/v1/connectors/${kind}/${id}`,
    currency,
    referencePrefix,
    mappings: mappingsOf(row),
    outlet: outlet === null ? null : { shopUrl: outlet.shopUrl, campaignIds: outlet.campaignIds },
    refused,
    refusedAt: isoOrNull(row.refusedAt),
    createdAt: iso(row.createdAt),
    closedAt: isoOrNull(row.closedAt),
    oldSecretUntil: isoOrNull(row.oldSecretUntil),
  }
}

export const mappingsOf = ({ mappings }: ConnectorRow): Mapping[] => JSON.parse(mappings) as Mapping[]

/** What came of the last deliveries, the newest first; never what was in them. */
export async function listDeliveries(
  q: Queries,
  connectorId: string,
  page: { limit: number; cursor?: string | undefined },
) {
  if ((await connectorRow(q, connectorId)) === null) throw new Refusal('connector.not_found')
  const rows = await deliveriesBefore(q, connectorId, page.cursor, page.limit + 1)
  const data = rows.slice(0, page.limit).map(({ connectorId: _, at, outcome, ...row }) => ({
    ...row,
    at: iso(at),
    outcome: outcome as 'handled' | 'duplicate' | 'ignored' | 'failed',
  }))
  return { data, nextCursor: rows.length > page.limit ? (data.at(-1)?.id ?? null) : null }
}

/** Answers how many went. */
export const forgetDeliveries = (tx: Tx): Promise<number> =>
  deleteDeliveries(tx, idAt('delivery', tx.now - DELIVERIES_KEPT_MS))
