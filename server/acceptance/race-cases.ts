/** Races at the doors, told so that one server or several on the same database can be asked the same. */
import { expect } from 'vitest'
import type { Order } from '#shared/contracts/redemptions.ts'
import type { Answer } from '../test-server.ts'
import { codeOf } from './problem.ts'
import {
  ask,
  type Caller,
  call,
  cellsOf,
  decide,
  everyOne,
  inParallel,
  issue,
  launchCampaign,
  openWithNotice,
  orderOf,
  putCustomer,
  redeem,
  tally,
} from './shop.ts'

export interface Arena {
  /** Asks the servers in turn. */
  shop: Caller
  /** References of customers who agreed to on-site offers; as many as the largest race needs. */
  people: string[]
}

const cells = cellsOf(['offers'], ['onsite'], ['contact.account'])
const PEOPLE = 200

export async function openArena(shops: Caller[]): Promise<Arena> {
  let turn = 0
  const shop: Caller = {
    request: (...asked) => (shops[turn++ % shops.length] as Caller).request(...asked),
  }
  const noticeVersion = await openWithNotice(shop, cells)
  const people = Array.from({ length: PEOPLE }, (_, i) => `person-${i}`)
  await inParallel(people, 16, async (reference) => {
    await putCustomer(shop, reference, {})
    await decide(shop, reference, noticeVersion, cells)
  })
  return { shop, people }
}

const all = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)))

const launch = (shop: Caller, terms: Partial<Parameters<typeof launchCampaign>[1]> = {}) =>
  launchCampaign(shop, { purpose: 'offers', ...terms })

const limited = (limitMinor: number, mode: 'at_redemption' | 'guaranteed', count?: number) => ({
  limitMinor,
  currency: 'EUR',
  mode,
  whenShort: 'refuse' as const,
  ...(count === undefined ? {} : { count }),
})

const issueTo = (shop: Caller, campaignId: string, people: readonly string[]) =>
  inParallel(people, 32, (reference) => issue(shop, campaignId, reference, 'once'))

/** A voucher for each of the people by one run: what is raced for is what happens to them. */
export async function vouchersOfRun(shop: Caller, campaignId: string): Promise<{ code: string }[]> {
  await call(shop, 'runCampaign', { params: { id: campaignId } })
  const made = await everyOne(shop, 'listVouchers', { query: { campaignId } })
  return made.map(({ code }) => ({ code: String(code) }))
}

const budgetOf = async (shop: Caller, id: string) => (await call(shop, 'campaignReport', { params: { id } })).budget
const bodies = (answers: Answer[]) => new Set(answers.map((answer) => answer.text)).size
const replayed = (answers: Answer[]) => answers.filter((a) => a.headers.get('idempotent-replayed') === 'true').length

export async function oneCodeForTwoHundred({ shop, people }: Arena): Promise<void> {
  const id = await launch(shop)
  const [voucher] = await issueTo(shop, id, people.slice(0, 1))
  const answers = await all(200, (i) => redeem(shop, String(voucher?.code), orderOf(`one-${id}-${i}`)))
  expect(tally(answers)).toEqual({ '201': 1, '409 voucher.already_redeemed': 199 })
  expect((await budgetOf(shop, id)).spentMinor).toBe(500)
}

export async function budgetForNinetyNine({ shop }: Arena): Promise<void> {
  const id = await launch(shop, { budget: limited(99 * 500, 'at_redemption') })
  const vouchers = await vouchersOfRun(shop, id)
  const answers = await inParallel(vouchers, 200, ({ code }, i) => redeem(shop, code, orderOf(`tight-${id}-${i}`)))
  expect(tally(answers)).toEqual({ '201': 99, '409 budget.exhausted': 101 })
  expect(await budgetOf(shop, id)).toMatchObject({ spentMinor: 99 * 500, heldMinor: 0, freeMinor: 0 })
  // The refused ones were not used up: their vouchers are as they were.
  const states = await everyOne(shop, 'listVouchers', { query: { campaignId: id } })
  expect(states.filter((voucher) => voucher.state === 'redeemed').length).toBe(99)
  expect(states.filter((voucher) => voucher.state === 'issued').length).toBe(101)
}

