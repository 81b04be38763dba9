// API keys: made once, shown once, kept as a hash, with roles, an expiry and the time of their last use.
import { randomBytes } from 'node:crypto'
import { iso, isoOrNull } from '#core/clock.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import { sha256 } from '#core/secrets.ts'
import { tell } from '#db/signals.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { Role } from '#shared/kinds.ts'
import { audit } from './audit.ts'
import { type ApiKeyRow, countKeys, insertKey, keyById, keysBefore, revokeKeyRow } from './queries.ts'

/** Answers the key in clear; nobody can read it again. Refuses an expiry that is over. */
export async function makeKey(
  tx: Tx,
  asked: { name: string; roles: readonly Role[]; expiresAt?: number | undefined },
  actor: string,
): Promise<{ id: string; key: string }> {
  if (asked.expiresAt !== undefined && asked.expiresAt <= tx.now) {
    throw new Refusal('request.invalid', { errors: [{ path: 'expiresAt', message: 'is over already' }] })
  }
  const id = newId('apiKey', tx.now)
  const key = `vsk_${randomBytes(32).toString('base64url')}`
  await insertKey(tx, {
    id,
    name: asked.name,
    hash: sha256(key),
    roles: JSON.stringify([...new Set(asked.roles)]),
    createdAt: tx.now,
    expiresAt: asked.expiresAt ?? null,
    lastUsedAt: null,
    revokedAt: null,
  })
  await audit(tx, { actor, action: 'key.made', subject: id, detail: { roles: asked.roles } })
  return { id, key }
}

/** Refuses an unknown key; revoking twice is no change. Every process hears of it as soon as it is committed. */
export async function revokeKey(tx: Tx, id: string, actor: string): Promise<void> {
  if ((await revokeKeyRow(tx, id)).length === 1) {
    await tell(tx, 'keys')
    return audit(tx, { actor, action: 'key.revoked', subject: id })
  }
  if ((await keyById(tx, id)) === undefined) throw new Refusal('key.not_found')
}

export async function listKeys(q: Queries, page: { limit: number; cursor?: string | undefined }) {
  const rows = await keysBefore(q, page.cursor, page.limit + 1)
  const shown = rows.slice(0, page.limit)
  return { data: shown.map(describe), nextCursor: rows.length > page.limit ? (shown.at(-1)?.id ?? null) : null }
}

/** The first start of a house without keys: one admin key, to be printed once. Null when there are keys. */
export async function makeFirstKey(tx: Tx): Promise<string | null> {
  if ((await countKeys(tx)) > 0) return null
  return (await makeKey(tx, { name: 'first admin', roles: ['admin'] }, 'system')).key
}

export const rolesOf = (row: ApiKeyRow): Role[] => JSON.parse(row.roles) as Role[]

function describe(row: ApiKeyRow) {
  return {
    id: row.id,
    name: row.name,
    roles: rolesOf(row),
    createdAt: iso(row.createdAt),
    expiresAt: isoOrNull(row.expiresAt),
    lastUsedAt: isoOrNull(row.lastUsedAt),
    revokedAt: isoOrNull(row.revokedAt),
  }
}
