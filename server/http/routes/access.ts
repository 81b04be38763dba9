// Doors of access: API keys, the audit log, who am I, and the test clock.
import { listAudit } from '#access/audit.ts'
import type { Doorkeeper } from '#access/authenticate.ts'
import { once } from '#access/idempotency.ts'
import { listKeys, makeKey, revokeKey } from '#access/keys.ts'
import { namesOf } from '#access/names.ts'
import { iso } from '#core/clock.ts'
import { Refusal } from '#core/refusal.ts'
import { moveClock } from '../../jobs/move-clock.ts'
import type { Routes } from '../endpoint.ts'

type Names = 'whoAmI' | 'createApiKey' | 'listApiKeys' | 'revokeApiKey' | 'listAudit' | 'moveClock'

const instantOf = (text: string | undefined) => (text === undefined ? undefined : Date.parse(text))

export const accessRoutes = (doorkeeper: Doorkeeper): Routes<Names> => ({
  whoAmI: async (_house, { principal }) => ({
    status: 200,
    body: {
      id: principal.id,
      name: principal.name,
      roles: principal.roles,
      scopes: [...principal.scopes],
      kind: principal.session === undefined ? 'key' : 'member',
    },
  }),
  createApiKey: async ({ store }, { body, idempotency, principal }) => {
    const asked = { ...body, expiresAt: body.expiresAt === undefined ? undefined : Date.parse(body.expiresAt) }
    // the key itself is not kept: a replay answers the id without it
    let key: string | null = null
    const { ref, replayed } = await store.write((tx) =>
      once(tx, idempotency, async () => {
        const made = await makeKey(tx, asked, principal.id)
        key = made.key
        return { id: made.id }
      }),
    )
    return { status: 201, body: { id: ref.id, key: replayed ? null : key }, replayed }
  },
  listApiKeys: async ({ store }, { query }) => ({ status: 200, body: await listKeys(store.read, query) }),
  revokeApiKey: async ({ store }, { params, principal }) => {
    await store.write((tx) => revokeKey(tx, params.id, principal.id))
    doorkeeper.forget()
    return { status: 204 }
  },
  listAudit: async (house, { query }) => {
    const { from, until } = query
    const span = { from: instantOf(from), until: instantOf(until) }
    const found = await listAudit(house.store.read, { ...query, ...span })
    const names = await namesOf(
      house,
      found.data.map(({ actor }) => actor),
    )
    const data = found.data.map((entry) => ({ ...entry, actorName: names.get(entry.actor) ?? null }))
    return { status: 200, body: { ...found, data } }
  },
  moveClock: async (house, { body }) => {
    if (!house.clock.isTest) throw new Refusal('request.not_found')
    const { now, ran } = await moveClock(house, Date.parse(body.now))
    return { status: 200, body: { now: iso(now), ran: ran.map(({ job, at }) => ({ job, at: iso(at) })) } }
  },
})
