// A person's choices as her own page shows them, and the changes she makes there: patches, never the whole.
import { consentsVersion } from '#consent/cells.ts'
import { findPublished, shownIn } from '#consent/notice.ts'
import { objectionsOfCustomer } from '#consent/object.ts'
import { type Recording, recordDecisions } from '#consent/record.ts'
import { isSuppressed } from '#consent/suppress.ts'
import { withdrawCells } from '#consent/withdraw-cells.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { contactsOfCustomer } from '#customers/contacts.ts'
import { lockCustomer, readCustomer } from '#customers/lock.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { Cell } from '#shared/contracts/consent.ts'
import { askConfirmation } from './ask-confirmation.ts'
import { askGuardian } from './ask-guardian.ts'
import { type Card, labelsOf, readCards } from './cards.ts'
import { countOpenChanges } from './open-changes.ts'
import { snoozedUntil } from './snooze.ts'
import { settleWithdrawal } from './withdraw.ts'

export interface Choices {
  noticeVersion: number | null
  labelsSha256: string | null
  cards: Card[]
  restricted: boolean
  objectedToAll: boolean
  /** Epoch ms; null when she does not mind messages. */
  snoozedUntil: number | null
  /** By which a form says what it was filled in from. */
  version: string | null
  changesToSee: number
}

/** Refuses a customer who is gone. */
export async function showChoices(house: House, customerId: string, locale: string): Promise<Choices> {
  const { store, clock } = house
  const person = await readCustomer(store.read, customerId)
  if (person === null || person.status === 'erasing') throw new Refusal('customer.erased')
  const objections = await objectionsOfCustomer(store.read, customerId)
  const closed = await closedChannels(store.read, customerId)
  const { notice, cards } = await readCards(store.read, clock.now(), locale, { customerId, objections, closed })
  return {
    noticeVersion: notice?.version ?? null,
    labelsSha256: labelsOf(notice, locale),
    cards,
    restricted: person.status === 'restricted',
    objectedToAll: objections.has('*'),
    snoozedUntil: await snoozedUntil(store.read, customerId, clock.now()),
    version: await consentsVersion(store.read, customerId),
    changesToSee: await countOpenChanges(house, customerId),
  }
}

async function closedChannels(q: Queries, customerId: string): Promise<Set<string>> {
  const closed = new Set<string>()
  for (const { channel, print } of await contactsOfCustomer(q, customerId)) {
    if (await isSuppressed(q, channel, print)) closed.add(channel)
  }
  return closed
}

export interface Change extends Cell {
  decision: 'grant' | 'refuse' | 'withdraw'
}
export interface Shown {
  noticeVersion: number
  locale: string
  labelsSha256: string | null
  /** Which page it was. */
  surface?: string
  /** `guardian`: a confirmed guardian acts for a minor. */
  via?: 'centre' | 'guardian'
  /** Where she pressed (same-device.ts). */
  device?: string | null
  /** What one published version has changed is agreed to, whether or not that version is in force. */
  isAhead?: boolean
  /** As of `Recording`. */
  ifVersion?: string | null | undefined
}

/**
 * Only what is named changes. A yes to an address that is not proved waits for its confirmation. In the same transaction
 * what a no stops is cancelled and deleted. Refuses what consent/record.ts refuses; answers how many cells were a yes and
 * are a no now.
 */
export async function changeChoices(
  house: House,
  customerId: string,
  changes: readonly Change[],
  shown: Shown,
): Promise<{ withdrawn: number }> {
  if (changes.length === 0) return { withdrawn: 0 }
  return house.store.write((tx) => changeIn(house, tx, customerId, changes, shown))
}

export async function changeIn(
  house: House,
  tx: Tx,
  customerId: string,
  changes: readonly Change[],
  shown: Shown,
): Promise<{ withdrawn: number }> {
  const byGuardian = shown.via === 'guardian'
  const notice = await findPublished(tx, shown.noticeVersion)
  const recording: Recording = {
    customerId,
    noticeVersion: shown.noticeVersion,
    locale: notice === null ? shown.locale : shownIn(notice, shown.locale),
    labelsSha256: shown.labelsSha256,
    surface: shown.surface ?? '/privacy/choices',
    method: byGuardian ? 'guardian' : 'centre',
    actor: byGuardian ? 'guardian' : 'self',
    verified: undefined,
    byPerson: true,
    byGuardian,
    isAhead: shown.isAhead ?? false,
    ifVersion: shown.ifVersion,
    decisions: changes,
  }
  const { events, withdrawn } = await recordDecisions(tx, recording)
  await settleWithdrawal(tx, customerId, withdrawn)
  const waits = (state: string) => events.some(({ stateAfter }) => stateAfter === state)
  const device = byGuardian ? null : (shown.device ?? null)
  const { locale } = shown
  if (waits('pending_doi')) await askConfirmation(house, tx, { customerId, locale, byPerson: true, device })
  if (waits('pending_guardian')) await askGuardian(house, tx, customerId, locale, [device])
  return { withdrawn: withdrawn.length }
}

/** Takes back everything that she agreed to, on every channel, in one press. */
export async function withdrawEverything(
  house: House,
  customerId: string,
  via: 'centre' | 'guardian' = 'centre',
): Promise<{ withdrawn: number }> {
  return house.store.write(async (tx) => {
    if ((await lockCustomer(tx, customerId)) === null) throw new Refusal('customer.erased')
    const actor = via === 'guardian' ? 'guardian' : 'self'
    const note = { method: via, actor, surface: '/privacy/choices' }
    const withdrawn = await withdrawCells(tx, customerId, () => true, note)
    await settleWithdrawal(tx, customerId, withdrawn)
    return { withdrawn: withdrawn.length }
  })
}
