// Requests of people about their data: received, due by the calendar, extended with reasons, answered; and what is overdue.
import { audit } from '#access/audit.ts'
import { iso, isoOrNull } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import { daysOff, officeCountry } from '#customers/holidays.ts'
import { readCustomer } from '#customers/lock.ts'
import { profilesOf } from '#customers/profile.ts'
import { referencesOf } from '#customers/show.ts'
import type { Tx } from '#db/store.ts'
import { queueServiceMail } from '#delivery/service-mail.ts'
import { canExtend, canPause, confirmBy, dueBy, type Law, lawsFor } from './due.ts'
import {
  countOverdue,
  insertRequest,
  lockRequest,
  type RequestFilter,
  type RequestRow,
  requestBySource,
  requestRow,
  requestsAfter,
  requestsOfCustomer,
  updateRequest,
} from './queries-requests.ts'
import { sealWords, wordsOpener } from './sealed-words.ts'

export const requestKinds = ['access', 'export', 'rectify', 'erase', 'restrict', 'object'] as const
export type RequestKind = (typeof requestKinds)[number]
export type RequestVia = 'centre' | 'shop' | 'staff' | 'shopify'
export type RequestState = 'open' | 'paused' | 'extended' | 'overdue' | 'done' | 'refused'

export interface NewRequest {
  customerId: string | null
  kind: RequestKind
  via: RequestVia
  /** Epoch ms; when it was not received just now. Never later than now. */
  receivedAt?: number
  /** What makes a repeated delivery the same request. */
  source?: string
  /** Answered at once, as most are in the privacy centre. */
  isDone?: boolean
}

/** Answers the id; null when a request of this source is known already. */
export async function recordRequest(tx: Tx, asked: NewRequest): Promise<string | null> {
  const receivedAt = Math.min(asked.receivedAt ?? tx.now, tx.now)
  const id = newId('request', tx.now)
  const person = asked.customerId === null ? null : await readCustomer(tx, asked.customerId)
  const laws = lawsFor(await officeCountry(tx), person?.country ?? null)
  const off = await daysOff(tx)
  const isNew = await insertRequest(tx, {
    id,
    customerId: asked.customerId,
    kind: asked.kind,
    via: asked.via,
    source: asked.source ?? null,
    receivedAt,
    dueAt: dueBy({ kind: asked.kind, laws, receivedAt }, off),
    extendedAt: null,
    extensionReason: null,
    closedAt: asked.isDone ? tx.now : null,
    outcome: asked.isDone ? 'done' : null,
    outcomeReason: null,
    overdueToldAt: null,
    laws: laws.join(' '),
    confirmBy: asked.isDone ? null : confirmBy({ kind: asked.kind, laws, receivedAt }, off),
    pausedAt: null,
    pausedMs: 0,
  })
  return isNew ? id : null
}

/** What somebody asks of a human being, with a receipt by mail that says until when she has her answer;
 * asked again from the same source it is the same request. */
export async function askFor(house: House, customerId: string, asked: Omit<NewRequest, 'customerId'>): Promise<string> {
  const locale = await localeOf(house, customerId)
  return house.store.write(async (tx) => {
    const made = await recordRequest(tx, { ...asked, customerId })
    const known = made === null ? await requestBySource(tx, asked.source ?? '') : null
    if (known !== null) return known.id
    const id = made ?? ''
    const row = await requestRow(tx, id)
    if (row === null) throw new Refusal('request.unknown')
    const values = { receivedAt: iso(row.receivedAt), reference: id, dueAt: iso(row.dueAt) }
    await queueServiceMail(house, tx, { customerId, channel: 'email', locale, kind: 'request_receipt', values })
    return id
  })
}

/**
 * Two months more, or the 45 days of the CCPA, with the reasons told to the person. Refuses a request that is answered or
 * extended already (`request.closed`), after its first day (`request.first_month_over`), and opt-outs of the CCPA
 * (`request.no_extension`).
 */
