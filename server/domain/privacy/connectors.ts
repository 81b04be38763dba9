// Connectors: shop systems that send us their own webhooks, each with an address of its own and a secret that signs them.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { audit } from '#access/audit.ts'
import { iso, isoOrNull } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import type { Queries, Tx } from '#db/store.ts'
import { type ConnectorRow, connectorRow, connectorsAfter, insertConnector, markClosed } from './queries-connectors.ts'

/** Answers the id. The secret is kept sealed and never shown again. */
export async function makeConnector(
  { secrets }: House,
  tx: Tx,
  asked: { kind: string; name: string; secret: string },
  actor: string,
): Promise<string> {
  const id = newId('connector', tx.now)
  const secretSealed = secrets.seal(asked.secret, id)
  await insertConnector(tx, { id, kind: asked.kind, name: asked.name, secretSealed, createdAt: tx.now, closedAt: null })
  await audit(tx, { actor, action: 'connector.made', subject: id, detail: { kind: asked.kind } })
  return id
}

export async function closeConnector(tx: Tx, id: string, actor: string): Promise<void> {
  if (!(await markClosed(tx, id))) throw new Refusal('connector.not_found')
  await audit(tx, { actor, action: 'connector.closed', subject: id })
}

export async function showConnector(q: Queries, id: string, publicUrl: string) {
  const row = await connectorRow(q, id)
  if (row === null) throw new Refusal('connector.not_found')
  return shown(row, publicUrl)
}

export async function listConnectors(
  q: Queries,
  page: { limit: number; cursor?: string | undefined },
  publicUrl: string,
) {
  const rows = await connectorsAfter(q, page.cursor ?? '', page.limit + 1)
  const data = rows.slice(0, page.limit).map((row) => shown(row, publicUrl))
  return { data, nextCursor: rows.length > page.limit ? (data.at(-1)?.id ?? null) : null }
}

function shown({ id, kind, name, createdAt, closedAt }: ConnectorRow, publicUrl: string) {
  const url = `${publicUrl}/v1/connectors/${kind}/${id}`
  return { id, kind, name, url, createdAt: iso(createdAt), closedAt: isoOrNull(closedAt) }
}

/**
 * Whether a body is what the vendor signed: base64 of HMAC-SHA-256 over its bytes, compared in constant time. Refuses an unknown
 * or closed connector (`connector.not_found`) and a signature that does not fit (`connector.signature`).
 */
export async function requireSigned(
  { store, secrets }: House,
  asked: { id: string; kind: string; body: Uint8Array; signature: string | undefined },
): Promise<void> {
  const row = await connectorRow(store.read, asked.id)
  if (row === null || row.kind !== asked.kind || row.closedAt !== null) throw new Refusal('connector.not_found')
  const due = createHmac('sha256', secrets.unseal(row.secretSealed, row.id)).update(asked.body).digest()
  const given = Buffer.from(asked.signature ?? '', 'base64')
  if (given.length !== due.length || !timingSafeEqual(given, due)) throw new Refusal('connector.signature')
}
