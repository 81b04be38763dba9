import { getTableName, sql } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { expect, test } from 'vitest'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import type { Queries } from '#db/store.ts'
import { DAY_MS } from '#shared/time.ts'
import { noteFact, publicKeys, sequenceLedger } from './ledger.ts'
import {
  checkEnd,
  checkLedger,
  checkSlice,
  checkUnlisted,
  knownKeys,
  ledgerMismatch,
  type Mismatch,
  newPass,
  nextLedgerCheck,
} from './ledger-check.ts'
import { treeRow } from './queries-ledger.ts'
import { cellsFor, makePerson, makePurpose, putNoticeInForce } from './test-consents.ts'

const cells = cellsFor('news', 'email', ['name', 'birthdate'])

async function shop(house: TestHouse): Promise<string> {
  await makePurpose(house, 'news')
  const version = await putNoticeInForce(house, cells)
  const id = await makePerson(house, 'ann', { email: 'ann@shop.example' }, { version, cells })
  await sequenceLedger(house)
  return id
}

async function wholePass(house: TestHouse): Promise<Mismatch[]> {
  const q = house.store.read
  const [tree, keys, pass] = [await treeRow(q), await knownKeys(q), newPass()]
  const found: Mismatch[] = []
  while (pass.next < tree.size) found.push(...(await checkSlice(q, pass, tree.size, keys)))
  return [...found, ...checkEnd(pass, tree), ...(await checkUnlisted(q))]
}

/** Notes the tables that are selected from, in their order. */
function noting(q: Queries, tables: string[]): Queries {
  const from = (table: SQLiteTable) => {
    tables.push(getTableName(table))
    return q.select().from(table)
  }
  const select = () => ({ from })
  return new Proxy(q, { get: (asked, name) => (name === 'select' ? select : Reflect.get(asked, name)) })
}

const first = sql`(select id from consent_events order by id limit 1)`
/** What somebody with the file in hand might do. */
const deeds: [name: string, deed: ReturnType<typeof sql>, kinds: string[]][] = [
  ['another decision', sql`update consent_events set state_after = 'refused' where id = ${first}`, ['changed']],
  ['another instant', sql`update consent_events set at = at + 1 where id = ${first}`, ['changed']],
  ['another person', sql`update consent_events set customer_id = 'cus_X' where id = ${first}`, ['changed']],
  ['evidence added', sql`update consent_events set evidence_sealed = 'AAAA' where id = ${first}`, ['changed']],
  ['an event left out', sql`delete from consent_events where id = ${first}`, ['missing']],
  ['other words in a notice', sql`update notice_texts set body = 'We never ask.'`, ['changed']],
  ['more in the scope of a notice', sql`update notice_scope set retention_months = 600`, ['changed']],
  [
    'an event slipped in',
    sql`insert into consent_events (id, act_id, customer_id, purpose, channel, category, decision, state_before, state_after,
      notice_version, locale, text_sha256, method, actor, at)
      select 'cev_slipped', act_id, customer_id, purpose, channel, category, decision, state_before, state_after,
      notice_version, locale, text_sha256, method, actor, at from consent_events where id = ${first}`,
    ['unlisted'],
  ],
  [
    'a leaf rewritten',
    sql`update ledger_leaves set hash = substr(hash, 2) || 'A' where leaf_index = 1`,
    ['changed', 'head', 'tree'],
  ],
  ['a leaf left out', sql`delete from ledger_leaves where leaf_index = 1`, ['renumbered', 'head', 'tree', 'unlisted']],
  ['a head rewritten', sql`update ledger_heads set root = '00'`, ['head', 'signature']],
  ['a head signed by nobody', sql`update ledger_heads set jws = 'a.b.c'`, ['signature']],
  ['a tree cut short', sql`update ledger_tree set subtrees = '[]'`, ['tree']],
]

forEachHouse('the check of the ledger', (open) => {
  test('finds nothing where nothing was done', async () => {
    const house = await open()
    await shop(house)
    expect(await wholePass(house)).toEqual([])
    expect((await publicKeys(house)).keys).toHaveLength(1)
  })

  test('reads the keys after the heads, so that one which came with a head just now is known', async () => {
    const house = await open()
    await shop(house)
    const tables: string[] = []
    expect(await checkSlice(noting(house.store.read, tables), newPass(), 4)).toEqual([])
    expect(tables).toContain('ledger_heads')
    expect(tables.indexOf('ledger_keys')).toBeGreaterThan(tables.lastIndexOf('ledger_heads'))
  })

  test.each(deeds)('finds %s', async (_, deed, kinds) => {
    const house = await open()
    await shop(house)
    const [event] = await house.store.read.rows<{ id: string }>(sql`select ${first} as id`)
    await house.store.write((tx) => tx.rows(sql`${deed} returning 1 as done`))
    const found = await wholePass(house)
    expect([...new Set(found.map(({ kind }) => kind))].sort()).toEqual([...kinds].sort())
    if (/decision|instant|evidence|person/.test(String(_)))
      expect(found).toEqual([{ what: event?.id, leaf: 0, kind: 'changed' }])
  })

  test('finds a subtree that does not fit its leaves', async () => {
    const house = await open()
    await house.store.write(async (tx) => {
      for (let i = 0; i < 300; i++) await noteFact(tx, 'test', { n: i })
    })
    await sequenceLedger(house)
    expect(await wholePass(house)).toEqual([])
    await house.store.write((tx) => tx.rows(sql`update ledger_nodes set hash = 'AA' returning 1 as done`))
    expect(await wholePass(house)).toEqual([{ what: 'subtree 8/0', leaf: null, kind: 'tree' }])
  })

  test('runs once a day, says what it found, and takes it back only after a whole pass without a finding', async () => {
    const house = await open()
    expect(await nextLedgerCheck(house.store.read)).toBeNull()
    await shop(house)
    expect(await nextLedgerCheck(house.store.read)).toBe(0)
    expect(await checkLedger(house)).toBe(4)
    expect(await ledgerMismatch(house.store.read)).toBeNull()
    expect(await checkLedger(house)).toBe(0)
    const change = (state: string) =>
      house.store.write((tx) =>
        tx.rows(sql`update consent_events set state_after = ${state} where id = ${first} returning 1 as n`),
      )
    await change('refused')
    expect(await nextLedgerCheck(house.store.read)).toBe(house.clock.now() + DAY_MS)
    house.advance(DAY_MS)
    await checkLedger(house)
    expect(await ledgerMismatch(house.store.read)).toMatchObject({ leaf: 0, kind: 'changed' })
    await change('granted')
    expect(await checkLedger(house)).toBe(0)
    expect(await ledgerMismatch(house.store.read)).not.toBeNull()
    house.advance(DAY_MS)
    await checkLedger(house)
    expect(await ledgerMismatch(house.store.read)).toBeNull()
  })
})
