// What a customer has bought and used, summed from what the drop-in was told of her.
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { type Body, listNotes, type Note } from './notes.ts'
import { type AskedOrder, judgedOrder } from './orders.ts'
import { countByCustomer } from './queries.ts'
import type { Uses } from './show-customer.ts'

/** Of this many each are sums made; the counts are of all. */
const MOST_SUMMED = 5000
const COUNTED = ['redemption', 'failure', 'rollback', 'unreversed', 'order']
const BOUGHT = ['PAID', 'FULFILLED']

/** By customer; those of whom nothing was told are absent. */
export async function usesOf(house: House, customerIds: string[]): Promise<Map<string, Uses>> {
  const uses = new Map<string, Uses>()
  if (customerIds.length === 0) return uses
  const counts = await countByCustomer(house.store.read, customerIds, COUNTED)
  if (counts.length === 0) return uses
  const countOf = (id: string, kind: string) =>
    counts.find((row) => row.customerId === id && row.kind === kind)?.count ?? 0
  const known = [...new Set(counts.map(({ customerId }) => customerId))]
  const orders = await notesOf(house, 'order', known)
  const redemptions = await notesOf(house, 'redemption', known)
  for (const id of known) {
    uses.set(id, {
      succeeded: countOf(id, 'redemption'),
      failed: countOf(id, 'failure'),
      rolledBack: countOf(id, 'rollback'),
      unreversed: countOf(id, 'unreversed'),
      giftMinor: (redemptions.get(id) ?? []).reduce((sum, { body, state }) => sum + giftOf(body, state), 0),
      orders: ordersOf(orders.get(id) ?? []),
    })
  }
  return uses
}

async function notesOf(
  house: House,
  kind: 'order' | 'redemption',
  customerIds: string[],
): Promise<Map<string, Note[]>> {
  const notes = await listNotes(house, { kinds: [kind], customerIds }, MOST_SUMMED)
  return Map.groupBy(notes, ({ customerId }) => customerId ?? '')
}

const giftOf = ({ isGift, discountMinor }: Body, state: string | null): number =>
  isGift === true && state !== 'rolled_back' ? Number(discountMinor ?? 0) : 0

function ordersOf(notes: Note[]): Uses['orders'] {
  const bought = notes.filter(({ state }) => BOUGHT.includes(state ?? ''))
  const amounts = bought.map(({ id, body }) => {
    const { amountMinor } = judgedOrder(body.asked as AskedOrder | undefined, { reference: id, currency: 'EUR' })
    return amountMinor - Number(body.discountMinor ?? 0)
  })
  const total = amounts.reduce((sum, one) => sum + one, 0)
  const [last] = bought
  return {
    count: amounts.length,
    totalMinor: total,
    averageMinor: amounts.length === 0 ? 0 : Math.round(total / amounts.length),
    lastMinor: amounts[0] ?? 0,
    lastAt: last === undefined ? null : iso(Math.floor(last.madeMicros / 1000)),
  }
}
