// Exports of the drop-in: what is wanted is kept, the rows are read when the file is fetched, so that nothing of a person lies
// about in a file that outlives her.
import { createHash, timingSafeEqual } from 'node:crypto'
import { stringify } from 'csv-stringify/sync'
import { z } from 'zod'
import { audit } from '#access/audit.ts'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { type Exported, exportFields, pagesOf, usualFields } from './export-rows.ts'
import { ownId } from './ids.ts'
import { type Body, countNotes, dropNotes, insertNotes, listNotes, type Note, noteById, sealNote } from './notes.ts'
import { readShape, record } from './read-shape.ts'
import { invalidPayload, notFound, unsupported, VendorError } from './vendor-error.ts'

const shape = z.object({
  exported_object: z.string(),
  parameters: z
    .object({
      order: z.string().nullish(),
      fields: z.array(z.string()).max(100).nullish(),
      filters: record.nullish(),
    })
    .nullish(),
})
const notHere = ['points_expiration']

export interface Caller {
  id: string
  may(exported: Exported): boolean
}

/** 400 `invalid_payload`, `invalid_export_fields`, `not_supported`; 403 `forbidden`. */
export async function createExport(house: House, body: unknown, caller: Caller): Promise<Body> {
  const asked = readShape(shape, body)
  const name = asked.exported_object
  if (notHere.includes(name)) throw unsupported(`Exports of ${name}`)
  if (!Object.hasOwn(exportFields, name)) throw invalidPayload('Property .exported_object is not known')
  const exported = name as Exported
  if (!caller.may(exported)) throw new VendorError(403, 'forbidden', 'Forbidden')
  const { fields, filters, order } = asked.parameters ?? {}
  const unknown = (fields ?? []).filter((field) => !isField(exported, field))
  if (unknown.length > 0)
    throw new VendorError(400, 'invalid_export_fields', 'Invalid export fields', { details: unknown.join(', ') })
  const by = order?.replace(/^-/, '')
  if (by && !isField(exported, by))
    throw new VendorError(400, 'invalid_export_fields', 'Invalid export fields', { details: by })
  for (const field of Object.keys(filters ?? {}))
    if (field !== 'junction' && !isFilter(exported, field)) throw unsupported(`The filter ${field.slice(0, 60)}`)
  return keep(house, exported, asked.parameters ?? {}, caller.id)
}

const isField = (exported: Exported, field: string): boolean =>
  exportFields[exported].includes(field) || field.startsWith('metadata.')
const isFilter = (exported: Exported, field: string): boolean => isField(exported, field) || field === 'voucher_id'

/** For what is on a gift card, and what was taken from it. */
export const exportTransactions = (house: House, voucherId: string, body: unknown, caller: Caller): Promise<Body> => {
  const asked = readShape(shape.partial().nullish(), body)
  const filters = { voucher_id: { conditions: { $in: [voucherId] } } }
  return keep(house, 'voucher_transactions', { ...asked?.parameters, filters }, caller.id)
}

async function keep(house: House, exported: Exported, parameters: Body, actor: string): Promise<Body> {
  const id = ownId('exp', house.clock.now())
  const sealed = await sealNote(house, { id, kind: 'export', body: { exported, parameters } })
  await house.store.write(async (tx) => {
    await insertNotes(tx, [sealed])
    await audit(tx, { actor, action: 'drop_in.exported', subject: id, detail: { exported } })
  })
  const note = await noteById(house, id)
  if (note === null) throw new Error(`${id} cannot be found`)
  return { ...tell(note), status: 'SCHEDULED', result: null }
}

async function requireExport(house: House, id: string): Promise<Note> {
  const note = await noteById(house, id)
  if (note?.kind !== 'export') throw notFound('export', id)
  return note
}

const tokenOf = ({ secrets }: House, id: string): string => secrets.print('reference', `compat export\n${id}`)

/** `base` is where the drop-in is reached. 404 `not_found`. */
export async function showExport(house: House, id: string, base: string): Promise<Body> {
  return ready(house, await requireExport(house, id), base)
}

const ready = (house: House, note: Note, base: string): Body => ({
  ...tell(note),
  status: 'DONE',
  result: { url: `${base}/v1/exports/${note.id}?token=${encodeURIComponent(tokenOf(house, note.id))}` },
})

function tell({ id, body, madeMicros }: Note): Body {
  return {
    id,
    object: 'export',
    created_at: iso(Math.floor(madeMicros / 1000)),
    status: 'DONE',
    channel: 'API',
    exported_object: body.exported,
    parameters: body.parameters ?? {},
    result: null,
    user_id: null,
  }
}

export async function listExports(
  house: House,
  asked: { limit: number; offset: number; isAscending: boolean },
  base: string,
) {
  const { limit, offset, isAscending } = asked
  const notes = await listNotes(house, { kinds: ['export'], isAscending }, limit, offset)
  const all = notes.map((note) => ready(house, note, base))
  return { exports: all, total: await countNotes(house, { kinds: ['export'] }) }
}

export async function deleteExport(house: House, id: string): Promise<void> {
  await dropNotes(house, [(await requireExport(house, id)).id])
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Whether this is the token of its address. */
export const opensExport = (house: House, id: string, token: string): boolean =>
  timingSafeEqual(digest(token), digest(tokenOf(house, id)))

/** A page of lines at a time. 404 `not_found`. */
export async function exportLines(house: House, id: string): Promise<AsyncGenerator<string>> {
  const { body } = await requireExport(house, id)
  const exported = body.exported as Exported
  const { fields, filters, order } = (body.parameters ?? {}) as {
    fields?: string[] | null
    filters?: Body | null
    order?: string | null
  }
  const names = fields && fields.length > 0 ? fields : usualFields[exported]
  const isAscending = order !== undefined && order !== null && !order.startsWith('-')
  return lines(house, exported, names, { filters: filters ?? {}, isAscending })
}

async function* lines(
  house: House,
  exported: Exported,
  names: string[],
  asked: { filters: Body; isAscending: boolean },
): AsyncGenerator<string> {
  yield stringify([names])
  for await (const page of pagesOf(house, exported, asked)) {
    const rows = page.map((row) => names.map((name) => cell(row[name] ?? inMetadata(row, name))))
    // No cell begins a formula in a spreadsheet.
    if (rows.length > 0) yield stringify(rows, { escape_formulas: true })
  }
}

const inMetadata = (row: Body, name: string): unknown =>
  name.startsWith('metadata.') ? (row.metadata as Body | undefined)?.[name.slice('metadata.'.length)] : undefined

const cell = (value: unknown): string | number =>
  value === null || value === undefined
    ? ''
    : typeof value === 'number'
      ? value
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value)
