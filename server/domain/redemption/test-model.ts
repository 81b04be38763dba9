// What redemption promises, as plainly as it can be said: no locks, no journal, money counted from the facts each time.
import type { Ticket } from './test-shop.ts'

export interface ModelTerms {
  kind: 'percent_off' | 'gift_card'
  mode: 'at_redemption' | 'guaranteed'
  /** Beyond what all vouchers cost at worst (`guaranteed`), or all there is. */
  spareMinor: number
  whenShort: 'refuse' | 'cap'
  count: number | undefined
  refundPolicy: 'keep' | 'restore'
}
export const WORST = { percent_off: 1500, gift_card: 5000 }

interface Use {
  id: string
  order: number
  key: string
  body: string
  discountMinor: number
  remainingMinor: number | null
  reversedMinor: number
  isReversed: boolean
}
interface ModelVoucher {
  state: 'issued' | 'redeemed'
  balanceMinor: number | null
  reservedMinor: number
  /** Guaranteed: the budget counts it still. */
  isCounted: boolean
  hold: { id: string; order: number; discountMinor: number; fromReservedMinor: number; until: number } | null
  uses: Use[]
}
export interface Said {
  word: string
  replayed?: boolean
  discountMinor?: number
  remainingMinor?: number | null
}
export interface Asked {
  voucher: number
  order: number
  amountMinor: number
}
export interface Model {
  terms: ModelTerms
  vouchers: ModelVoucher[]
  limitMinor: number
  expiresAt: number
}

export function makeModel(terms: ModelTerms, tickets: Ticket[], limitMinor: number, expiresAt: number): Model {
  const worst = terms.mode === 'guaranteed' ? WORST[terms.kind] : 0
  const vouchers = tickets.map(
    (): ModelVoucher => ({
      state: 'issued',
      balanceMinor: terms.kind === 'gift_card' ? WORST.gift_card : null,
      reservedMinor: worst,
      isCounted: terms.mode === 'guaranteed',
      hold: null,
      uses: [],
    }),
  )
  return { terms, vouchers, limitMinor, expiresAt }
}

const of = ({ vouchers }: Model, index: number) => vouchers[index] as ModelVoucher
const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0)
const open = (voucher: ModelVoucher) => voucher.uses.filter((use) => !use.isReversed)

export function books({ terms, vouchers }: Model, all = vouchers) {
  const held = sum(all.map(({ hold }) => hold?.discountMinor ?? 0))
  const reserved = sum(all.map(({ reservedMinor, hold }) => reservedMinor - (hold?.fromReservedMinor ?? 0)))
  const spent = sum(all.flatMap(({ uses }) => uses.map((use) => use.discountMinor - use.reversedMinor)))
  const inUse = (voucher: ModelVoucher) => open(voucher).length > 0 || voucher.hold !== null
  const count = all.filter(terms.mode === 'guaranteed' ? (voucher) => voucher.isCounted : inUse).length
  return { held, reserved, spent, count }
}

/** Whether the house could stand with one voucher like that; giving back is always well. */
function overdraft(model: Model, index: number, after: ModelVoucher): number {
  const { terms, vouchers, limitMinor } = model
  const before = books(model)
  const then = books(
    model,
    vouchers.map((voucher, at) => (at === index ? after : voucher)),
  )
  if (then.count > before.count && then.count > (terms.count ?? Number.POSITIVE_INFINITY))
    return Number.POSITIVE_INFINITY
  const used = then.held + then.reserved + then.spent
  return used <= before.held + before.reserved + before.spent ? 0 : Math.max(0, used - limitMinor)
}

export function forget({ vouchers }: Model, now: number): void {
  for (const voucher of vouchers) if (voucher.hold !== null && voucher.hold.until <= now) voucher.hold = null
}

function standing({ terms, expiresAt }: Model, voucher: ModelVoucher, order: number, now: number): string | null {
  if (voucher.state === 'redeemed') return terms.kind === 'gift_card' ? 'giftcard.empty' : 'voucher.already_redeemed'
  if (voucher.hold?.order === order) return null
  if (now > expiresAt) return 'voucher.expired'
  return voucher.hold === null ? null : 'voucher.held'
}

/** The most of what is wanted that the money allows, and the voucher with it. */
function afford(model: Model, index: number, wanted: number, become: (discountMinor: number) => ModelVoucher) {
  const missing = overdraft(model, index, become(wanted))
  if (missing === 0) return { discountMinor: wanted, after: become(wanted) }
  const less = wanted - missing
  if (model.terms.whenShort === 'refuse' || less <= 0) return null
  return { discountMinor: less, after: become(less) }
}

const worth = (voucher: ModelVoucher, amountMinor: number) =>
  voucher.balanceMinor === null
    ? Math.min(Math.floor(amountMinor / 10 + 0.5), WORST.percent_off)
    : Math.min(voucher.balanceMinor, amountMinor)

