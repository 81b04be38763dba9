// Things that the vendor's clients keep and ask for again, and that decide about nothing here: products, SKUs, categories.

import { z } from 'zod'
import { iso, isoOrNull } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { violated } from '#db/store.ts'
import { holdMetadata } from './hold-metadata.ts'
import { type OwnPrefix, ownId } from './ids.ts'
import {
  type Body,
  changeNote,
  countNotes,
  dropNotes,
  keepNote,
  listNotes,
  type Note,
  noteById,
  noteByName,
} from './notes.ts'
import { readShape, record } from './read-shape.ts'
import { duplicate, notFound } from './vendor-error.ts'

export type Thing = 'product' | 'sku' | 'category'

const product = z.object({
  id: z.string().nullish(),
  source_id: z.string().max(200).nullish(),
  name: z.string().max(500).nullish(),
  price: z.number().int().nullish(),
  attributes: z.array(z.string()).max(100).nullish(),
  metadata: record.nullish(),
  image_url: z.string().nullish(),
})
const sku = product.omit({ name: true }).extend({
  sku: z.string().max(500).nullish(),
  currency: z.string().nullish(),
  attributes: record.nullish(),
})
const category = z.object({ name: z.string().min(1).max(200), hierarchy: z.number().int() })
const shapes: Record<Thing, z.ZodType<Body>> = { product, sku, category }
const prefixes: Record<Thing, OwnPrefix> = { product: 'prod', sku: 'sku', category: 'cat' }

export async function findThing(house: House, kind: Thing, key: string): Promise<Note | null> {
  const byId = await noteById(house, key)
  return byId?.kind === kind ? byId : noteByName(house, kind, key)
}

async function find(house: House, kind: Thing, key: string): Promise<Note> {
  const note = await findThing(house, kind, key)
  if (note === null) throw notFound(kind, key)
  return note
}

/** Upserts by source id, where there is one. 409 `duplicate_found` for a category of the same name. */
export async function makeThing(house: House, kind: Thing, body: unknown, parent?: string): Promise<Body> {
  const { id: _, ...fields } = readShape(shapes[kind], body)
  const name = nameOf(kind, fields)
  if (kind !== 'category') await holdMetadata(house, kind, fields.metadata as Body | null | undefined)
  if (parent !== undefined) await find(house, 'product', parent)
  const draft = {
    id: ownId(prefixes[kind], house.clock.now()),
    kind,
    body: fields,
    ...(name === undefined ? {} : { name }),
    ...(parent === undefined ? {} : { parent: (await find(house, 'product', parent)).id }),
  }
  const made = await keepNote(house, draft)
  if (made !== null) return tell(made)
  if (kind === 'category') throw duplicate(`Category with name ${String(name)} already exists`)
  return changeThing(house, kind, String(name), body)
}

/** 404 `not_found`, also for one of another `parent`. */
export async function showThing(house: House, kind: Thing, key: string, parent?: string): Promise<Body> {
  const note = await find(house, kind, key)
  if (parent !== undefined && note.parent !== (await find(house, 'product', parent)).id) throw notFound(kind, key)
  return tell(note)
}

/** Absent keeps; metadata is merged. 409 `duplicate_found` for a name that is another's. */
export async function changeThing(house: House, kind: Thing, key: string, body: unknown): Promise<Body> {
  const note = await find(house, kind, key)
  const { id: _, ...fields } = readShape(shapes[kind], { ...note.body, ...(body as Body) })
  const said = (body as Body).metadata as Body | null | undefined
  if (kind !== 'category') await holdMetadata(house, kind, said, { isNew: false })
  const name = nameOf(kind, fields)
  const change = ({ body: before }: Note) => ({
    body: { ...before, ...fields, ...merged(before, fields) },
    ...(name === undefined || name === nameOf(kind, note.body) ? {} : { name }),
  })
  const changed = await changeNote(house, note.id, change).catch((error: unknown) => {
    if (violated(error) === 'unique') throw duplicate(`Another ${kind} is called ${name}`)
    throw error
  })
  if (changed === null) throw notFound(kind, key)
  return tell(changed)
}

/** By what it is found beside its id. */
function nameOf(kind: Thing, fields: Body): string | undefined {
  const name = kind === 'category' ? fields.name : fields.source_id
  return typeof name === 'string' && name !== '' ? name : undefined
}

const merged = (before: Body, after: Body): Body =>
  after.metadata ? { metadata: { ...(before.metadata as Body | undefined), ...(after.metadata as Body) } } : {}

export async function dropThing(house: House, kind: Thing, key: string): Promise<void> {
  await dropNotes(house, [(await find(house, kind, key)).id])
}

export async function listThings(
  house: House,
  kind: Thing,
  page: { limit: number; offset: number; isAscending?: boolean },
  parent?: string,
) {
  const of = parent === undefined ? undefined : (await find(house, 'product', parent)).id
  const wanted = { kinds: [kind], parent: of, isAscending: page.isAscending }
  const notes = await listNotes(house, wanted, page.limit, page.offset)
  return { items: notes.map(tell), total: await countNotes(house, wanted) }
}

function tell({ id, kind, body, madeMicros, updatedAt, parent }: Note): Body {
  const times = { created_at: iso(Math.floor(madeMicros / 1000)) }
  if (kind === 'category') {
    return {
      id,
      name: body.name,
      hierarchy: body.hierarchy,
      ...times,
      ...(updatedAt === null ? {} : { updated_at: isoOrNull(updatedAt) }),
      object: 'category',
    }
  }
  const common = {
    id,
    source_id: body.source_id ?? null,
    price: body.price ?? null,
    metadata: body.metadata ?? {},
    image_url: body.image_url ?? null,
  }
  const ends = { ...times, updated_at: isoOrNull(updatedAt), object: kind }
  if (kind === 'sku')
    return {
      ...common,
      product_id: parent,
      sku: body.sku ?? null,
      currency: body.currency ?? null,
      attributes: body.attributes ?? {},
      ...ends,
    }
  return { ...common, name: body.name ?? null, attributes: body.attributes ?? [], ...ends }
}
