// The mask says what the cells say: over random histories, at any instant, on both engines, and after a rebuild.
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { contactsOfCustomer } from '#customers/contacts.ts'
import { clearPastSnoozes, snoozeUntil } from '#customers/snooze.ts'
import { setCustomerStatus } from '#customers/status.ts'
import { upsertCustomer } from '#customers/upsert.ts'
import type { Cell } from '#shared/contracts/consent.ts'
import { type Category, type Channel, categories } from '#shared/kinds.ts'
import { DAY_MS } from '#shared/time.ts'
import { expireConsents } from './expire.ts'
import { findChannel, permittedChannel, type Use } from './gate.ts'
import { maskOf } from './masks.ts'
import { liftObjection, objectTo } from './object.ts'
import { checksumCells, rebuildAllCells } from './rebuild.ts'
import { stopPurpose } from './stop-cells.ts'
import { suppress } from './suppress.ts'
import { cellsFor, decideFor, makePerson, makePurpose, putNoticeInForce } from './test-consents.ts'

const CATEGORIES: Category[] = ['birthdate', 'name', 'purchase_history']
const CHANNELS: Channel[] = ['email', 'onsite']
const all = ['birthday', 'news'].flatMap((purpose) => CHANNELS.flatMap((on) => cellsFor(purpose, on, CATEGORIES)))

type Step =
  | { do: 'decide'; who: number; cells: Cell[]; decision: 'grant' | 'refuse' | 'withdraw'; verified: boolean }
  | { do: 'status'; who: number; status: 'active' | 'restricted' }
  | { do: 'address'; who: number; email: string | null }
  | { do: 'objection'; who: number; lift: boolean; purpose: string }
  | { do: 'suppress'; who: number }
  | { do: 'snooze'; who: number; days: number | null }
  | { do: 'notice'; cells: Cell[]; recipients: string[] }
  | { do: 'wait'; days: number; expire: boolean }
  | { do: 'stop' }

const who = fc.nat(2)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('decide' as const),
      who,
      cells: fc.subarray(all, { minLength: 1 }),
      decision: fc.constantFrom('grant' as const, 'grant' as const, 'refuse' as const, 'withdraw' as const),
      verified: fc.boolean(),
    }),
  },
  fc.record({
    do: fc.constant('status' as const),
    who,
    status: fc.constantFrom('active' as const, 'restricted' as const),
  }),
  fc.record({
    do: fc.constant('address' as const),
    who,
    email: fc.constantFrom('a@x.example', 'b@x.example', null),
  }),
  fc.record({
    do: fc.constant('objection' as const),
    who,
    lift: fc.boolean(),
    purpose: fc.constantFrom('birthday', '*'),
  }),
  fc.record({ do: fc.constant('suppress' as const), who }),
  fc.record({ do: fc.constant('snooze' as const), who, days: fc.constantFrom(null, 1, 400) }),
  fc.record({
    do: fc.constant('notice' as const),
    cells: fc.subarray(all, { minLength: 4 }),
    recipients: fc.subarray(['A mailer']),
  }),
  fc.record({
    do: fc.constant('wait' as const),
    days: fc.constantFrom(1, 300, 700),
    expire: fc.boolean(),
  }),
  fc.constant({ do: 'stop' as const }),
)