export async function extendRequest(house: House, id: string, reason: string, actor: string): Promise<void> {
  await change(house, id, actor, 'request.extended', reason, async (tx, row) => {
    if (row.extendedAt !== null) throw new Refusal('request.closed', { detail: 'It has been extended before' })
    if (row.pausedAt === null && tx.now > row.dueAt) throw new Refusal('request.first_month_over')
    if (!canExtend({ kind: row.kind, laws: lawsOf(row) })) throw new Refusal('request.no_extension')
    await updateRequest(tx, id, {
      extendedAt: tx.now,
      extensionReason: await wordsAbout(house, row, reason),
      dueAt: dueBy({ ...counted(row), isExtended: true }, await daysOff(tx)),
    })
  })
}

/**
 * The clock stands still until she has proved who she is; `text`: what she is asked for, mailed to her. Refuses where another
 * law than the UK's may hold (`request.no_pause`), a request that is answered or paused already (`request.closed`), and one whose day has passed
 * (`request.first_month_over`).
 */
export async function pauseRequest(house: House, id: string, text: string, actor: string): Promise<void> {
  await change(house, id, actor, 'request.paused', text, async (tx, row) => {
    if (!canPause(lawsOf(row))) throw new Refusal('request.no_pause')
    if (row.pausedAt !== null) throw new Refusal('request.closed', { detail: 'It is paused already' })
    if (tx.now > row.dueAt) throw new Refusal('request.first_month_over')
    await updateRequest(tx, id, { pausedAt: tx.now })
  })
}

/** What was asked for has come: whole days of waiting do not count. Refuses a request that is not paused (`request.closed`). */
export async function resumeRequest(house: House, id: string, actor: string): Promise<void> {
  await change(house, id, actor, 'request.resumed', null, async (tx, row) => {
    if (row.pausedAt === null) throw new Refusal('request.closed', { detail: 'It is not paused' })
    const pausedMs = row.pausedMs + tx.now - row.pausedAt
    const dueAt = dueBy({ ...counted(row), pausedMs }, await daysOff(tx))
    await updateRequest(tx, id, { pausedAt: null, pausedMs, dueAt })
  })
}

const lawsOf = ({ laws }: RequestRow): Law[] => laws.split(' ') as Law[]
const counted = (row: RequestRow) => ({
  ...{ kind: row.kind, laws: lawsOf(row), receivedAt: row.receivedAt },
  ...{ isExtended: row.extendedAt !== null, pausedMs: row.pausedMs },
})

/** Notes the answer and mails it; the text of a refusal says why, and where to complain (article 12(4)). */
export async function answerRequest(
  house: House,
  id: string,
  answer: { outcome: 'done' | 'refused'; text: string },
  actor: string,
): Promise<void> {
  await change(house, id, actor, 'request.answered', answer.text, async (tx, row) =>
    close(tx, id, answer.outcome, await wordsAbout(house, row, answer.text)),
  )
}

/** What is written to her lies sealed with her key; a request that is nobody's any more has none. */
const wordsAbout = async (house: House, { customerId }: RequestRow, plain: string): Promise<string | null> =>
  customerId === null ? plain : sealWords(house, customerId, plain)
type Open = Awaited<ReturnType<typeof wordsOpener>>

async function change(
  house: House,
  id: string,
  actor: string,
  action: string,
  text: string | null,
  work: (tx: Tx, row: RequestRow) => Promise<void>,
): Promise<void> {
  const known = await requestRow(house.store.read, id)
  const locale = known?.customerId ? await localeOf(house, known.customerId) : null
  await house.store.write(async (tx) => {
    const row = await lockRequest(tx, id)
    if (row === null) throw new Refusal('request.unknown')
    if (row.closedAt !== null) throw new Refusal('request.closed')
    await work(tx, row)
    await audit(tx, { actor, action, subject: id })
    if (text === null || locale === null || row.customerId === null) return
    const values = { reference: id, text }
    const mail = { customerId: row.customerId, channel: 'email', locale, kind: 'request_answer', values } as const
    await queueServiceMail(house, tx, mail)
  })
}

export async function close(tx: Tx, id: string, outcome: 'done' | 'refused', reason: string | null): Promise<void> {
  await updateRequest(tx, id, { closedAt: tx.now, outcome, outcomeReason: reason })
}

