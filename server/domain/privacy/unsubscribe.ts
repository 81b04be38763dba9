// What the link in every marketing mail does: one press withdraws all marketing on that channel and suppresses the address;
// a finer choice withdraws what was chosen. The token withdraws and does nothing else (consent.md, 5).
import { cellsOf } from '#consent/cells.ts'
import { noticeInForce } from '#consent/notice.ts'
import { purposeWords, showPurposes } from '#consent/purposes.ts'
import { suppress } from '#consent/suppress.ts'
import { readUnsubscribe, type Unsubscribe } from '#consent/unsubscribe-token.ts'
import { withdrawCells } from '#consent/withdraw-cells.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { contactsOfCustomer } from '#customers/contacts.ts'
import { lockCustomer, readCustomer } from '#customers/lock.ts'
import type { Tx } from '#db/store.ts'
import type { Controller } from '#shared/contracts/consent.ts'
import type { Channel } from '#shared/kinds.ts'
import { settleWithdrawal } from './withdraw.ts'

export interface Unsubscribing {
  locale: string | null
  channel: Channel
  /** Marketing purposes that are still allowed on the channel. */
  purposes: { key: string; title: string }[]
  controller: Controller | null
}

/** Null for a link that is not ours, or whose person is gone. Changes nothing. */
export async function peekUnsubscribe(house: House, token: string, locale?: string): Promise<Unsubscribing | null> {
  const { store, secrets, clock } = house
  const meant = readUnsubscribe(secrets, token)
  const person = meant === null ? null : await readCustomer(store.read, meant.customerId)
  if (meant === null || person === null || person.status === 'erasing') return null
  const cells = await cellsOf(store.read, meant.customerId, clock.now())
  const open = cells.filter(({ channel, state }) => channel === meant.channel && state === 'granted')
  const purposes = await showPurposes(store.read, [...new Set(open.map(({ purpose }) => purpose))])
  const language = locale ?? person.locale ?? 'en'
  return {
    locale: person.locale,
    channel: meant.channel,
    purposes: purposes.map((one) => ({ key: one.key, title: purposeWords(one, language).title })),
    controller: (await noticeInForce(store.read, clock.now()))?.controller ?? null,
  }
}

export interface Unsubscribed {
  channel: Channel
  /** How many cells were a yes and are a no now; 0 when it was done before. */
  withdrawn: number
}

/** Everything on the channel. Refuses a link that is not ours with 404; pressed again it changes nothing. */
export async function unsubscribeOneClick(house: House, token: string): Promise<Unsubscribed> {
  return withdraw(house, token, null, 'one_click')
}

/** Only these purposes, on the channel of the link. */
export async function unsubscribeFrom(house: House, token: string, purposes: readonly string[]): Promise<Unsubscribed> {
  return withdraw(house, token, new Set(purposes), 'unsubscribe_page')
}

async function withdraw(
  house: House,
  token: string,
  purposes: ReadonlySet<string> | null,
  method: string,
): Promise<Unsubscribed> {
  const meant = readUnsubscribe(house.secrets, token)
  if (meant === null) throw new Refusal('token.invalid')
  return house.store.write(async (tx) => {
    const withdrawn = await withdrawIn(tx, meant, purposes, { method, surface: '/u/:token' })
    if (withdrawn === null) throw new Refusal('token.invalid')
    return { channel: meant.channel, withdrawn }
  })
}

interface Told {
  method: string
  surface: string
  /** When she said so (epoch ms), of a word that may have travelled; what she agreed to later stands. */
  at?: number
}

/** The same for whoever has complained to the carrier or said no at the shop: inside a write that goes on. Answers how many cells
 * were a yes; 0 for somebody who is gone. */
export const withdrawChannel = async (tx: Tx, whose: Unsubscribe, told: Told): Promise<number> =>
  (await withdrawIn(tx, whose, null, told)) ?? 0

async function withdrawIn(
  tx: Tx,
  { customerId, channel }: Unsubscribe,
  purposes: ReadonlySet<string> | null,
  { at = tx.now, ...note }: Told,
): Promise<number | null> {
  const person = await lockCustomer(tx, customerId)
  if (person === null || person.status === 'erasing') return null
  // The address may go with the last consent that it rested on, so its fingerprint is read first.
  const contacts = await contactsOfCustomer(tx, customerId)
  let hasNewerYes = false
  const isMeant = (cell: { channel: string; purpose: string; state: string; decidedAt: number }) => {
    if (cell.channel !== channel || !(purposes === null || purposes.has(cell.purpose))) return false
    if (cell.decidedAt <= at) return true
    hasNewerYes ||= cell.state === 'granted'
    return false
  }
  const withdrawn = await withdrawCells(tx, customerId, isMeant, { ...note, actor: 'self' })
  if (purposes === null && !hasNewerYes) {
    for (const contact of contacts)
      if (contact.channel === channel) await suppress(tx, channel, contact.print, note.method)
  }
  await settleWithdrawal(tx, customerId, withdrawn)
  return withdrawn.length
}
