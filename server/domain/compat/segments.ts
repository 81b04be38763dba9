// Segments of the drop-in: people who were named, or who answer to a filter on what the drop-in knows of them. They decide who
// may use a voucher that a validation rule binds to them; nobody is sent anything because of them.
import { z } from 'zod'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { findCustomer } from '#customers/find.ts'
import { referencesOf } from '#customers/show.ts'
import { findPerson, showPerson } from './customers.ts'
import { ownId, toVendor } from './ids.ts'
import { checkConditions, holdOf } from './judge-conditions.ts'
import { type Body, dropNotes, insertNotes, listNotes, type Note, noteById, noteByName, sealNote } from './notes.ts'
import { readShape, record } from './read-shape.ts'
import { invalidPayload, notFound, unsupported } from './vendor-error.ts'

const shape = z.object({
  name: z.string().min(1).max(200),
  type: z.enum(['static', 'auto-update', 'passive']).nullish(),
  customers: z
    .array(z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]))
    .max(10_000)
    .nullish(),
  filter: record.nullish(),
  metadata: record.nullish(),
})

const summary = (part: 'redemptions' | 'orders', name: string) => (person: Body) =>
  ((person.summary as Body | undefined)?.[part] as Body | undefined)?.[name]
const inAddress = (name: string) => (person: Body) => (person.address as Body | null)?.[name]
const plain = (name: string) => (person: Body) => person[name]

const fields: Record<string, (person: Body) => unknown> = {
  id: plain('id'),
  source_id: plain('source_id'),
  name: plain('name'),
  email: plain('email'),
  phone: plain('phone'),
  description: plain('description'),
  birthdate: plain('birthdate'),
  birthday: plain('birthdate'),
  created_at: plain('created_at'),
  updated_at: plain('updated_at'),
  ...Object.fromEntries(
    ['city', 'state', 'line_1', 'line_2', 'country', 'postal_code'].flatMap((name) => [
      [`address_${name}`, inAddress(name)],
      [`address.${name}`, inAddress(name)],
    ]),
  ),
  ...Object.fromEntries(
    ['total_redeemed', 'total_failed', 'total_succeeded', 'total_rolled_back'].map((name) => [
      `redemptions_${name}`,
      summary('redemptions', name),
    ]),
  ),
  ...Object.fromEntries(
    ['total_amount', 'total_count', 'average_amount', 'last_order_amount', 'last_order_date'].map((name) => [
      `orders_${name}`,
      summary('orders', name),
    ]),
  ),
}
const METADATA = 'metadata.'

function readerOf(field: string): (person: Body) => unknown {
  if (field.startsWith(METADATA)) {
    const key = field.slice(METADATA.length)
    return (person) => (person.metadata as Body | undefined)?.[key]
  }
  const read = Object.hasOwn(fields, field) ? fields[field] : undefined
  if (read === undefined) throw unsupported(`The segment condition ${field.slice(0, 60)}`)
  return read
}

interface Leaf {
  field: string
  conditions: Body
}

/** 400 `invalid_payload`; `not_supported` with the name of a field that is not known here. */
function leavesOf(filter: Body): { isEither: boolean; leaves: Leaf[] } {
  const { junction, ...rest } = filter
  const leaves = Object.entries(rest).map(([field, value]) => {
    readerOf(field)
    const conditions = (value as Body | null)?.conditions
    checkConditions(conditions, field)
    return { field, conditions }
  })
  return { isEither: String(junction ?? 'AND').toUpperCase() === 'OR', leaves }
}

