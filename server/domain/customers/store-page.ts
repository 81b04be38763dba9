// Stores a page of customers in one write: the one way in for a put and for an import.
import { setImmediate as turn } from 'node:timers/promises'
import type { House } from '#core/house.ts'
import { randomId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import type { Tx } from '#db/store.ts'
import { spellEmail, spellPhone } from './address.ts'
import { type Ages, agesByCountry, NO_AGES } from './ages.ts'
import type { Fields } from './fields.ts'
import { type Merged, mergeCustomer, type Sealed } from './merge.ts'
import {
  type CustomerRow,
  forgetErased,
  insertCustomers,
  knownByPrint,
  lockCustomers,
  rememberZones,
  replaceCustomers,
} from './queries.ts'
import { storeAttributes, storeContacts } from './store-parts.ts'

/** One entry per reference. */
export interface Entry {
  reference: string
  fields: Fields
}
export interface Stored {
  id: string
  outcome: 'created' | 'updated' | 'erasing'
  ignored: string[]
}
interface Incoming extends Entry {
  id: string
  print: string
  fresh: boolean
  sealedReference: string
  sealed: Sealed
}
/** `lost`: somebody else created or erased this customer meanwhile; look again. */
type Outcome = Stored | 'lost'
/** Called inside the write that leaves nothing of the page open, with one outcome per entry. */
export type Settle = (tx: Tx, stored: Stored[]) => Promise<void>

const TRIES = 10
const PRINTED_AT_ONCE = 500

/**
 * Answers one outcome per entry, in order. Keys are drawn and committed before their customers are (decisions.md, 30).
 * The write waits for `before`, what is prepared for it does not.
 */
export async function storePage(
  house: House,
  entries: Entry[],
  settle?: Settle,
  before?: Promise<unknown>,
): Promise<Stored[]> {
  let stored = new Map<Entry, Stored>()
  for (let attempt = 0; stored.size < entries.length; attempt++) {
    if (attempt === TRIES) throw new Refusal('store.unavailable')
    const open = entries.filter((entry) => !stored.has(entry))
    const incoming = await prepare(house, open)
    await before
    const ready = incoming.filter((one): one is Incoming => one !== 'erasing')
    const ages = ready.some(({ fields }) => fields.bornOn ?? fields.country)
      ? await agesByCountry(house.store.read)
      : NO_AGES
    const outcomes = await house.store.write(
      async (tx) => {
        const written = await writePage(tx, ready, ages)
        const settled = new Map(stored)
        open.forEach((entry, i) => {
          const one = incoming[i]
          const outcome = one === 'erasing' || one === undefined ? erasing('') : written.get(one)
          if (outcome !== undefined && outcome !== 'lost') settled.set(entry, outcome)
        })
        if (settled.size === entries.length) await settle?.(tx, inOrder(entries, settled))
        return { written, settled }
      },
      { isPatient: true },
    )
    await dropOrphans(house, ready, outcomes.written)
    stored = outcomes.settled
  }
  return inOrder(entries, stored)
}

const inOrder = (entries: Entry[], stored: Map<Entry, Stored>) => entries.map((entry) => stored.get(entry) as Stored)

/** Whoever exists without a key is being erased: nothing can be sealed for them. */
async function prepare(house: House, entries: Entry[]): Promise<(Incoming | 'erasing')[]> {
  const { store, secrets, vault, clock } = house
  const prints = entries.map((entry) => secrets.print('reference', entry.reference))
  const known = await knownByPrint(store.read, prints)
  const begun = entries.map((entry, i) => {
    const print = prints[i] as string
    const before = known.get(print)
    return { ...entry, print, id: before?.id ?? randomId('customer'), fresh: before === undefined, before }
  })
  const asked = begun.map((one) => ({ id: one.id, isFresh: one.fresh, texts: textsOf(one) }))
  const sealed = await vault.sealAll(asked, clock.now())
  const incoming: (Incoming | 'erasing')[] = []
  for (const [i, { before, ...one }] of begun.entries()) {
    // Others get a turn during a long page.
    if (i > 0 && i % PRINTED_AT_ONCE === 0) await turn()
    const texts = sealed[i] ?? null
    if (texts === null) incoming.push('erasing')
    else incoming.push({ ...one, ...named(house, one, texts, before?.country ?? null) })
  }
  return incoming
}

const sealedFields = ['givenName', 'familyName', 'email', 'phone'] as const

/** Whoever is known has her reference sealed already. */
function textsOf({ reference, fields, fresh }: Pick<Incoming, 'reference' | 'fields' | 'fresh'>): [string, string][] {
  const texts: [string, string][] = fresh ? [['reference', reference]] : []
  for (const field of sealedFields) {
    const plain = fields[field]
    if (plain) texts.push([field === 'phone' ? 'sms' : field, plain])
  }
  return texts
}

/** The sealed texts by name, in the order of `textsOf`, with the prints of addresses. */
function named(
  { secrets }: House,
  { fields, fresh }: Pick<Incoming, 'fields' | 'fresh'>,
  texts: string[],
  knownCountry: string | null,
): Pick<Incoming, 'sealed' | 'sealedReference'> {
  const { email, phone, givenName, familyName, country } = fields
  let at = 0
  const next = () => texts[at++] as string
  const sealedReference = fresh ? next() : ''
  const sealed: Sealed = {}
  if (givenName) sealed.givenName = next()
  if (familyName) sealed.familyName = next()
  if (email) sealed.email = { sealed: next(), print: secrets.print('email', spellEmail(email)) }
  if (phone) sealed.sms = { sealed: next(), print: secrets.print('sms', spellPhone(phone, country ?? knownCountry)) }
  return { sealedReference, sealed }
}

async function writePage(tx: Tx, incoming: Incoming[], ages: Ages): Promise<Map<Incoming, Outcome>> {
  const outcomes = new Map<Incoming, Outcome>()
  const made = await create(tx, incoming, outcomes, ages)
  const changed = await change(tx, incoming, outcomes, ages)
  const people = [...made, ...changed]
  if (people.length === 0) return outcomes
  await storeContacts(tx, made, changed)
  await storeAttributes(tx, made, changed)
  const zones = new Set(people.flatMap(({ row }) => row.timeZone ?? []))
  if (zones.size > 0) await rememberZones(tx, [...zones].sort())
  return outcomes
}

async function create(tx: Tx, incoming: Incoming[], outcomes: Map<Incoming, Outcome>, ages: Ages): Promise<Merged[]> {
  // In the order of the prints, so that two imports of the same people never wait for each other in a circle.
  const fresh = incoming.filter((one) => one.fresh).sort((a, b) => (a.print < b.print ? -1 : 1))
  if (fresh.length === 0) return []
  const merged = fresh.map((one) => mergeCustomer(bare(one, tx.now), one.fields, one.sealed, tx.now, ages))
  const created = await insertCustomers(
    tx,
    merged.map(({ row }) => row),
  )
  for (const one of fresh) {
    outcomes.set(one, created.has(one.id) ? { id: one.id, outcome: 'created', ignored: [] } : 'lost')
  }
  const made = merged.filter(({ row }) => created.has(row.id))
  if (made.length > 0)
    await forgetErased(
      tx,
      made.map(({ row }) => row.referencePrint),
    )
  return made
}

async function change(tx: Tx, incoming: Incoming[], outcomes: Map<Incoming, Outcome>, ages: Ages): Promise<Merged[]> {
  const known = incoming.filter((one) => !one.fresh)
  if (known.length === 0) return []
  const locked = await lockCustomers(
    tx,
    known.map((one) => one.id),
  )
  const rows = new Map(locked.map((row) => [row.id, row]))
  const changed: Merged[] = []
  for (const one of known) {
    const row = rows.get(one.id)
    if (row === undefined) outcomes.set(one, 'lost')
    else if (row.status === 'erasing') outcomes.set(one, erasing(one.id))
    else {
      const merged = mergeCustomer(row, one.fields, one.sealed, tx.now, ages)
      outcomes.set(one, { id: one.id, outcome: 'updated', ignored: merged.ignored })
      changed.push(merged)
    }
  }
  if (changed.length > 0)
    await replaceCustomers(
      tx,
      changed.map(({ row }) => row),
    )
  return changed
}

function bare({ id, print, sealedReference }: Incoming, now: number): CustomerRow {
  return {
    id,
    status: 'active',
    referencePrint: print,
    referenceSealed: sealedReference,
    givenNameSealed: null,
    familyNameSealed: null,
    birthMonthDay: null,
    birthYear: null,
    country: null,
    locale: null,
    timeZone: null,
    withheld: '[]',
    createdAt: now,
    updatedAt: now,
    fromForm: 0,
    ageBand: 'unknown',
    adultOn: null,
    snoozedUntil: null,
  }
}

function erasing(id: string): Stored {
  return { id, outcome: 'erasing', ignored: [] }
}

async function dropOrphans(house: House, incoming: Incoming[], outcomes: Map<Incoming, Outcome>): Promise<void> {
  const orphans = incoming.filter((one) => one.fresh && outcomes.get(one) === 'lost').map((one) => one.id)
  if (orphans.length > 0) await house.vault.destroy(orphans)
}
