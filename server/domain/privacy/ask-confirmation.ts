// Mails the question that makes an opt-in proven: one link, good once and for a day, in place of any before it.
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
 * Does nothing when nothing waits, when there is no address, or when it was asked too often. The answer to whoever asked
 * is the same in every case, so nobody learns whether an address is known.
 */
export async function askConfirmation(house: House, tx: Tx, asking: Asking): Promise<boolean> {
  const { customerId, locale, networks = [], byPerson = false, device = null } = asking
  const waiting = await cellsWaiting(tx, customerId, 'pending_doi', tx.now)
  const cells = waiting.filter(({ channel }) => channel === 'email')
  const contact = (await contactsOfCustomer(tx, customerId)).find(({ channel }) => channel === 'email')
  if (cells.length === 0 || contact === undefined) return false
  if (!byPerson && (await isSuppressed(tx, 'email', contact.print))) return false
  if (!(await mayAsk(tx, 'doi', [contact.print, ...networks]))) return false
  await endTokens(tx, { kind: 'doi', customerId })
  await cancelServiceMails(tx, customerId, 'asked_again', ['doi'])
  const upTo =
    cells
      .map(({ eventId }) => eventId)
      .sort()
      .at(-1) ?? ''
  const bound = { channel: 'email', print: contact.print, upTo, locale, ...joinDevices([device]) }
  const token = await makeToken(tx, { kind: 'doi', customerId, bound, ttlMs: DAY_MS })
  const purposes = await titlesOf(tx, cells, locale)
  const values = { token, purposes, count: DAY_MS / HOUR_MS }
  await queueServiceMail(house, tx, { customerId, channel: 'email', locale, kind: 'doi', values })
  return true
}

/** What is asked, one purpose a line. */
export async function titlesOf(tx: Tx, cells: readonly { purpose: string }[], locale: string): Promise<string> {
  const purposes = await showPurposes(tx, [...new Set(cells.map(({ purpose }) => purpose))])
  return purposes.map((one) => `• ${purposeWords(one, locale).title}`).join('\n')
}
