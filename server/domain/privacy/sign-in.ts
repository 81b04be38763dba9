// How a person comes in without a password: a link to an address that she has proved to be hers, worth one session of fifteen
// minutes whose token changes with every step (decisions.md, 22 and 32).
import { mayAsk, networkOf, networkPrint } from '#consent/ask-limits.ts'
import { wardsOf } from '#consent/guardians.ts'
import { makeToken, peekToken, useToken as takeToken } from '#consent/tokens.ts'
import type { House } from '#core/house.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import { spellEmail, spellPhone } from '#customers/address.ts'
import { type AddressChannel, contactsOfCustomer, verifyContact } from '#customers/contacts.ts'
import { provedAt } from '#customers/share-address.ts'
import type { Queries, Tx } from '#db/store.ts'
import { queueServiceMail } from '#delivery/service-mail.ts'
import { HOUR_MS, MINUTE_MS } from '#shared/time.ts'
import { guardianAddress } from './ask-guardian.ts'
import { insertAsk, oldestAsk, takeAsks } from './queries-sign-in.ts'

export const LINK_MINUTES = 15
export const SESSION_MS = 15 * MINUTE_MS
/** However busy somebody is, after this long a new link is needed. */
const LONGEST_SESSION_MS = 2 * HOUR_MS
const ASKS_PER_WRITE = 20

/** What needs the code that is mailed as a second step. */
export type Step = 'export' | 'erase' | 'rectify' | 'grant'

export interface Session {
  /** Everybody who proved that the address is theirs, and the minors whose confirmed guardian is reached there. */
  profiles: string[]
  /** Who of them it is; null until one of several is chosen. */
  customerId: string | null
  /** What the second step was passed for, as long as that lasts. */
  step: Step | null
  /** What she came in by: the codes go there. */
  by: AddressChannel
  /** She is the guardian of whom it speaks for: the codes go to her. */
  asGuardian: boolean
}
export interface Moved extends Session {
  /** The token of the next step: the one shown is used up. */
  next: string
  /** Epoch ms. */
  expiresAt: number
}

/**
 * Asks for a link to an e-mail address or a telephone number (with its country code). Whether the address is known makes no difference to what is done before the answer, nor whether it has
 * asked too often (3 times an hour, 10 a day, and so for its network): who it is is looked up afterwards.
 */
export async function askLink(
  house: House,
  asked: { address: string; locale: string; clientAddress?: string | undefined },
): Promise<void> {
  const { store, secrets } = house
  const print = asked.address.includes('@')
    ? secrets.print('email', spellEmail(asked.address))
    : secrets.print('sms', spellPhone(asked.address, null))
  await store.write(async (tx) => {
    if (!(await mayAsk(tx, 'login', [print, ...networkPrints(house, asked.clientAddress)]))) return
    await insertAsk(tx, { id: newId('signInAsk', tx.now), print, locale: asked.locale, at: tx.now })
  })
  settleAsks(house).catch((error) => house.log.warn({ error: String(error) }, 'links wait for the next tick'))
}

/** The machine itself says nothing about a network: behind a proxy that is not believed everybody would be one. */
function networkPrints({ secrets }: House, address: string | undefined): string[] {
  const network = networkOf(address)
  return network === '127.0.0.0/24' || network === '0:0:0::/48' ? [] : networkPrint(secrets, address)
}

/** Mails a link for every ask whose address somebody has proved; answers how many asks were looked at. */
export async function settleAsks(house: House): Promise<number> {
  let count = 0
  for (;;) {
    const taken = await house.store.write(async (tx) => {
      const asks = await takeAsks(tx, ASKS_PER_WRITE)
      for (const { print, locale } of asks) await mailLink(house, tx, print, locale)
      return asks.length
    })
    count += taken
    if (taken < ASKS_PER_WRITE) return count
  }
}

export const nextAskDue = ({ store }: House): Promise<number | null> => oldestAsk(store.read)

async function mailLink(house: House, tx: Tx, print: string, locale: string): Promise<void> {
  const { profiles, wards, by } = await reachedAt(tx, print)
  const [first] = profiles
  if (first === undefined) return
  if (by === 'sms' && house.config.sms === undefined) return
  const to = wards.has(first) ? await guardianAddress(house, tx, first) : undefined
  if (to === null) return
  const bound = { print }
  const token = await makeToken(tx, { kind: 'login', customerId: first, bound, ttlMs: LINK_MINUTES * MINUTE_MS })
  await queueServiceMail(house, tx, {
    customerId: first,
    channel: by,
    ...(to === undefined ? {} : { to }),
    locale,
    kind: 'magic_link',
    values: { token, count: LINK_MINUTES },
  })
}

/** What a link is worth; looking changes nothing. */
export async function peekLink(
  q: Queries,
  token: string,
  now: number,
): Promise<'open' | 'used' | 'expired' | 'unknown'> {
  return (await peekToken(q, 'login', token, now))?.state ?? 'unknown'
}

