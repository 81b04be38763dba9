// What we call things, in the terms of the W3C Data Privacy Vocabulary and of fideslang.
import type { Category, CellState } from './kinds.ts'

/** Terms of `https://w3id.org/dpv/pd#` and of fideslang's data categories. */
export const categoryTerms: Record<Category, { pd: string; fides: string }> = {
  'contact.email': { pd: 'pd:EmailAddress', fides: 'user.contact.email' },
  'contact.phone': { pd: 'pd:TelephoneNumber', fides: 'user.contact.phone_number' },
  'contact.push': { pd: 'pd:DeviceBased', fides: 'user.device' },
  'contact.account': { pd: 'pd:UID', fides: 'user.unique_id' },
  'contact.partner': { pd: 'pd:Contact', fides: 'user.contact' },
  name: { pd: 'pd:Name', fides: 'user.name.first' },
  birthdate: { pd: 'pd:BirthDate', fides: 'user.demographic.date_of_birth' },
  age: { pd: 'pd:AgeRange', fides: 'user.demographic.age_range' },
  demographics: { pd: 'pd:Demographic', fides: 'user.demographic' },
  location: { pd: 'pd:Country', fides: 'user.location.imprecise' },
  purchase_history: { pd: 'pd:PurchasesAndSpendingHabit', fides: 'user.behavior.purchase_history' },
  cart_activity: { pd: 'pd:ServiceConsumptionBehavior', fides: 'user.behavior' },
  preferences: { pd: 'pd:Preference', fides: 'user.privacy_preferences' },
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
