/** Writes that wait together share a commit, stand or fall by themselves, and are answered once they are durable. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { count, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { makeLanes } from './lanes.ts'
import { pathOf } from './open.ts'
import { openPostgres } from './postgres.ts'
import type { Room } from './queue.ts'
import type { Connection } from './session.ts'
import { openSqlite } from './sqlite.ts'
import { type BatchKind, type Store, StoreBusy, StoreClosed, StoreUnavailable, type Tx } from './store.ts'
import { forEachEngine, type TestClock } from './test-store.ts'
import { JARS, jars } from './test-tables.ts'

const put =
  (id: string, coins = 1) =>
  (tx: Tx) =>
    tx.insert(jars).values({ id, coins }).returning({ id: jars.id })
const error = (work: Promise<unknown>) => work.then(() => undefined).catch((caught: Error) => caught)
const many = <T>(n: number, make: (i: number) => T) => Array.from({ length: n }, (_, i) => make(i))

forEachEngine('lanes', (open, engine) => {
  let store: Store
  let clock: TestClock
  let url: string
  let logged: string[]
  beforeEach(async () => {
    logged = []
    ;({ store, clock, url } = await open({ migrations: JARS, lanes: 1, log: (message) => logged.push(message) }))
  })
  const ids = async (from = store) =>
    (await from.read.select({ id: jars.id }).from(jars).orderBy(jars.id)).map((row) => row.id)

  it('lets one write fail and keeps the others that waited with it', async () => {
    const works = many(20, (i) => store.write(put(`j${i % 10}`)))
    const outcomes = await Promise.allSettled(works)
    expect(outcomes.map(({ status }) => status)).toEqual(many(20, (i) => (i < 10 ? 'fulfilled' : 'rejected')))
    expect(await ids()).toHaveLength(10)
  })

  it('fixes the time of a transaction and never runs backwards', async () => {
    const first = await store.write(async (tx) => {
      clock.advance(1000)
      await tx.select().from(jars)
      return tx.now
    })
    const second = await store.write(async (tx) => tx.now)
    clock.advance(-5000)
    expect([second, await store.write(async (tx) => tx.now)]).toEqual([first + 1000, first + 1000])
  })

  it('refuses a write inside a write at once', async () => {
    const kind: BatchKind<number, number> = { name: 'echo', run: async (_, items) => items.map((value) => ({ value })) }
    await expect(store.write(() => store.write(put('in')))).rejects.toThrow('inside a write')
    await expect(store.write(() => store.batch(kind, 1))).rejects.toThrow('inside a write')
    const nested: BatchKind<number, number> = {
      name: 'nested',
      run: async () => [{ value: await store.batch(kind, 1) }],
    }
    await expect(store.batch(nested, 1)).rejects.toThrow('inside a write')
    expect(await ids()).toEqual([])
    await store.write(put('after'))
    expect(await store.batch(kind, 7)).toBe(7)
  })

  it('refuses a write that goes on after a failed statement, and a transaction used after its end', async () => {
    const swallowed = store.write(async (tx) => {
      await tx.insert(jars).values({ id: 'kept?', coins: 1 })
      await tx
        .insert(jars)
        .values({ id: 'debt', coins: -1 })
        .catch(() => {})
      return 'fine'
    })
    await expect(swallowed).rejects.toThrow()
    let leaked: Tx | undefined
    await store.write(async (tx) => {
      leaked = tx
    })
    await expect(leaked?.select().from(jars)).rejects.toThrow('an await is missing')
    expect(await ids()).toEqual([])
  })

  it('runs afterCommit once the write is durable, not when it fails, and survives what it throws', async () => {
    const said: string[] = []
    await store.write(async (tx) => {
      tx.afterCommit(() => said.push('kept'))
      await put('a')(tx)
      said.push('working')
    })
    await error(
      store.write(async (tx) => {
        tx.afterCommit(() => said.push('lost'))
        throw new Error('no')
      }),
    )
    await store.write(async (tx) => tx.afterCommit(() => JSON.parse('{')))
    expect(said).toEqual(['working', 'kept'])
    expect(logged).toEqual(['Work after a commit failed'])
  })

  it('runs each write in the async context of its caller', async () => {
    const request = new AsyncLocalStorage<number>()
    const seen = many(5, (i) => request.run(i, () => store.write(async () => request.getStore())))
    expect(await Promise.all(seen)).toEqual([0, 1, 2, 3, 4])
  })

  if (engine === 'sqlite')
    it('takes no turn of the event loop inside a SQLite write', async () => {
      let turns = 0
      const turned = await store.write(async (tx) => {
        setImmediate(() => turns++)
        for (const i of many(50, (i) => i)) await put(`j${i}`)(tx)
        await tx.rows(sql`select count(*) from jars`)
        return turns
      })
      expect(turned).toBe(0)
    })

  describe('batches', () => {
    const calls: string[][] = []
    beforeEach(() => void calls.splice(0))
    const fill: BatchKind<string, string> = {
      name: 'fill',
      async run(tx, items) {
        calls.push(items)
        for (const id of items) if (id !== 'no') await put(id)(tx)
        return items.map((id) => (id === 'no' ? { error: new Error('refused') } : { value: `${id}!` }))
      },
    }

    it('run items that wait together in one call and answer each', async () => {
      const outcomes = await Promise.allSettled(['a', 'no', 'b'].map((id) => store.batch(fill, id)))
      expect(outcomes.map((one) => (one.status === 'fulfilled' ? one.value : one.reason.message))).toEqual([
        'a!',
        'refused',
        'b!',
      ])
      expect(calls).toEqual([['a', 'no', 'b']])
      expect(await ids()).toEqual(['a', 'b'])
    })

    it('fall back to one by one when a call throws', async () => {
      const outcomes = await Promise.allSettled(['a', 'b', 'a', 'c'].map((id) => store.batch(fill, id)))
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
      expect(calls).toEqual([['a', 'b', 'a', 'c'], ['a'], ['b'], ['a'], ['c']])
      expect(await ids()).toEqual(['a', 'b', 'c'])
    })

    it('are bounded in size', async () => {
      await Promise.all(many(600, (i) => store.batch(fill, `j${i}`)))
      expect(calls.map((items) => items.length)).toEqual([256, 256, 88])
    })

    it('must answer as many outcomes as they got items', async () => {
      const short: BatchKind<number, number> = { name: 'short', run: async () => [] }
      await expect(store.batch(short, 1)).rejects.toThrow('short answered 0 outcomes for 1 items')
    })

    it('go before plain writes but not for ever, and kinds take turns', async () => {
      const order: string[] = []
      const kind = (name: string): BatchKind<number, void> => ({
        name,
        run: async (_, items) => {
          order.push(name)
          return items.map(() => ({ value: undefined }))
        },
      })
      const [x, y] = [kind('x'), kind('y')]
      await Promise.all([
        store.write(async () => void order.push('write 1')),
        store.write(async () => void order.push('write 2')),
        ...many(256 * 4, () => store.batch(x, 1)),
        ...many(256 * 2, () => store.batch(y, 1)),
      ])
      expect(order).toEqual(['x', 'y', 'x', 'y', 'write 1', 'x', 'x', 'write 2'])
    })
  })

  describe('patient writes', () => {
    it('let batches and other writes go first, but not for ever', async () => {
      const order: string[] = []
      const redeem: BatchKind<number, void> = {
        name: 'redeem',
        run: async (_, items) => {
          order.push('batch')
          return items.map(() => ({ value: undefined }))
        },
      }
      await Promise.all([
        ...many(3, () => store.write(async () => void order.push('page'), { isPatient: true })),
        ...many(12, () => store.write(async () => void order.push('write'))),
        store.batch(redeem, 1),
      ])
      expect(order.filter((one) => one !== 'page')).toEqual(['batch', ...many(12, () => 'write')])
      expect(order.indexOf('page')).toBeGreaterThan(8)
      expect(order.at(-1)).toBe('page')
    })

    it('know when checkouts wait', async () => {
      expect(store.isHurried()).toBe(false)
      const echo: BatchKind<number, number> = {
        name: 'echo',
        run: async (_, items) => items.map((value) => ({ value })),
      }
      await store.batch(echo, 1)
      expect(store.isHurried()).toBe(false)
      await store.batch({ ...echo, isUrgent: true }, 1)
      expect(store.isHurried()).toBe(true)
    })

    it('are finished by a drain as well', async () => {
      const pages = many(5, (i) => store.write(put(`p${i}`), { isPatient: true }))
      await store.drain()
      await Promise.all(pages)
      expect(await ids()).toHaveLength(5)
    })
  })

  describe('commits', () => {
    /** Lanes over a connection whose commits are counted and, when told so, fail. */
    async function countedLanes(room?: Room) {
      const file = engine === 'sqlite' ? openSqlite(pathOf(url)) : openPostgres(url, 1, 1)
      onTestFinished(() => file.close())
      const [writer] = 'writer' in file ? [file.writer] : file.writers
      if (!writer) throw new Error('no writer')
      const seen = { commits: 0, fail: false }
      const connection: Connection = {
        ...writer,
        async commit() {
          seen.commits++
          if (seen.fail) throw new StoreUnavailable('The disk is full')
          await writer.commit()
        },
      }
      const lanes = makeLanes({
        connections: [connection],
        shared: engine === 'sqlite',
        now: Date.now,
        log: () => {},
        sharedMs: Number.POSITIVE_INFINITY,
        ...(room ? { room } : {}),
      })
      return { lanes, seen }
    }
    const echo: BatchKind<number, number> = { name: 'echo', run: async (_, items) => items.map((value) => ({ value })) }

    it('are shared by what waits together', async () => {
      const { lanes, seen } = await countedLanes()
      await Promise.all(many(50, (i) => lanes.batch(echo, i)))
      expect(seen.commits).toBe(1)
      await Promise.all(many(50, (i) => lanes.write(put(`j${i}`))))
      expect(seen.commits).toBe(engine === 'sqlite' ? 2 : 51)
    })

    it('take so many who wait and send the others away at once, with nothing of theirs begun', async () => {
      const { lanes } = await countedLanes({ waiting: 3, waitMs: 60_000 })
      const works = [...many(5, (i) => lanes.write(put(`j${i}`))), ...many(5, (i) => lanes.batch(echo, i))]
      const outcomes = await Promise.all(works.map(error))
      expect(outcomes.map((one) => one instanceof StoreBusy)).toEqual([
        ...[false, false, false, true, true],
        ...[false, false, false, true, true],
      ])
      expect(await ids()).toEqual(['j0', 'j1', 'j2'])
      await lanes.write(put('later'))
    })

    it('send away whose turn does not come in time, but not the patient', async () => {
      const { lanes } = await countedLanes({ waiting: 100, waitMs: 5 })
      const begun = Promise.withResolvers<void>()
      const end = Promise.withResolvers<void>()
      const stuck = lanes.write(() => {
        begun.resolve()
        return end.promise
      })
      await begun.promise
      const patient = lanes.write(put('patient'), { isPatient: true })
      const late = await Promise.all([error(lanes.write(put('late'))), error(lanes.batch(echo, 1))])
      expect(late.map((one) => one instanceof StoreBusy)).toEqual([true, true])
      end.resolve()
      await Promise.all([stuck, patient])
      expect(await ids()).toEqual(['patient'])
    })

    it('that fail answer everyone that they are unavailable and keep nothing', async () => {
      const { lanes, seen } = await countedLanes()
      seen.fail = true
      const works = [...many(5, (i) => lanes.write(put(`j${i}`))), ...many(5, (i) => lanes.batch(echo, i))]
      for (const outcome of await Promise.all(works.map(error)))
        expect(outcome).toMatchObject({ code: 'store.unavailable' })
      expect(await ids()).toEqual([])
      seen.fail = false
      await lanes.write(put('again'))
      expect(await ids()).toEqual(['again'])
    })
  })

  describe('an end', () => {
    it('finishes what waits and refuses what comes', async () => {
      const waiting = many(30, (i) => store.write(put(`j${i}`)))
      const drained = store.drain()
      await expect(store.write(put('late'))).rejects.toBeInstanceOf(StoreClosed)
      await drained
      await Promise.all(waiting)
      expect((await store.read.select({ n: count() }).from(jars))[0]?.n).toBe(30)
      expect(await store.ready()).toEqual({ migrated: true, writable: false })
      await store.close()
      await store.close()
    })
  })
})
