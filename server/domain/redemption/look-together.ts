// Looks for everybody who asks in the same turn of the event loop at once: what a quote needs is a few pages that all
// quotes share, and a statement for each of them took longer than all the rest of a quote.
import type { House } from '#core/house.ts'
import type { Store } from '#db/store.ts'
import { findByPrints } from '#vouchers/claim.ts'
import { type Loaded, lookAround, type Wish } from './load.ts'
import { mindsOrders } from './standing.ts'

/** A statement with a longer list is no faster for each of them, and the first would wait for the last. */
const MOST = 64

interface Waiting {
  wish: Wish
  resolve(loaded: Loaded): void
  reject(error: unknown): void
}
const lines = new WeakMap<Store, Waiting[]>()

/** What it looks like now, for an answer that promises nothing: of vouchers and budgets only those of this wish. */
export function lookAt(house: House, wish: Wish): Promise<Loaded> {
  return new Promise((resolve, reject) => {
    const line = lines.get(house.store) ?? []
    if (line.length === 0) {
      lines.set(house.store, line)
      // Everything that arrives in this turn of the event loop is gathered first.
      setImmediate(() => {
        lines.delete(house.store)
        for (let at = 0; at < line.length; at += MOST) void lookFor(house, line.slice(at, at + MOST))
      })
    }
    line.push({ wish, resolve, reject })
  })
}

async function lookFor(house: House, some: Waiting[]): Promise<void> {
  try {
    const wishes = some.map(({ wish }) => wish)
    const prints = [...new Set(wishes.map(({ print }) => print))]
    const all = await lookAround(house, await findByPrints(house.store.read, prints), wishes)
    for (const { wish, resolve } of some) resolve(partOf(all, wish))
  } catch (error) {
    for (const { reject } of some) reject(error)
  }
}

/** Nobody's answer depends on who asked beside them. */
function partOf(all: Loaded, { print }: Wish): Loaded {
  const voucher = all.vouchers.get(print)
  const campaign = voucher && all.campaigns.get(voucher.campaignId)
  const budget = voucher && all.budgets.get(voucher.campaignId)
  return {
    ...all,
    vouchers: new Map(voucher ? [[print, voucher]] : []),
    budgets: new Map(budget ? [[budget.campaignId, budget]] : []),
    standing: campaign && mindsOrders(campaign) ? all.standing : new Map(),
  }
}
