// Figures read well in any currency, and what is hidden stays hidden.
import { expect, test } from 'vitest'
import {
  count,
  dayInWords,
  dayShort,
  figure,
  listed,
  minorDigits,
  moment,
  money,
  percent,
  rate,
  several,
  spelled,
} from './format.ts'
import { pickLocale } from './language.ts'

const GB = 'en-GB'

test('money in its own digits, whole amounts without cents', () => {
  expect(money(123_456, 'EUR', GB)).toBe('€1,234.56')
  expect(money(100_000, 'EUR', GB)).toBe('€1,000')
  expect(money(5, 'EUR', GB)).toBe('€0.05')
  expect(money(1500, 'JPY', GB)).toBe('JP¥1,500')
  expect(money(1234, 'KWD', GB)).toBe('KWD\u00a01.234')
  expect(money(-250, 'GBP', GB)).toBe('-£2.50')
  expect(money(100, 'not a currency', GB)).toBe('1.00 not a currency')
  expect([minorDigits('EUR'), minorDigits('JPY'), minorDigits('KWD'), minorDigits('??')]).toEqual([2, 0, 3, 2])
})

test('counts, floors and hidden cells', () => {
  expect(count(1300, GB)).toBe('1,300')
  expect(count('<10')).toBe('fewer than 10')
  expect(count(null)).toBe('hidden')
  expect([figure(3), figure('<10'), figure(null)]).toEqual([3, null, null])
  expect(several(1, 'voucher')).toBe('1 voucher')
  expect(several(2, 'voucher')).toBe('2 vouchers')
})

test('a rate only where both counts are known and there is a whole', () => {
  expect(rate(214, 640, GB)).toBe('33.4%')
  expect(rate(0, 10, GB)).toBe('0%')
  for (const [part, whole] of [
    [1, 0],
    ['<10', 20],
    [3, null],
  ] as const) {
    expect(rate(part, whole, GB)).toBeNull()
  }
  expect(percent(2550, GB)).toBe('25.5%')
})

test('days do not shift with the zone of the reader', () => {
  expect(dayInWords('2026-01-01', GB)).toBe('1 Jan 2026')
  expect(dayInWords('2026-12-31', GB)).toBe('31 Dec 2026')
  expect(dayShort('2026-03-05', GB)).toBe('5 Mar')
  expect(dayShort('other', GB)).toBe('other')
  expect(moment('2026-01-15T06:00:00Z', 'Europe/Berlin', GB)).toBe('15 Jan 2026, 07:00')
})

test('words', () => {
  expect(listed(['a', 'b', 'c'], GB)).toBe('a, b and c')
  expect(spelled('birthday_offers.by-mail')).toBe('birthday offers by mail')
  expect(pickLocale(['de-DE', 'en-US'])).toBe('en-US')
  expect(pickLocale(['de', 'eng'])).toBe('en-GB')
  expect(pickLocale(['en-US', 'ar-EG'], 'ar')).toBe('ar-EG')
  expect(pickLocale(['en-US'], 'tr')).toBe('tr')
  expect(pickLocale(['en-US@posix'])).toBe('en-GB')
})
