// Customers of the drop-in: the house's own people, and what only the drop-in keeps of them.

import { z } from 'zod'
import { keepsBirthYear } from '#consent/keeps-age.ts'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { addAlias } from '#customers/aliases.ts'
import { findCustomer } from '#customers/find.ts'
import { noteFromForm } from '#customers/from-form.ts'
import { readCustomer } from '#customers/lock.ts'
import { withheldBy } from '#customers/merge.ts'
import { type Profile, profilesOf } from '#customers/profile.ts'
import { referencesOf } from '#customers/show.ts'
import { upsertCustomer } from '#customers/upsert.ts'
import { type Tx, violated } from '#db/store.ts'
import { eraseCustomer } from '#privacy/forget-me.ts'
import { type PutCustomer, putCustomer } from '#shared/contracts/customers.ts'
import type { Category } from '#shared/kinds.ts'
import { noteFact } from './facts.ts'
import { holdMetadata } from './hold-metadata.ts'
import { fromVendor, ownId, toVendor } from './ids.ts'
import { type Body, changeNote, insertNotes, type Note, noteById, notesById, sealNote } from './notes.ts'
import { countByCustomer, unnotedCustomers } from './queries.ts'
import { readShape, record } from './read-shape.ts'
import { type Address, MADE_UP, type Person, showCustomer } from './show-customer.ts'
import { usesOf } from './summaries.ts'
import { duplicate, notFound } from './vendor-error.ts'

const text = z.string().nullish()
const address = z
  .object({ city: text, state: text, line_1: text, line_2: text, country: text, postal_code: text })
  .partial()
  .nullish()
export const customerShape = z.object({
  id: text,
  source_id: z.union([z.string(), z.number().transform(String)]).nullish(),
  name: z.string().max(300).nullish(),
  email: text,
  phone: text,
  description: text,
  birthdate: text,
  birthday: text,
  address,
  metadata: record.nullish(),
})
export type CustomerFields = z.infer<typeof customerShape>

/** Somebody named in another body: by id, source id or whole; undefined when nobody is. */
export const namedCustomer = z
  .union([z.string(), customerShape])
  .nullish()
  .transform((value) => (typeof value === 'string' ? { id: value } : (value ?? undefined)))

export interface Found {
  id: string
  reference: string
}

/** By id or source id; null when there is none, or she was erased. */
export async function findPerson(house: House, key: string): Promise<Found | null> {
  const id = fromVendor('cus', key)
  if (id !== undefined) {
    const reference = (await referencesOf(house, [id])).get(id)
    if (reference !== undefined) return { id, reference }
  }
  const row = await findCustomer(house.store.read, house.secrets, key)
  return row === null || row.status === 'erasing' ? null : { id: row.id, reference: key }
}

/** 404 `not_found`. */
export async function requirePerson(house: House, key: string): Promise<Found> {
  const found = await findPerson(house, key)
  if (found === null) throw notFound('customer', key)
  return found
}

/** Creates or merges, by id or source id. Absent keeps, null clears. */
export async function putPerson(house: House, fields: CustomerFields): Promise<Found & { isNew: boolean }> {
  const { id, source_id: sourceId } = fields
  const known = (id ? await findPerson(house, id) : null) ?? (sourceId ? await findPerson(house, sourceId) : null)
  if (known === null && id && !sourceId) throw notFound('customer', id)
  await holdMetadata(house, 'customer', fields.metadata, { isNew: known === null })
  const reference = known?.reference ?? sourceId ?? `${MADE_UP}${ownId('track', house.clock.now())}`
  const keepBirthYear = await keepsBirthYear(house.store.read, house.clock.now())
  const country = await countryOf(house, fields, known?.id)
  const stored = await upsertCustomer(house, reference, ownFields(fields, country), { keepBirthYear })
  await keepRest(house, stored.id, await withoutWithheld(house, stored.id, fields), stored.created)
  return { id: stored.id, reference, isNew: stored.created }
}

/** Whether she has taken every yes back for one of these. */
export async function hasWithheld({ store }: House, id: string, categories: readonly Category[]): Promise<boolean> {
  const row = await readCustomer(store.read, id)
  return row !== null && withheldBy(row).some((one) => categories.includes(one))
}