/** Answers it as it is told. 400 `invalid_payload`, `not_supported`. */
export async function createSegment(house: House, body: unknown): Promise<Body> {
  const asked = readShape(shape, body)
  const type = asked.type ?? (asked.filter ? 'auto-update' : 'static')
  if (type !== 'static' && !asked.filter) throw invalidPayload('Property .filter is required')
  if (asked.filter) leavesOf(asked.filter)
  const id = ownId('seg', house.clock.now())
  const { name, metadata, filter } = asked
  const said = { name, type, ...(metadata ? { metadata } : {}), ...(type === 'static' ? {} : { filter }) }
  const members: string[] = []
  for (const key of asked.customers ?? []) {
    const person = await findPerson(house, key)
    if (person === null) throw notFound('customer', key)
    members.push(person.id)
  }
  const notes = [await sealNote(house, { id, kind: 'segment', body: said })]
  for (const customerId of new Set(members)) {
    const about = { id: ownId('mem', house.clock.now()), kind: 'member' as const, parent: id, customerId }
    notes.push(await sealNote(house, { ...about, name: nameOf(id, customerId), body: {} }))
  }
  await house.store.write((tx) => insertNotes(tx, notes))
  return showSegment(house, id)
}

const nameOf = (segmentId: string, customerId: string): string => `${segmentId}\n${customerId}`

async function requireSegment(house: House, id: string): Promise<Note> {
  const note = await noteById(house, id)
  if (note?.kind !== 'segment') throw notFound('segment', id)
  return note
}

/** 404 `not_found`. */
export async function showSegment(house: House, id: string): Promise<Body> {
  const { body, madeMicros } = await requireSegment(house, id)
  return {
    id,
    name: body.name,
    created_at: iso(Math.floor(madeMicros / 1000)),
    ...(body.metadata === undefined ? {} : { metadata: body.metadata }),
    type: body.type,
    filter: body.filter ?? null,
    initial_sync_status: 'DONE',
    object: 'segment',
  }
}

export async function deleteSegment(house: House, id: string): Promise<void> {
  await requireSegment(house, id)
  for (;;) {
    const members = await listNotes(house, { kinds: ['member'], parent: id }, 1000)
    if (members.length === 0) break
    await dropNotes(
      house,
      members.map((note) => note.id),
    )
  }
  await dropNotes(house, [id])
}

const MOST_SEGMENTS = 1000

/** Those that she is in, by id and name. 404 `not_found`. */
export async function listSegmentsOf(house: House, key: string): Promise<Body[]> {
  const person = await showPerson(house, key)
  const all = await listNotes(house, { kinds: ['segment'] }, MOST_SEGMENTS)
  const told: Body[] = []
  for (const note of all)
    if (await holdsFor(house, note, person)) told.push({ id: note.id, name: note.body.name, object: 'segment' })
  return told
}

/** Of these segments, those that somebody is in; nobody is in any. A segment that is gone holds for nobody. */
export async function segmentsWith(house: House, ids: string[], customerId: string | null): Promise<Set<string>> {
  const holding = new Set<string>()
  if (customerId === null || ids.length === 0) return holding
  // Of somebody whose data may only be stored nothing is read to judge her.
  const reference = (await referencesOf(house, [customerId])).get(customerId)
  const row = reference === undefined ? null : await findCustomer(house.store.read, house.secrets, reference)
  if (row?.status !== 'active') return holding
  const person = await showPerson(house, toVendor(customerId))
  for (const id of new Set(ids)) {
    const note = await noteById(house, id)
    if (note?.kind === 'segment' && (await holdsFor(house, note, person))) holding.add(id)
  }
  return holding
}

/** Asks of people as they are told whether they are in it. 404 `not_found`. */
export async function membersOf(house: House, id: string): Promise<(person: Body) => Promise<boolean>> {
  const note = await requireSegment(house, id)
  return (person) => holdsFor(house, note, person)
}

async function holdsFor(house: House, { id, body }: Note, person: Body): Promise<boolean> {
  if (body.type === 'static') {
    const customerId = String(person.id).replace(/^cust_/, 'cus_')
    return (await noteByName(house, 'member', nameOf(id, customerId))) !== null
  }
  const { isEither, leaves } = leavesOf((body.filter ?? {}) as Body)
  const holds = ({ field, conditions }: Leaf) => holdOf(conditions, readerOf(field)(person))
  return isEither ? leaves.some(holds) : leaves.every(holds)
}
