// For tests: every page of the centre with a full and hostile life in it, for each language.
import type { Category, Channel } from '#shared/kinds.ts'
import { contactCategory } from '#shared/kinds.ts'
import { type Room, wholePage } from './layout.ts'
import type { Card, CellChoice, Choices, Frame } from './models.ts'
import { choicesPage } from './pages/choices.ts'
import { dataPage, usagePage } from './pages/data.ts'
import { entryPage, leftPage, openPage, peoplePage, sentPage, stepPage, stopPage } from './pages/entry.ts'
import { confirmPage, donePage, guardianPage, notMePage, unsubscribedPage, unsubscribePage } from './pages/letters.ts'
import { noticePage } from './pages/notice.ts'
import {
  changesPage,
  downloadPage,
  erasedPage,
  erasePage,
  objectionsPage,
  partiesPage,
  receiptsPage,
  requestsPage,
} from './pages/rights.ts'
import { agePage, countryPage, signUpPage } from './pages/sign-up.ts'
import { vouchersPage, whyPage } from './pages/vouchers.ts'
import type { Page } from './parts.ts'
import { wordsFor } from './words.ts'

const NOW = Date.parse('2026-03-10T12:00:00Z')
export const EVIL = `Ann "<img src=x onerror=alert(1)>" & 'co' \u202eevil`
const channels: readonly Channel[] = ['email', 'sms', 'push', 'onsite']
const categories: readonly Category[] = [
  'name',
  'birthdate',
  'age',
  'location',
  'purchase_history',
  'cart_activity',
  'preferences',
]

/** As large as consent.md says one can be: four channels by eight categories. */
export function bigCard(purpose: string, state: CellChoice['state'], some = channels): Card {
  const cells = some.flatMap((channel) =>
    [contactCategory[channel], ...categories].map((category) => ({
      channel,
      category,
      state,
      since: state === 'unknown' ? null : NOW,
      noticeVersion: state === 'unknown' ? null : 3,
      expiresAt: state === 'granted' ? NOW + 1e10 : null,
      clause: `${purpose}.${channel}.${category}`,
      byGuardian: false,
    })),
  )
  return {
    purpose,
    title: `${purpose} ${EVIL}`,
    benefit: EVIL,
    incentive: 'A voucher of 5 EUR',
    legalBasis: 'consent',
    justification: null,
    objected: false,
    cells,
  }
}

const cards: Card[] = [
  bigCard('birthday_offers', 'granted', ['email', 'sms']),
  bigCard('cart_reminders', 'unknown'),
  { ...bigCard('win_back', 'reconsent_required'), objected: true },
  {
    ...bigCard('news', 'pending_doi'),
    cells: bigCard('news', 'pending_doi').cells.map((cell, i) =>
      i % 3 ? cell : { ...cell, state: 'withdrawn' as const },
    ),
  },
  { ...bigCard('fraud', 'unknown'), legalBasis: 'legitimate_interest', justification: EVIL },
]
const choices: Choices = {
  noticeVersion: 3,
  labelsSha256: null,
  cards,
  restricted: true,
  objectedToAll: true,
  snoozedUntil: NOW,
  version: EVIL,
  changesToSee: 2,
}
const lines = cards
  .slice(0, 2)
  .flatMap((card) =>
    card.cells.slice(0, 4).map(({ channel, category }) => ({ purpose: card.title, channel, category })),
  )
const purposes = [
  { key: 'a', title: EVIL },
  { key: 'b', title: 'News' },
]

const days = { first: '2026-06-16', last: '2027-06-15', suggested: '2026-07-15' }

