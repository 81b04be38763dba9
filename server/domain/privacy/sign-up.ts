// The public form: what it asks, cell by cell with nothing chosen beforehand, and what a filled form leads to. The answer is
// the same whether or not the address is known, and takes as long.
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { networkOf, networkPrint } from '#consent/ask-limits.ts'
import { keepsBirthYear } from '#consent/keeps-age.ts'
import { noticeInForce, shownIn } from '#consent/notice.ts'
import { isPartnerCell } from '#consent/partners.ts'
import { recordDecisions } from '#consent/record.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { spellEmail } from '#customers/address.ts'
import { ageIn, agesByCountry } from '#customers/ages.ts'
import { ownerOfAddress } from '#customers/find-by-address.ts'
import { noteFromForm } from '#customers/from-form.ts'
import { upsertCustomer } from '#customers/upsert.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { Cell, Controller } from '#shared/contracts/consent.ts'
import { askConfirmation } from './ask-confirmation.ts'
import { keepGuardian } from './ask-guardian.ts'
import { type Card, labelsOf, readCards } from './cards.ts'
import { sealEvidence } from './decide.ts'
import { deviceOf } from './same-device.ts'

export interface SignUpForm {
  noticeVersion: number | null
  labelsSha256: string | null
  cards: Card[]
  controller: Controller | null
}

/** Purposes that rest on consent, each cell unknown: nothing is ticked for anybody. */
export async function showSignUp(q: Queries, locale: string, now: number): Promise<SignUpForm> {
  const { notice, cards } = await readCards(q, now, locale, null)
  return {
    noticeVersion: notice?.version ?? null,
    labelsSha256: labelsOf(notice, locale),
    cards: cards.filter(({ legalBasis }) => legalBasis === 'consent'),
    controller: notice?.controller ?? null,
  }
}

/** The age from which somebody in a country agrees alone. */
export async function askedAge(q: Queries, country: string | null): Promise<number> {
  return ageIn(await agesByCountry(q), country)
}

export interface FilledForm {
  email: string
  givenName?: string | undefined
  /** Where text messages go; kept of somebody new only, and proved by a link of its own. */
  phone?: string | undefined
  country?: string | undefined
  /** 'YYYY-MM-DD', where a purpose asks for it. */
  birthDate?: string | undefined
  /** What she answered to "are you N or older?". */
  isOldEnough: boolean
  guardianEmail?: string | undefined
  locale: string
  noticeVersion: number
  labelsSha256: string | null
  /** What she ticked; everything else that the form put before her is a no (`answers`). */
  cells: readonly Cell[]
  clientAddress?: string | undefined
  userAgent?: string | undefined
  /** Her browser sends Sec-GPC: 1. */
  optOut: boolean
  surface?: string
}

/** No answer tells more than this, and none comes sooner. */
const ANSWER_MS = 400

/**
 * Mails a confirmation to the address. Refuses a notice that is not in force, cells it does not cover, a minor without a
 * guardian or with one at the same address. Whoever is known already keeps what she has said; only what was ticked is asked.
 */
export async function signUp(house: House, form: FilledForm): Promise<{ accepted: true }> {
  const until = performance.now() + ANSWER_MS
  await refuseUnusable(house, form)
  if (form.cells.length > 0) {
    const print = house.secrets.print('email', spellEmail(form.email))
    const known = await ownerOfAddress(house.store.read, 'email', print)
    const customerId = known ?? (await makeUnconfirmed(house, form))
    await house.store.write((tx) => record(house, tx, customerId, form, known === null))
  }
  await sleep(Math.max(0, until - performance.now()))
  return { accepted: true }
}

/** Before anything is looked up, so that what is refused says nothing about who is known. */
async function refuseUnusable({ store, clock }: House, form: FilledForm): Promise<void> {
  const notice = await noticeInForce(store.read, clock.now())
  if (notice === null || notice.version !== form.noticeVersion) throw new Refusal('notice.unknown')
  const outside = form.cells.filter(({ purpose, channel, category }) => {
    return !notice.since.has(`${purpose} ${channel} ${category}`)
  })
  if (outside.length > 0) throw new Refusal('consent.cell_not_in_notice')
  if (form.isOldEnough) return
  if (form.guardianEmail === undefined) {
    throw new Refusal('request.invalid', { errors: [{ path: 'guardianEmail', message: 'is needed for a minor' }] })
  }
  if (spellEmail(form.guardianEmail) === spellEmail(form.email)) throw new Refusal('guardian.same_address')
}

