// Every way the house says no: code → HTTP status and title. Thrown as `new Refusal(code)`, told as RFC 9457.

export const refusals = {
  // the request itself
  'request.malformed': [400, 'The request could not be read'],
  'request.invalid': [400, 'The request does not fit the contract'],
  'request.too_deep': [400, 'The body is nested too deeply'],
  'request.truncated': [400, 'The body ended before it was complete'],
  'request.unauthenticated': [401, 'A key is needed'],
  'request.forbidden': [403, 'This key may not do that'],
  'request.not_found': [404, 'There is nothing at this address'],
  'request.wrong_method': [405, 'This address does not take that method'],
  'request.too_large': [413, 'The body is too large'],
  'request.unsupported_media': [415, 'This content type is not taken here'],
  'request.headers_too_large': [431, 'The head of the request is too long'],
  'request.throttled': [429, 'Too many requests'],
  'request.failed': [500, 'Something went wrong on our side'],
  'store.unavailable': [503, 'The store could not commit; ask again with the same order or key'],
  'server.busy': [503, 'More is asked than can be done in time; ask again'],
  'server.draining': [503, 'The server is stopping; ask again'],
  // idempotency
  'idempotency.key_missing': [400, 'An Idempotency-Key header is required here'],
  'idempotency.key_invalid': [400, 'The Idempotency-Key header is not usable'],
  'idempotency.key_reused': [422, 'This Idempotency-Key was used with another body'],
  // access
  'key.not_found': [404, 'There is no such API key'],
  // customers
  'customer.not_found': [404, 'There is no such customer'],
  'customer.unknown': [422, 'The customer named in the body is unknown'],
  'customer.erased': [409, 'This customer is being erased'],
  'attribute.undeclared': [422, 'This attribute has not been declared'],
  'attribute.exists': [409, 'An attribute with this key exists already'],
  'attribute.wrong_type': [422, 'The value does not fit the declared type of the attribute'],
  // consent
  'purpose.not_found': [404, 'There is no such purpose'],
  'purpose.unknown': [422, 'The purpose named in the body is unknown'],
  'purpose.justification_missing': [422, 'A purpose without consent needs a justification'],
  'purpose.exists': [409, 'A purpose with this key exists already'],
  'notice.not_found': [404, 'There is no such notice'],
  'notice.unknown': [422, 'This notice version is not the one in force'],
  'notice.published': [409, 'A published notice never changes'],
  'consent.cell_not_in_notice': [422, 'The notice does not cover this cell'],
  'consent.evidence_missing': [422, 'An import of consents needs evidence'],
  // the ledger
  'ledger.leaf_not_found': [404, 'The ledger has no such leaf'],
  'ledger.pending': [409, 'This event waits for its place in the ledger'],
  'ledger.size_unknown': [422, 'The ledger has not been that long'],
  // catalog and occasions
  'product.not_found': [404, 'There is no such product'],
  'event.id_reused': [422, 'This event id was used for another event'],
  'event.unknown_type': [422, 'This type of event is not known'],
  // segments
  'segment.not_found': [404, 'There is no such segment'],
  'segment.unknown': [422, 'The segment named in the body is unknown'],
  'rule.invalid': [422, 'The rule cannot be used'],
  'rule.too_large': [422, 'The rule is too large'],
  // campaigns and budget
  'campaign.not_found': [404, 'There is no such campaign'],
  'campaign.not_draft': [409, 'Only a draft can be launched'],
  'campaign.wrong_state': [409, 'The campaign is not in a state for that'],
  'campaign.frozen': [409, 'This part of a campaign is frozen at launch'],
  'campaign.not_ready': [422, 'The campaign cannot be launched yet'],
  'campaign.ended': [410, 'The campaign has ended'],
  'campaign.run_unavailable': [409, 'Only a live campaign can be run'],
  'budget.exhausted': [409, 'The campaign has no budget left for this'],
  'budget.day_exhausted': [409, 'The campaign has nothing left for today'],
  'budget.customer_exhausted': [409, 'The campaign has nothing left for this customer'],
  'budget.below_used': [409, 'The new limit is below what is spent, held and reserved'],
  // vouchers
  'voucher.not_found': [404, 'There is no such voucher'],
  'voucher.already_redeemed': [409, 'This voucher has been redeemed'],
  'voucher.held': [409, 'This voucher is held by another order'],
  'voucher.expired': [410, 'This voucher has expired'],
  'voucher.revoked': [410, 'This voucher has been revoked'],
  'voucher.not_yet_valid': [422, 'This voucher is not valid yet'],
  'voucher.other_customer': [422, 'This voucher belongs to another customer'],
  'voucher.wrong_state': [409, 'The voucher is not in a state for that'],
  'voucher.no_consent': [422, 'The customer has not consented to this use'],
  'voucher.capped': [422, 'The customer has had enough vouchers for now'],
  'voucher.out_of_stock': [422, 'The offer is for a product that is out of stock'],
  'giftcard.short': [409, 'The gift card holds less than was asked of it'],
  'giftcard.empty': [409, 'The gift card is empty'],
  // orders
  'order.below_minimum': [422, 'The order is below the minimum for this voucher'],
  'order.no_eligible_items': [422, 'Nothing on this order is eligible for this voucher'],
  'order.currency_mismatch': [422, 'The order is in another currency than the voucher'],
  'order.total_mismatch': [422, 'The items do not add up to the amount of the order'],
  'order.shipping_missing': [422, 'The order does not say what shipping costs'],
  'order.nothing_to_discount': [422, 'There is nothing on this order that the voucher could take off'],
  'order.closed': [409, 'The order was cancelled or refunded in full'],
  // holds, redemptions, reversals
  'hold.not_found': [404, 'There is no such hold'],
  'redemption.not_found': [404, 'There is no such redemption'],
  'redemption.already_reversed': [409, 'This redemption has been reversed in full'],
  'reversal.exceeds_discount': [422, 'A reversal cannot exceed what is left of the discount'],
  // several codes on one order
  'stack.exclusive': [409, 'The order has a code that combines with no other'],
  'stack.group_taken': [409, 'The order has a code of the same group'],
  'stack.already_redeemed': [409, 'The order has redeemed other codes together'],
  'stack.not_found': [404, 'There is no such stack of redemptions'],
  // onsite
  'onsite.token_invalid': [401, 'The signed token of the shop is missing, wrong or too old'],
  // the test clock
  'clock.backwards': [409, 'The test clock only moves forward'],
} as const satisfies Record<string, readonly [status: number, title: string]>

export type RefusalCode = keyof typeof refusals
