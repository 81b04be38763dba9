// Orders that the drop-in is told: upserted by source id, told again with what was redeemed on them.
import { iso, isoOrNull } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import type { DataKey } from '#core/vault.ts'
import { type Tx, violated } from '#db/store.ts'
import { CURRENCY } from './campaigns.ts'
import { type CustomerFields, hasWithheld } from './customers.ts'
import { holdMetadata } from './hold-metadata.ts'
import { ownId, toVendor } from './ids.ts'
import {
  type Body,
  changeNote,
  countNotes,
  keepNote,
  listNotes,
  type Note,
  noteById,
  noteByName,
  openRows,
} from './notes.ts'
import { type AskedOrder, isBare, judgedOrder, tellOrder } from './orders.ts'
import { insertRows, rowById, updateRow } from './queries.ts'
import { seal } from './seal.ts'
import { duplicate, notFound } from './vendor-error.ts'
import { personOf, type Wishes } from './wishes.ts'

export interface KeptOrder {
  id: string
  createdAt: string
  /** What was known of it, with what was said now. */
  asked: AskedOrder
  discountMinor: number
  redemptions: Body
  known: Note | null
}

async function findOrder(house: House, key: string): Promise<Note | null> {
  const note = key.startsWith('ord_') ? await noteById(house, key) : null
  return note?.kind === 'order' ? note : noteByName(house, 'order', key)
}

/** Of the order and of each of its items. 400 `metadata_validation_failed`. */
export async function holdOrder(house: House, asked: AskedOrder, isNew: boolean): Promise<void> {
  await holdMetadata(house, 'order', asked.metadata, { isNew })
  for (const { metadata } of asked.items ?? []) await holdMetadata(house, 'order_item', metadata)
}

const merged = (before: AskedOrder | undefined, now: AskedOrder): AskedOrder => {
  const said = Object.entries(now).filter(([, value]) => value !== undefined && value !== null)
  return { ...before, ...Object.fromEntries(said) } as AskedOrder
}

/** Null for a use without an order. */
export async function prepareOrder(house: House, asked: AskedOrder | null | undefined): Promise<KeptOrder | null> {
  if (!asked || (isBare(asked) && !asked.id && !asked.source_id)) return null
  const key = asked.id || asked.source_id
  const known = key ? await findOrder(house, key) : null
  const { customer: _, ...rest } = merged(known?.body.asked as AskedOrder | undefined, asked)
  return {
    id: known?.id ?? ownId('ord', house.clock.now()),
    createdAt: iso(known ? Math.floor(known.madeMicros / 1000) : house.clock.now()),
    asked: rest as AskedOrder,
    discountMinor: Number(known?.body.discountMinor ?? 0),
    redemptions: (known?.body.redemptions ?? {}) as Body,
    known,
  }
}

/** With the redemptions that were just made of it. */
export async function keepOrder(
  house: House,
  tx: Tx,
  order: KeptOrder,
  done: { key: DataKey | undefined; entries: Body; it: Wishes; appliedMinor: number },
): Promise<void> {
  const { id, asked, known } = order
  const customerId = known ? known.customerId : (done.it.person?.id ?? null)
  // Somebody else's order: what is sealed under her key cannot be sealed anew here.
  if (customerId !== null && customerId !== done.it.person?.id) return
  const row = known === null ? undefined : await rowById(tx, id)
  const keys = new Map(done.key === undefined || customerId === null ? [] : [[customerId, done.key]])
  // As it stands now: others may have redeemed on it since it was looked at.
  const before = row === undefined ? {} : (openRows(house, [row], keys)[0]?.body ?? {})
  const body = {
    asked: { ...asked, status: 'PAID' },
    discountMinor: Number(before.discountMinor ?? 0) + done.appliedMinor,
    redemptions: { ...(before.redemptions as Body | undefined), ...done.entries },
  }
  const name = asked.source_id ?? undefined
  const sealed = seal(house, done.key, { id, kind: 'order', customerId, name, state: 'PAID', body })
  if (row === undefined) await insertRows(tx, 'order', [sealed])
  else await updateRow(tx, row, { body: sealed.body, state: 'PAID', goesWith: null })
}

