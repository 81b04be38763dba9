// For tests of reports: a campaign of many people whose orders, uses and refunds go on for weeks, drawn by the same dice.
import { sql } from 'drizzle-orm'
import { agreeing, launched, openShop, type Terms } from '#campaigns/test-campaign.ts'
import type { TestHouse } from '#core/test-house.ts'
import { recordOrders } from '#occasions/record-orders.ts'
import { redeem } from '#redemption/redeem.ts'
import { HOUR_MS } from '#shared/time.ts'
import { runCampaign } from '#vouchers/issue-run.ts'
import { showVoucher } from '#vouchers/show.ts'

/** The same numbers at every run. */
export function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

export interface Crowd {
  campaignId: string
  /** Adds people who are new, and lets the campaign find them. */
  grow(count: number): Promise<void>
  order(count: number): Promise<void>
  refund(count: number): Promise<void>
  use(count: number): Promise<void>
}

export const threeArms: Terms = {
  holdoutBps: 2_000,
  variants: [
    { key: 'five', shareBps: 6_000, offer: { kind: 'amount_off', amountMinor: 500, scope: undefined } },
    { key: 'ten', shareBps: 4_000, offer: { kind: 'percent_off', bps: 1_000, maxMinor: 900, scope: undefined } },
  ],
  validity: { days: 10 },
}

export async function openCrowd(house: TestHouse, roll: (sides: number) => number, more: Terms = {}): Promise<Crowd> {
  const version = await openShop(house)
  await agreeing(house, version, 'first', { to: ['location', 'age'], fields: { country: 'DE' } })
  const campaignId = await launched(house, { ...threeArms, ...more })
  const people: string[] = []
  const codes: string[] = []
  const orders: string[] = []
  let serial = 0
  const items = (totalMinor: number) => [{ sku: 'tea', category: 'tea', quantity: 1, unitPriceMinor: totalMinor }]

  async function grow(count: number): Promise<void> {
    const ids = Array.from({ length: count }, (_, i) => `cus_crowd_${String(people.length + i).padStart(6, '0')}`)
    if (ids.length > 0) await house.store.write((tx) => addPeople(tx, ids, roll))
    people.push(...ids)
    const known = await house.store.read.rows<{ id: string }>(sql`select max(id) as id from vouchers`)
    await runCampaign(house, campaignId, 'manual', async () => {})
    const fresh = await house.store.read.rows<{ id: string }>(
      sql`select id from vouchers where id > ${known[0]?.id ?? ''} order by id`,
    )
    for (const { id } of fresh) codes.push((await showVoucher(house, id, { withCode: true })).code ?? '')
  }

  async function order(count: number): Promise<void> {
    const reports = Array.from({ length: count }, () => {
      const totalMinor = roll(20) === 0 ? 90_000 + roll(90_000) : 500 + roll(6_000)
      const orderReference = `o${serial++}`
      orders.push(orderReference)
      const at = new Date(house.clock.now() - roll(6) * HOUR_MS).toISOString()
      const event = {
        id: `e${serial}`,
        type: 'order.placed',
        at,
        orderReference,
        items: items(totalMinor),
        totalMinor,
        currency: 'EUR',
      }
      return { event: event as never, customerId: people[roll(people.length)] ?? null }
    })
    await house.store.write((tx) => recordOrders(tx, reports))
  }

  async function refund(count: number): Promise<void> {
    const at = new Date(house.clock.now()).toISOString()
    const reports = Array.from({ length: Math.min(count, orders.length) }, () => {
      const orderReference = orders[roll(orders.length)] ?? ''
      const event =
        roll(4) === 0 ? { type: 'order.cancelled' } : { type: 'order.refunded', amountMinor: 1 + roll(4_000) }
      return { event: { ...event, id: `e${serial++}`, at, orderReference } as never, customerId: null }
    })
    if (reports.length > 0) await house.store.write((tx) => recordOrders(tx, reports))
  }

  async function use(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) {
      const code = codes[roll(codes.length)]
      if (code === undefined) return
      const reference = `u${serial++}`
      const asked = { code, order: { reference, currency: 'EUR', amountMinor: 1_000 + roll(9_000) } }
      await redeem(house, asked, { scope: 'k redeem', key: reference, hash: reference }).catch(() => null)
    }
  }
  return { campaignId, grow, order, refund, use }
}

/** Copies of the one person who agreed, in some countries and of some ages. */
async function addPeople(
  tx: Parameters<Parameters<TestHouse['store']['write']>[0]>[0],
  ids: string[],
  roll: (sides: number) => number,
) {
  const countries = ['DE', 'DE', 'DE', 'DE', 'FR', 'FR', 'AT', 'AT', 'LI']
  for (const id of ids) {
    const country = countries[roll(countries.length)] ?? 'DE'
    await tx.rows(sql`insert into customers (id, reference_print, reference_sealed, created_at, updated_at, country, birth_year)
      values (${id}, ${`print ${id}`}, '', 0, 0, ${country}, ${1950 + roll(55)}) returning id`)
  }
  await tx.rows(sql`insert into consent_cells
    (customer_id, purpose, channel, category, state, valid_to, notice_version, decided_at, event_id)
    select k.id, g.purpose, g.channel, g.category, g.state, g.valid_to, g.notice_version, g.decided_at, g.event_id
    from customers k, consent_cells g
    where k.id >= ${ids[0]} and k.id <= ${ids.at(-1)} and g.customer_id = (
      select min(customer_id) from consent_cells where customer_id not like 'cus_crowd_%') returning customer_id`)
}
