// Pure: a text with its words in braces replaced by samples, as one reader would see it.
import { dayInWords } from '../../ui/format.ts'
import { readerLocale } from '../../ui/language.ts'
import type { Draft } from './draft.ts'

/** What may stand in double braces. */
export const variables = [
  'voucher.code',
  'voucher.expiresOn',
  'campaign.name',
  'customer.givenName',
  'customer.familyName',
  'customer.favouriteCategory',
] as const

/** Unknown words stay to be seen. */
export function filledIn(
  text: string,
  draft: Pick<Draft, 'name' | 'validFor' | 'days' | 'until'>,
  locale = readerLocale(),
  now = Date.now(),
): string {
  const lastDay =
    draft.validFor === 'until' && draft.until !== ''
      ? draft.until
      : new Date(now + Number(draft.days || 0) * 86_400_000).toISOString().slice(0, 10)
  const samples: Record<string, string> = {
    'voucher.code': 'K7QDX-M2HVA-4TRW',
    'voucher.expiresOn': dayInWords(lastDay, locale),
    'campaign.name': draft.name,
    'customer.givenName': 'Ada',
    'customer.familyName': 'Lovelace',
    'customer.favouriteCategory': 'Bikes',
  }
  return text.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (whole, name: string) => samples[name] ?? whole)
}
