/** Races for what a day and a customer may take, and for several codes on one order. */
import { expect } from 'vitest'
import type { Answer } from '../test-server.ts'
import { codeOf } from './problem.ts'
import { type Arena, vouchersOfRun } from './race-cases.ts'
import { ask, type Caller, call, inParallel, issue, launchCampaign, orderOf, redeem, tally } from './shop.ts'

const budget = (more: object) => ({
  limitMinor: 1_000_000,
  currency: 'EUR',
  mode: 'at_redemption' as const,
  whenShort: 'refuse' as const,
  ...more,
})
const codesFor = async (shop: Caller, campaignId: string, people: readonly string[], occasion = 'once') =>
  (await inParallel(people, 32, (reference) => issue(shop, campaignId, reference, occasion))).map(({ code }) => code)
const all = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)))
const reportOf = (shop: Caller, id: string) => call(shop, 'campaignReport', { params: { id } })

/** The test must not pass midnight, so the zone is one where it is about noon. */
function noonZone(): string {
  const offset = 12 - new Date().getUTCHours()
  return `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`
}

export async function dayForNinetyNine({ shop }: Arena): Promise<void> {
  const id = await launchCampaign(shop, {
    purpose: 'offers',
    timeZone: noonZone(),
    budget: budget({ perDay: { limitMinor: 99 * 500, count: 150 } }),
  })
  const vouchers = await vouchersOfRun(shop, id)
  const answers = await inParallel(vouchers, 200, ({ code }, i) => redeem(shop, code, orderOf(`day-${id}-${i}`)))
  expect(tally(answers)).toEqual({ '201': 99, '409 budget.day_exhausted': 101 })
  const { perDay, spentMinor } = (await reportOf(shop, id)).budget
  expect([spentMinor, perDay?.days.map(({ usedMinor, countUsed }) => [usedMinor, countUsed])]).toEqual([
    99 * 500,
    [[99 * 500, 99]],
  ])
}

export async function customerForThree({ shop, people }: Arena): Promise<void> {
  const id = await launchCampaign(shop, { purpose: 'offers', budget: budget({ perCustomer: { count: 3 } }) })
  const two = people.slice(0, 2)
  const codes = (await all(20, (i) => codesFor(shop, id, two, `visit-${i}`))).flat()
  const answers = await inParallel(codes, 40, (code, i) => redeem(shop, code, orderOf(`person-${id}-${i}`)))
  expect(tally(answers)).toEqual({ '201': 6, '409 budget.customer_exhausted': 34 })
}

/** Forty orders name the same three codes, half of them the other way round. */
export async function stacksBothWays({ shop, people }: Arena): Promise<void> {
  const ids = [await launchCampaign(shop, { purpose: 'offers' }), await launchCampaign(shop, { purpose: 'offers' })]
  const codes = (await Promise.all(ids.map((id) => codesFor(shop, id, people.slice(0, 2))))).flat()
  const answers = await all(40, (i) =>
    ask(shop, 'redeemStack', {
      body: { codes: i % 2 ? codes : codes.toReversed(), order: orderOf(`ways-${ids[0]}-${i}`) },
    }),
  )
  expect(tally(answers)).toEqual({ '201': 1, '409 voucher.already_redeemed': 39 })
  for (const id of ids) expect((await reportOf(shop, id)).budget.spentMinor).toBe(1000)
}

export async function oneStackFiftyTimes({ shop, people }: Arena): Promise<void> {
  const id = await launchCampaign(shop, { purpose: 'offers' })
  const codes = await codesFor(shop, id, people.slice(0, 3))
  const order = orderOf(`stack-${id}`)
  const answers = await all(50, () => ask(shop, 'redeemStack', { body: { codes, order } }))
  expect(tally(answers)).toEqual({ '201': 1, '200': 49 })
  expect(new Set(answers.map((answer) => answer.text)).size).toBe(1)
  const stackId = String((answers[0]?.body as { id?: string } | undefined)?.id)
  const backs = await all(20, () =>
    ask(shop, 'reverseStack', { params: { id: stackId }, body: { reason: 'sent back' } }),
  )
  expect(tally(backs)).toEqual({ '201': 1, '409 redemption.already_reversed': 19 })
  expect((await reportOf(shop, id)).budget).toMatchObject({ spentMinor: 0, countUsed: 0 })
}

/** Whoever comes first under an order, an exclusive code is alone there. */
export async function exclusiveAgainstOthers({ shop, people }: Arena): Promise<void> {
  const plain = await launchCampaign(shop, { purpose: 'offers' })
  const only = { mode: 'exclusive' as const, rank: 500 }
  const alone = await launchCampaign(shop, { purpose: 'offers', stacking: only })
  const others = await codesFor(shop, plain, people.slice(0, 30))
  const exclusive = await codesFor(shop, alone, people.slice(0, 10))
  const contests = await inParallel(exclusive, 10, async (code, i): Promise<Answer[]> => {
    const order = orderOf(`alone-${alone}-${i}`)
    const [one = '', ...two] = others.slice(i * 3, i * 3 + 3)
    const asked = [
      () => redeem(shop, one, order),
      () => redeem(shop, code, order),
      () => ask(shop, 'redeemStack', { body: { codes: two, order } }),
    ]
    return Promise.all((i % 2 ? asked : asked.toReversed()).map((send) => send()))
  })
  for (const answers of contests) {
    const won = answers.filter((answer) => answer.status === 201)
    const isAlone = won.some((answer) => answer.text.includes(`"campaignId":"${alone}"`))
    expect(won.length, JSON.stringify(tally(answers))).toBe(isAlone ? 1 : 2)
    for (const lost of answers.filter((answer) => answer.status !== 201)) expect(codeOf(lost)).toBe('stack.exclusive')
  }
}
