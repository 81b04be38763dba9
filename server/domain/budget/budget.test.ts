import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Store } from '#db/store.ts'
import { forEachEngine } from '#db/test-store.ts'
import { journalMatches } from './audit.ts'
import { type Delta, fits, freeCount, freeMinor, usedMinor } from './budget.ts'
import { budgetFigures, budgetFiguresOf } from './figures.ts'
import { changeLimit } from './limit.ts'
import { lockBudgets } from './lock.ts'
import { moveBudget, moveBudgets } from './move.ts'
import { whenEnded, whenHeld, whenIssued, whenRedeemed, whenReleased, whenReversed } from './moves.ts'
import { type OpenBudget, openBudget } from './open.ts'

const terms: OpenBudget = { limitMinor: 1000, currency: 'EUR', mode: 'guaranteed', whenShort: 'refuse' }
const delta = (change: Partial<Delta>): Delta => ({
  kind: 'issue',
  cause: 'vch_1',
  reserved: 0,
  held: 0,
  spent: 0,
  count: 0,
  ...change,
})

/** A campaign that has nothing but its budget. */
async function open(store: Store, id: string, more: Partial<OpenBudget> = {}): Promise<string> {
  await store.write(async (tx) => {
    await tx.rows(sql`insert into purposes (key, legal_basis, title, created_at) values ('offers', 'consent', 'Offers', 0)
      on conflict do nothing returning key`)
    await tx.rows(sql`insert into campaigns (id, name, state, revision, purpose, legal_basis, terms, salt, time_zone, created_at)
      values (${id}, 'Test', 'live', 1, 'offers', 'consent', '{}', 'salt', 'UTC', 0) returning id`)
    await openBudget(tx, id, { ...terms, ...more })
  })
  return id
}

const move = (store: Store, campaignId: string, change: Partial<Delta>) =>
  store.write(async (tx) => {
    const budget = (await lockBudgets(tx, [campaignId])).get(campaignId)
    if (!budget) throw new Error('no budget')
    return moveBudget(tx, budget, delta(change))
  })