/** What she has taken every yes back for is not remembered here either. */
async function withoutWithheld({ store }: House, id: string, fields: CustomerFields): Promise<CustomerFields> {
  const row = await readCustomer(store.read, id)
  const withheld = row === null ? [] : withheldBy(row)
  const { birthdate: _, birthday: __, address: ___, ...rest } = fields
  return {
    ...rest,
    ...(withheld.some((one) => one === 'birthdate' || one === 'age')
      ? {}
      : { birthdate: fields.birthdate, birthday: fields.birthday }),
    ...(withheld.includes('location') ? {} : { address: fields.address }),
  }
}

/** Under either of its names; undefined when nobody speaks of it, null when it is to go. */
const birthOf = ({ birthdate, birthday }: CustomerFields): string | null | undefined =>
  birthdate ?? birthday ?? (birthdate === null ? null : birthday)

const CODE = /^[A-Z]{2}$/

/**
 * Her country, where it is one of ours; null when it goes with the address that it came with, undefined when nothing is said of
 * it. Whole customers are handed back here: an address that never was one here says nothing of the country she is known to be in.
 */
async function countryOf(house: House, { address }: CustomerFields, id: string | undefined) {
  if (address?.country) return CODE.test(address.country) ? address.country : undefined
  if (id === undefined || (address !== null && address?.country !== null)) return undefined
  const before = (await noteById(house, id))?.body.address as Address | null | undefined
  return before?.country && CODE.test(before.country) ? null : undefined
}

function ownFields(fields: CustomerFields, country: string | null | undefined): PutCustomer {
  const { name, email, phone } = fields
  const birth = birthOf(fields)
  const put: Record<string, unknown> = {
    ...(name === undefined ? {} : splitName(name)),
    ...(email === undefined ? {} : { email: email || null }),
    ...(phone === undefined ? {} : { phone: phone || null }),
    ...(birth === undefined ? {} : { birthDate: birth === null ? null : birth.slice(0, 10) }),
    ...(country === undefined ? {} : { country }),
  }
  return readShape(putCustomer, put)
}

function splitName(name: string | null) {
  const [given = '', ...rest] = (name ?? '').split(' ')
  return { givenName: given || null, familyName: rest.join(' ') || null }
}

/** What the house has no place for. Metadata is merged, an address is taken key by key as it was given. */
function restOf(before: Body, fields: CustomerFields): Body {
  const { address, description, metadata } = fields
  const birth = birthOf(fields)
  const after: Body = { ...before }
  if (address !== undefined) after.address = address === null ? null : { ...(before.address as Address), ...address }
  if (description !== undefined) after.description = description
  if (metadata) after.metadata = { ...(before.metadata as Body | undefined), ...metadata }
  if (birth !== undefined) after.birthYear = birth === null ? null : Number(birth.slice(0, 4))
  return after
}

async function keepRest(house: House, id: string, fields: CustomerFields, isNew: boolean): Promise<void> {
  const merge = (note: Note) => ({ body: restOf(note.body, fields) })
  const told = { also: (tx: Tx) => noteFact(house, tx, 'customer.updated', [id]) }
  if (!isNew && (await changeNote(house, id, merge, told)) !== null) return
  const sealed = await sealNote(house, { id, kind: 'customer', customerId: id, body: restOf({}, fields) })
  try {
    await house.store.write(async (tx) => {
      await insertNotes(tx, [sealed])
      await noteFact(house, tx, isNew ? 'customer.created' : 'customer.updated', [id])
    })
  } catch (error) {
    if (violated(error) !== 'unique') throw error
    await changeNote(house, id, merge, told)
  }
}

const NOBODY: Profile = {
  email: null,
  phone: null,
  givenName: null,
  familyName: null,
  country: null,
  locale: null,
  timeZone: null,
  birthMonthDay: null,
  birthYear: null,
}

