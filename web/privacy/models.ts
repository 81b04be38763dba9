// What the pages are told: plain facts, instants in epoch ms, money in minor units. The server fills these shapes.
import type { Offer } from '#shared/contracts/offers.ts'
import type { Category, CellState, Channel, LegalBasis, VoucherState } from '#shared/kinds.ts'
import type { Words } from './words.ts'

export interface Controller {
  name: string
  address: string
  contact: string
  /** The person responsible for data; without one the controller's contact answers. */
  responsible: { name: string; contact: string } | null
  /** Whom one may complain to, when the notice names it. */
  authority: { name: string; contact: string } | null
}
/** What every page knows. */
export interface Frame {
  words: Words
  /** Where this page is, without its query. */
  path: string
  /** Parameters that a change of language keeps. */
  kept: Readonly<Record<string, string>>
  /** The token of a signed-in page; its links are then buttons that carry it. */
  session: string | null
  /** Addresses of the style sheet and of the small script. */
  style: string
  script: string
  controller: Controller | null
  /** The shop's own colour, as a style sheet of ours, and its logo as a data: address. */
  brand?: { style: string; logo: string | null } | null
  /** The browser sends the preference signal Sec-GPC: 1. */
  optOut: boolean
  /** What has just been done, or why not. */
  news: News | null
}
export interface News {
  tone: 'good' | 'bad'
  title: string
  /** A list of what to mend, each with the id of its field. */
  errors?: readonly { field?: string; text: string }[]
  text?: string
}

export interface Person {
  customerId: string
  label: string
}

export interface CellChoice {
  channel: Channel
  category: Category
  state: CellState
  since: number | null
  noticeVersion: number | null
  expiresAt: number | null
  /** Anchor in the notice, without #. */
  clause: string
  byGuardian: boolean
}
export interface Card {
  purpose: string
  title: string
  benefit: string | null
  incentive: string | null
  legalBasis: LegalBasis
  justification: string | null
  objected: boolean
  cells: readonly CellChoice[]
}
export interface Choices {
  noticeVersion: number | null
  /** SHA-256 of the words of the controls as they are shown. */
  labelsSha256: string | null
  cards: readonly Card[]
  restricted: boolean
  objectedToAll: boolean
  /** Epoch ms until which she wants no messages; null when she does not mind. */
  snoozedUntil: number | null
  /** What the page was made from: a form sends it back. */
  version: string | null
  changesToSee: number
}

/** A pause of messages; days are 'YYYY-MM-DD' by her own clocks. */
export interface Snooze {
  until: number | null
  first: string
  last: string
  suggested: string
}

export interface VoucherCard {
  id: string
  offer: Offer | null
  currency: string
  code: string | null
  state: VoucherState
  issuedAt: number
  expiresAt: number
  balanceMinor: number | null
}
export interface Why {
  voucherId: string
  /** The rule in words: a key of the locale with what stands in it. */
  rule: readonly { key: string; values: Readonly<Record<string, string | number>> }[]
  purposeKey: string | null
  purpose: string | null
  legalBasis: LegalBasis | null
  categories: readonly Category[]
  consents: readonly { at: number; noticeVersion: number; category: Category }[]
  issuedAt: number
  canStop: boolean
}

export interface Held {
  /** A key of the locale, or the shop's own name of it. */
  name: string
  value: string
  category: Category | null
}
export interface MyData {
  held: readonly Held[]
  counts: readonly { key: string; count: number }[]
  editable: { givenName: string; familyName: string; email: string }
}

export interface Use {
  at: number
  /** Which sentence of the locale tells it: `usage.<kind>`. */
  kind: string
  values: Readonly<Record<string, string>>
  categories: readonly string[]
}

export interface Change {
  id: string
  version: number
  kind: string
  material: boolean
  purpose: string | null
  channel: Channel | null
  category: Category | null
  detail: string | null
  effectiveAt: number
  /** Whether she can say yes or no to it now. */
  open: boolean
}

export interface RequestLine {
  id: string
  kind: string
  state: string
  receivedAt: number
  dueAt: number
  extendedReason: string | null
}

export interface InsideParty {
  key: string
  name: string
  roles: readonly string[]
  categories: readonly string[]
  closed: boolean
}

export interface ReceiptLine {
  id: string
  at: number
  noticeVersion: number
  cells: number
  /** Signed into the ledger, or still on its way there. */
  ready: boolean
}

export interface Erasing {
  goes: readonly { key: string; count: number }[]
  stays: readonly { key: string; count: number }[]
}

export interface NoticeText {
  version: number
  publishedAt: number
  effectiveAt: number
  inForce: boolean
  title: string
  body: string
  sha256: string
  /** The language that the text is in, where it was not published in the reader's. */
  locale: string
  clauses: readonly {
    purpose: string
    title: string
    benefit: string | null
    incentive: string | null
    cells: readonly { channel: Channel; category: Category; retentionMonths: number; recipients: readonly string[] }[]
  }[]
  changes: readonly { kind: string; material: boolean; where: string | null; detail: string | null }[]
  diff: readonly { sign: '+' | '-' | ' '; text: string }[]
  versions: readonly number[]
}

export interface Asked {
  noticeVersion: number | null
  labelsSha256: string | null
  cards: readonly Card[]
}
