/** Every role at every door of the list: what its scopes open is open, everything else is refused before it is looked at. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Door, type DoorName, doors } from '#shared/api.ts'
import { type Role, roles, type Scope, scopes, scopesOf } from '#shared/kinds.ts'
import { type Answer, startServer, type TestServer } from '../test-server.ts'
import { targetOf } from './bad-requests.ts'
import { type Furniture, furnish } from './furniture.ts'
import { codeOf } from './problem.ts'
import { addressOf, inParallel, makeKey } from './shop.ts'

const names = Object.keys(doors) as DoorName[]
const keyed = names.filter((name) => [...scopes, 'any'].includes((doors[name] as Door).scope))
/** These take something back from everybody, or never end. */
const apart: DoorName[] = ['stream', 'stopPurpose', 'moveClock']

const mayEnter = (role: Role, name: DoorName): boolean => {
  const { scope } = doors[name] as Door
  return scope === 'any' || scopesOf[role].includes(scope as Scope)
}

/** A refusal other than that what was there before has gone. */
const isNo = ({ status }: Answer): boolean => status >= 400 && status !== 404

describe('roles', () => {
  let server: TestServer
  let house: Furniture
  let keys: Record<Role, string>
  beforeAll(async () => {
    server = await startServer({ engine: 'sqlite', clock: '2026-01-01T00:00:00Z' })
    house = await furnish(server)
    const made = await inParallel(roles, 1, async (role) => [role, await makeKey(server, role)] as const)
    keys = Object.fromEntries(made) as Record<Role, string>
  })
  afterAll(() => server.close())

  const knock = async (name: DoorName, key: string | null) => {
    const { door, params, query, body } = targetOf(name, house.samples)
    const headers: Record<string, string> = { 'x-access-reason': 'A walk of all roles' }
    if (door.idempotency === 'required') headers['idempotency-key'] = `${key ?? 'nobody'} ${name}`
    if (door.stream !== undefined) headers['content-type'] = 'application/x-ndjson'
    const sent = door.stream === undefined ? body : '{}\n'
    return server.request(door.method, addressOf(door.path, params, query), sent, { key, headers })
  }

  test('there are doors for each scope, and every scope opens one', () => {
    const asked = new Set(keyed.map((name) => (doors[name] as Door).scope))
    expect(scopes.filter((scope) => !asked.has(scope) && !['metrics.read', 'consents.import'].includes(scope))).toEqual(
      [],
    )
  })

  test.each(roles)('%s is refused at every door that its scopes do not open', async (role) => {
    const closed = keyed.filter((name) => !mayEnter(role, name))
    const wrong = await inParallel(closed, 8, async (name) => {
      const answer = await knock(name, keys[role])
      return codeOf(answer) === 'request.forbidden' && answer.status === 403
        ? []
        : [`${name}: ${answer.status} ${answer.text}`]
    })
    expect(wrong.flat()).toEqual([])
  })

  test.each(roles)('%s enters every door that its scopes open', async (role) => {
    const open = keyed.filter((name) => mayEnter(role, name) && !apart.includes(name))
    // One after the other: what one takes away another may have needed, which is told as a refusal of another kind.
    const wrong = await inParallel(open, 1, async (name) => {
      const answer = await knock(name, keys[role])
      const door: Door = doors[name]
      const code = codeOf(answer)
      const isFault = answer.status === 401 || answer.status >= 500
      // What any key may ask is judged behind the door: imports by their kind, and some are for people alone.
      const isShut = door.scope !== 'any' && (code === 'request.forbidden' || (door.method === 'GET' && isNo(answer)))
      return isFault || isShut ? [`${name}: ${answer.status} ${answer.text}`] : []
    })
    expect(wrong.flat()).toEqual([])
  })

  test('nobody enters without a key', async () => {
    const wrong = await inParallel(keyed, 8, async (name) => {
      const answer = await knock(name, null)
      return answer.status === 401 ? [] : [`${name}: ${answer.status}`]
    })
    expect(wrong.flat()).toEqual([])
  })

  test('who may not see codes sees none, and who may not see customers sees no references', async () => {
    const seen = async (role: Role, path: string) =>
      (await server.request('GET', path, undefined, { key: keys[role] })).text
    const list = `/v1/vouchers?campaignId=${house.liveId}&limit=200`
    for (const role of roles.filter((one) => scopesOf[one].includes('vouchers.read'))) {
      const text = await seen(role, list)
      expect([role, /"code":/.test(text)]).toEqual([role, scopesOf[role].includes('codes.read')])
      expect([role, /"customerReference":"/.test(text)]).toEqual([role, scopesOf[role].includes('customers.read')])
    }
  })
})
