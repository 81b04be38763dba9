/** The same builders and the same raw SQL mean the same on both engines. */
import { and, asc, count, desc, eq, gt, inArray, max, sql, sum } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { insertMany } from './kit.ts'
import { type Store, violated } from './store.ts'
import { forEachEngine } from './test-store.ts'
import { coins, JARS, jars } from './test-tables.ts'

forEachEngine('queries', (open) => {
  let store: Store
  beforeEach(async () => {
    ;({ store } = await open({ migrations: JARS }))
    await store.write(async (tx) => {
      await tx.insert(jars).values([
        { id: 'a', label: 'Ärmel', coins: 3_000_000_000_000 },
        { id: 'b', label: null, coins: 2 },
        { id: 'B', label: 'big', coins: 7 },
      ])
      await tx.insert(coins).values([
        { id: 'c1', jarId: 'a', worth: 5 },
        { id: 'c2', jarId: 'a', worth: 8, at: 9 },
      ])
    })
  })

  it('selects with joins, aggregates, groups, orders by bytes and pages', async () => {
    const joined = await store.read
      .select({ id: jars.id, worth: sum(coins.worth).mapWith(Number), n: count(coins.id), last: max(coins.at) })
      .from(jars)
      .leftJoin(coins, eq(coins.jarId, jars.id))
      .groupBy(jars.id)
      .orderBy(asc(jars.id))
    expect(joined).toEqual([
      { id: 'B', worth: null, n: 0, last: null },
      { id: 'a', worth: 13, n: 2, last: 9 },
      { id: 'b', worth: null, n: 0, last: null },
    ])
    const nested = await store.read.select().from(coins).innerJoin(jars, eq(jars.id, coins.jarId)).limit(1)
    expect(nested).toEqual([
      { coins: { id: 'c1', jarId: 'a', worth: 5, at: 0 }, jars: { id: 'a', label: 'Ärmel', coins: 3_000_000_000_000 } },
    ])
    const page = store.read.select({ id: jars.id }).from(jars).where(gt(jars.id, 'B'))
    expect(await page.orderBy(desc(jars.id)).limit(1).offset(1)).toEqual([{ id: 'a' }])
    const rich = store.read.$with('rich').as(store.read.select().from(jars).where(gt(jars.coins, 5)))
    expect(await store.read.with(rich).select({ n: count() }).from(rich)).toEqual([{ n: 2 }])
  })

  it('counts whole numbers whole: divisions cut, truth is 1 or 0, sums are numbers', async () => {
    const [row] = await store.read.rows(sql`
      select coins * ${33} / ${10} as cut, coins > ${5} as truth, sum(coins) over () as total_sum, ${'x'} || label as text
      from jars where id = ${'B'}`)
    expect(row).toEqual({ cut: 23, truth: 1, total_sum: 7, text: 'xbig' })
    await store.write((tx) =>
      tx
        .update(jars)
        .set({ coins: sql`${jars.coins} * ${33} / ${10}` })
        .where(eq(jars.id, 'B')),
    )
    expect(await store.read.select({ coins: jars.coins }).from(jars).where(eq(jars.id, 'B'))).toEqual([{ coins: 23 }])
  })

  it('inserts, updates and deletes with conflicts and answers what it did', async () => {
    const answers = await store.write(async (tx) => {
      const none = await tx.insert(jars).values({ id: 'a', coins: 1 }).onConflictDoNothing().returning({ id: jars.id })
      const merged = await tx
        .insert(jars)
        .values({ id: 'b', label: 'new', coins: 10 })
        .onConflictDoUpdate({
          target: jars.id,
          set: { label: sql`excluded.label`, coins: sql`${jars.coins} + excluded.coins` },
        })
        .returning()
      const claimed = await tx
        .update(jars)
        .set({ coins: sql`${jars.coins} - ${2}` })
        .where(and(inArray(jars.id, ['b', 'B']), gt(jars.coins, 7)))
        .returning({ id: jars.id, coins: jars.coins })
      const gone = await tx.delete(coins).where(eq(coins.id, 'c1')).returning({ id: coins.id })
      return { none, merged, claimed, gone }
    })
    expect(answers).toEqual({
      none: [],
      merged: [{ id: 'b', label: 'new', coins: 12 }],
      claimed: [{ id: 'b', coins: 10 }],
      gone: [{ id: 'c1' }],
    })
  })

  it('prepares a statement once per connection and fills its placeholders', async () => {
    let built = 0
    const ask = (id: string) =>
      store.read
        .prepared('jar', (q) => {
          built++
          return q
            .select()
            .from(jars)
            .where(eq(jars.id, sql.placeholder('id')))
            .limit(sql.placeholder('limit'))
            .prepare()
        })
        .execute({ id, limit: 1 })
    expect((await ask('b'))[0]?.coins).toBe(2)
    expect((await ask('B'))[0]?.coins).toBe(7)
    expect(built).toBe(1)
    const put = (id: string) =>
      store.write((tx) =>
        tx
          .prepared('put', (q) =>
            q
              .insert(jars)
              .values({ id: sql.placeholder('id'), coins: sql.placeholder('n') })
              .returning()
              .prepare(),
          )
          .execute({ id, n: 4 }),
      )
    expect(await put('p')).toEqual([{ id: 'p', label: null, coins: 4 }])
    expect(await put('q')).toEqual([{ id: 'q', label: null, coins: 4 }])
  })

  it('locks rows in hand-written selects', async () => {
    const rows = await store.write((tx) =>
      tx.rows<{ id: string }>(sql`select id from jars where id in ${['a', 'b']} order by id${tx.forUpdate()}`),
    )
    expect(rows).toEqual([{ id: 'a' }, { id: 'b' }])
  })

  it('never writes through the reader', async () => {
    await expect(store.read.delete(coins)).rejects.toThrow()
    expect(await store.read.select({ n: count() }).from(coins)).toEqual([{ n: 2 }])
  })

  it('throws errors that say what was broken and not with which values', async () => {
    const broken = (work: Promise<unknown>) =>
      work.then(
        () => undefined,
        (error: Error) => error,
      )
    const twice = await broken(store.write((tx) => tx.insert(jars).values({ id: 'a', label: 'secret', coins: 1 })))
    expect(violated(twice)).toBe('unique')
    expect(twice?.message).not.toContain('secret')
    const orphan = await broken(store.write((tx) => tx.insert(coins).values({ id: 'x', jarId: 'none', worth: 1 })))
    expect(violated(orphan)).toBe('foreign')
    const debt = await broken(store.write((tx) => tx.insert(jars).values({ id: 'x', coins: -1 })))
    expect(violated(debt)).toBe('check')
    expect(violated(new Error('other'))).toBeUndefined()
  })

  describe('insertMany', () => {
    const many = Array.from({ length: 5000 }, (_, i) => ({ id: `m${i}`, label: i % 2 ? `n${i}` : null, coins: i }))

    it('inserts thousands, leaves what is there and counts what it did', async () => {
      await store.write((tx) => insertMany(tx, jars, many.slice(0, 1000)))
      expect(await store.write((tx) => insertMany(tx, jars, many, { onConflict: 'nothing' }))).toBe(4000)
      const [row] = await store.read
        .select({ n: count(), all: sum(jars.coins).mapWith(Number) })
        .from(jars)
        .where(gt(jars.id, 'm'))
      expect(row).toEqual({ n: 5000, all: (5000 * 4999) / 2 })
    })

    it('answers columns of the rows it inserted, fills defaults and takes nothing as nothing', async () => {
      const rows = await store.write((tx) =>
        insertMany(
          tx,
          coins,
          [
            { id: 'a1', jarId: 'a', worth: 1 },
            { id: 'c1', jarId: 'a', worth: 1, at: 3 },
            { id: 'a2', jarId: 'b', worth: 2, at: 4 },
          ],
          {
            onConflict: 'nothing',
            returning: { id: coins.id, when: coins.at },
          },
        ),
      )
      expect(rows).toEqual([
        { id: 'a1', when: 0 },
        { id: 'a2', when: 4 },
      ])
      expect(await store.write((tx) => insertMany(tx, coins, []))).toBe(0)
    })

    it('breaks as a whole', async () => {
      await expect(store.write((tx) => insertMany(tx, jars, [...many, { id: 'a', coins: 1 }]))).rejects.toThrow()
      expect(await store.read.select({ n: count() }).from(jars)).toEqual([{ n: 3 }])
    })
  })
})