/** By id; whoever was erased is absent. */
export async function peopleOf(house: House, ids: string[]): Promise<Map<string, Person>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  const references = await referencesOf(house, wanted)
  const known = wanted.filter((id) => references.has(id))
  let notes = await notesById(house, known)
  if (known.some((id) => !notes.has(id))) {
    await noteEverybody(house)
    notes = await notesById(house, known)
  }
  const profiles = await profilesOf(house, known)
  const people = known.flatMap((id) => {
    const note = notes.get(id)
    const reference = references.get(id)
    return note && reference !== undefined
      ? [[id, { note, reference, profile: profiles.get(id) ?? NOBODY }] as const]
      : []
  })
  return new Map(people)
}

const ADOPTED_AT_ONCE = 200

/** Gives a time of its own to everybody whom other doors made, so that pages by time lose nobody. */
export async function noteEverybody(house: House): Promise<void> {
  for (;;) {
    const some = await unnotedCustomers(house.store.read, ADOPTED_AT_ONCE)
    if (some.length === 0) return
    for (const { id } of some) {
      const sealed = await sealNote(house, { id, kind: 'customer', customerId: id, body: {} })
      await house.store
        .write((tx) => insertNotes(tx, [sealed]))
        .catch((error) => {
          if (violated(error) === undefined) throw error
        })
    }
  }
}

/** 404 `not_found`. */
export async function showPerson(house: House, key: string): Promise<Body> {
  const { id } = await requirePerson(house, key)
  const person = (await peopleOf(house, [id])).get(id)
  if (person === undefined) throw notFound('customer', key)
  return showCustomer(person, (await usesOf(house, [id])).get(id))
}

/** 404 `not_found`; 409 `duplicate_found` for a source id that is somebody else's. Answers her as she is then. */
export async function updatePerson(house: House, key: string, fields: CustomerFields): Promise<Body> {
  const { id } = await requirePerson(house, key)
  if (fields.source_id) await renamePerson(house, id, fields.source_id)
  await putPerson(house, { ...fields, id: toVendor(id), source_id: undefined })
  return showPerson(house, toVendor(id))
}

/** Her first reference stays hers: whatever was reported under it is. */
async function renamePerson(house: House, id: string, sourceId: string): Promise<void> {
  const known = await findPerson(house, sourceId)
  if (known !== null && known.id !== id) throw duplicate(`Customer with source_id ${sourceId} already exists`)
  if (known === null) {
    const print = house.secrets.print('reference', sourceId)
    if (!(await house.store.write((tx) => addAlias(tx, print, id))))
      throw duplicate(`Customer with source_id ${sourceId} already exists`)
  }
  if ((await peopleOf(house, [id])).get(id)?.reference === sourceId) return
  await changeNote(house, id, ({ body }) => ({ body: { ...body, sourceId } }))
}

/**
 * Whoever is new waits to be confirmed: forgotten in a day unless she says yes by the mail that asks for what she agreed to.
 * Answers her as she is when she was known before.
 */
export async function putUnconfirmed(house: House, fields: CustomerFields): Promise<Body> {
  const { id, isNew } = await putPerson(house, fields)
  if (!isNew || !fields.email) return showPerson(house, toVendor(id))
  await house.store.write((tx) => noteFromForm(tx, id, { isMinor: false }))
  return { object: 'unconfirmed_customer' }
}

/** 404 `not_found`. The house has one way to let somebody go: nothing of her stays. */
export async function deletePerson(house: House, key: string, actor: string): Promise<Body> {
  const { id, reference } = await requirePerson(house, key)
  const counts = await countByCustomer(house.store.read, [id], ['event', 'member', 'order'])
  const countOf = (kind: string) => counts.find((row) => row.kind === kind)?.count ?? 0
  const { erasedAt } = await eraseCustomer(house, reference, actor)
  const gone = {
    events: countOf('event'),
    customer_events: countOf('event'),
    daily_events: 0,
    segments: countOf('member'),
    orders: countOf('order'),
    order_events: countOf('order'),
    customer: 1,
  }
  return {
    id: ownId('del', erasedAt),
    created_at: iso(erasedAt),
    related_object_id: toVendor(id),
    related_object: 'customer',
    status: 'DONE',
    data_json: gone,
    object: 'pernament_deletion',
  }
}
