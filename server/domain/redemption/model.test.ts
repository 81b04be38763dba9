// Small random histories against a model in memory: the same answers, the same books, whatever happens in which order.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { MINUTE_MS, SECOND_MS } from '#shared/time.ts'
import { holdVoucher, releaseHold } from './hold.ts'
import { quoteCode } from './quote.ts'
import { redeem } from './redeem.ts'
import { reverse } from './reverse.ts'
import { expireHolds } from './sweep.ts'
import * as models from './test-model.ts'
import { type Model, type ModelTerms, makeModel, WORST } from './test-model.ts'
import { aKey, booksOf, brokenBooks, openShop, type Ticket, voucherRow } from './test-shop.ts'

const VOUCHERS = 2
const LIVES_MS = 10 * MINUTE_MS
/** Histories per run of the tests on SQLite; a fifth of them on PostgreSQL. */
const RUNS = 150

const terms: fc.Arbitrary<ModelTerms> = fc.record({
  kind: fc.constantFrom('percent_off', 'gift_card'),
  mode: fc.constantFrom('at_redemption', 'guaranteed'),
  spareMinor: fc.constantFrom(0, 300, 900, 2000, 100_000),
  whenShort: fc.constantFrom('refuse', 'cap'),
  count: fc.constantFrom(undefined, undefined, 1),
  refundPolicy: fc.constantFrom('keep', 'restore'),
})

const voucher = fc.nat(VOUCHERS - 1)
const order = fc.nat(2)
const amountMinor = fc.constantFrom(0, 500, 3333, 8000, 20_000)
const key = fc.constantFrom(undefined, 'k1', 'k2')
const act = fc.oneof(
  { weight: 6, arbitrary: fc.record({ act: fc.constant('redeem'), voucher, order, amountMinor, key }) },
  {
    weight: 3,
    arbitrary: fc.record({ act: fc.constant('hold'), voucher, order, amountMinor, ttl: fc.constantFrom(30, 700) }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('release'), nth: fc.nat(3) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('reverse'),
      nth: fc.nat(3),
      amountMinor: fc.constantFrom(undefined, undefined, 1, 250, 9999),
      restoreVoucher: fc.constantFrom(undefined, undefined, true, false),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constant('wait'), ms: fc.constantFrom(SECOND_MS, MINUTE_MS, 6 * MINUTE_MS) }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('sweep') }) },
)
type ActOf<A> = A extends fc.Arbitrary<infer T> ? T : never
type Act = ActOf<typeof act>

interface Stage {
  house: TestHouse
  model: Model
  tickets: Ticket[]
  name: string
  holds: { id: string; voucher: number }[]
  redeemed: { id: string; voucher: number }[]
}

const orderOf = (stage: Stage, asked: { order: number; amountMinor: number }) => ({
  reference: `${stage.name}-${asked.order}`,
  currency: 'EUR',
  amountMinor: asked.amountMinor,
})
const codeAt = ({ tickets }: Stage, index: number): string => tickets[index]?.code ?? ''

/** The nth from the end, round and round. */
const latest = <T>(list: T[], nth: number): T | undefined => list.at(-1 - (nth % Math.max(1, list.length)))

async function play(stage: Stage, act: Act): Promise<void> {
  const { house, model } = stage
  if (act.act === 'wait') house.advance(act.ms)
  else if (act.act === 'sweep') await expireHolds(house)
  else if (act.act === 'redeem') await playRedeem(stage, act)
  else if (act.act === 'hold') await playHold(stage, act)
  else if (act.act === 'release') {
    const held = latest(stage.holds, act.nth)
    if (held === undefined) return
    await releaseHold(house, held.id)
    models.release(model, held.voucher, held.id, house.clock.now())
  } else await playReverse(stage, act)
}

async function playRedeem(stage: Stage, asked: Extract<Act, { act: 'redeem' }>): Promise<void> {
  const { house, model } = stage
  const ask = { code: codeAt(stage, asked.voucher), order: orderOf(stage, asked) }
  const key = aKey(asked.key, `${asked.order} ${asked.amountMinor}`)
  const quoted = asked.key === undefined ? await quoteCode(house, ask) : undefined
  const answer = await redeem(house, ask, key).catch((error: unknown) => error)
  const said = models.redeem(model, asked, key.key, key.hash, house.clock.now())
  if (said.word !== 'ok') expect(answer).toMatchObject({ code: said.word })
  else {
    const { discountMinor, remainingMinor } = said
    const redemption = { discountMinor, ...(remainingMinor === null ? {} : { remainingMinor }) }
    expect(answer).toMatchObject({ replayed: said.replayed, redemption })
    const made = answer as Awaited<ReturnType<typeof redeem>>
    if (!made.replayed) {
      stage.redeemed.push({ id: made.redemption.id, voucher: asked.voucher })
      const use = model.vouchers[asked.voucher]?.uses.at(-1)
      if (use) use.id = made.redemption.id
    }
  }
  if (quoted === undefined) return
  expect(quoted).toMatchObject(
    said.word === 'ok'
      ? { valid: true, discountMinor: said.discountMinor }
      : { valid: false, discountMinor: 0, reason: { code: said.word } },
  )
}

