// Pure: what an offer that is still being typed is worth, in the words that stand on the voucher.
import { money } from '../../ui/format.ts'
import type { OfferDraft } from './draft.ts'
import { minorOf } from './draft.ts'

const on = { order: '', favourite: ' your favourite category', categories: ' selected categories' } as const

/** '20% off your favourite category'; blanks show as an ellipsis. */
export function worthInWords(offer: OfferDraft | undefined, currency: string): string {
  if (offer === undefined) return '…'
  const amount = minorOf(offer.amount, currency)
  const worth = amount === undefined ? '…' : money(amount, currency)
  switch (offer.kind) {
    case 'percent_off':
      return `${offer.percent === '' ? '…' : offer.percent}% off${on[offer.scope]}`
    case 'amount_off':
      return `${worth} off${on[offer.scope]}`
    case 'free_shipping':
      return 'Free shipping'
    case 'gift_card':
      return `Gift card of ${worth}`
    case 'unit_off':
      return `${offer.quantity || '…'} × ${offer.sku || '…'} for free`
  }
}
