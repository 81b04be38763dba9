// Whoever follows the feed hears everything once and in one order, however commits overtake each other.
import { setImmediate as turn } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { openStore } from '#db/open.ts'
import type { Queries } from '#db/store.ts'
import { announcements } from '#db/tables/core.ts'
import { announce, announcementsAfter, cursorOfNow, isCursor } from './announce.ts'
import { readSetting } from './settings.ts'
import { forEachHouse } from './test-house.ts'
import { settleTurns } from './turns.ts'

const typesOf = async (q: Queries, cursor: string, limit = 100) =>
  (await announcementsAfter(q, cursor, limit)).map(({ announcement }) => announcement.type)

forEachHouse('the feed of announcements', (open) => {
  test('shows nothing of a later commit while an earlier write is open, and then both in their order', async () => {
    const { store } = await open()
    const start = await cursorOfNow(store.read)
    const begun = Promise.withResolvers<void>()
    const mayEnd = Promise.withResolvers<void>()
    const early = store.write(async (tx) => {
      await announce(tx, 'early', {})
      begun.resolve()
      await mayEnd.promise
    })
    await begun.promise
    const late = store.write((tx) => announce(tx, 'late', {}))
    // On SQLite the second write waits for the first; on PostgreSQL it is committed and there to be seen.
    if (store.engine === 'postgres') await late
    const seen = await store.read.rows(sql`select id from announcements`)
    expect(seen).toHaveLength(store.engine === 'postgres' ? 1 : 0)
    expect(await typesOf(store.read, start)).toEqual([])
    const meanwhile = await cursorOfNow(store.read)
    mayEnd.resolve()
    await Promise.all([early, late])
    expect(await typesOf(store.read, start)).toEqual(['early', 'late'])
    expect(await typesOf(store.read, meanwhile)).toEqual(['early', 'late'])
    expect(await typesOf(store.read, await cursorOfNow(store.read))).toEqual([])
  })

  test('of writers in two processes that overtake each other a reader from the start hears each once', async () => {
    const { store, url, clock } = await open()
    // A SQLite file has one process only.
    const other =
      store.engine === 'sqlite' ? store : await openStore({ url, now: clock.now, lanes: 4, readers: 1, migrate: false })
    const [writers, each] = [8, 30]
    let cursor = await cursorOfNow(store.read)
    const heard: string[] = []
    let isOver = false
    const read = async () => {
      for (const { cursor: next, announcement } of await announcementsAfter(store.read, cursor, 7)) {
        heard.push(String(announcement.data.name))
        cursor = next
      }
    }
    const reading = (async () => {
      while (!isOver) {
        await read()
        // SQLite answers without a turn of the event loop, and the writers need one.
        await turn()
      }
    })()
    await Promise.all(
      Array.from({ length: writers }, async (_, writer) => {
        for (let i = 0; i < each; i++) {
          await (writer % 2 === 0 ? store : other).write(async (tx) => {
            await announce(tx, 'test', { name: `${writer}.${i}.a` })
            for (let wait = (writer * 7 + i * 3) % 5; wait > 0; wait--) await tx.rows(sql`select 1 as one`)
            await announce(tx, 'test', { name: `${writer}.${i}.b` })
          })
        }
      }),
    )
    isOver = true
    await reading
    while (heard.length < writers * each * 2) await read()
    expect(new Set(heard).size).toBe(writers * each * 2)
    for (let writer = 0; writer < writers; writer++) {
      const own = heard.filter((name) => name.startsWith(`${writer}.`))
      const wanted = Array.from({ length: each }, (_, i) => [`${writer}.${i}.a`, `${writer}.${i}.b`]).flat()
      expect(own).toEqual(wanted)
    }
    if (other !== store) await other.close()
  })

  test('goes on behind what it had when the database has moved to a cluster that counts from the beginning', async () => {
    const { store } = await open()
    const far = 9_000_000_000
    await store.write((tx) =>
      tx.insert(announcements).values({ id: 'ann_0', turn: far, type: 'moved', at: 0, data: '{}' }),
    )
    await store.write((tx) => settleTurns(tx, [announcements]))
    const cursor = `${far}.ann_0`
    await store.write((tx) => announce(tx, 'after', {}))
    expect(await typesOf(store.read, cursor)).toEqual(['after'])
    const before = await readSetting(store.read, 'turn_offset')
    await store.write((tx) => settleTurns(tx, [announcements]))
    expect(await readSetting(store.read, 'turn_offset')).toBe(before)
  })

  test('knows its own cursors', async () => {
    const { store } = await open()
    expect(isCursor(await cursorOfNow(store.read))).toBe(true)
    await store.write((tx) => announce(tx, 'one', { n: 1 }))
    const [one] = await announcementsAfter(store.read, '0.', 1)
    expect(isCursor(one?.cursor ?? '')).toBe(true)
    for (const text of ['', '1', 'x.', "1.'; drop", '1.ann_']) expect(isCursor(text)).toBe(false)
  })
})