async function take(house: TestHouse, people: string[], taken: Step, version: { now: number }): Promise<void> {
  const id = 'who' in taken ? (people[taken.who] ?? '') : ''
  const { store } = house
  if (taken.do === 'decide') {
    const { cells, decision, verified } = taken
    // a notice may be silent on a cell by now: then nothing of it is recorded
    await decideFor(house, id, version.now, cells, decision, { verified, byPerson: verified }).catch(() => {})
  } else if (taken.do === 'status') await store.write((tx) => setCustomerStatus(tx, id, taken.status))
  else if (taken.do === 'address') {
    await upsertCustomer(house, `p${taken.who}`, { email: taken.email }, { keepBirthYear: false })
  } else if (taken.do === 'objection') {
    await store.write((tx) => (taken.lift ? liftObjection : objectTo)(tx, id, taken.purpose))
  } else if (taken.do === 'suppress') {
    const [contact] = await contactsOfCustomer(store.read, id)
    if (contact) await store.write((tx) => suppress(tx, 'email', contact.print, 'complaint'))
  } else if (taken.do === 'snooze') {
    const until = taken.days === null ? null : house.clock.now() + taken.days * DAY_MS
    await store.write((tx) => snoozeUntil(tx, id, until))
  } else if (taken.do === 'notice') {
    version.now = await putNoticeInForce(house, taken.cells, { recipients: taken.recipients })
  } else if (taken.do === 'wait') {
    house.advance(taken.days * DAY_MS)
    if (taken.expire) await expireConsents(house)
    if (taken.expire) await clearPastSnoozes(house)
  } else await store.write((tx) => stopPurpose(tx, 'news', 'over')).catch(() => {})
}

const uses: Use[] = ['birthday', 'news'].flatMap((purpose) =>
  [['email'], ['onsite'], ['onsite', 'email'], []].map((on, i): Use => {
    const needs = CATEGORIES.slice(0, i)
    return { purpose, legalBasis: 'consent', channels: on as Channel[], needs }
  }),
)

/** What the cells and what the masks say about everybody, for every use, now and at instants around the ends. */
async function compare(house: TestHouse): Promise<void> {
  for (const now of [house.clock.now(), house.clock.now() + 400 * DAY_MS, house.clock.now() + 800 * DAY_MS]) {
    for (const use of uses) {
      const mask = findChannel(house.store.engine, use, now, sql`w.id`)
      const rows = await house.store.read.rows<{ said: string | null; found: string | null }>(sql`
        select ${permittedChannel(use, now)} as said, ${mask.channel} as found
        from customers c join customers w on w.id = c.id ${mask.join}`)
      for (const { said, found } of rows) expect(found).toBe(said)
    }
  }
  const columns = sql.raw('way, customer_id, mask, notice_version, valid_to')
  const [kept, made] = [sql`select ${columns} from consent_masks`, sql`select ${columns} from consent_masks_made`]
  const off = sql`select 1 as off from (${kept} except ${made}) a union all select 1 from (${made} except ${kept}) b`
  expect(await house.store.read.rows(off)).toEqual([])
}

forEachHouse('the masks of consent', (open, engine) => {
  test('answer as the cells do, whatever has happened', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const house = await open()
        for (const purpose of ['birthday', 'news']) await makePurpose(house, purpose)
        const version = { now: await putNoticeInForce(house, all) }
        const people: string[] = []
        for (const n of [0, 1, 2]) {
          const cells = all.filter((_, i) => i % 3 !== n)
          const agreed = { version: version.now, cells }
          people.push(await makePerson(house, `p${n}`, { email: n === 0 ? 'a@x.example' : 'b@x.example' }, agreed))
        }
        for (const one of steps) await take(house, people, one, version)
        await compare(house)
        const before = await checksumCells(house.store.read)
        await rebuildAllCells(house.store)
        expect(await checksumCells(house.store.read)).toEqual(before)
        await compare(house)
      }),
      { numRuns: engine === 'sqlite' ? 20 : 8 },
    )
  })

  test('have a bit for every category, the same in the code and in the database', async () => {
    const house = await open()
    await makePurpose(house, 'news')
    const ids = new Map<Category, string>()
    for (const [i, category] of categories.entries()) {
      const cells: Cell[] = [{ purpose: 'news', channel: 'onsite', category }]
      const version = await putNoticeInForce(house, cells)
      ids.set(category, await makePerson(house, `p${i}`, {}, { version, cells }))
    }
    const rows = await house.store.read.rows<{ id: string; granted: number }>(
      sql`select customer_id as id, mask as granted from consent_masks`,
    )
    const granted = new Map(rows.map((row) => [row.id, Number(row.granted)]))
    for (const [category, id] of ids) expect([category, granted.get(id)]).toEqual([category, maskOf([category])])
    expect(maskOf(categories)).toBe(2 ** categories.length - 1)
  })
})
