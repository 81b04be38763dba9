// What a refusal says beside its title. Each sentence is the key of its translations, so that the code reads as what is said.
import type { CampaignState, VoucherState } from '../kinds.ts'

export const details = [
  // the request itself
  'A JSON body is required',
  'Send application/json',
  'Send text/csv or application/x-ndjson in UTF-8',
  'The body is not valid UTF-8',
  'The body is not valid JSON: it ends too early',
  'The body is not valid JSON: at character {{at}}',
  'The line of column names: {{why}}',
  'At most {{most}} levels',
  'Between 1 and {{most}} events are taken at once',
  '1 to 255 printable ASCII characters',
  'The first request with this key has not finished',
  'Tell the server what was redeemed since the backup, or confirm it: npm run restore -- --confirm',
  // who asks
  'Send Authorization: Bearer <key>',
  'Send the session as bearer token',
  'The key is unknown, expired or revoked',
  'This door needs the scope {{scope}}',
  'This import needs the scope {{scope}}',
  'Name the audience: counting it takes a key that may see live figures',
  'The e-mail address or the password is wrong.',
  'Nobody here is known by this account, or it took too long.',
  'This passkey is not known here, or it took too long.',
  'It took too long; try again.',
  'Too many tries to sign in',
  'The identity provider does not answer.',
  // campaigns and vouchers
  'The campaign is {{state}}',
  'Pause it first: the campaign is {{state}}',
  'The campaign has ended',
  'The campaign is in the archive; take it out first',
  'It has not begun, or is over',
  'A draft has no report: launch it first',
  'The rule is deeper than {{most}} levels',
  'The rule is more than {{most}} nodes',
  'The rule is more than {{most}} values in lists',
  'The voucher is {{state}}',
  'The voucher has been reissued before',
  'It is somebody else’s',
  'None of the codes was redeemed',
  // channels
  'People come and fetch what it says; look at it where it is shown',
  '{{setting}}',
  // privacy
  'Version {{version}} has been published: draft it again',
  'Version {{version}} was not published in {{locale}}',
  'There is no such change',
  'It is paused already',
  'It is not paused',
  'It has been extended before',
] as const

export type DetailText = (typeof details)[number]
/** A sentence, and what stands in it by name. */
export type Detail = DetailText | readonly [DetailText, Readonly<Record<string, string | number>>]

/** Values that are words of ours and are said in the reader's language too. */
export type DetailWord = CampaignState | VoucherState

export interface Details {
  texts: Record<DetailText, string>
  words: Record<DetailWord, string>
}
