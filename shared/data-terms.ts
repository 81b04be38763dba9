// What each category of data is called in DPV and in fideslang, and how sensitive it is: the words of registers and receipts.
import type { Category, CellState, Channel, LegalBasis } from './kinds.ts'

export interface DataTerm {
  dpv: string
  fides: string
  sensitivity: 'identifier' | 'ordinary' | 'elevated'
}

export const dataTerms: Record<Category, DataTerm> = {
  'contact.email': { dpv: 'pd:EmailAddress', fides: 'user.contact.email', sensitivity: 'identifier' },
  'contact.phone': { dpv: 'pd:TelephoneNumber', fides: 'user.contact.phone_number', sensitivity: 'identifier' },
  'contact.push': { dpv: 'pd:DeviceBased', fides: 'user.device', sensitivity: 'identifier' },
  'contact.account': { dpv: 'pd:AccountIdentifier', fides: 'user.account', sensitivity: 'identifier' },
  'contact.partner': { dpv: 'pd:Contact', fides: 'user.contact', sensitivity: 'identifier' },
  name: { dpv: 'pd:Name', fides: 'user.name', sensitivity: 'identifier' },
  birthdate: { dpv: 'pd:BirthDate', fides: 'user.demographic.date_of_birth', sensitivity: 'elevated' },
  age: { dpv: 'pd:AgeRange', fides: 'user.demographic.age_range', sensitivity: 'elevated' },
  demographics: { dpv: 'pd:Demographic', fides: 'user.demographic', sensitivity: 'elevated' },
  location: { dpv: 'pd:Country', fides: 'user.location.imprecise', sensitivity: 'ordinary' },
  purchase_history: {
    dpv: 'pd:PurchasesAndSpendingHabit',
    fides: 'user.behavior.purchase_history',
    sensitivity: 'ordinary',
  },
  cart_activity: { dpv: 'pd:ServiceConsumptionBehavior', fides: 'user.behavior', sensitivity: 'ordinary' },
  preferences: { dpv: 'pd:Preference', fides: 'user.content', sensitivity: 'ordinary' },
}

export const basisTerms: Record<LegalBasis, string> = {
  consent: 'eu-gdpr:A6-1-a-explicit-consent',
  contract: 'eu-gdpr:A6-1-b',
  legitimate_interest: 'eu-gdpr:A6-1-f',
}

/** How a channel reaches somebody, for registers. */
export const channelTerms: Record<Channel, string> = {
  email: 'e-mail',
  sms: 'text message',
  push: 'push message',
  onsite: 'on the own pages',
  partner: 'through partners',
  webhook: 'through a sender of the shop',
}

/** Only the first is valid for processing; a yes after an earlier one is `dpv:RenewedConsentGiven`. */
export const statusTerms: Record<CellState, string> = {
  granted: 'dpv:ConsentGiven',
  unknown: 'dpv:ConsentUnknown',
  requested: 'dpv:ConsentRequested',
  pending_doi: 'dpv:ConsentRequested',
  pending_guardian: 'dpv:ConsentRequested',
  refused: 'dpv:ConsentRefused',
  withdrawn: 'dpv:ConsentWithdrawn',
  expired: 'dpv:ConsentExpired',
  reconsent_required: 'dpv:ConsentExpired',
  revoked: 'dpv:ConsentRevoked',
  invalidated: 'dpv:ConsentInvalidated',
}
