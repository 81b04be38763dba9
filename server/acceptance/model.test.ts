// Small random programs, several acts at a time, against the model: every voucher's history could have happened one act after
// the other, and each campaign's money is what its vouchers have taken.
import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { agreeing, launched, openShop } from '#campaigns/test-campaign.ts'
import { Refusal } from '#core/refusal.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { findCustomer } from '#customers/find.ts'
import { queueMessages } from '#delivery/queue.ts'
import { eraseCustomer } from '#privacy/forget-me.ts'
import { holdVoucher } from '#redemption/hold.ts'
import { redeem } from '#redemption/redeem.ts'
import { reverse } from '#redemption/reverse.ts'
import { redeemStack } from '#redemption/stack.ts'
import { expireHolds } from '#redemption/sweep.ts'
import { booksOf, brokenBooks } from '#redemption/test-shop.ts'
import { HOUR_MS, MINUTE_MS } from '#shared/time.ts'
import { expireVouchers } from '#vouchers/expire.ts'
import { issueOne } from '#vouchers/issue-one.ts'
import { revokeOne } from '#vouchers/revoke.ts'
import { showVoucher } from '#vouchers/show.ts'
import { type Event, linearise } from './history.ts'
import { step } from './model.ts'
import type { Act, Said, Terms, Voucher } from './model-words.ts'

const VOUCHERS = 2
/** Programs per run of the tests on SQLite; a fifth of them on PostgreSQL. */
const RUNS = 60
const ORDER_MINOR = 700
const STACK_MINOR = 10_000
/** Orders of stacks have numbers of their own. */
const FIRST_STACK = 10

const rules = fc.record({
  isCard: fc.boolean(),
  mode: fc.constantFrom('at_redemption', 'guaranteed'),
  refundPolicy: fc.constantFrom('keep', 'restore'),
  limitMinor: fc.constantFrom(600, 1600, 1_000_000),
})

const voucher = fc.nat(VOUCHERS - 1)
const order = fc.nat(1)
const key = fc.constantFrom('a', 'a', 'b')
const commands = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('issue'), voucher }) },
  { weight: 9, arbitrary: fc.record({ do: fc.constant('redeem'), voucher, order, key }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('hold'), voucher, order, ms: fc.constantFrom(MINUTE_MS, 24 * HOUR_MS) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('reverse'),
      voucher,
      nth: fc.nat(1),
      amountMinor: fc.constantFrom(undefined, undefined, 200),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('revoke'), voucher }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('erase'), voucher }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('stack'), voucher, order }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sweep'), voucher }) },
)
/** Three hands at once; between two bursts the clock moves: past short holds, or in two moves past the vouchers' end. */
const burst = fc.record({
  hands: fc.array(fc.array(commands, { minLength: 1, maxLength: 4, size: 'max' }), { minLength: 3, maxLength: 3 }),
  thenMs: fc.constantFrom(0, 2 * MINUTE_MS, 20 * HOUR_MS, 20 * HOUR_MS),
})
const bursts = fc.array(burst, { minLength: 1, maxLength: 4, size: 'max' })
type Made<A> = A extends fc.Arbitrary<infer T> ? T : never
type Command = Made<typeof commands>
type Rules = Made<typeof rules>

type Told = Act & { said: Said }
interface Ticket {
  reference: string
  id?: string
  code?: string
  redemptions: string[]
  history: Event<Told>[]
}
interface Stage {
  house: TestHouse
  terms: Terms
  campaignId: string
  tickets: Ticket[]
}

let moment = 0
let keys = 0
const requestKey = (name?: string) => ({ scope: 'model', key: name ?? `own-${++keys}`, hash: name ?? `own-${keys}` })

