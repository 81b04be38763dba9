// Mails people what a new notice changes for them, and stops what it changed on the day it takes effect.

import { noteCells } from '#consent/note.ts'
import { noteMailed, noteSettled, noticeInForce, noticeToMail } from '#consent/notice.ts'
import { purposeWords, showPurposes } from '#consent/purposes.ts'
import { cellsEnded, endedByNotice, peopleTouched } from '#consent/reconsent.ts'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { contactsOfCustomer } from '#customers/contacts.ts'
import { lockCustomer } from '#customers/lock.ts'
import type { Tx } from '#db/store.ts'
import { queueServiceMail } from '#delivery/service-mail.ts'
import type { NoticeChange } from '#shared/contracts/consent.ts'

const PEOPLE_PER_WRITE = 200

/** Everybody who agreed to something that a published notice changes gets one mail about it; answers how many. */
export async function tellChanges(house: House, stopping: () => boolean = () => false): Promise<number> {
  let count = 0
  for (;;) {
    const told = await house.store.write((tx) => tellPage(house, tx))
    if (told === null) return count
    count += told
    if (stopping()) return count
  }
}

/** Null when no notice has anybody left to tell. The page and how far it came are one write, so nobody is told twice. */
async function tellPage(house: House, tx: Tx): Promise<number | null> {
  const notice = await noticeToMail(tx)
  if (notice === null) return null
  const people = await peopleTouched(tx, notice.changes, notice.mailCursor, PEOPLE_PER_WRITE)
  for (const [customerId, changes] of people) await tellOne(house, tx, customerId, notice, changes)
  const isDone = people.size < PEOPLE_PER_WRITE
  await noteMailed(tx, notice.id, [...people.keys()].at(-1) ?? notice.mailCursor, isDone)
  return people.size
}

async function tellOne(
  house: House,
  tx: Tx,
  customerId: string,
  notice: { version: number; effectiveAt: number },
  changes: readonly NoticeChange[],
): Promise<void> {
  const person = await lockCustomer(tx, customerId)
  const contacts = await contactsOfCustomer(tx, customerId)
  const isReachable = contacts.some(({ channel, verified }) => channel === 'email' && verified)
  if (person === null || person.status !== 'active' || !isReachable) return
  const locale = person.locale ?? 'en'
  const named = [...new Set(changes.flatMap(({ cell }) => (cell ? [cell.purpose] : [])))]
  const purposes = await showPurposes(tx, named)
  const lines = purposes.map((one) => `• ${purposeWords(one, locale).title}`)
  const values = {
    effectiveAt: iso(notice.effectiveAt),
    version: notice.version,
    changes: lines.length > 0 ? lines.join('\n') : '•',
  }
  await queueServiceMail(house, tx, { customerId, channel: 'email', locale, kind: 'change_notice', values })
}

/** The data stays, since she may agree anew; what waits to be sent the gate stops.
 * What the notice in force means otherwise than what people agreed to is noted as such and stops; answers how many cells. */
export async function requireReconsent(house: House, stopping: () => boolean = () => false): Promise<number> {
  let count = 0
  for (;;) {
    const { cells, isDone } = await house.store.write(settlePage)
    count += cells
    if (isDone || stopping()) return count
  }
}

async function settlePage(tx: Tx): Promise<{ cells: number; isDone: boolean }> {
  const notice = await noticeInForce(tx, tx.now)
  if (notice === null || notice.isSettled) return { cells: 0, isDone: true }
  const people = await endedByNotice(tx, notice.id, PEOPLE_PER_WRITE)
  let count = 0
  for (const customerId of people) {
    if ((await lockCustomer(tx, customerId)) === null) continue
    const cells = await cellsEnded(tx, customerId, notice.since)
    const note = { decision: 'reconsent', method: 'notice', actor: 'system' } as const
    await noteCells(tx, cells, { ...note, to: 'reconsent_required' })
    count += cells.length
  }
  const isDone = people.length < PEOPLE_PER_WRITE
  if (isDone) await noteSettled(tx, notice.id)
  return { cells: count, isDone }
}
