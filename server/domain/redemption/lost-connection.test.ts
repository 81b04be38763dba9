// A transaction that is lost around its commit, with the connection to PostgreSQL or in SQLite's file: nobody is told more than is known, and whoever asks again with the
// same key learns what became of the first time, looked up and never guessed.
import { connect, createServer, type Socket } from 'node:net'
import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { openStore } from '#db/open.ts'
import { StoreUnavailable } from '#db/store.ts'
import { redeem } from './redeem.ts'
import { aKey, anOrder, booksOf, brokenBooks, openShop } from './test-shop.ts'

/** A way to the database that can be told to swallow the answer to the next commit and to fall down. */
async function openProxy(url: string) {
  const target = new URL(url)
  let isCutting = false
  let cuts = 0
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const database = connect(Number(target.port), target.hostname)
    let isCommitting = false
    for (const socket of [client, database]) {
      open.add(socket)
      socket
        .on('error', () => {})
        .on('close', () => {
          client.destroy()
          database.destroy()
        })
    }
    client.on('data', (bytes) => {
      if (isCutting && bytes.includes('commit\0')) isCommitting = true
      database.write(bytes)
    })
    database.on('data', (bytes) => {
      if (!isCommitting) return void client.write(bytes)
      cuts += 1
      isCutting = false
      client.destroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: Object.assign(new URL(url), { port: String(port) }).href,
    cutNextCommit: () => {
      isCutting = true
    },
    cuts: () => cuts,
  }
}

forEachHouse('a connection that is lost around a commit', (open, engine) => {
  const redemptionsOf = async ({ store }: TestHouse) =>
    store.read.rows<{ id: string }>(sql`select id from redemptions order by id`)

  /** All ask, with keys of their own; those to whom it was not said ask again with the same key and order. */
  async function redeemAll(house: TestHouse, codes: string[]) {
    const asks = codes.map((code) => ({ ask: { code, order: anOrder() }, key: aKey() }))
    const first = await Promise.allSettled(asks.map(({ ask, key }) => redeem(house, ask, key)))
    const lost = first.filter((one) => one.status === 'rejected')
    for (const one of lost) expect(one.reason).toBeInstanceOf(StoreUnavailable)
    const again = await Promise.all(asks.map(({ ask, key }) => redeem(house, ask, key)))
    return { first, again, lost: lost.length }
  }

  if (engine === 'postgres')
    test('after it was kept: the answer is looked up', async () => {
      const house = await open()
      const { campaignId, tickets } = await openShop(house, 40)
      const proxy = await openProxy(house.url)
      const store = await openStore({ url: proxy.url, now: house.clock.now, lanes: 2, readers: 2 })
      onTestFinished(() => store.close())
      const behind = { ...house, store }
      await store.write((tx) => tx.rows(sql`select 1`))
      proxy.cutNextCommit()
      const { first, again, lost } = await redeemAll(
        behind,
        tickets.map(({ code }) => code),
      )
      expect(proxy.cuts()).toBe(1)
      expect(lost).toBeGreaterThan(0)
      for (const [i, one] of first.entries()) {
        // What was committed and not told is a replay by now; so is what was told.
        expect(again[i]?.replayed).toBe(true)
        if (one.status === 'fulfilled') expect(again[i]?.redemption).toEqual(one.value.redemption)
      }
      expect((await redemptionsOf(house)).map((row) => row.id)).toEqual(again.map((one) => one.redemption.id).sort())
      expect((await booksOf(house, campaignId)).spent).toBe(40 * 500)
      expect(await brokenBooks(house, campaignId)).toEqual([])
    })

  test('between the last statement and the commit: nothing was kept, and the second time is the first', async () => {
    const house = await open()
    const { campaignId, tickets } = await openShop(house, 40)
    await house.store.write(async (tx) => {
      // SQLite: the whole transaction is undone under the hands of those who share it.
      if (engine === 'sqlite')
        return void (await tx.rows(
          sql`create trigger dies before insert on redemptions begin select raise(rollback, 'gone'); end`,
        ))
      // PostgreSQL: runs within the commit and ends the process that commits.
      await tx.rows(sql`create function die() returns trigger language plpgsql as $$
        begin perform pg_terminate_backend(pg_backend_pid()), pg_sleep(1); return null; end $$`)
      await tx.rows(sql`create constraint trigger dies after insert on redemptions deferrable initially deferred
        for each row execute function die()`)
    })
    const asks = tickets.map(({ code }) => ({ ask: { code, order: anOrder() }, key: aKey() }))
    const redeemAgain = () => Promise.allSettled(asks.map(({ ask, key }) => redeem(house, ask, key)))
    for (const one of await redeemAgain())
      expect(one.status === 'rejected' && one.reason).toBeInstanceOf(StoreUnavailable)
    expect(await redemptionsOf(house)).toEqual([])
    await house.store.write((tx) =>
      tx.rows(engine === 'sqlite' ? sql`drop trigger dies` : sql`drop trigger dies on redemptions`),
    )
    const again = (await redeemAgain()).flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    expect(again.map((one) => one.replayed)).toEqual(asks.map(() => false))
    expect((await redemptionsOf(house)).map((row) => row.id)).toEqual(again.map((one) => one.redemption.id).sort())
    expect((await booksOf(house, campaignId)).spent).toBe(40 * 500)
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })
})
