// Metadata schemas: told again as they were said, and held to wherever metadata of their kind is given (`hold-metadata.ts`).
import { z } from 'zod'
import { iso, isoOrNull } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { ownId } from './ids.ts'
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

const shape = z.object({
  related_object: z.string().min(1).max(100),
  allow_defined_only: z.boolean().nullish(),
  properties: record.nullish(),
})

async function find(house: House, key: string): Promise<Note> {
  const byId = await noteById(house, key)
  const note = byId?.kind === 'schema' ? byId : await noteByName(house, 'schema', key)
  if (note === null) throw notFound('metadata_schema', key)
  return note
}

/** 409 `duplicate_found` for a second one of the same objects. */
export async function createSchema(house: House, body: unknown): Promise<Body> {
  const asked = readShape(shape, body)
  const id = ownId('ms', house.clock.now())
  const note = await keepNote(house, { id, kind: 'schema', name: asked.related_object, body: asked })
  if (note === null) throw duplicate(`Metadata schema for ${asked.related_object} already exists`)
  return tell(note)
}

/** By id, or by what it is about. 404 `not_found`. */
export const showSchema = async (house: House, key: string): Promise<Body> => tell(await find(house, key))

export async function updateSchema(house: House, key: string, body: unknown): Promise<Body> {
  const note = await find(house, key)
  const asked = readShape(shape.partial(), body)
  const properties = { ...(note.body.properties as Body | null | undefined), ...asked.properties }
  const said = asked.allow_defined_only === undefined ? {} : { allow_defined_only: asked.allow_defined_only }
  const changed = await changeNote(house, note.id, ({ body: before }) => ({ body: { ...before, ...said, properties } }))
  if (changed === null) throw notFound('metadata_schema', key)
  return tell(changed)
}

export async function deleteSchema(house: House, key: string): Promise<void> {
  await dropNotes(house, [(await find(house, key)).id])
}

export async function listSchemas(house: House, page: { limit: number; offset: number }) {
  const notes = await listNotes(house, { kinds: ['schema'] }, page.limit, page.offset)
  return { schemas: notes.map(tell), total: await countNotes(house, { kinds: ['schema'] }) }
}

const tell = ({ id, body, madeMicros, updatedAt }: Note): Body => ({
  id,
  related_object: body.related_object,
  properties: body.properties ?? {},
  allow_defined_only: body.allow_defined_only ?? false,
  created_at: iso(Math.floor(madeMicros / 1000)),
  updated_at: isoOrNull(updatedAt),
  object: 'metadata_schema',
})
