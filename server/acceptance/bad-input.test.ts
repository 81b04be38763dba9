/** What it must show, 6: every door of the list, asked wrongly in every way there is: a clear no, never a failure. */
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStore } from '#db/open.ts'
import { type DoorName, doors } from '#shared/api.ts'
import { startServer, type TestServer, withServer } from '../test-server.ts'
import {
  badAddresses,
  badBodies,
  badCallers,
  badEnvelopes,
  badKeys,
  badQueries,
  hangUp,
  oddBodies,
  targetOf,
} from './bad-requests.ts'
import { checkBooks } from './books.ts'
import { type Furniture, furnish } from './furniture.ts'
import { codeOf, problemIn } from './problem.ts'
import { refusedCampaigns, refusedElsewhere } from './refused-campaigns.ts'
import { refusedCheckout } from './refused-checkout.ts'
import { refusedPeople } from './refused-people.ts'
import { refusedRules } from './refused-rules.ts'
import { refusedStacks } from './refused-stacks.ts'
import { ask, call, makeKey } from './shop.ts'

const names = Object.keys(doors) as DoorName[]
const refusedCases = [
  ...refusedRules,
  ...refusedPeople,
  ...refusedCheckout,
  ...refusedStacks,
  ...refusedCampaigns,
  ...refusedElsewhere,
]
/** Answers go on until the caller hangs up. */
const endless: DoorName[] = ['stream']
/** What the contract refuses is refused before a database is asked, so one engine sees all of it and the other a part. */
const EVERY_ON_POSTGRES = 7
const env = { GUESS_LIMIT_PER_MINUTE: '1000000', WRONG_KEY_LIMIT_PER_MINUTE: '1000000' }

describe.each(['sqlite', 'postgres'] as const)('bad input over HTTP on %s', (engine) => {
  let server: TestServer
  let house: Furniture
  /** Keys that may do nothing at a door: of an analyst for the shop's doors, of a checkout for the others. */
  let weak: { analyst: string; checkout: string }

  beforeAll(async () => {
    server = await startServer({ engine, env })
    house = await furnish(server)
    weak = { analyst: await makeKey(server, 'analyst'), checkout: await makeKey(server, 'checkout') }
  })
  afterAll(() => server.close())

  describe('refused by its shape, and nothing is written', () => {
    let before: Record<string, number>
    beforeAll(async () => {
      before = await countRows(server)
    })
    test.each(names)('%s', async (name) => {
      const target = targetOf(name, house.samples)
      const isForAnalysts = ['campaigns.read', 'reports.read'].includes(target.door.scope)
      const complaints = [
        ...(await badBodies(server, target, engine === 'sqlite' ? 1 : EVERY_ON_POSTGRES)),
        ...(await badEnvelopes(server, target)),
        ...(await badKeys(server, target)),
        ...(await badQueries(server, target)),
        ...(await badCallers(server, target, isForAnalysts ? weak.checkout : weak.analyst)),
      ]
      expect(complaints).toEqual([])
    })
    test('truncated bodies at every door that takes one', async () => {
      const takers = names.filter(
        (name) => doors[name].method !== 'GET' && ('body' in doors[name] || 'stream' in doors[name]),
      )
      for (const name of takers) {
        await hangUp(server, targetOf(name, house.samples), 'length')
        await hangUp(server, targetOf(name, house.samples), 'chunks')
      }
      expect((await ask(server, 'readyz')).status).toBe(200)
    })
    test('no row was added or lost', async () => {
      expect(await countRows(server)).toEqual(before)
    })
  })

  test.each(names.filter((name) => !endless.includes(name)))('%s with odd addresses', async (name) => {
    expect(await badAddresses(server, targetOf(name, house.samples))).toEqual([])
  })

  test.each(names)('%s with odd but well-shaped bodies neither fails nor breaks its contract', async (name) => {
    expect(await oddBodies(server, targetOf(name, house.samples))).toEqual([])
  })

  test('what an odd body has set for everybody is set back', async () => {
    await call(server, 'putApprovalRules', house.samples.putApprovalRules)
  })

  test.each(refusedCases)('$title: $status $code', async ({ send, status, code, path }) => {
    const answer = await send(server, house)
    expect([answer.status, codeOf(answer)], answer.text).toEqual([status, code])
    expect(problemIn(answer)).toBeUndefined()
    if (path !== undefined) {
      const { errors } = answer.body as { errors?: { path: string }[] }
      expect(
        errors?.map((error) => error.path),
        answer.text,
      ).toContain(path)
    }
  })

  test('addresses that do not exist', async () => {
    for (const path of [
      '/v1/nothing',
      '/v1',
      '/v1/../etc/passwd',
      '/%00',
      '/v2/customers',
      '/v1/campaigns/x/nothing',
    ]) {
      const answer = await server.request('GET', path)
      expect([answer.status, problemIn(answer)], path).toEqual([404, undefined])
    }
  })

  test('guessing codes is throttled, for the guesser alone', async () => {
    await withServer({ engine, env: { GUESS_LIMIT_PER_MINUTE: '10' } }, async (own) => {
      const guess = (i: number, clientAddress: string) =>
        ask(own, 'quote', {
          body: { code: `NOPE-${i}`, order: { reference: 'g', currency: 'EUR', amountMinor: 1, clientAddress } },
        })
      const answers = []
      for (let i = 0; i < 30; i++) answers.push(await guess(i, '192.0.2.7'))
      const last = answers.at(-1)
      expect([answers[0]?.status, last?.status, last && codeOf(last)]).toEqual([404, 429, 'request.throttled'])
      expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0)
      expect((await guess(99, '192.0.2.8')).status).toBe(404)
    })
  })

  test('whatever was taken, the books are in order', async () => {
    expect(await checkBooks(server)).toEqual([])
  })

  test('it still lives, and wrote no failure into its log', async () => {
    expect((await call(server, 'healthz')).status).toBe('alive')
    const failures = server
      .log()
      .split('\n')
      .filter((line) => /"msg":"failed"|unhandled|uncaught/i.test(line))
    expect(failures).toEqual([])
  })
})

/**
 * Grow without a request that was taken: jobs note what they do and count behind the facts; who asked for codes in bulk
 * is on record, also when none are left; what happened before is told to webhooks. The ledger gives leaves to what waited,
 * and redemptions are sorted in under their orders.
 */
const writtenBesides = [
  ...['job_ticks', 'settings', 'audit_log', 'disclosures', 'webhook_deliveries', 'shared_counts'],
  ...['arm_cells', 'arm_hours', 'trials', 'units'],
  ...['redemption_orders', 'redemption_tail'],
]

/** How many rows each table holds, read beside the server. */
async function countRows(server: TestServer): Promise<Record<string, number>> {
  const store = await openStore({ url: server.databaseUrl, now: Date.now })
  try {
    const tables = await store.read.rows<{ name: string }>(
      store.engine === 'sqlite'
        ? sql`select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name`
        : sql`select table_name as name from information_schema.tables where table_schema = 'public' order by table_name`,
    )
    const counts: Record<string, number> = {}
    for (const { name } of tables) {
      if (writtenBesides.includes(name) || name.startsWith('ledger_')) continue
      const [row] = await store.read.rows<{ count: number }>(sql`select count(*) as count from ${sql.identifier(name)}`)
      counts[name] = Number(row?.count)
    }
    return counts
  } finally {
    await store.close()
  }
}
