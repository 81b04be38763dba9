// The closed lists of words that both sides speak: roles, scopes, channels, categories, states.

export const roles = ['admin', 'marketer', 'analyst', 'checkout', 'shop', 'privacy', 'support'] as const
export type Role = (typeof roles)[number]

export const scopes = [
  'keys.manage',
  'audit.read',
  'clock.move',
  'metrics.read',
  'customers.read',
  'customers.write',
  'customers.erase',
  'customers.merge',
  'consents.read',
  'consents.write',
  'consents.import',
  'purposes.read',
  'purposes.write',
  'notices.read',
  'notices.write',
  'attributes.write',
  'products.write',
  'events.write',
  'segments.write',
  'campaigns.read',
  'campaigns.write',
  'reports.read',
  'reports.exact',
  'vouchers.read',
  'vouchers.issue',
  'vouchers.write',
  'codes.read',
  'codes.export',
  'redemptions.read',
  'redemptions.write',
  'onsite.sign',
  'requests.read',
  'requests.write',
  'connectors.write',
  'webhooks.write',
] as const
export type Scope = (typeof scopes)[number]

/** What each role may do. `admin` may do everything. Codes are shown to admin and shop only (doors.md). */
export const scopesOf: Record<Role, readonly Scope[]> = {
  admin: scopes,
  marketer: [
    'purposes.read',
    'notices.read',
    'attributes.write',
    'segments.write',
    'campaigns.read',
    'campaigns.write',
    'reports.read',
    'reports.exact',
    'vouchers.read',
    'vouchers.issue',
    'vouchers.write',
    'redemptions.read',
  ],
  analyst: ['campaigns.read', 'reports.read'],
  checkout: ['redemptions.read', 'redemptions.write'],
  shop: [
    'customers.read',
    'customers.write',
    'customers.erase',
    'consents.read',
    'consents.write',
    'products.write',
    'events.write',
    'vouchers.read',
    'vouchers.issue',
    'codes.read',
    'redemptions.read',
    'onsite.sign',
  ],
  privacy: [
    'audit.read',
    'customers.read',
    'customers.erase',
    'customers.merge',
    'consents.read',
    'consents.write',
    'consents.import',
    'purposes.read',
    'purposes.write',
    'notices.read',
    'notices.write',
    'attributes.write',
    'requests.read',
    'requests.write',
    'connectors.write',
  ],
  // people at the counter and on the phone: they look with a reason, revoke, and issue anew
  support: [
    'customers.read',
    'customers.merge',
    'consents.read',
    'campaigns.read',
    'vouchers.read',
    'vouchers.issue',
    'vouchers.write',
    'redemptions.read',
  ],
}

export const channels = ['email', 'sms', 'push', 'onsite', 'partner', 'webhook'] as const
export type Channel = (typeof channels)[number]

export const categories = [
  'contact.email',
  'contact.phone',
  'contact.push',
  'contact.account',
  'contact.partner',
  'name',
  'birthdate',
  'age',
  'demographics',
  'location',
  'purchase_history',
  'cart_activity',
  'preferences',
] as const
export type Category = (typeof categories)[number]

/** The contact category that a channel always needs. */
export const contactCategory: Record<Channel, Category> = {
  email: 'contact.email',
  sms: 'contact.phone',
  push: 'contact.push',
  onsite: 'contact.account',
  partner: 'contact.partner',
  webhook: 'contact.partner',
}

export const legalBases = ['consent', 'legitimate_interest', 'contract'] as const
export type LegalBasis = (typeof legalBases)[number]

/** States of a consent cell (consent.md, section 3). Only `granted` permits anything. */
export const cellStates = [
  'unknown',
  'requested',
  'pending_doi',
  'pending_guardian',
  'granted',
  'refused',
  'withdrawn',
  'expired',
  'reconsent_required',
  'revoked',
  'invalidated',
] as const
export type CellState = (typeof cellStates)[number]

export const triggerKinds = [
  'birthday',
  'cart_abandoned',
  'spend_milestone',
  'win_back',
  'signed_up',
  'custom_event',
  'first_order',
  'anniversary',
  'price_drop',
  'back_in_stock',
  'broadcast',
] as const
export type TriggerKind = (typeof triggerKinds)[number]

export const campaignStates = ['draft', 'live', 'paused', 'ended'] as const
export type CampaignState = (typeof campaignStates)[number]

export const voucherStates = ['issued', 'held', 'redeemed', 'revoked', 'expired'] as const
export type VoucherState = (typeof voucherStates)[number]

export const budgetModes = ['at_redemption', 'guaranteed'] as const
export type BudgetMode = (typeof budgetModes)[number]

export const eventTypes = [
  'cart.updated',
  'order.placed',
  'order.refunded',
  'order.cancelled',
  'customer.signed_up',
] as const

/** What the house tells others by webhook. */
export const webhookEvents = [
  'voucher.issued',
  'voucher.redeemed',
  'redemption.reversed',
  'voucher.expired',
  'consent.changed',
  'customer.erased',
  'campaign.budget_low',
  'campaign.budget_exhausted',
  'guess.alarm',
  'request.overdue',
  'drop_in.changed',
] as const
export type WebhookEvent = (typeof webhookEvents)[number]

/** What a webhook may tell besides ids. */
export const webhookIncludes = ['customerReference', 'code'] as const
export type WebhookInclude = (typeof webhookIncludes)[number]

/** In whose words a webhook is told: ours, or those that receivers written for another product read. */
export const webhookEnvelopes = ['house', 'voucherify'] as const
export type WebhookEnvelope = (typeof webhookEnvelopes)[number]
