// Amounts in a sentence, and the lists behind its choices: currencies and time zones, all from the browser.
import { NumberBlank } from '../../ui/blank.tsx'
import { minorDigits } from '../../ui/format.ts'
import { readerLocale } from '../../ui/language.ts'
import type { Typed } from './draft.ts'

interface CurrencyNumberProps {
  label: string
  path?: string
  currency: string
  value: Typed
  onChange: (value: Typed) => void
  placeholder?: string
}

export function CurrencyNumber({ label, path, currency, value, onChange, placeholder }: CurrencyNumberProps) {
  return (
    <NumberBlank
      label={`${label}, in ${currency}`}
      {...(path === undefined ? {} : { path })}
      value={value}
      onChange={onChange}
      decimals={minorDigits(currency)}
      prefix={signOf(currency)}
      {...(placeholder === undefined ? {} : { placeholder })}
    />
  )
}

function signOf(currency: string): string {
  try {
    const parts = new Intl.NumberFormat(readerLocale(), { style: 'currency', currency }).formatToParts(0)
    const sign = parts.find((part) => part.type === 'currency')?.value ?? currency
    return sign.length > 2 ? `${sign} ` : sign
  } catch {
    return `${currency} `
  }
}

const often = ['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'PLN', 'CZK', 'JPY', 'AUD', 'CAD']

export function currencies(current: string) {
  const all = [...new Set([current, ...often, ...Intl.supportedValuesOf('currency')])]
  return all.map((code) => ({ value: code, label: code }))
}

export function zones(current: string) {
  const all = [...new Set([current, 'UTC', ...Intl.supportedValuesOf('timeZone')])]
  return all.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))
}