/** What was taken back is said of its order, which is cancelled with it. `keys` by customer. */
export async function cancelOrder(
  house: House,
  tx: Tx,
  id: string,
  { keys, rolledBack }: { keys: ReadonlyMap<string, DataKey>; rolledBack: Map<string, string> },
): Promise<void> {
  const row = await rowById(tx, id)
  if (row === undefined || (row.customerId !== null && !keys.has(row.customerId))) return
  const [note] = openRows(house, [row], keys)
  const date = iso(tx.now)
  const redemptions = { ...(note?.body.redemptions as Body | undefined) }
  for (const [redemption, rollback] of rolledBack)
    redemptions[redemption] = { ...(redemptions[redemption] as Body), rollback_id: rollback, rollback_date: date }
  const asked = { ...(note?.body.asked as AskedOrder | undefined), status: 'CANCELED' }
  const body = { ...note?.body, asked, discountMinor: 0, redemptions }
  const sealed = seal(house, keys.get(row.customerId ?? ''), { id, kind: 'order', customerId: row.customerId, body })
  await updateRow(tx, row, { body: sealed.body, state: 'CANCELED' })
}

/** Creates, or changes the one with this source id. 404 `not_found`; 409 `duplicate_found` for a source id that is another's. */
export async function putOrder(
  house: House,
  key: string | undefined,
  asked: AskedOrder,
  customer: CustomerFields | undefined,
): Promise<Body> {
  const wanted = key ?? asked.id ?? asked.source_id
  const known = wanted ? await findOrder(house, wanted) : null
  if (key !== undefined && known === null) throw notFound('order', key)
  await holdOrder(house, asked, known === null)
  const named = await personOf(house, customer, true)
  // Whoever has taken back that her purchases are known: it is an order of nobody.
  const person = named !== null && (await hasWithheld(house, named.id, ['purchase_history'])) ? null : named
  const { customer: _, ...rest } = asked
  if (known) {
    await changeNote(house, known.id, ({ body }) => {
      const before = body.asked as AskedOrder | undefined
      const after = merged(before, rest as AskedOrder)
      const isRenamed = after.source_id && after.source_id !== before?.source_id
      const name = isRenamed ? { name: after.source_id as string } : {}
      return { body: { ...body, asked: after }, state: after.status ?? 'CREATED', ...name }
    }).catch((error: unknown) => {
      if (violated(error) === 'unique') throw duplicate(`Order with source_id ${asked.source_id ?? ''} already exists`)
      throw error
    })
    return showOrder(house, known.id)
  }
  const id = ownId('ord', house.clock.now())
  const name = asked.source_id
  const state = asked.status ?? 'CREATED'
  const draft = { id, kind: 'order' as const, state, body: { asked: rest, discountMinor: 0, redemptions: {} } }
  const made = await keepNote(house, {
    ...draft,
    ...(name ? { name } : {}),
    ...(person ? { customerId: person.id, goesWith: ['purchase_history'] as const } : {}),
  })
  return showOrder(house, made?.id ?? name ?? id)
}

/** 404 `not_found`. */
export async function showOrder(house: House, key: string): Promise<Body> {
  const note = await findOrder(house, key)
  if (note === null) throw notFound('order', key)
  return tellOrderNote(note)
}

export async function listOrders(house: House, asked: { limit: number; offset: number; isAscending?: boolean }) {
  const wanted = { kinds: ['order' as const], isAscending: asked.isAscending }
  const notes = await listNotes(house, wanted, asked.limit, asked.offset)
  return { orders: notes.map(tellOrderNote), total: await countNotes(house, { kinds: ['order'] }) }
}

export function tellOrderNote(note: Note): Body {
  const {
    asked = {},
    discountMinor = 0,
    redemptions = {},
  } = note.body as {
    asked?: AskedOrder
    discountMinor?: number
    redemptions?: Body
  }
  const order = asked as AskedOrder
  const judged = judgedOrder(order, { reference: note.id, currency: CURRENCY })
  return tellOrder(order, judged, {
    id: note.id,
    createdAt: iso(Math.floor(note.madeMicros / 1000)),
    updatedAt: isoOrNull(note.updatedAt),
    status: note.state ?? 'CREATED',
    customerId: note.customerId === null ? null : toVendor(note.customerId),
    discountMinor,
    appliedMinor: discountMinor,
    redemptions,
  })
}