type Make = (frame: Frame) => Page
const inside: [name: string, room: Room | null, make: Make][] = [
  ['choices', 'choices', (frame) => choicesPage(frame, choices, 'cards')],
  ['choices-table', 'choices', (frame) => choicesPage(frame, choices, 'table')],
  ['choices-empty', 'choices', (frame) => choicesPage(frame, { ...choices, cards: [], changesToSee: 0 }, 'cards')],
  [
    'vouchers',
    'vouchers',
    (frame) =>
      vouchersPage(
        frame,
        Array.from({ length: 20 }, (_, i) => ({
          id: `vch_${i}`,
          offer:
            [
              { kind: 'amount_off' as const, amountMinor: 500 },
              { kind: 'percent_off' as const, bps: 1250, maxMinor: 2000 },
              { kind: 'gift_card' as const, amountMinor: 2500 },
              { kind: 'unit_off' as const, sku: EVIL, quantity: 2 },
              { kind: 'free_shipping' as const, maxMinor: 490 },
            ][i % 5] ?? null,
          currency: 'EUR',
          code: 'BDAY-7K3M9-Q2XWT-4HJ8',
          state: (['issued', 'redeemed', 'expired', 'revoked', 'held'] as const)[i % 5] ?? 'issued',
          issuedAt: NOW,
          expiresAt: NOW + 1e9,
          balanceMinor: i % 5 === 2 ? 1234 : null,
        })),
      ),
  ],
  ['vouchers-empty', 'vouchers', (frame) => vouchersPage(frame, [])],
  [
    'why',
    'vouchers',
    (frame) =>
      whyPage(frame, {
        voucherId: 'vch_1',
        rule: [
          { key: 'why.trigger.birthday', values: { leadDays: 3 } },
          { key: 'why.trigger.spend_milestone', values: { thresholdMinor: 20_000, currency: 'EUR' } },
          { key: 'why.trigger.win_back', values: { days: 90 } },
          { key: 'why.any', values: { count: 2 } },
          { key: 'why.condition.gte', values: { field: 'orders.totalMinor', value: 12_345 } },
          { key: 'why.condition.within_days', values: { field: 'birthday', value: 7 } },
          { key: 'why.condition.eq', values: { field: 'attributes.shoe', value: EVIL } },
          { key: 'nothing.known', values: { said: EVIL } },
        ],
        purposeKey: 'birthday_offers',
        purpose: EVIL,
        legalBasis: 'consent',
        categories: ['birthdate', 'contact.email'],
        consents: [{ at: NOW, noticeVersion: 3, category: 'birthdate' }],
        issuedAt: NOW,
        canStop: true,
      }),
  ],
  [
    'data',
    'data',
    (frame) =>
      dataPage(frame, {
        held: [
          { name: 'email', value: 'ann@shop.example', category: 'contact.email' },
          { name: 'birthDate', value: '--03-10', category: 'birthdate' },
          { name: 'createdAt', value: '2026-01-02T03:04:05.000Z', category: null },
          { name: 'shoe size', value: EVIL, category: 'preferences' },
        ],
        counts: [
          { key: 'orders', count: 3 },
          { key: 'odd', count: 1 },
        ],
        editable: { givenName: EVIL, familyName: 'Ümit', email: 'ann@shop.example' },
      }),
  ],
  [
    'usage',
    'usage',
    (frame) =>
      usagePage(
        frame,
        ['run_no_offer', 'decision_voucher', 'decision_none', 'staff_read', 'disclosure', 'odd'].map((kind, i) => ({
          at: NOW - i * 1e7,
          kind,
          values: { purpose: EVIL, role: 'marketer, support', reason: '', recipient: 'mail.example' },
          categories: i % 2 === 0 ? ['birthdate', 'custom'] : [],
        })),
      ),
  ],
  ['usage-empty', 'usage', (frame) => usagePage(frame, [])],
  [
    'changes',
    'changes',
    (frame) =>
      changesPage(
        frame,
        ['cell_added', 'retention_longer', 'recipient_added', 'text_changed'].map((kind, i) => ({
          id: `c${i}`,
          version: 4,
          kind,
          material: i < 3,
          purpose: EVIL,
          channel: 'email' as const,
          category: 'birthdate' as const,
          detail: '12 → 24',
          effectiveAt: NOW,
          open: i < 3,
        })),
      ),
  ],
  ['changes-empty', 'changes', (frame) => changesPage(frame, [])],
  [
    'objections',
    'objections',
    (frame) =>
      objectionsPage(frame, { cards, objectedToAll: false, restricted: false, snooze: { ...days, until: null } }),
  ],
  [
    'objections-snoozed',
    'objections',
    (frame) => objectionsPage(frame, { cards, objectedToAll: true, restricted: true, snooze: { ...days, until: NOW } }),
  ],
  [
    'parties',
    'parties',
    (frame) =>
      partiesPage(frame, [
        {
          key: 'support',
          name: 'Support',
          roles: ['support', 'marketer'],
          categories: ['name', 'contact.email'],
          closed: false,
        },
        { key: 'own', name: EVIL, roles: [], categories: [], closed: true },
      ]),
  ],
  ['parties-empty', 'parties', (frame) => partiesPage(frame, [])],
  [
    'requests',
    'requests',
    (frame) =>
      requestsPage(frame, [
        { id: 'r1', kind: 'access', state: 'open', receivedAt: NOW, dueAt: NOW + 2.6e9, extendedReason: null },
        { id: 'r2', kind: 'erase', state: 'extended', receivedAt: NOW, dueAt: NOW + 7e9, extendedReason: EVIL },
      ]),
  ],
  ['requests-empty', 'requests', (frame) => requestsPage(frame, [])],
  [
    'receipts',
    'receipts',
    (frame) =>
      receiptsPage(frame, [
        { id: 'a', at: NOW, noticeVersion: 3, cells: 4, ready: true },
        { id: 'b', at: NOW - 1e6, noticeVersion: 3, cells: 1, ready: false },
      ]),
  ],
  ['download', 'download', (frame) => downloadPage(frame, { file: null })],
  ['download-ready', 'download', (frame) => downloadPage(frame, { file: 'x'.repeat(43) })],
  ['step', 'erase', (frame) => stepPage(frame, { action: '/privacy/erase', why: 'erase' })],
  ['step-yes', 'choices', (frame) => stepPage(frame, { action: '/privacy/choices', why: 'grant' })],
  [
    'erase',
    'erase',
    (frame) =>
      erasePage(frame, {
        goes: ['identifiers', 'profile', 'history', 'messages', 'choices', 'key'].map((key, i) => ({
          key,
          count: i + 1,
        })),
        stays: ['vouchers', 'sums', 'ledger', 'suppression'].map((key, i) => ({ key, count: i + 1 })),
      }),
  ],
]
const notice = {
  version: 3,
  publishedAt: NOW,
  effectiveAt: NOW,
  inForce: true,
  title: EVIL,
  body: `${EVIL}\n\nSecond.\nThird.`,
  sha256: 'a'.repeat(64),
  locale: 'en',
  clauses: [
    {
      purpose: 'birthday_offers',
      title: EVIL,
      benefit: null,
      incentive: 'A voucher',
      cells: [
        {
          channel: 'email' as const,
          category: 'birthdate' as const,
          retentionMonths: 24,
          recipients: ['Mail Ltd', EVIL],
        },
      ],
    },
  ],
  changes: [{ kind: 'cell_added', material: true, where: EVIL, detail: null }],
  diff: [
    { sign: '-' as const, text: 'Old words.' },
    { sign: '+' as const, text: EVIL },
    { sign: ' ' as const, text: 'Same words.' },
  ],
  versions: [3, 2, 1],
}
const outside: [name: string, make: Make][] = [
  ['entry', (frame) => entryPage(frame, {})],
  ['entry-phone', (frame) => entryPage(frame, { takesPhone: true })],
  ['sent', (frame) => sentPage(frame)],
  ['open', (frame) => openPage(frame, { action: '/privacy/in/x', key: 'open' })],
  [
    'people',
    (frame) =>
      peoplePage(frame, [
        { customerId: 'c1', label: EVIL },
        { customerId: 'c2', label: 'Bo' },
      ]),
  ],
  ['left', (frame) => leftPage(frame)],
  [
    'stop',
    (frame) =>
      stopPage(frame, { title: frame.words.t('error.link'), text: frame.words.t('error.link.next'), again: true }),
  ],
  ['confirm', (frame) => confirmPage(frame, { token: 'x', cells: lines, noticeVersion: 3 })],
  ['not-me', (frame) => notMePage(frame, { token: 'x' })],
  ['done', (frame) => donePage(frame, 'confirmed')],
  ['unsubscribe', (frame) => unsubscribePage(frame, { token: 'x', channel: 'email', purposes })],
  ['unsubscribed', (frame) => unsubscribedPage(frame, { token: 'x', channel: 'email', purposes })],
  ['guardian', (frame) => guardianPage(frame, { token: 'x', cells: lines, noticeVersion: 3 })],
  ['erased', (frame) => erasedPage(frame, { certificate: 'e30=' })],
  ['notice', (frame) => noticePage(frame, notice)],
  [
    'country',
    (frame) =>
      countryPage(frame, {
        countries: [
          { code: 'DE', name: 'Germany' },
          { code: '', name: EVIL },
        ],
        country: 'DE',
      }),
  ],
  ['age', (frame) => agePage(frame, { country: 'DE', age: 16 })],
  [
    'sign-up',
    (frame) =>
      signUpPage(frame, {
        noticeVersion: 3,
        labelsSha256: null,
        cards: cards.slice(0, 2),
        country: 'DE',
        old: false,
        age: 16,
        filled: { email: EVIL, givenName: EVIL, phone: '', guardian: '' },
        takesPhone: true,
      }),
  ],
]

