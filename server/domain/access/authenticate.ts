// Who is asking: a bearer key or the token of a session in, a principal with its scopes out.
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { makeMatch, sha256 } from '#core/secrets.ts'
import { type Role, type Scope, scopesOf } from '#shared/kinds.ts'
import { rolesOf } from './keys.ts'
import { makeWrongKeys } from './limit-wrong-keys.ts'
import { nameOf, rolesIn } from './members.ts'
import { keyByHash, touchKey } from './queries.ts'
import { touchSession } from './queries-sessions.ts'
import { findSession, isSessionToken, overAt } from './sessions.ts'

export interface Principal {
  id: string
  name: string
  roles: Role[]
  scopes: ReadonlySet<Scope>
  /** The session of a member; absent for keys. */
  session?: string
}

/** How long a key's row may be believed without looking again. A revocation is told to all processes at once; this is for
 * one that could not hear it. */
const BELIEVED_MS = 2_000
const TOUCHED_EVERY_MS = 60_000
const MOST_KNOWN = 1_000
const MOST_GOOD = 10_000

interface Known {
  principal: Principal
  expiresAt: number | null
  readAt: number
}

/** Keys are found by their hashes only, so how long that takes says nothing about a key. */
export interface Doorkeeper {
  /** Null when the key is unknown, expired or revoked. 429 `request.throttled` for a key that has not been good of late,
   * shown from an address that has shown too many wrong ones. */
  recognise(presented: string | undefined, address?: () => string): Promise<Principal | null>
  /** Looks everybody up again, e.g. after a key was revoked here. */
  forget(): void
}

export function makeDoorkeeper(house: House): Doorkeeper {
  const { store, clock, config, log } = house
  const known = new Map<string, Known>()
  /** Hashes of keys that were good when last looked up: no stranger behind the same address can lock them out. */
  const good = new Set<string>()
  const wrong = makeWrongKeys(house)
  const touched = new Map<string, number>()
  /** Counts `forget`: a row that was on its way while a key was revoked may be the old one and is not kept. */
  let era = 0

  async function keyBehind(hash: string): Promise<Omit<Known, 'readAt'> | null> {
    const row = await keyByHash(store.read, hash)
    if (row === undefined || row.revokedAt !== null) return null
    return { principal: principal(row.id, row.name, rolesOf(row)), expiresAt: row.expiresAt }
  }

  async function memberBehind(hash: string): Promise<Omit<Known, 'readAt'> | null> {
    const row = await findSession(store.read, hash)
    if (row === undefined) return null
    const { member, session } = row
    const found = principal(member.id, nameOf(house.secrets, member), rolesIn(member))
    return { principal: { ...found, session: session.id }, expiresAt: overAt(session) }
  }

  async function lookUp(hash: string, isSession: boolean): Promise<Known | null> {
    const asked = era
    const found = isSession ? await memberBehind(hash) : await keyBehind(hash)
    if (found === null) {
      good.delete(hash)
      return null
    }
    const entry = { ...found, readAt: performance.now() }
    if (good.size >= MOST_GOOD) good.clear()
    good.add(hash)
    if (asked !== era) return entry
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(hash, entry)
    return entry
  }

  async function find(presented: string, address: () => string): Promise<Known | null> {
    const hash = sha256(presented)
    const cached = known.get(hash)
    if (cached !== undefined && performance.now() - cached.readAt < BELIEVED_MS) return cached
    known.delete(hash)
    const wait = good.has(hash) ? 0 : wrong.blockedFor(address())
    if (wait > 0) throw new Refusal('request.throttled', { retryAfter: wait })
    return lookUp(hash, isSessionToken(presented))
  }

  /** At most one write a minute per key, and never in the way of the request. */
  function touch({ id, session }: Principal): void {
    const now = clock.now()
    const what = session ?? id
    if (now - (touched.get(what) ?? Number.NEGATIVE_INFINITY) < TOUCHED_EVERY_MS) return
    if (touched.size >= MOST_KNOWN) touched.clear()
    touched.set(what, now)
    store
      .write((tx) => (session === undefined ? touchKey(tx, id) : touchSession(tx, session, id)).then(() => {}))
      .catch((error) => log.warn({ error: String(error) }, 'last use of a key not kept'))
  }

  function forget(): void {
    era++
    known.clear()
  }

  store.hear('keys', forget)
  const environment = principal('key_environment', 'VOUCHSAFE_ADMIN_KEY', ['admin'])
  /** For whoever collects figures, and good for nothing else. */
  const watcher: Principal = {
    id: 'key_metrics',
    name: 'METRICS_KEY',
    roles: [],
    scopes: new Set<Scope>(['metrics.read']),
  }
  const isWatcher = config.metricsKey === undefined ? () => false : makeMatch(config.metricsKey)
  const isEnvironment = config.adminKey === undefined ? () => false : makeMatch(config.adminKey)
  return {
    async recognise(presented, address = () => 'unknown') {
      if (presented !== undefined && isEnvironment(presented)) return environment
      if (presented !== undefined && isWatcher(presented)) return watcher
      const found = presented === undefined ? null : await find(presented, address)
      if (found === null || (found.expiresAt !== null && found.expiresAt <= clock.now())) {
        await wrong.note(address())
        return null
      }
      touch(found.principal)
      return found.principal
    },
    forget,
  }
}

function principal(id: string, name: string, roles: Role[]): Principal {
  return { id, name, roles, scopes: new Set(roles.flatMap((role) => scopesOf[role])) }
}