/** Turns a link into a session, once. Refuses a link that is used, too old or unknown, all alike (`token.invalid`). */
export async function openLink(house: House, token: string): Promise<Moved> {
  const moved = await house.store.write(async (tx) => {
    const link = await takeToken(tx, 'login', token)
    const print = link?.bound.print
    if (print === undefined || link === null) return null
    if (link.bound.proves === 'email') await prove(tx, link.customerId, print)
    const { profiles, wards, by } = await reachedAt(tx, print)
    if (profiles.length === 0) return null
    const customerId = profiles.length === 1 ? (profiles[0] ?? null) : null
    const session = { profiles, customerId, step: null, by, asGuardian: wards.has(customerId ?? '') }
    return nextToken(tx, session, { print, since: String(tx.now) })
  })
  if (moved === null) throw new Refusal('token.invalid')
  return moved
}

/** Who comes in by an address or number: those whose own it is, and the children of a confirmed guardian, who are told
 * apart. No address has the fingerprint of a number. */
async function reachedAt(q: Queries, print: string): Promise<Reached> {
  const byMail = await provedAt(q, 'email', print)
  const byText = byMail.length > 0 ? [] : await provedAt(q, 'sms', print)
  const own = [...byMail, ...byText]
  const wards = (await wardsOf(q, print)).filter((id) => !own.includes(id))
  return { profiles: [...own, ...wards], wards: new Set(wards), by: byText.length > 0 ? 'sms' : 'email' }
}

interface Reached {
  profiles: string[]
  wards: ReadonlySet<string>
  by: AddressChannel
}

/** A link that was mailed to a new address proves it, unless the address has changed again since. */
async function prove(tx: Tx, customerId: string | null, print: string): Promise<void> {
  if (customerId === null) return
  const contacts = await contactsOfCustomer(tx, customerId)
  const isCurrent = contacts.some((one) => one.channel === 'email' && one.print === print)
  if (isCurrent) await verifyContact(tx, customerId, 'email', tx.now)
}

/** Uses a session's token up and answers the next one; `choose` says who of several it is. 401 `session.over`. */
export async function moveSession(house: House, token: string, choose?: string): Promise<Moved> {
  return house.store.write((tx) => moveIn(tx, token, choose))
}

export async function moveIn(
  tx: Tx,
  token: string,
  choose?: string,
  step?: { for: Step; until: number },
): Promise<Moved> {
  const used = await takeToken(tx, 'session', token)
  const session = used === null ? null : await readSession(tx, used.bound, tx.now)
  if (used === null || session === null) throw new Refusal('session.over')
  if (choose !== undefined && !session.profiles.includes(choose)) throw new Refusal('session.no_profile')
  // Another person at the same address passes a second step of her own.
  const isOther = choose !== undefined && choose !== session.customerId
  const { step: stepped, stepUntil, ...bound } = used.bound
  const kept: Record<string, string> =
    stepped === undefined || isOther ? {} : { step: stepped, stepUntil: stepUntil ?? '0' }
  const passed: Record<string, string> = step === undefined ? kept : { step: step.for, stepUntil: String(step.until) }
  const customerId = choose ?? session.customerId
  const { wards } = await reachedAt(tx, used.bound.print ?? '')
  const asGuardian = wards.has(customerId ?? '')
  const now = { ...session, customerId, asGuardian, step: step?.for ?? (isOther ? null : session.step) }
  return nextToken(tx, now, { print: bound.print ?? '', since: bound.since ?? '0', ...passed })
}

/** What a session is, without using it up. 401 `session.over`. */
export async function peekSession({ store, clock }: House, token: string): Promise<Session> {
  const now = clock.now()
  const found = await peekToken(store.read, 'session', token, now)
  const session = found?.state === 'open' ? await readSession(store.read, found.bound, now) : null
  if (session === null) throw new Refusal('session.over')
  return session
}

/** Ends a session, as leaving does. */
export async function endSession(house: House, token: string): Promise<void> {
  await house.store.write((tx) => takeToken(tx, 'session', token))
}

/** Who the session speaks for. 409 `session.profile_needed` while one of several has not been chosen. */
export function personOf({ customerId }: Session): string {
  if (customerId === null) throw new Refusal('session.profile_needed')
  return customerId
}

/** Who acts, as the logs name her: nobody may take a guardian's word for the child's own. */
export const actorOf = ({ asGuardian }: Session): 'self' | 'guardian' => (asGuardian ? 'guardian' : 'self')

/** 403 `step.needed` unless the second step for just this was passed. */
export function requireStep(session: Session, step: Step): string {
  if (session.step !== step) throw new Refusal('step.needed')
  return personOf(session)
}

async function readSession(q: Queries, bound: Record<string, string>, now: number): Promise<Session | null> {
  if (Number(bound.since ?? 0) + LONGEST_SESSION_MS <= now) return null
  const { profiles, wards, by } = await reachedAt(q, bound.print ?? '')
  const chosen = bound.customer ?? (profiles.length === 1 ? profiles[0] : undefined) ?? null
  if (profiles.length === 0 || (chosen !== null && !profiles.includes(chosen))) return null
  const isStepped = bound.step !== undefined && Number(bound.stepUntil ?? 0) > now
  const step = isStepped ? (bound.step as Step) : null
  return { profiles, customerId: chosen, step, by, asGuardian: wards.has(chosen ?? '') }
}

async function nextToken(tx: Tx, session: Session, bound: Record<string, string>): Promise<Moved> {
  const { customerId } = session
  const next = await makeToken(tx, {
    kind: 'session',
    customerId,
    bound: customerId === null ? bound : { ...bound, customer: customerId },
    ttlMs: SESSION_MS,
  })
  return { ...session, next, expiresAt: tx.now + SESSION_MS }
}