/** What an act does, and what it was told; null when there is nothing to do it to yet. */
function perform(stage: Stage, ticket: Ticket, command: Command): [Act, () => Promise<Omit<Said, 'word'>>] | null {
  const { house, campaignId } = stage
  const { id = '', code = '', reference } = ticket
  if (command.do === 'issue') return [{ do: 'issue' }, () => issueTo(stage, ticket)]
  if (command.do === 'erase') {
    const erase = async () => {
      await eraseCustomer(house, reference, 'model')
      return {}
    }
    return [{ do: 'erase' }, erase]
  }
  if (code === '') return null
  const orderOf = (number: number) => ({
    reference: `${campaignId}-${reference}-${number}`,
    currency: 'EUR',
    amountMinor: ORDER_MINOR,
  })
  if (command.do === 'redeem') {
    const name = `${id}-${command.order}-${command.key}`
    const act = async () => {
      const { redemption, replayed } = await redeem(house, { code, order: orderOf(command.order) }, requestKey(name))
      if (!replayed) ticket.redemptions.push(redemption.id)
      return { id: redemption.id, amountMinor: redemption.discountMinor, replayed }
    }
    return [{ do: 'redeem', order: command.order, key: name }, act]
  }
  if (command.do === 'hold') {
    const { order: number, ms } = command
    const ask = { code, order: orderOf(number), ttlSeconds: ms / 1000 }
    const act = async () => ({ amountMinor: (await holdVoucher(house, ask, requestKey())).hold.discountMinor })
    return [{ do: 'hold', order: number, ms }, act]
  }
  if (command.do === 'revoke') {
    const act = async () => {
      await house.store.write((tx) => revokeOne(tx, id, 'model'))
      return {}
    }
    return [{ do: 'revoke' }, act]
  }
  if (command.do === 'sweep' || command.do === 'stack') return null
  const redemption = ticket.redemptions.at(-1 - command.nth)
  if (redemption === undefined) return null
  const { amountMinor } = command
  const act = async () => {
    const { reversal } = await reverse(house, redemption, { reason: 'model', amountMinor }, requestKey())
    return { amountMinor: reversal.amountMinor }
  }
  return [{ do: 'reverse', redemption, ...(amountMinor === undefined ? {} : { amountMinor }) }, act]
}

/** As the door does it. Whoever made the voucher learns its code, and tells the others. */
async function issueTo({ house, campaignId }: Stage, ticket: Ticket): Promise<Omit<Said, 'word'>> {
  const customer = await findCustomer(house.store.read, house.secrets, ticket.reference)
  if (customer === null) throw new Refusal('customer.unknown')
  const asked = { customerId: customer.id, occasion: 'model' }
  const made = await house.store.write((tx) => issueOne(house, tx, campaignId, asked, queueMessages))
  const id = String(made.voucherId)
  const shown = await showVoucher(house, id, { withCode: true })
  if (made.outcome === 'issued') Object.assign(ticket, { id, code: shown.code })
  return { id, expiresAt: Date.parse(shown.expiresAt) }
}

/** All vouchers on one order, large enough for all. To each of them it is a redemption like any other; whoever is refused
 * for another's sake has heard nothing about itself. */
async function playStack({ house, campaignId, tickets }: Stage, number: number): Promise<void> {
  const codes = tickets.map(({ code }) => code ?? '')
  if (codes.includes('')) return turn()
  const order = { reference: `${campaignId}-stack-${number}`, currency: 'EUR', amountMinor: STACK_MINOR }
  const from = ++moment
  const told = await redeemStack(house, { codes: number === 0 ? codes : codes.toReversed(), order }, requestKey()).then(
    ({ stack, replayed }) =>
      // What of it was taken back is not told again by a redemption.
      stack.redemptions.flatMap((one): [string, Said][] =>
        one.reversedMinor === one.discountMinor
          ? []
          : [[one.voucherId, { word: 'ok', id: one.id, amountMinor: one.discountMinor, replayed }]],
      ),
    (error: unknown) => {
      if (!(error instanceof Refusal)) throw error
      return (error.errors ?? []).map(({ path, code }): [string, Said] => {
        const at = Number(path.slice('codes.'.length))
        return [tickets[number === 0 ? at : tickets.length - 1 - at]?.id ?? '', { word: String(code) }]
      })
    },
  )
  const to = ++moment
  for (const [id, said] of told) {
    const ticket = tickets.find((one) => one.id === id)
    if (said.word === 'ok' && said.replayed !== true) ticket?.redemptions.push(String(said.id))
    const act = { do: 'redeem' as const, order: FIRST_STACK + number, orderMinor: STACK_MINOR, key: `stack ${from}` }
    ticket?.history.push({ act: { ...act, said }, from, to })
  }
}

async function play(stage: Stage, command: Command): Promise<void> {
  if (command.do === 'stack') return playStack(stage, command.order)
  if (command.do === 'sweep') return void (await Promise.all([expireHolds(stage.house), expireVouchers(stage.house)]))
  const ticket = stage.tickets[command.voucher] as Ticket
  const performed = perform(stage, ticket, command)
  if (performed === null) return turn()
  const [act, ask] = performed
  const from = ++moment
  const said = await ask().then(
    (answer) => ({ word: 'ok', ...answer }),
    (error: unknown) => {
      if (error instanceof Refusal) return { word: error.code }
      throw error
    },
  )
  ticket.history.push({ act: { ...act, said }, from, to: ++moment })
}

