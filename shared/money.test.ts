// Rounding, splitting and reading money: tables, laws, and the prices of a real shop.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocate, MAX_MINOR, parseDecimalToMinor, percentOf, roundHalfAway } from './money.ts'

const amount = fc.integer({ min: 0, max: MAX_MINOR })
const bps = fc.integer({ min: 0, max: 10_000 })

describe('roundHalfAway', () => {
  it.each([
    [0n, 7n, 0n],
    [1n, 2n, 1n],
    [-1n, 2n, -1n],
    [1n, -2n, -1n],
    [-1n, -2n, 1n],
    [3n, 2n, 2n],
    [5n, 2n, 3n],
    [-5n, 2n, -3n],
    [1n, 3n, 0n],
    [2n, 3n, 1n],
    [-2n, 3n, -1n],
    [4n, 9n, 0n],
    [5n, 9n, 1n],
    [10n ** 40n + 1n, 2n, (10n ** 40n + 2n) / 2n],
  ])('%s / %s is %s', (numerator, denominator, rounded) => {
    expect(roundHalfAway(numerator, denominator)).toBe(rounded)
  })

  it('refuses to divide by zero', () => {
    expect(() => roundHalfAway(1n, 0n)).toThrow(RangeError)
  })

  it('is never further than a half, at a half goes away from zero, and mirrors', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt({ min: 1n }), (numerator, denominator) => {
        const rounded = roundHalfAway(numerator, denominator)
        const off = 2n * (rounded * denominator - numerator)
        const distance = off < 0n ? -off : off
        expect(distance <= denominator).toBe(true)
        if (distance === denominator) expect(off > 0n).toBe(numerator > 0n)
        expect(roundHalfAway(-numerator, denominator)).toBe(-rounded)
        expect(roundHalfAway(-numerator, -denominator)).toBe(rounded)
      }),
    )
  })
})

describe('percentOf', () => {
  it.each([
    [1000, 2500, 250],
    [999, 2500, 250],
    [1, 5000, 1],
    [1, 4999, 0],
    [3, 5000, 2],
    [-3, 5000, -2],
    [0, 10_000, 0],
    [1005, 1000, 101],
    [MAX_MINOR, 10_000, MAX_MINOR],
    [8_999_999_999_999, 3333, 2_999_700_000_000],
  ])('%i at %i bps is %i', (of, share, expected) => {
    expect(percentOf(of, share)).toBe(expected)
  })

  it('stays between nothing and all, grows with both, and is all at 10,000', () => {
    fc.assert(
      fc.property(amount, bps, (of, share) => {
        const part = percentOf(of, share)
        expect(Number.isSafeInteger(part) && part >= 0 && part <= of).toBe(true)
        expect(percentOf(of, 10_000)).toBe(of)
        if (share < 10_000) expect(percentOf(of, share + 1)).toBeGreaterThanOrEqual(part)
        if (of < MAX_MINOR) expect(percentOf(of + 1, share)).toBeGreaterThanOrEqual(part)
      }),
    )
  })
})

describe('allocate', () => {
  it.each([
    { total: 100, weights: [1, 1, 1], parts: [34, 33, 33] },
    { total: 101, weights: [1, 1, 1], parts: [34, 34, 33] },
    { total: 2, weights: [1, 1, 1], parts: [1, 1, 0] },
    { total: 5, weights: [0, 10, 0], parts: [0, 5, 0] },
    { total: 1, weights: [0, 1, 1], parts: [0, 1, 0] },
    { total: 0, weights: [0, 0], parts: [0, 0] },
    { total: 0, weights: [], parts: [] },
    { total: -100, weights: [1, 1, 1], parts: [-34, -33, -33] },
    { total: 10, weights: [333, 333, 334], parts: [3, 3, 4] },
    { total: 7, weights: [3, 2, 2], parts: [3, 2, 2] },
    { total: MAX_MINOR, weights: [MAX_MINOR, MAX_MINOR, MAX_MINOR], parts: Array(3).fill(MAX_MINOR / 3) },
  ])('$total over $weights is $parts', ({ total, weights, parts }) => {
    expect(allocate(total, weights)).toEqual(parts)
  })

  it('refuses what cannot be split', () => {
    expect(() => allocate(1, [])).toThrow(RangeError)
    expect(() => allocate(1, [0, 0])).toThrow(RangeError)
    expect(() => allocate(1, [2, -1])).toThrow(RangeError)
  })

  const weights = fc.array(fc.oneof(amount, fc.integer({ min: 0, max: 20 })), { minLength: 1, maxLength: 40 })

  it('sums exactly, stays within one of the exact share, and gives ties in order', () => {
    fc.assert(
      fc.property(amount, weights, (total, over) => {
        fc.pre(over.some((weight) => weight > 0))
        const parts = allocate(total, over)
        const sum = over.reduce((soFar, weight) => soFar + BigInt(weight), 0n)
        expect(parts.reduce((soFar, part) => soFar + part, 0)).toBe(total)
        for (const [at, part] of parts.entries()) {
          const exact = BigInt(total) * BigInt(over[at] ?? 0)
          const off = BigInt(part) * sum - exact
          expect(off > -sum && off < sum && part >= 0).toBe(true)
          const later = parts.filter((_, other) => other > at && over[other] === over[at])
          expect(later.every((other) => other <= part)).toBe(true)
        }
      }),
    )
  })

  it('never gives a line more than it has when the total is not above the sum', () => {
    const small = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(small, fc.double({ min: 0, max: 1, noNaN: true }), (over, share) => {
        const total = Math.floor(over.reduce((sum, weight) => sum + weight, 0) * share)
        const parts = allocate(total, over)
        expect(parts.every((part, at) => part >= 0 && part <= (over[at] ?? 0))).toBe(true)
      }),
    )
  })
})

