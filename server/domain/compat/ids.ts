// The same ids under the vendor's prefixes, and things that only the drop-in knows under prefixes of theirs; pure.
import { newId } from '#core/ids.ts'

/** Ours → the vendor's. */
const prefixes: [ours: string, theirs: string][] = [
  ['cus', 'cust'],
  ['cmp', 'camp'],
  ['vch', 'v'],
  // What was redeemed or rolled back together is told like a single one; a name of theirs is read as one of that.
  ['stk', 'r'],
  ['red', 'r'],
  ['back', 'rr'],
  ['rev', 'rr'],
  ['seg', 'seg'],
]
const theirs = new Map(prefixes)
const ours = new Map(prefixes.map(([one, other]) => [other, one]))

const BODY = /^([a-z]+)_([0-9A-HJKMNP-TV-Z]{26})$/

/** An id of the house as the vendor would write it; anything else stays as it is. */
export function toVendor(id: string): string {
  const [, prefix = '', body] = BODY.exec(id) ?? []
  const other = theirs.get(prefix)
  return other === undefined ? id : `${other}_${body}`
}

/** The id of the house, or undefined for what cannot be one of that kind. */
export function fromVendor(kind: 'cus' | 'cmp' | 'vch' | 'red' | 'rev' | 'seg', text: string): string | undefined {
  const [, prefix = '', body] = BODY.exec(text) ?? []
  return ours.get(prefix) === kind ? `${kind}_${body}` : undefined
}

/** Ids of what only the drop-in knows; their bodies are time-ordered like all others. */
export type OwnPrefix =
  | 'rf'
  | 'rrf'
  | 'pub'
  | 'ord'
  | 'aa'
  | 'cat'
  | 'val'
  | 'asgm'
  | 'exp'
  | 'prod'
  | 'sku'
  | 'rh'
  | 'evt'
  | 'vtx'
  | 'del'
  | 'ssn'
  | 'valid'
  | 'track'
  | 'work'
  | 'seg'
  | 'mem'
  | 'ms'
  | 'qualification'
  | 'fact'

export const ownId = (prefix: OwnPrefix, now: number): string => `${prefix}_${newId('audit', now).split('_')[1] ?? ''}`