async function playHold(stage: Stage, asked: Extract<Act, { act: 'hold' }>): Promise<void> {
  const { house, model } = stage
  const ask = { code: codeAt(stage, asked.voucher), order: orderOf(stage, asked), ttlSeconds: asked.ttl }
  const answer = await holdVoucher(house, ask, aKey()).catch((error: unknown) => error)
  const said = models.hold(model, asked, asked.ttl * SECOND_MS, house.clock.now())
  if (said.word !== 'ok') return void expect(answer).toMatchObject({ code: said.word })
  expect(answer).toMatchObject({ hold: { discountMinor: said.discountMinor, state: 'live' } })
  const { hold } = answer as Awaited<ReturnType<typeof holdVoucher>>
  stage.holds.push({ id: hold.id, voucher: asked.voucher })
  const held = model.vouchers[asked.voucher]?.hold
  if (held) held.id = hold.id
}

async function playReverse(stage: Stage, asked: Extract<Act, { act: 'reverse' }>): Promise<void> {
  const { house, model } = stage
  const found = latest(stage.redeemed, asked.nth)
  if (found === undefined) return
  const { amountMinor, restoreVoucher } = asked
  const ask = { reason: 'model', amountMinor, restoreVoucher }
  const answer = await reverse(house, found.id, ask, aKey()).catch((error: unknown) => error)
  const said = models.reverse(model, found.voucher, found.id, ask, house.clock.now())
  if (said.word !== 'ok') expect(answer).toMatchObject({ code: said.word })
  else expect(answer).toMatchObject({ reversal: { remainingDiscountMinor: said.discountMinor } })
}

async function openStage(house: TestHouse, terms: ModelTerms, name: string): Promise<Stage & { campaignId: string }> {
  const worst = terms.mode === 'guaranteed' ? VOUCHERS * WORST[terms.kind] : 0
  const limitMinor = worst + terms.spareMinor
  const offer =
    terms.kind === 'gift_card'
      ? ({ kind: 'gift_card', amountMinor: WORST.gift_card } as const)
      : ({ kind: 'percent_off', bps: 1000, maxMinor: WORST.percent_off } as const)
  const { mode, whenShort, count, refundPolicy } = terms
  // A guaranteed budget has counted its vouchers when they were issued.
  const number = count === undefined ? {} : { count: mode === 'guaranteed' ? VOUCHERS : count }
  const shop = await openShop(house, VOUCHERS, {
    offer,
    mode,
    whenShort,
    refundPolicy,
    limitMinor,
    ...number,
    livesMs: LIVES_MS,
  })
  const model = makeModel({ ...terms, count: number.count }, shop.tickets, limitMinor, house.clock.now() + LIVES_MS)
  return { house, model, name, ...shop, holds: [], redeemed: [] }
}

/** After the last act holds that are over are let go, so that the books can be held against the model's to the unit. */
async function compare(stage: Stage & { campaignId: string }): Promise<void> {
  const { house, model, campaignId } = stage
  expect(await brokenBooks(house, campaignId)).toEqual([])
  await expireHolds(house)
  models.forget(model, house.clock.now())
  expect(await brokenBooks(house, campaignId)).toEqual([])
  expect(await booksOf(house, campaignId)).toMatchObject(models.books(model))
  for (const [at, { id }] of stage.tickets.entries()) {
    const expected = model.vouchers[at]
    const state = expected?.hold ? 'held' : expected?.state
    const { balanceMinor, reservedMinor } = expected ?? {}
    expect(await voucherRow(house, id)).toMatchObject({ state, balanceMinor, reservedMinor })
  }
}

forEachHouse('redemption against its model', (open, engine) => {
  test('any small history is answered as the model answers it, and leaves the same books', async () => {
    const house = await open()
    let runs = 0
    const history = fc.asyncProperty(terms, fc.array(act, { minLength: 4, maxLength: 30 }), async (given, acts) => {
      runs += 1
      const stage = await openStage(house, given, `run-${runs}`)
      for (const one of acts) await play(stage, one)
      await compare(stage)
    })
    await fc.assert(history, { numRuns: engine === 'sqlite' ? RUNS : RUNS / 5 })
  })
})
