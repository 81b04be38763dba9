// Figures in words people read: money, counts, shares, days and moments, in the language in use and the reader's region.
import { wordsOf } from '../console/words.ts'
import { readerLocale } from './language.ts'
import { shownZone } from './zone.ts'

/** Digits after the point that a currency has: 2 for EUR, 0 for JPY, 3 for KWD. An unknown code counts as 2. */
export function minorDigits(currency: string): number {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  } catch {
    return 2
  }
}

/** Whole minor units as money: (123456, 'EUR') → €1,234.56. Whole amounts keep their cents only when `exact`. */
export function money(amountMinor: number, currency: string, locale = readerLocale()): string {
  const digits = minorDigits(currency)
  const major = amountMinor / 10 ** digits
  try {
    const isWhole = amountMinor % 10 ** digits === 0
    const shown = isWhole ? 0 : digits
    return new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      minimumFractionDigits: shown,
      maximumFractionDigits: shown,
    }).format(major)
  } catch {
    return `${major.toFixed(digits)} ${currency}`
  }
}

/** A count as the server tells it: a number, a floor such as "<10", or null where a small cell is hidden. */
export type Count = number | string | null

export function count(value: Count, locale = readerLocale()): string {
  if (value === null) return wordsOf('shell')('hidden')
  if (typeof value === 'string') return wordsOf('shell')('fewerThan', { most: value.replace('<', '') })
  return new Intl.NumberFormat(locale).format(value)
}

/** A count as a figure to draw with; null where it is hidden. */
export function figure(value: Count): number | null {
  return typeof value === 'number' ? value : null
}

/** One count of another in percent, or null when either is hidden or the whole is nothing. */
export function rate(part: Count, whole: Count, locale = readerLocale()): string | null {
  const [top, bottom] = [figure(part), figure(whole)]
  if (top === null || bottom === null || bottom === 0) return null
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(top / bottom)
}

/** Basis points as percent: 2550 → 25.5%. */
export function percent(bps: number, locale = readerLocale()): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(bps / 10_000)
}

/** An instant as day and time, in the zone of the shop's settings when no other is given. */
export function moment(iso: string, timeZone = shownZone(), locale = readerLocale()): string {
  const style: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeStyle: 'short' }
  return new Intl.DateTimeFormat(locale, timeZone === undefined ? style : { ...style, timeZone }).format(new Date(iso))
}

/** A calendar day 'YYYY-MM-DD' as people write it. */
export function dayInWords(day: string, locale = readerLocale()): string {
  const style: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }
  return new Intl.DateTimeFormat(locale, style).format(new Date(`${day}T00:00:00Z`))
}

/** A calendar day for the axis of a chart: '5 Jan'. Anything else stays as it is. */
export function dayShort(day: string, locale = readerLocale()): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return day
  const style: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', timeZone: 'UTC' }
  return new Intl.DateTimeFormat(locale, style).format(new Date(`${day}T00:00:00Z`))
}

/** ['a', 'b', 'c'] → 'a, b and c'. */
export function listed(words: string[], locale = readerLocale()): string {
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(words)
}

/** (1, 'voucher') → '1 voucher', (3, 'voucher') → '3 vouchers'. */
export function several(value: Count, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}

/** A key such as `birthday_offers` for the eye: 'birthday offers'. */
export function spelled(key: string): string {
  return key.replace(/[_.-]+/g, ' ')
}