/** The person's language, '' when it is unknown; null when she is gone or cannot be written to. */
async function localeOf(house: House, customerId: string): Promise<string | null> {
  const profile = (await profilesOf(house, [customerId])).get(customerId)
  return profile === undefined || profile.email === null ? null : (profile.locale ?? '')
}

export interface RequestLine {
  id: string
  kind: RequestKind
  state: RequestState
  via: RequestVia
  /** Epoch ms. */
  receivedAt: number
  dueAt: number
  /** Which laws count; the earliest of their days is `dueAt`. */
  laws: Law[]
  /** By when its receipt must be confirmed, where a law says so. */
  confirmBy: number | null
  /** Since when the clock stands still. */
  pausedAt: number | null
  extendedReason: string | null
  closedAt: number | null
  answer: string | null
}

/** The newest first. */
export async function requestsOf(house: House, customerId: string): Promise<RequestLine[]> {
  const rows = await requestsOfCustomer(house.store.read, customerId)
  const open = await wordsOpener(house, [customerId])
  return rows.map((row) => toLine(row, house.clock.now(), open))
}

function toLine(row: RequestRow, now: number, open: Open): RequestLine {
  const words = (kept: string | null) => (row.customerId === null ? kept : open(row.customerId, kept))
  return {
    id: row.id,
    kind: row.kind as RequestKind,
    state: stateOf(row, now),
    via: row.via as RequestVia,
    receivedAt: row.receivedAt,
    dueAt: row.dueAt,
    laws: lawsOf(row),
    confirmBy: row.confirmBy,
    pausedAt: row.closedAt === null ? row.pausedAt : null,
    extendedReason: words(row.extensionReason),
    closedAt: row.closedAt,
    answer: words(row.outcomeReason),
  }
}

function stateOf({ closedAt, outcome, dueAt, extendedAt, pausedAt }: RequestRow, now: number): RequestState {
  if (closedAt !== null) return outcome === 'refused' ? 'refused' : 'done'
  if (pausedAt !== null) return 'paused'
  if (dueAt < now) return 'overdue'
  return extendedAt === null ? 'open' : 'extended'
}

/** For the person responsible, the oldest first; whose it is as the shop calls her, null when she is gone. */
export async function listRequests(
  house: House,
  page: { state?: RequestFilter | undefined; limit: number; cursor?: string | undefined },
) {
  const { store, clock } = house
  const now = clock.now()
  const asked = { state: page.state, cursor: page.cursor, limit: page.limit + 1, now }
  const rows = await requestsAfter(store.read, asked)
  const shown = rows.slice(0, page.limit)
  const names = await referencesOf(
    house,
    shown.flatMap(({ customerId }) => customerId ?? []),
  )
  const open = await wordsOpener(
    house,
    shown.flatMap(({ customerId }) => customerId ?? []),
  )
  const data = shown.map((row) => ({
    ...onWire(toLine(row, now, open)),
    customerReference: names.get(row.customerId ?? '') ?? null,
  }))
  return { data, nextCursor: rows.length > page.limit ? (shown.at(-1)?.id ?? null) : null }
}

export const onWire = ({ receivedAt, dueAt, confirmBy, pausedAt, closedAt, ...line }: RequestLine) => ({
  ...line,
  receivedAt: iso(receivedAt),
  dueAt: iso(dueAt),
  confirmBy: isoOrNull(confirmBy),
  pausedAt: isoOrNull(pausedAt),
  closedAt: isoOrNull(closedAt),
})

export async function showRequest(house: House, id: string) {
  const row = await requestRow(house.store.read, id)
  if (row === null) throw new Refusal('request.unknown')
  const whose = row.customerId === null ? [] : [row.customerId]
  const names = await referencesOf(house, whose)
  return {
    ...onWire(toLine(row, house.clock.now(), await wordsOpener(house, whose))),
    customerReference: names.get(row.customerId ?? '') ?? null,
  }
}

export const overdueRequests = ({ store, clock }: House): Promise<number> => countOverdue(store.read, clock.now())
