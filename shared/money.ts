// The one place where money is rounded, split and read from text; amounts are whole minor units.

/** The largest amount that is taken anywhere; sums of it with itself stay exact in a JavaScript number. */
export const MAX_MINOR = 9_000_000_000_000

const FULL_BPS = 10_000n
const LONGEST_DECIMAL = 64

/** `numerator / denominator` to the nearest whole, halves away from zero. A denominator of 0 is a RangeError. */
export function roundHalfAway(numerator: bigint, denominator: bigint): bigint {
  if (denominator === 0n) throw new RangeError('cannot divide by zero')
  const isNegative = numerator < 0n !== denominator < 0n
  const above = numerator < 0n ? -numerator : numerator
  const below = denominator < 0n ? -denominator : denominator
  const rounded = (2n * above + below) / (2n * below)
  return isNegative ? -rounded : rounded
}

/** `bps` ten-thousandths of an amount, halves away from zero. */
export function percentOf(amountMinor: number, bps: number): number {
  return Number(roundHalfAway(BigInt(amountMinor) * BigInt(bps), FULL_BPS))
}

/**
 * Splits a total over weights by largest remainder, ties by order: the parts sum exactly to the total, and none is above
 * its weight when the total is not above their sum. Weights are whole and not negative; a total other than 0 needs one
 * above 0, else RangeError. A negative total is split like its positive twin.
 */
export function allocate(totalMinor: number, weights: number[]): number[] {
  if (totalMinor < 0) return allocate(-totalMinor, weights).map((part) => 0 - part)
  if (weights.some((weight) => weight < 0)) throw new RangeError('weights cannot be negative')
  if (totalMinor === 0) return weights.map(() => 0)
  const plain = allocatePlainly(totalMinor, weights)
  if (plain) return plain
  const total = BigInt(totalMinor)
  const sum = weights.reduce((soFar, weight) => soFar + BigInt(weight), 0n)
  if (sum === 0n) throw new RangeError('nothing to split the total over')
  const shares = weights.map((weight, index) => {
    const product = total * BigInt(weight)
    return { index, part: product / sum, remainder: product % sum }
  })
  const parts = shares.map((share) => Number(share.part))
  const left = totalMinor - parts.reduce((soFar, part) => soFar + part, 0)
  // Array.sort is stable, so equal remainders keep the order of the weights.
  const byRemainder = shares.toSorted((a, b) => (a.remainder < b.remainder ? 1 : a.remainder > b.remainder ? -1 : 0))
  for (const { index } of byRemainder.slice(0, left)) parts[index] = (parts[index] ?? 0) + 1
  return parts
}

/** The same for amounts of everyday size, whose products are exact as they are; null for others. */
function allocatePlainly(total: number, weights: number[]): number[] | null {
  let sum = 0
  for (const weight of weights) {
    if (total * weight > Number.MAX_SAFE_INTEGER) return null
    sum += weight
  }
  if (sum === 0 || sum > Number.MAX_SAFE_INTEGER) return null
  const remainders = weights.map((weight) => (total * weight) % sum)
  const parts = weights.map((weight, index) => (total * weight - (remainders[index] ?? 0)) / sum)
  let left = total
  for (const part of parts) left -= part
  if (left === 0) return parts
  const byRemainder = weights.map((_, index) => index).sort((a, b) => (remainders[b] ?? 0) - (remainders[a] ?? 0))
  for (const index of byRemainder.slice(0, left)) parts[index] = (parts[index] ?? 0) + 1
  return parts
}

/**
 * Reads a plain decimal such as `12.3450` as whole minor units of `digits` places, halves away from zero. Null for
 * anything else (exponents, separators of thousands, commas, empty text) and for amounts above MAX_MINOR either way.
 */
export function parseDecimalToMinor(text: string, digits = 2): number | null {
  const trimmed = text.trim()
  if (trimmed.length > LONGEST_DECIMAL) return null
  const match = /^([+-]?)([0-9]+)(?:\.([0-9]+))?$/.exec(trimmed)
  if (!match) return null
  const [, sign, whole = '', fraction = ''] = match
  const scaled = BigInt(whole + fraction) * 10n ** BigInt(digits)
  const minor = Number(roundHalfAway(scaled, 10n ** BigInt(fraction.length)))
  if (minor > MAX_MINOR) return null
  return sign === '-' ? 0 - minor : minor
}
