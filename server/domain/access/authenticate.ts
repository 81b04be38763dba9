// Who is asking: a bearer key in, a principal with its scopes out.
import type { House } from '#core/house.ts'
import { sha256 } from '#core/secrets.ts'
import { type Role, type Scope, scopesOf } from '#shared/kinds.ts'
import { rolesOf } from './keys.ts'
import { keyByHash, touchKey } from './queries.ts'

export interface Principal {
  id: string
  name: string
  roles: Role[]
  scopes: ReadonlySet<Scope>
}

/** How long a key's row may be believed without looking again; also how fast a revocation reaches other processes. */
const BELIEVED_MS = 2_000
const TOUCHED_EVERY_MS = 60_000

/** Keys are compared and found by their hashes only, so how long that takes says nothing about a key. */
export interface Doorkeeper {
  /** Null when the key is unknown, expired or revoked. */
  recognise(presented: string): Promise<Principal | null>
  /** Looks everybody up again, e.g. after a key was revoked here. */
  forget(): void
}

export function makeDoorkeeper(house: House): Doorkeeper {
  const { store, clock, config, log } = house
  const known = new Map<string, { principal: Principal | null; expiresAt: number | null; readAt: number }>()
  const touched = new Map<string, number>()
  /** Counts `forget`: a row that was on its way while a key was revoked may be the old one and is not kept. */
  let era = 0

  async function lookUp(hash: string) {
    const cached = known.get(hash)
    if (cached !== undefined && performance.now() - cached.readAt < BELIEVED_MS) return cached
    const asked = era
    const row = await keyByHash(store.read, hash)
    const usable = row !== undefined && row.revokedAt === null
    const entry = {
      principal: usable ? principal(row.id, row.name, rolesOf(row)) : null,
      expiresAt: row?.expiresAt ?? null,
      readAt: performance.now(),
    }
    if (asked !== era) return entry
    if (known.size > 1_000) known.clear()
    known.set(hash, entry)
    return entry
  }

  /** At most one write a minute per key, and never in the way of the request. */
  function touch(id: string): void {
    const now = clock.now()
    if (now - (touched.get(id) ?? Number.NEGATIVE_INFINITY) < TOUCHED_EVERY_MS) return
    touched.set(id, now)
    store
      .write((tx) => touchKey(tx, id))
      .catch((error) => log.warn({ error: String(error) }, 'last use of a key not kept'))
  }

  const environment = principal('key_environment', 'VOUCHSAFE_ADMIN_KEY', ['admin'])
  const environmentHash = config.adminKey === undefined ? undefined : sha256(config.adminKey)
  return {
    async recognise(presented) {
      const hash = sha256(presented)
      if (hash === environmentHash) return environment
      const { principal: found, expiresAt } = await lookUp(hash)
      if (found === null || (expiresAt !== null && expiresAt <= clock.now())) return null
      touch(found.id)
      return found
    },
    forget: () => {
      era++
      known.clear()
    },
  }
}

function principal(id: string, name: string, roles: Role[]): Principal {
  return { id, name, roles, scopes: new Set(roles.flatMap((role) => scopesOf[role])) }
}