/** A person of the form: whoever does not confirm within a day is forgotten. */
async function makeUnconfirmed(house: House, form: FilledForm): Promise<string> {
  const reference = `form:${randomBytes(16).toString('base64url')}`
  const keepBirthYear = await keepsBirthYear(house.store.read, house.clock.now())
  const { email, givenName, phone, country, locale, birthDate } = form
  const fields = {
    ...{ email, locale },
    ...(givenName ? { givenName } : {}),
    ...(phone ? { phone } : {}),
    ...(country ? { country } : {}),
    ...(birthDate ? { birthDate } : {}),
  }
  return (await upsertCustomer(house, reference, fields, { keepBirthYear })).id
}

async function record(house: House, tx: Tx, customerId: string, form: FilledForm, isNew: boolean): Promise<void> {
  if (isNew) {
    await noteFromForm(tx, customerId, { isMinor: !form.isOldEnough })
    if (!form.isOldEnough && form.guardianEmail !== undefined) {
      await keepGuardian(house, tx, customerId, form.guardianEmail)
    }
  }
  const network = networkOf(form.clientAddress)
  const notice = await noticeInForce(tx, tx.now)
  const locale = notice === null ? form.locale : shownIn(notice, form.locale)
  const recording = {
    ...{ customerId, noticeVersion: form.noticeVersion, locale, labelsSha256: form.labelsSha256 },
    ...{ actor: 'self', surface: form.surface ?? '/sign-up', verified: false, byPerson: true },
    evidenceSealed: await sealEvidence(house, customerId, network === null ? undefined : JSON.stringify({ network })),
  }
  const { yes, no, optedOut } = await answers(tx, form, isNew)
  const decisions = [...yes.map(said('grant')), ...no.map(said('refuse'))]
  if (decisions.length > 0) await recordDecisions(tx, { ...recording, method: 'form', decisions })
  if (optedOut.length > 0) {
    await recordDecisions(tx, {
      ...recording,
      method: 'gpc',
      surface: 'Sec-GPC',
      decisions: optedOut.map(said('refuse')),
    })
  }
  const networks = networkPrint(house.secrets, form.clientAddress)
  const device = deviceOf(house, form)
  await askConfirmation(house, tx, { customerId, locale: form.locale, networks, byPerson: true, device })
}

const said =
  (decision: 'grant' | 'refuse') =>
  ({ purpose, channel, category }: Cell) => ({ purpose, channel, category, decision })

/** What was left unticked is a no of somebody new, as far as the form asked for it: e-mail, and of what is folded up below
 * the ways of which she ticked something. Nobody can say no for a person who is known, and GPC is a no to partners. */
async function answers(tx: Tx, form: FilledForm, isNew: boolean) {
  const isPartner = await isPartnerCell(tx)
  const { cards } = await readCards(tx, tx.now, form.locale, null)
  const shown: Cell[] = cards
    .filter(({ legalBasis }) => legalBasis === 'consent')
    .flatMap(({ purpose, cells }) => cells.map(({ channel, category }) => ({ purpose, channel, category })))
  const key = ({ purpose, channel, category }: Cell) => `${purpose} ${channel} ${category}`
  const ticked = new Set(form.cells.map(key))
  const opened = new Set(form.cells.map(({ purpose, channel }) => `${purpose} ${channel}`))
  const wasAsked = ({ purpose, channel }: Cell) => channel === 'email' || opened.has(`${purpose} ${channel}`)
  const isOut = (cell: Cell) => form.optOut && isPartner(cell)
  return {
    yes: form.cells.filter((cell, i) => !isOut(cell) && form.cells.findIndex((one) => key(one) === key(cell)) === i),
    no: isNew ? shown.filter((cell) => wasAsked(cell) && !ticked.has(key(cell)) && !isOut(cell)) : [],
    optedOut: isNew ? shown.filter(isOut) : [],
  }
}