forEachEngine('budget', (openStore) => {
  test('a move changes the totals and leaves a line; one that would pass the limit changes nothing', async () => {
    const { store } = await openStore()
    const id = await open(store, 'cmp_1')
    expect(await move(store, id, { reserved: 600, count: 2 })).toBe(true)
    expect(await move(store, id, { reserved: 401 })).toBe(false)
    expect(await move(store, id, { reserved: 400 })).toBe(true)
    expect(await move(store, id, { reserved: -500, held: 500 })).toBe(true)
    expect(await move(store, id, { held: -500, spent: 300 })).toBe(true)
    expect(await budgetFigures(store.read, id)).toEqual({
      limitMinor: 1000,
      currency: 'EUR',
      mode: 'guaranteed',
      whenShort: 'refuse',
      reservedMinor: 500,
      heldMinor: 0,
      spentMinor: 300,
      freeMinor: 200,
      countLimit: null,
      countUsed: 2,
      perDay: null,
      perCustomer: null,
      forecast: null,
    })
    expect(await journalMatches(store.read, id)).toBe(true)
  })

  test('the count is a limit of its own', async () => {
    const { store } = await openStore()
    const id = await open(store, 'cmp_1', { count: 2 })
    expect(await move(store, id, { count: 2 })).toBe(true)
    expect(await move(store, id, { count: 1 })).toBe(false)
    expect(await move(store, id, { count: -1 })).toBe(true)
    expect(await move(store, id, { count: 1 })).toBe(true)
  })

  test('what is given back beyond what there is breaks a check, not the totals', async () => {
    const { store } = await openStore()
    const id = await open(store, 'cmp_1')
    await expect(move(store, id, { reserved: -1 })).rejects.toThrow()
    expect((await budgetFigures(store.read, id))?.reservedMinor).toBe(0)
  })

  test('a limit can move, but not below what is used; a campaign without limit has no end', async () => {
    const { store } = await openStore()
    const id = await open(store, 'cmp_1', { count: 5 })
    await move(store, id, { spent: 700, count: 3 })
    const change = (to: Parameters<typeof changeLimit>[2]) => store.write((tx) => changeLimit(tx, id, to))
    await expect(change({ limitMinor: 699 })).rejects.toMatchObject({ code: 'budget.below_used' })
    await expect(change({ count: 2 })).rejects.toMatchObject({ code: 'budget.below_used' })
    await change({ limitMinor: 700, count: 3 })
    expect(await budgetFigures(store.read, id)).toMatchObject({ limitMinor: 700, freeMinor: 0, countLimit: 3 })
    const unlimited = await open(store, 'cmp_2', { limitMinor: null })
    expect(await move(store, unlimited, { spent: 9_000_000_000_000 })).toBe(true)
    expect((await budgetFiguresOf(store.read, [id, unlimited])).get(unlimited)?.freeMinor).toBeNull()
  })

  test('many moves are one update per budget and one line each', async () => {
    const { store } = await openStore()
    const ids = [await open(store, 'cmp_1'), await open(store, 'cmp_2')]
    await store.write(async (tx) => {
      const budgets = [...(await lockBudgets(tx, ids)).values()]
      const moves = budgets.flatMap((budget) =>
        [1, 2, 3].map((n) => ({ budget, delta: delta({ spent: n, count: 1 }) })),
      )
      await moveBudgets(tx, moves)
      expect(budgets.map(usedMinor)).toEqual([6, 6])
    })
    const [lines] = await store.read.rows<{ n: number }>(sql`select count(*) as n from budget_entries`)
    expect(Number(lines?.n)).toBe(6)
    const tooMuch = store.write(async (tx) => {
      const budgets = [...(await lockBudgets(tx, ids)).values()]
      await moveBudgets(
        tx,
        budgets.map((budget, i) => ({ budget, delta: delta({ spent: 990 + i * 5 }) })),
      )
    })
    await expect(tooMuch).rejects.toThrow('said to fit')
    for (const id of ids) expect((await budgetFigures(store.read, id))?.spentMinor).toBe(6)
  })

  test('fifty at once against a budget for thirty: thirty', async () => {
    const { store } = await openStore()
    const id = await open(store, 'cmp_1', { limitMinor: 3000 })
    const won = await Promise.all(Array.from({ length: 50 }, () => move(store, id, { spent: 100, count: 1 })))
    expect(won.filter(Boolean).length).toBe(30)
    expect(await budgetFigures(store.read, id)).toMatchObject({ spentMinor: 3000, freeMinor: 0, countUsed: 30 })
    expect(await journalMatches(store.read, id)).toBe(true)
  })

  test('law: after any moves the totals are the sum of the journal and never above the limit', async () => {
    const { store } = await openStore()
    let next = 0
    const amount = fc.integer({ min: -400, max: 500 })
    const step = fc.record({ reserved: amount, held: amount, spent: amount, count: fc.integer({ min: -2, max: 3 }) })
    const limits = { limitMinor: fc.integer({ min: 0, max: 1500 }), count: fc.option(fc.nat(6), { nil: undefined }) }
    await fc.assert(
      fc.asyncProperty(fc.record(limits), fc.array(step, { maxLength: 12 }), async (limit, steps) => {
        const id = await open(store, `cmp_law_${next++}`, limit)
        await store.write(async (tx) => {
          const budget = (await lockBudgets(tx, [id])).get(id)
          if (!budget) throw new Error('no budget')
          for (const change of steps) {
            const after = {
              reserved: budget.reservedMinor + change.reserved,
              held: budget.heldMinor + change.held,
              spent: budget.spentMinor + change.spent,
              count: budget.countUsed + change.count,
            }
            // Below zero is the caller's fault and ends the transaction, so a law about sequences leaves it out.
            if (Object.values(after).some((total) => total < 0)) continue
            const isFitting = fits(budget, change)
            expect(await moveBudget(tx, budget, delta(change))).toBe(isFitting)
            expect(freeMinor(budget)).toBeGreaterThanOrEqual(0)
            expect(freeCount(budget)).toBeGreaterThanOrEqual(0)
          }
        })
        const figures = await budgetFigures(store.read, id)
        expect(figures?.freeMinor).toBeGreaterThanOrEqual(0)
        expect(await journalMatches(store.read, id)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})

test('the table of moves: whatever happens to a voucher, its money comes back or is spent', () => {
  const sum = (...changes: ReturnType<typeof whenEnded>[]) =>
    changes.reduce((a, b) => ({
      reserved: a.reserved + b.reserved,
      held: a.held + b.held,
      spent: a.spent + b.spent,
      count: a.count + b.count,
    }))
  const use = { spentMinor: 300, reservedMinor: 500, heldMinor: 0, keptMinor: 0, isFirstUse: true }
  expect(sum(whenIssued('guaranteed', 1, 500), whenRedeemed('guaranteed', use))).toEqual({
    reserved: 0,
    held: 0,
    spent: 300,
    count: 1,
  })
  expect(
    sum(
      whenIssued('guaranteed', 1, 500),
      whenHeld(300, 300),
      whenRedeemed('guaranteed', { ...use, reservedMinor: 200, heldMinor: 300 }),
    ),
  ).toEqual({ reserved: 0, held: 0, spent: 300, count: 1 })
  expect(sum(whenIssued('guaranteed', 1, 500), whenHeld(300, 300), whenReleased(300, 300), whenEnded(500, 0))).toEqual({
    reserved: 0,
    held: 0,
    spent: 0,
    count: 1,
  })
  const free = { ...use, reservedMinor: 0 }
  expect(
    sum(whenIssued('at_redemption', 1, 500), whenRedeemed('at_redemption', free), whenReversed(300, 0, true)),
  ).toEqual({
    reserved: 0,
    held: 0,
    spent: 0,
    count: 0,
  })
  const card = { spentMinor: 100, reservedMinor: 500, heldMinor: 0, keptMinor: 400, isFirstUse: true }
  expect(
    sum(whenIssued('guaranteed', 1, 500), whenRedeemed('guaranteed', card), whenReversed(100, 100, false)),
  ).toEqual({
    reserved: 500,
    held: 0,
    spent: 0,
    count: 1,
  })
})