describe('parseDecimalToMinor', () => {
  it.each<[string, number | undefined, number | null]>([
    ['0', undefined, 0],
    ['12', undefined, 1200],
    ['12.3', undefined, 1230],
    ['12.345', undefined, 1235],
    ['12.3449999', undefined, 1234],
    ['-12.345', undefined, -1235],
    ['-0.004', undefined, 0],
    ['+1.005', undefined, 101],
    ['699.0982', undefined, 69910],
    [' 7.50 ', undefined, 750],
    ['1.5', 0, 2],
    ['1.2345', 3, 1235],
    ['0000000000000000001.10', undefined, 110],
    ['90000000000.00', undefined, MAX_MINOR],
    ['90000000000.004', undefined, MAX_MINOR],
    ['90000000000.005', undefined, null],
    ['-90000000000.01', undefined, null],
    [`0.${'1'.repeat(62)}`, undefined, 11],
    [`0.${'1'.repeat(63)}`, undefined, null],
    ['1'.repeat(2_000_000), undefined, null],
    ['', undefined, null],
    [' ', undefined, null],
    ['.5', undefined, null],
    ['5.', undefined, null],
    ['1e3', undefined, null],
    ['1,000.00', undefined, null],
    ['1,50', undefined, null],
    ['1 000', undefined, null],
    ['1_000', undefined, null],
    ['0x10', undefined, null],
    ['--1', undefined, null],
    ['€5', undefined, null],
    ['NaN', undefined, null],
    ['Infinity', undefined, null],
    ['١٢', undefined, null],
    ['1\u0000', undefined, null],
    ['12\n13', undefined, null],
  ])('%j with %s digits is %s', (text, digits, minor) => {
    expect(parseDecimalToMinor(text, digits)).toBe(minor)
  })

  it('reads back what was written, and rounds four places as one division would', () => {
    fc.assert(
      fc.property(fc.integer({ min: -MAX_MINOR, max: MAX_MINOR }), (units) => {
        const write = (places: number) => {
          const digits = String(Math.abs(units)).padStart(places + 1, '0')
          return `${units < 0 ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`
        }
        expect(parseDecimalToMinor(write(2))).toBe(units)
        expect(parseDecimalToMinor(write(4))).toBe(Number(roundHalfAway(BigInt(units), 100n)))
      }),
    )
  })

  it('answers null or a whole amount to any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const minor = parseDecimalToMinor(text)
        expect(minor === null || (Number.isSafeInteger(minor) && Math.abs(minor) <= MAX_MINOR)).toBe(true)
      }),
    )
  })

  const folder = join(process.env.VOUCHSAFE_DATA ?? join(import.meta.dirname, '../../shared/data'), 'adventureworks')
  const isThere = existsSync(folder)
  if (!isThere) console.warn(`NOT RUN: the prices of a real shop are not at ${folder}; set VOUCHSAFE_DATA`)

  it.runIf(isThere)('rounds 56,046 real prices of up to four places to the revenue that is known', () => {
    const read = (file: string) => readFileSync(join(folder, file), 'utf8')
    const lines = parse<{ unit_price: string; quantity: string }>(read('order_lines.csv'), { columns: true })
    const cents = lines.reduce(
      (sum, line) => sum + (parseDecimalToMinor(line.unit_price) ?? Number.NaN) * Number(line.quantity),
      0,
    )
    expect(lines).toHaveLength(56_046)
    expect(cents).toBe(JSON.parse(read('truth.json')).revenue_cents)
  })
})
