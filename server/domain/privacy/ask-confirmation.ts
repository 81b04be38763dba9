// Sends the question that makes an opt-in proven: one link, good once and for a day, in place of any before it.
import { mayAsk } from '#consent/ask-limits.ts'
import { cellsWaiting } from '#consent/cells.ts'
import { purposeWords, showPurposes } from '#consent/purposes.ts'
import { isSuppressed } from '#consent/suppress.ts'
import { endTokens, makeToken } from '#consent/tokens.ts'
import type { House } from '#core/house.ts'
import { contactsOfCustomer } from '#customers/contacts.ts'
import type { Tx } from '#db/store.ts'
import { cancelServiceMails, queueServiceMail } from '#delivery/service-mail.ts'
import { DAY_MS, HOUR_MS } from '#shared/time.ts'
import { joinDevices } from './same-device.ts'

export interface Asking {
  customerId: string
  locale: string
  /** Fingerprints of the networks it was asked from; none when a shop asks. */
  networks?: readonly string[]
  /** Whether the person herself asked: only then is an address written to that is suppressed. */
  byPerson?: boolean
  /** Where she asked from (same-device.ts): a guardian does not answer from there. */
  device?: string | null
}

/**
 * Asks by each way of which something waits, by mail and as a text message: each proves its own address. Does nothing when
 * nothing waits, when there is no address, or when it was asked too often. The answer to whoever asked is the same in every
 * case, so nobody learns whether an address is known.
 */
export async function askConfirmation(house: House, tx: Tx, asking: Asking): Promise<boolean> {
  const waiting = await cellsWaiting(tx, asking.customerId, 'pending_doi', tx.now)
  let isAsked = false
  for (const channel of ['email', 'sms'] as const) {
    const cells = waiting.filter((cell) => cell.channel === channel)
    if (cells.length > 0 && (await askBy(house, tx, asking, channel, cells))) isAsked = true
  }
  return isAsked
}

async function askBy(
  house: House,
  tx: Tx,
  { customerId, locale, networks = [], byPerson = false, device = null }: Asking,
  channel: 'email' | 'sms',
  cells: readonly { purpose: string; eventId: string }[],
): Promise<boolean> {
  if (channel === 'sms' && house.config.sms === undefined) return false
  const contact = (await contactsOfCustomer(tx, customerId)).find((one) => one.channel === channel)
  if (contact === undefined) return false
  if (!byPerson && (await isSuppressed(tx, channel, contact.print))) return false
  const kind = channel === 'email' ? 'doi' : 'doi_sms'
  if (!(await mayAsk(tx, kind, [contact.print, ...networks]))) return false
  await endTokens(tx, { kind: 'doi', customerId, bound: { channel } })
  await cancelServiceMails(tx, customerId, 'asked_again', ['doi'], channel)
  const upTo =
    cells
      .map(({ eventId }) => eventId)
      .sort()
      .at(-1) ?? ''
  const bound = { channel, print: contact.print, upTo, locale, ...joinDevices([device]) }
  const token = await makeToken(tx, { kind: 'doi', customerId, bound, ttlMs: DAY_MS })
  const purposes = await titlesOf(tx, cells, locale)
  const values = { token, purposes, count: DAY_MS / HOUR_MS }
  await queueServiceMail(house, tx, { customerId, channel, locale, kind: 'doi', values })
  return true
}

/** What is asked, one purpose a line. */
export async function titlesOf(tx: Tx, cells: readonly { purpose: string }[], locale: string): Promise<string> {
  const purposes = await showPurposes(tx, [...new Set(cells.map(({ purpose }) => purpose))])
  return purposes.map((one) => `• ${purposeWords(one, locale).title}`).join('\n')
}
