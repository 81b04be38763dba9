// What an offer that is still being typed is worth, in the words that stand on the voucher.
import { money } from '../../ui/format.ts'
import { wordsOf } from '../words.ts'
import type { OfferDraft } from './offer-draft.ts'
import { minorOf } from './typed.ts'

/** '20% off your favourite category'; blanks show as an ellipsis. */
export function worthInWords(offer: OfferDraft | undefined, currency: string): string {
  const t = wordsOf('compose')
  if (offer === undefined) return '…'
  const amount = minorOf(offer.amount, currency)
  const worth = amount === undefined ? '…' : money(amount, currency)
  switch (offer.kind) {
    case 'percent_off':
      return t(`worth.${offer.scope}`, { worth: `${offer.percent === '' ? '…' : offer.percent}%` })
    case 'amount_off':
      return t(`worth.${offer.scope}`, { worth })
    case 'free_shipping':
      return t('worth.shipping')
    case 'gift_card':
      return t('worth.card', { worth })
    case 'unit_off':
      return t('worth.unit', { quantity: offer.quantity || '…', sku: offer.sku || '…' })
  }
}
