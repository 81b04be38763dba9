/** Several writes at once, several processes at once, and connections that break in between. */
import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { openStore } from './open.ts'
import { type Store, StoreUnavailable, type Tx } from './store.ts'
import { forEachEngine } from './test-store.ts'
import { JARS, jars } from './test-tables.ts'

const error = (work: Promise<unknown>) => work.then(() => undefined).catch((caught: Error) => caught)
const many = <T>(n: number, make: (i: number) => T) => Array.from({ length: n }, (_, i) => make(i))

forEachEngine('a store of two lanes', (open, engine) => {
  let store: Store
  let url: string
  beforeEach(async () => {
    ;({ store, url } = await open({ migrations: JARS }))
    await store.write((tx) =>
      tx.insert(jars).values([
        { id: 'a', coins: 0 },
        { id: 'b', coins: 0 },
      ]),
    )
  })
  const add = (tx: Tx, id: string) =>
    tx
      .update(jars)
      .set({ coins: sql`${jars.coins} + 1` })
      .where(eq(jars.id, id))
      .returning()
  const contents = () => store.read.select({ id: jars.id, coins: jars.coins }).from(jars).orderBy(jars.id)

  it('answers both of two writes that deadlock', async () => {
    const held: Record<string, () => void> = {}
    const taken = { a: new Promise<void>((done) => (held.a = done)), b: new Promise<void>((done) => (held.b = done)) }
    const tries = { a: 0, b: 0 }
    const cross = (mine: 'a' | 'b', other: 'a' | 'b') =>
      store.write(async (tx) => {
        tries[mine]++
        await add(tx, mine)
        held[mine]?.()
        // Only where two writes run at once can each wait for the other.
        if (engine === 'postgres') await taken[other]
        await add(tx, other)
      })
    await Promise.all([cross('a', 'b'), cross('b', 'a')])
    expect(await contents()).toEqual([
      { id: 'a', coins: 2 },
      { id: 'b', coins: 2 },
    ])
    expect(tries.a + tries.b).toBeGreaterThanOrEqual(engine === 'postgres' ? 3 : 2)
  })

  it('is used by two processes at once', async () => {
    const other = await openStore({ url, now: Date.now, migrations: JARS, lanes: 2 })
    await Promise.all(many(40, (i) => (i % 2 ? store : other).write((tx) => add(tx, 'a'))))
    await other.close()
    expect((await contents())[0]).toEqual({ id: 'a', coins: 40 })
  })

  if (engine === 'postgres')
    it('loses a connection in the middle of a write and goes on with the others', async () => {
      const killed = store.write(async (tx) => {
        await add(tx, 'a')
        const [me] = await tx.rows<{ pid: number }>(sql`select pg_backend_pid() as pid`)
        await store.read.rows(sql`select pg_terminate_backend(${me?.pid}::int)`)
        await add(tx, 'a')
      })
      const others = many(20, () => store.write((tx) => add(tx, 'b')))
      expect(await error(killed)).toBeInstanceOf(StoreUnavailable)
      await Promise.all(others)
      expect(await contents()).toEqual([
        { id: 'a', coins: 0 },
        { id: 'b', coins: 20 },
      ])
    })

  if (engine === 'postgres')
    it('finds its way back when every connection is lost while idle', async () => {
      await Promise.all(many(4, () => store.write((tx) => add(tx, 'a'))))
      const other = await openStore({ url, now: Date.now, migrations: JARS, lanes: 1 })
      await other.read.rows(sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`)
      await Promise.all(many(4, () => store.write((tx) => add(tx, 'a'))))
      expect((await contents())[0]?.coins).toBe(8)
      await other.close()
    })
})

describe('a server that cannot be reached', () => {
  it('is said so', async () => {
    const opening = openStore({ url: 'postgres://nobody@127.0.0.1:1/none', now: Date.now, migrations: JARS })
    await expect(opening).rejects.toBeInstanceOf(StoreUnavailable)
  })
})