export async function countForNinetyNine({ shop }: Arena): Promise<void> {
  const id = await launch(shop, { budget: limited(1_000_000, 'at_redemption', 99) })
  const vouchers = await vouchersOfRun(shop, id)
  const answers = await inParallel(vouchers, 200, ({ code }, i) => redeem(shop, code, orderOf(`count-${id}-${i}`)))
  expect(tally(answers)).toEqual({ '201': 99, '409 budget.exhausted': 101 })
  expect(await budgetOf(shop, id)).toMatchObject({ spentMinor: 99 * 500, countUsed: 99 })
}

export async function guaranteedForNinetyNine({ shop, people }: Arena): Promise<void> {
  const id = await launch(shop, { budget: limited(99 * 500, 'guaranteed') })
  const answers = await inParallel(people.slice(0, 200), 200, (customerReference) =>
    ask(shop, 'issueVoucher', { params: { id }, body: { customerReference, occasion: 'once' } }),
  )
  expect(tally(answers)).toEqual({ '201': 99, '409 budget.exhausted': 101 })
  expect(await budgetOf(shop, id)).toMatchObject({ reservedMinor: 99 * 500, spentMinor: 0, freeMinor: 0 })
}

export async function oneOrderFiftyTimes({ shop, people }: Arena): Promise<void> {
  const id = await launch(shop)
  const [first, second] = await issueTo(shop, id, people.slice(0, 2))
  const own = await all(50, () => redeem(shop, String(first?.code), orderOf(`same-${id}`)))
  expect(tally(own)).toEqual({ '201': 1, '200': 49 })
  expect([bodies(own), replayed(own)]).toEqual([1, 49])
  const headers = { 'idempotency-key': `retry-${id}` }
  const shared = await all(50, () => redeem(shop, String(second?.code), orderOf(`key-${id}`), { headers }))
  expect(tally(shared)).toEqual({ '201': 1, '200': 49 })
  expect([bodies(shared), replayed(shared)]).toEqual([1, 49])
  expect((await everyOne(shop, 'listRedemptions', { query: { orderReference: `same-${id}` } })).length).toBe(1)
  expect((await budgetOf(shop, id)).spentMinor).toBe(1000)
}

/** Fifty orders want the same voucher, half of them by a hold first. */
export async function holdsAgainstRedemptions({ shop, people }: Arena): Promise<void> {
  const id = await launch(shop)
  const vouchers = await issueTo(shop, id, people.slice(0, 6))
  const contests = await Promise.all(vouchers.map(({ code }, v) => contest(shop, code, `contest-${id}-${v}`)))
  for (const answers of contests) {
    const won = answers.filter((answer) => answer.status === 201)
    expect(won.length, JSON.stringify(tally(answers))).toBe(1)
    const lost = answers.filter((answer) => answer.status !== 201).map((answer) => String(codeOf(answer)))
    for (const code of new Set(lost)) expect(['voucher.held', 'voucher.already_redeemed']).toContain(code)
  }
  for (const [v, answers] of contests.entries())
    await settle(shop, vouchers[v]?.code ?? '', answers, `contest-${id}-${v}`)
  expect(await budgetOf(shop, id)).toMatchObject({ spentMinor: 6 * 500, heldMinor: 0 })
}

const contest = (shop: Caller, code: string, name: string) =>
  all(50, (i) => {
    const order = orderOf(`${name}-${i}`)
    return i % 2 === 0 ? ask(shop, 'hold', { body: { code, order, ttlSeconds: 600 } }) : redeem(shop, code, order)
  })

/** Where a hold won, only its order can redeem; nobody else can, before or after. */
async function settle(shop: Caller, code: string, answers: Answer[], name: string): Promise<void> {
  const winner = answers.findIndex((answer) => answer.status === 201)
  if (winner % 2 === 0) {
    const stranger = await redeem(shop, code, orderOf(`${name}-stranger`))
    expect(codeOf(stranger)).toBe('voucher.held')
    const order: Order = orderOf(`${name}-${winner}`)
    expect(tally(await all(10, () => redeem(shop, code, order)))).toEqual({ '201': 1, '200': 9 })
  }
  expect(codeOf(await redeem(shop, code, orderOf(`${name}-late`)))).toBe('voucher.already_redeemed')
}

