/** The doctor finds what was bent by hand in the database, each law by its own bend, and makes projections anew when told. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type SQL, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { openStore } from '#db/open.ts'
import type { Store } from '#db/store.ts'
import { wrongInBooks } from '#reports/check-books.ts'
import { withServer } from '../test-server.ts'
import { furnish } from './furniture.ts'

class Undo extends Error {}
/** Nobody can bend what the schema itself holds. */
const REFUSED = 'the schema refuses it'

/** What is bent, and the sentence that has to be missed. What the schema holds is asked of databases that were bent another way. */
const bends: [SQL, string][] = [
  [sql`update budgets set count_used = count_used + 1 returning id`, 'a budget is the sum of its journal'],
  [sql`update budgets set limit_minor = 0 where spent_minor > 0 returning id`, REFUSED],
  [sql`update redemptions set discount_minor = discount_minor + 1 returning id`, 'what is spent is the redemptions'],
  [
    sql`update holds set discount_minor = discount_minor + 1 where state = 'live' returning id`,
    'what is held is the live',
  ],
  [
    sql`update vouchers set reserved_minor = reserved_minor + 1 where state = 'issued' returning id`,
    'what is reserved is',
  ],
  [sql`update vouchers set active_uses = 0 where state = 'redeemed' returning id`, 'the number of vouchers charged'],
  [sql`update redemptions set reversed_minor = reversed_minor + 1 returning id`, 'a redemption is reversed by'],
  [sql`update stacks set discount_minor = discount_minor + 1 returning id`, 'a stack is the sum of its redemptions'],
  [sql`update vouchers set uses = uses + 1 returning id`, 'uses are counted'],
  [sql`update vouchers set active_uses = 2 where state = 'redeemed' returning id`, REFUSED],
  [sql`update vouchers set redemption_id = null where state = 'redeemed' returning id`, REFUSED],
  [
    sql`update vouchers set uses = 2, active_uses = 2 where state = 'redeemed' and balance_minor is null returning id`,
    'used no more often than it may be',
  ],
  [
    sql`update vouchers set uses = 3, active_uses = 3, use_limit = 2 where state = 'redeemed' and balance_minor is null
      returning id`,
    'used no more often than it may be',
  ],
  [sql`update vouchers set state = 'issued' where state = 'redeemed' returning id`, 'what is used up is not open'],
  [
    sql`update vouchers set state = 'issued', use_limit = 1 where state = 'redeemed' and balance_minor is null returning id`,
    'what is used up is not open',
  ],
  [sql`update holds set state = 'released' where state = 'live' returning id`, 'a held voucher has its hold'],
  [
    sql`update vouchers set state = 'revoked', reserved_minor = 1 where state = 'issued' returning id`,
    'a voucher that is over keeps no money',
  ],
  [sql`update tallies set issued = issued + 1 returning campaign_id`, 'tallies count the facts'],
  [
    sql`update consent_cells set state = 'withdrawn' where state = 'granted' returning customer_id`,
    'a cell is what its last event made of it',
  ],
]

/** What the books say while the bend stands; it is taken back. */
async function wrongAfter(store: Store, bend: SQL): Promise<string[]> {
  let wrong: string[] = []
  await store
    .write(async (tx) => {
      expect((await tx.rows(bend)).length).toBeGreaterThan(0)
      wrong = await wrongInBooks(tx)
      throw new Undo()
    })
    .catch((error) => {
      if (error instanceof Undo) return
      if (!/CHECK constraint|violates check constraint/.test(String(error))) throw error
      wrong = [REFUSED]
    })
  return wrong
}

async function doctor(...args: string[]): Promise<{ code: number; said: string }> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['scripts/doctor.ts', ...args])
    return { code: 0, said: stdout }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, said: stdout + stderr }
  }
}

for (const engine of ['sqlite', 'postgres'] as const) {
  test(`on ${engine}: every law notices its own bend, and a house beside which it runs is well`, async () => {
    await withServer({ engine }, async (server) => {
      await furnish(server)
      const store = await openStore({ url: server.databaseUrl, now: Date.now, migrate: false })
      try {
        expect(await wrongInBooks(store.read)).toEqual([])
        for (const [bend, sentence] of bends) expect((await wrongAfter(store, bend)).join('\n')).toContain(sentence)
        expect(await doctor(server.databaseUrl)).toEqual({ code: 0, said: expect.stringContaining('all is well') })
        await store.write((tx) =>
          tx.rows(sql`update consent_cells set decided_at = decided_at + 1 returning customer_id`),
        )
        const { code, said } = await doctor(server.databaseUrl, '--json')
        expect([code, JSON.parse(said.slice(said.indexOf('{"well"')).split('\n')[0] as string).well]).toEqual([
          1,
          false,
        ])
        expect(said).toContain('WRONG  consent')
      } finally {
        await store.close()
      }
      if (engine === 'sqlite') {
        expect(await doctor(server.databaseUrl, '--repair')).toMatchObject({
          code: 1,
          said: expect.stringContaining('server'),
        })
        await server.stop()
      }
      const { code, said } = await doctor(server.databaseUrl, '--repair')
      expect(said).toContain('all is well')
      expect(code).toBe(0)
    })
  })
}
