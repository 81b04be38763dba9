// Pure: what recipients add up to in an arm, as exact integers: sums, squares and products, and the largest totals.
import type { units } from '#db/tables/reports.ts'

export type UnitRow = typeof units.$inferSelect

/** r: revenue, d: discount, m: margin, x: spend before; doubled letters are sums of squares and products. `inside` and
 * `tail` are the orders within validity and after it. */
export const names = [
  'n',
  'issued',
  'redeemed',
  'byOther',
  'known',
  'purchasers',
  'plain',
  'refunded',
  'late',
  'orders',
  'r',
  'rr',
  'd',
  'dd',
  'm',
  'mm',
  'md',
  'mr',
  'x',
  'xx',
  'xp',
  'xr',
  'xm',
  'insideBuyers',
  'inside',
  'insideSquares',
  'tailBuyers',
  'tail',
  'tailSquares',
] as const
export type SumName = (typeof names)[number]
export type ArmSums = Record<SumName, bigint>

const NONE = Object.fromEntries(names.map((name) => [name, 0n])) as ArmSums
export const noArmSums = (): ArmSums => ({ ...NONE })

export function addInto(to: ArmSums, from: ArmSums, sign: 1n | -1n = 1n): void {
  for (const name of names) to[name] += sign * from[name]
}

export const isNothing = (sums: ArmSums): boolean => names.every((name) => sums[name] === 0n)

/** Zeros are left out. */
export const writeSums = (sums: ArmSums): string =>
  JSON.stringify(
    Object.fromEntries(names.filter((name) => sums[name] !== 0n).map((name) => [name, String(sums[name])])),
  )

export function readSums(text: string): ArmSums {
  const kept = JSON.parse(text) as Partial<Record<SumName, string>>
  const sums = { ...NONE }
  for (const name of names) if (kept[name] !== undefined) sums[name] = BigInt(kept[name])
  return sums
}

/** Gross margin of what was sold before the discount, less the discount; half away from zero. */
export function marginOf(revenueMinor: number, discountMinor: number, marginBps: number): bigint {
  const gross = BigInt(marginBps) * (BigInt(revenueMinor) + BigInt(discountMinor))
  const half = gross < 0n ? -5_000n : 5_000n
  return (gross + half) / 10_000n - BigInt(discountMinor)
}

/** What one recipient adds; no margin where the shop does not say its own. */
export function sumsOf(unit: UnitRow, marginBps: number | null): ArmSums {
  const flag = (is: boolean) => (is ? 1n : 0n)
  const bought = unit.orders > 0
  const [r, d, x] = [BigInt(unit.revenueMinor), BigInt(unit.discountMinor), BigInt(unit.beforeMinor)]
  const m = marginBps === null ? 0n : marginOf(unit.revenueMinor, unit.discountMinor, marginBps)
  const tail = BigInt(unit.tailMinor)
  const inside = r - tail
  return {
    n: 1n,
    issued: BigInt(unit.issued),
    redeemed: BigInt(unit.redeemed),
    byOther: BigInt(unit.byOther),
    known: flag(bought || unit.redeemed > 0),
    purchasers: flag(bought),
    plain: flag(bought && unit.redeemed === 0),
    refunded: BigInt(unit.refunded),
    late: BigInt(unit.late),
    orders: BigInt(unit.orders),
    r,
    rr: r * r,
    d,
    dd: d * d,
    m,
    mm: m * m,
    md: m * d,
    mr: m * r,
    x,
    xx: x * x,
    xp: bought ? x : 0n,
    xr: x * r,
    xm: x * m,
    insideBuyers: flag(unit.orders > unit.tailOrders),
    inside,
    insideSquares: inside * inside,
    tailBuyers: flag(unit.tailOrders > 0),
    tail,
    tailSquares: tail * tail,
  }
}

/** The largest totals, largest first, exact as far as the list goes; everybody else's is at most `floor`. */
export interface Tops {
  list: [unit: string, minor: number][]
  floor: number
}
export const noTops = (): Tops => ({ list: [], floor: 0 })
const LONGEST = 8

/** Only totals above zero matter. A list that has become too short to tell the two largest is to be read anew. */
export function retop(tops: Tops, unit: string, minor: number): Tops {
  const list = tops.list.filter(([id]) => id !== unit)
  let { floor } = tops
  if (minor > 0 && minor >= floor) {
    list.push([unit, minor])
    list.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    for (const [, dropped] of list.splice(LONGEST)) floor = Math.max(floor, dropped)
  }
  return { list, floor }
}

export const isTooShort = ({ list, floor }: Tops): boolean => list.length < 2 && floor > 0

export const topsOf = (largest: [string, number][]): Tops => ({
  list: largest.slice(0, LONGEST),
  floor: largest[LONGEST]?.[1] ?? 0,
})
export const TOPS_READ = LONGEST + 1
