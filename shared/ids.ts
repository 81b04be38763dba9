// Prefixes of the ids of the house: an id says what it is.

export const prefixes = {
  apiKey: 'key',
  customer: 'cus',
  consentEvent: 'cev',
  notice: 'ntc',
  purpose: 'pur',
  attribute: 'att',
  segment: 'seg',
  campaign: 'cmp',
  run: 'run',
  voucher: 'vch',
  holdout: 'out',
  hold: 'hld',
  redemption: 'red',
  reversal: 'rev',
  refusedCode: 'rfc',
  budget: 'bud',
  entry: 'ent',
  message: 'msg',
  audit: 'aud',
  token: 'tok',
  serviceMessage: 'svc',
  guardian: 'grd',
} as const
export type IdKind = keyof typeof prefixes