export function redeem(model: Model, asked: Asked, key: string, body: string, now: number): Said {
  forget(model, now)
  const voucher = of(model, asked.voucher)
  const own = voucher.uses.find((use) => use.key === key)
  if (own && own.body !== body) return { word: 'idempotency.key_reused' }
  const known = own ?? open(voucher).find((use) => use.order === asked.order)
  const told = (use: Use) => ({ discountMinor: use.discountMinor, remainingMinor: use.remainingMinor })
  if (known) return { word: 'ok', replayed: true, ...told(known) }
  const refusal = standing(model, voucher, asked.order, now)
  if (refusal !== null) return { word: refusal }
  if (voucher.balanceMinor === null && worth(voucher, asked.amountMinor) === 0)
    return { word: 'order.nothing_to_discount' }
  const become = (discountMinor: number): ModelVoucher => {
    const balanceMinor = voucher.balanceMinor === null ? null : voucher.balanceMinor - discountMinor
    const use = { id: '', order: asked.order, key, body, discountMinor, remainingMinor: balanceMinor }
    return {
      ...voucher,
      state: balanceMinor === null || balanceMinor === 0 ? 'redeemed' : 'issued',
      balanceMinor,
      reservedMinor: balanceMinor === null ? 0 : Math.max(0, voucher.reservedMinor - discountMinor),
      hold: null,
      uses: [...voucher.uses, { ...use, reversedMinor: 0, isReversed: false }],
    }
  }
  const paid = afford(model, asked.voucher, worth(voucher, asked.amountMinor), become)
  if (paid === null) return { word: 'budget.exhausted' }
  model.vouchers[asked.voucher] = paid.after
  return { word: 'ok', replayed: false, ...told(paid.after.uses.at(-1) as Use) }
}

export function hold(model: Model, asked: Asked, ttlMs: number, now: number): Said {
  forget(model, now)
  const voucher = of(model, asked.voucher)
  const refusal = standing(model, voucher, asked.order, now)
  if (refusal !== null) return { word: refusal }
  if (voucher.balanceMinor === null && worth(voucher, asked.amountMinor) === 0)
    return { word: 'order.nothing_to_discount' }
  const become = (discountMinor: number): ModelVoucher => {
    const fromReservedMinor = Math.min(discountMinor, voucher.reservedMinor)
    return { ...voucher, hold: { id: '', order: asked.order, discountMinor, fromReservedMinor, until: now + ttlMs } }
  }
  const held = afford(model, asked.voucher, worth(voucher, asked.amountMinor), become)
  if (held === null) return { word: 'budget.exhausted' }
  model.vouchers[asked.voucher] = held.after
  return { word: 'ok', discountMinor: held.discountMinor }
}

export function release(model: Model, index: number, id: string, now: number): void {
  forget(model, now)
  if (of(model, index).hold?.id === id) of(model, index).hold = null
}

export function reverse(
  model: Model,
  index: number,
  id: string,
  asked: { amountMinor?: number; restoreVoucher?: boolean },
  now: number,
): Said {
  forget(model, now)
  const voucher = of(model, index)
  const use = voucher.uses.find((one) => one.id === id) as Use
  if (use.isReversed) return { word: 'redemption.already_reversed' }
  const left = use.discountMinor - use.reversedMinor
  const amount = asked.amountMinor ?? left
  if (amount > left) return { word: 'reversal.exceeds_discount' }
  const { terms, expiresAt } = model
  const wants = (asked.restoreVoucher ?? terms.refundPolicy === 'restore') && now <= expiresAt
  const isCard = voucher.balanceMinor !== null
  const wasUsedUp = voucher.state === 'redeemed'
  const isReversed = amount === left
  const uses = voucher.uses.map((one) =>
    one === use ? { ...use, reversedMinor: use.reversedMinor + amount, isReversed } : one,
  )
  const spent: ModelVoucher = { ...voucher, uses }
  const alive: ModelVoucher = {
    ...spent,
    balanceMinor: voucher.balanceMinor === null ? null : voucher.balanceMinor + amount,
    reservedMinor: voucher.reservedMinor + (terms.mode === 'guaranteed' ? (isCard ? amount : use.discountMinor) : 0),
  }
  if (alive.balanceMinor !== 0) alive.state = 'issued'
  // A guaranteed voucher lives again with all it was worth set aside, or not at all.
  const lives = wants && (isCard || (isReversed && wasUsedUp)) && overdraft(model, index, alive) === 0
  if (!lives && isReversed && wasUsedUp && open(spent).length === 0) spent.isCounted = false
  model.vouchers[index] = lives ? alive : spent
  return { word: 'ok', discountMinor: left - amount }
}