const controller = {
  name: EVIL,
  address: '1 High Street, Springfield',
  contact: 'privacy@shop.example',
  responsible: { name: 'Dr. Rukiye Öz', contact: 'dpo@shop.example' },
  authority: { name: 'Data Protection Authority', contact: 'authority.example' },
}

/** name → the document, for one language. */
export function everyPage(locale: string, files: { style: string; script: string }): Map<string, string> {
  const frame: Frame = {
    words: wordsFor(locale, 'Europe/Istanbul'),
    path: '/privacy/choices',
    kept: { view: 'table' },
    session: null,
    ...files,
    controller,
    optOut: true,
    news: null,
  }
  const signedIn: Frame = {
    ...frame,
    session: 's'.repeat(43),
    news: { tone: 'good', title: frame.words.t('choices.saved'), text: frame.words.t('choices.saved.on') },
  }
  const wrong: Frame = {
    ...frame,
    news: {
      tone: 'bad',
      title: frame.words.t('error.form'),
      errors: [{ field: 'field-address', text: frame.words.t('entry.address.wrong') }],
    },
  }
  return new Map([
    ...inside.map(([name, room, make]) => [name, wholePage(signedIn, make(signedIn), room)] as const),
    ...outside.map(([name, make]) => [name, wholePage(frame, make(frame))] as const),
    ['entry-wrong', wholePage(wrong, entryPage(wrong, { address: EVIL }))] as const,
  ])
}
