// How the drop-in says no: the vendor's keys and words, and which of them each refusal of the house is; pure.
import type { Refusal } from '#core/refusal.ts'
import type { RefusalCode } from '#shared/refusals.ts'

export interface VendorErrorBody {
  code: number
  key: string
  message: string
  details?: string | undefined
  resource_id?: string | undefined
  resource_type?: string | undefined
  error?: { message: string } | undefined
}

/** Thrown by the verbs of this room; `body` is what crosses the wire, but for the id of the request. */
export class VendorError extends Error {
  readonly status: number
  readonly body: VendorErrorBody

  constructor(status: number, key: string, message: string, more: Partial<VendorErrorBody> = {}) {
    super(message)
    this.name = 'VendorError'
    this.status = status
    this.body = { code: status, key, message, ...more }
  }
}

export const notFound = (what: string, id: string): VendorError =>
  new VendorError(404, 'not_found', 'Resource not found', {
    details: `Cannot find ${what} with id ${id}`,
    resource_id: id,
    resource_type: what,
  })

export const invalidPayload = (details: string): VendorError =>
  new VendorError(400, 'invalid_payload', 'Invalid payload', { details })

export const duplicate = (details: string): VendorError =>
  new VendorError(409, 'duplicate_found', 'Duplicated resource found', { details })

/** What the other product can and this house does not: refused by name, so that nobody believes that it was done. */
export const unsupported = (what: string): VendorError =>
  new VendorError(400, 'not_supported', 'Not supported here', { details: what })

export interface Reason {
  key: string
  message: string
  /** The shop's own words for it. */
  said?: string
}

/** As it is told inside an error. */
export const wordsOf = ({ key, message, said }: Reason): Pick<VendorErrorBody, 'key' | 'message' | 'error'> => ({
  key,
  message,
  ...(said === undefined ? {} : { error: { message: said } }),
})

const reasons: Partial<Record<RefusalCode, Reason>> = {
  'voucher.already_redeemed': { key: 'quantity_exceeded', message: 'quantity exceeded' },
  'voucher.held': { key: 'quantity_exceeded', message: 'quantity exceeded' },
  'giftcard.empty': { key: 'gift_amount_exceeded', message: 'gift amount exceeded' },
  'giftcard.short': { key: 'gift_amount_exceeded', message: 'gift amount exceeded' },
  'voucher.expired': { key: 'voucher_expired', message: 'voucher expired' },
  'voucher.revoked': { key: 'voucher_disabled', message: 'voucher is disabled' },
  'voucher.disabled': { key: 'voucher_disabled', message: 'voucher is disabled' },
  'campaign.ended': { key: 'voucher_disabled', message: 'voucher is disabled' },
  'voucher.not_yet_valid': { key: 'voucher_not_active', message: 'voucher not active now' },
  'voucher.other_customer': { key: 'customer_rules_violated', message: 'customer does not match validation rules' },
  'order.below_minimum': { key: 'order_rules_violated', message: 'order does not match validation rules' },
  'order.no_eligible_items': { key: 'order_rules_violated', message: 'order does not match validation rules' },
  'order.nothing_to_discount': { key: 'order_rules_violated', message: 'order does not match validation rules' },
  'order.closed': { key: 'order_rules_violated', message: 'the order was cancelled' },
  'stack.exclusive': { key: 'exclusion_rules_not_met', message: 'the order has a code that combines with no other' },
  'stack.group_taken': { key: 'applicable_redeemables_per_category_limit_exceeded', message: 'limit exceeded' },
  'stack.already_redeemed': { key: 'invalid_redemption', message: 'the order has redeemed other codes' },
  'redemption.already_reversed': { key: 'already_rolled_back', message: 'Already rolled back' },
}

/** Why a voucher is no good, in the vendor's words; budgets, which it has no word for, break the rules of redemption. */
export function reasonOf(code: RefusalCode): Reason {
  const known = reasons[code]
  if (known) return known
  if (code.startsWith('order.'))
    return { key: 'order_rules_violated', message: 'order does not match validation rules' }
  return { key: 'redemption_rules_violated', message: 'redemption does not match validation rules' }
}

const plain: Partial<Record<RefusalCode, string>> = {
  'request.unauthenticated': 'unauthorized',
  'request.forbidden': 'forbidden',
  'request.throttled': 'too_many_requests',
  'request.invalid': 'invalid_payload',
  'request.malformed': 'invalid_payload',
  'request.too_deep': 'invalid_payload',
  'request.truncated': 'invalid_payload',
  'customer.erased': 'resource_in_use',
}

/** What the vendor's clients call a field of ours. */
const theirs: Record<string, string> = { birthDate: 'birthdate', givenName: 'name', familyName: 'name' }

/** A refusal that is about anything but using a voucher. */
export function asVendorError(refusal: Refusal): VendorError {
  const { code, status, title, detail, errors } = refusal
  const details =
    errors?.map(({ path, message }) => `Property .${theirs[path] ?? path} ${message}`).join('; ') ?? detail
  const more = { details: details ?? title }
  if (reasons[code]) return new VendorError(400, reasonOf(code).key, reasonOf(code).message, more)
  if (code === 'request.throttled')
    return new VendorError(429, 'too_many_requests', 'Too many requests hit the API too quickly.', more)
  if (code === 'request.unauthenticated') return new VendorError(401, 'unauthorized', 'Unauthorized', more)
  if (status === 404) return new VendorError(404, 'not_found', 'Resource not found', more)
  const vendorStatus = status === 422 || status === 410 ? 400 : status
  return new VendorError(vendorStatus, plain[code] ?? code.replace('.', '_'), title, more)
}