async function openStage(house: TestHouse, version: number, rules: Rules, run: number): Promise<Stage> {
  const { isCard, mode, refundPolicy, limitMinor } = rules
  const worthMinor = isCard ? 1500 : 500
  const offer = isCard
    ? ({ kind: 'gift_card', amountMinor: worthMinor } as const)
    : ({ kind: 'amount_off', amountMinor: worthMinor } as const)
  const campaignId = await launched(house, {
    variants: [{ key: 'offer', shareBps: 10_000, offer }],
    budget: { limitMinor, currency: 'EUR', mode, whenShort: 'refuse' },
    validity: { days: 1 },
    refundPolicy,
    timeZone: 'UTC',
  })
  const tickets: Ticket[] = []
  for (let n = 0; n < VOUCHERS; n++) {
    const reference = `run-${run}-${n}`
    await agreeing(house, version, reference)
    tickets.push({ reference, redemptions: [], history: [] })
  }
  const mayRunOut = limitMinor > VOUCHERS * worthMinor ? [] : mode === 'guaranteed' ? ['issue'] : ['hold', 'redeem']
  const terms = { isCard, worthMinor, orderMinor: ORDER_MINOR, restores: refundPolicy === 'restore', mayRunOut }
  return { house, terms, campaignId, tickets }
}

/** How every voucher ended in an order of its acts that could have been; throws with the history that has none. */
function judge({ terms, tickets }: Stage, start: number): Voucher[] {
  return tickets.map(({ history }) => {
    const empty: Voucher = {
      now: start,
      expiresAt: Number.POSITIVE_INFINITY,
      isErased: false,
      isRevoked: false,
      balanceMinor: 0,
      hold: null,
      uses: [],
    }
    const end = linearise(history, empty, (state, { said, ...act }) => step(terms, state, act, said))
    if (end === null) throw new Error(`no order explains\n${history.map((event) => JSON.stringify(event)).join('\n')}`)
    return end
  })
}

async function checkMoney({ house, campaignId }: Stage, ends: Voucher[], mode: Rules['mode']): Promise<void> {
  await expireVouchers(house)
  await expireHolds(house)
  expect(await brokenBooks(house, campaignId)).toEqual([])
  const now = house.clock.now()
  const sum = (of: (end: Voucher) => number) => ends.reduce((all, end) => all + of(end), 0)
  const heldOf = ({ hold }: Voucher) => (hold !== null && hold.until > now ? hold.amountMinor : 0)
  const isOpen = (end: Voucher) => !end.isRevoked && (end.expiresAt >= now || heldOf(end) > 0)
  const reservedOf = (end: Voucher) => (mode === 'guaranteed' && isOpen(end) ? end.balanceMinor - heldOf(end) : 0)
  expect(await booksOf(house, campaignId)).toMatchObject({
    spent: sum(({ uses }) => uses.reduce((all, use) => all + use.leftMinor, 0)),
    held: sum(heldOf),
    reserved: sum(reservedOf),
  })
}

forEachHouse('a few hands at the same vouchers', (open, engine) => {
  test('whatever they do, it could have been done one after the other, and the money adds up', async () => {
    const house = await open()
    const version = await openShop(house)
    let runs = 0
    const program = fc.asyncProperty(rules, bursts, async (given, all) => {
      const start = house.clock.now()
      const stage = await openStage(house, version, given, ++runs)
      for (const [at, { hands, thenMs }] of all.entries()) {
        await Promise.all(
          hands.map(async (hand, number) => {
            // Most programs are about vouchers that there are.
            if (at === 0 && number < VOUCHERS) await play(stage, { do: 'issue', voucher: number })
            for (const command of hand) await play(stage, command)
          }),
        )
        house.advance(thenMs)
        const wait = { act: { do: 'wait' as const, ms: thenMs, said: { word: 'ok' } }, from: ++moment, to: ++moment }
        for (const { history } of stage.tickets) history.push(wait)
      }
      await checkMoney(stage, judge(stage, start), given.mode)
    })
    await fc.assert(program, { numRuns: engine === 'sqlite' ? RUNS : RUNS / 5 })
  })
})
