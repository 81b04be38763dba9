/** What it must show, 3: who comes first wins, once, on both engines and on two servers over one PostgreSQL. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startServer, type TestServer } from '../test-server.ts'
import { checkBooks } from './books.ts'
import * as races from './race-cases.ts'
import * as stacks from './race-cases-stacks.ts'

const fields = [
  { name: 'sqlite', engine: 'sqlite', servers: 1 },
  { name: 'postgres', engine: 'postgres', servers: 1 },
  { name: 'two servers on one postgres', engine: 'postgres', servers: 2 },
] as const

describe.each(fields)('races over HTTP on $name', ({ engine, servers: count }) => {
  const servers: TestServer[] = []
  let arena: races.Arena

  beforeAll(async () => {
    const first = await startServer({ engine })
    servers.push(first)
    while (servers.length < count)
      servers.push(await startServer({ engine, databaseUrl: first.databaseUrl, env: { ...first.environment } }))
    arena = await races.openArena(servers)
  })
  afterAll(() => Promise.all(servers.map((server) => server.close())))

  test('200 redemptions of one code: one is taken', () => races.oneCodeForTwoHundred(arena))
  test('200 vouchers against a budget for 99: 99 are taken, and what is spent is the limit', () =>
    races.budgetForNinetyNine(arena))
  test('200 vouchers against a count of 99: 99 are taken', () => races.countForNinetyNine(arena))
  test('200 issues against a guaranteed budget for 99: 99 are made', () => races.guaranteedForNinetyNine(arena))
  test('the same order 50 times: one redemption, 49 replays of it', () => races.oneOrderFiftyTimes(arena))
  test('holds against redemptions: one winner, and a hold keeps what it won', () =>
    races.holdsAgainstRedemptions(arena))
  test('issuing, running and redeeming at once: nobody is refused, the budget adds up', () =>
    races.issueAndRedeemAtOnce(arena))
  test('one occasion of one customer 50 times: one voucher', () => races.oneOccasionFiftyTimes(arena))
  test('four runs at once: one voucher each', () => races.twoRunsAtOnce(arena))
  test('a gift card by 60 orders: exactly its balance', () => races.giftCardByManyOrders(arena))
  test('30 reversals at once, in full and in parts: never above the discount', () => races.reversalsAtOnce(arena))
  test('200 vouchers against a day for 99: 99 are taken', () => stacks.dayForNinetyNine(arena))
  test('40 vouchers of two customers who may use three each: six are taken', () => stacks.customerForThree(arena))
  test('the same codes by 40 orders, in both orders of codes: one has them all', () => stacks.stacksBothWays(arena))
  test('the same stack 50 times, and taken back 20 times: once each', () => stacks.oneStackFiftyTimes(arena))
  test('an exclusive code against others under one order: it is alone, or it is not there', () =>
    stacks.exclusiveAgainstOthers(arena))
  test('after all of it the books are in order', async () => {
    expect(await checkBooks(servers[0] as TestServer)).toEqual([])
  })
  test('one idempotency key 20 times: one purpose', () => races.oneKeyManyTimes(arena))
})