export async function issueAndRedeemAtOnce({ shop, people }: Arena): Promise<void> {
  const id = await launch(shop, { budget: limited(10_000_000, 'guaranteed') })
  const early = await issueTo(shop, id, people.slice(0, 100))
  const redeeming = inParallel(early, 50, ({ code }, i) => redeem(shop, code, orderOf(`mix-${id}-${i}`)))
  const issuing = inParallel(people.slice(0, 100), 50, (reference) => issue(shop, id, reference, 'second'))
  const reading = all(5, () => budgetOf(shop, id))
  const running = call(shop, 'runCampaign', { params: { id } })
  const [answers, late, , run] = await Promise.all([redeeming, issuing, reading, running])
  expect(tally(answers)).toEqual({ '201': 100 })
  expect(new Set(late.map((voucher) => voucher.code)).size).toBe(100)
  expect(run.issued).toBe(people.length)
  expect(await budgetOf(shop, id)).toMatchObject({ spentMinor: 100 * 500, reservedMinor: (100 + run.issued) * 500 })
}

export async function oneOccasionFiftyTimes({ shop, people }: Arena): Promise<void> {
  const id = await launch(shop)
  const body = { customerReference: String(people[0]), occasion: 'once' }
  const answers = await all(50, () => ask(shop, 'issueVoucher', { params: { id }, body }))
  expect(tally(answers)).toEqual({ '201': 1, '200': 49 })
  expect((await everyOne(shop, 'listVouchers', { query: { campaignId: id } })).length).toBe(1)
}

export async function twoRunsAtOnce({ shop, people }: Arena): Promise<void> {
  const id = await launch(shop)
  const runs = await all(4, () => call(shop, 'runCampaign', { params: { id } }))
  expect(runs.reduce((sum, run) => sum + run.issued, 0)).toBe(people.length)
  const vouchers = await everyOne(shop, 'listVouchers', { query: { campaignId: id } })
  expect(new Set(vouchers.map((voucher) => voucher.customerReference)).size).toBe(people.length)
  expect(vouchers.length).toBe(people.length)
}

export async function giftCardByManyOrders({ shop, people }: Arena): Promise<void> {
  const offer = { kind: 'gift_card' as const, amountMinor: 2500 }
  const id = await launch(shop, { variants: [{ key: 'card', shareBps: 10_000, offer }] })
  const [card] = await issueTo(shop, id, people.slice(0, 1))
  const answers = await all(60, (i) =>
    ask(shop, 'redeem', { body: { code: String(card?.code), order: orderOf(`card-${id}-${i}`), amountMinor: 100 } }),
  )
  expect(tally(answers)).toEqual({ '201': 25, '409 giftcard.empty': 35 })
  const left = answers.flatMap((answer) => (answer.body as { remainingMinor?: number }).remainingMinor ?? [])
  expect(left.sort((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, i) => i * 100))
  expect((await budgetOf(shop, id)).spentMinor).toBe(2500)
}

export async function reversalsAtOnce({ shop, people }: Arena): Promise<void> {
  const id = await launch(shop, { refundPolicy: 'keep' })
  const [whole, parts] = await issueTo(shop, id, people.slice(0, 2))
  const redeemed = async (code = '', reference: string) => {
    const answer = await redeem(shop, code, orderOf(reference))
    return (answer.body as { id: string }).id
  }
  const first = await redeemed(whole?.code, `whole-${id}`)
  const full = await all(30, () => ask(shop, 'reverse', { params: { id: first }, body: { reason: 'returned' } }))
  expect(tally(full)).toEqual({ '201': 1, '409 redemption.already_reversed': 29 })
  const second = await redeemed(parts?.code, `parts-${id}`)
  const body = { reason: 'one item', amountMinor: 100 }
  const partial = await all(30, () => ask(shop, 'reverse', { params: { id: second }, body }))
  expect(tally(partial)['201']).toBe(5)
  expect((await call(shop, 'getRedemption', { params: { id: second } })).reversedMinor).toBe(500)
  expect(await budgetOf(shop, id)).toMatchObject({ spentMinor: 0, freeMinor: 1_000_000_000 })
}

export async function oneKeyManyTimes({ shop }: Arena): Promise<void> {
  const key = `purpose_${Math.random().toString(36).slice(2)}`
  const headers = { 'idempotency-key': key }
  const body = { key, legalBasis: 'consent' as const, title: 'Once' }
  const answers = await all(20, () => ask(shop, 'createPurpose', { body }, { headers }))
  expect(tally(answers)).toEqual({ '201': 20 })
  expect([bodies(answers), replayed(answers)]).toEqual([1, 19])
  const other = await ask(shop, 'createPurpose', { body: { ...body, title: 'Another' } }, { headers })
  expect([other.status, codeOf(other)]).toEqual([422, 'idempotency.key_reused'])
}
