// What the drop-in remembers of things beside what the house knows: sealed, under the customer's key where there is one.
import type { House } from '#core/house.ts'
import type { DataKey } from '#core/vault.ts'
import { type Tx, violated } from '#db/store.ts'
import type { Category } from '#shared/kinds.ts'
import {
  countRows,
  deleteRows,
  insertRows,
  type NewNoteRow,
  type NoteRow,
  pageOfRows,
  rowById,
  rowByName,
  rowsById,
  updateRow,
  type Wanted,
} from './queries.ts'

export type Body = Record<string, unknown>
export type Kind =
  | 'customer'
  | 'campaign'
  | 'voucher'
  | 'redemption'
  | 'failure'
  | 'rollback'
  | 'unreversed'
  | 'publication'
  | 'order'
  | 'product'
  | 'sku'
  | 'category'
  | 'segment'
  | 'rule'
  | 'assignment'
  | 'export'
  | 'action'
  | 'event'
  | 'session'
  | 'transaction'
  | 'shelf'
  | 'work'
  | 'member'
  | 'stack'
  | 'schema'
  | 'fact'

export interface Note {
  id: string
  kind: Kind
  madeMicros: number
  parent: string | null
  customerId: string | null
  state: string | null
  updatedAt: number | null
  revision: number
  body: Body
}
export interface DraftNote {
  id: string
  kind: Kind
  /** Unique among its kind. */
  name?: string | undefined
  parent?: string | undefined
  customerId?: string | undefined
  state?: string | undefined
  /** The kinds of data on whose consent it rests: it goes with any of them. None: it goes with the person. */
  goesWith?: readonly Category[]
  body: Body
}
export type SealedNote = NewNoteRow & { kind: Kind }

const nameOf = ({ secrets }: House, kind: string, name: string | undefined): string | null =>
  name === undefined ? null : secrets.print('reference', `compat ${kind}\n${name}`)

type Sealed = Pick<NoteRow, 'body' | 'birthSealed' | 'placeSealed'>

/** What belongs to a kind of data of its own lies apart, so that it can go by itself (`forgetCategories`). */
const parts = { birthYear: 'birthSealed', address: 'placeSealed' } as const

async function sealBody(house: House, id: string, customerId: string | null, body: Body): Promise<Sealed> {
  const bare = { birthSealed: null, placeSealed: null }
  if (customerId === null) return { ...bare, body: house.secrets.seal(JSON.stringify(body), id) }
  const key = (await house.vault.keysOf([customerId])).get(customerId)
  // Somebody without a key is being erased: nothing is remembered of her.
  if (key === undefined) return { ...bare, body: house.secrets.seal('{}', id) }
  const seal = (value: unknown, name = '') => key.seal(`compat ${id}${name}`, JSON.stringify(value))
  if (id !== customerId) return { ...bare, body: `c.${seal(body)}` }
  const { birthYear = null, address = null, ...rest } = body
  return {
    body: `c.${seal(rest)}`,
    birthSealed: birthYear === null ? null : seal(birthYear, ' birthYear'),
    placeSealed: address === null ? null : seal(address, ' address'),
  }
}

function openParts(row: NoteRow, key: DataKey | undefined): Body {
  const found = Object.entries(parts).flatMap(([name, column]) => {
    const sealed = row[column]
    return sealed === null || key === undefined
      ? []
      : [[name, JSON.parse(key.unseal(`compat ${row.id} ${name}`, sealed))]]
  })
  return Object.fromEntries(found) as Body
}

/** Sealing asks for keys, which no write may: it comes before. */
export async function sealNote(house: House, draft: DraftNote): Promise<SealedNote> {
  const { id, kind, name, parent = null, customerId = null, state = null, goesWith = [], body } = draft
  return {
    id,
    kind,
    namePrint: nameOf(house, kind, name),
    parent,
    customerId,
    state,
    goesWith: goesWith.length === 0 ? null : goesWith.join(' '),
    ...(await sealBody(house, id, customerId, body)),
  }
}

type Also = (tx: Tx) => Promise<void>
const NOTHING_MORE: Also = async () => {}

/** Answers their times of making, in microseconds. A name that is taken breaks a key. */
export async function insertNotes(tx: Tx, notes: SealedNote[]): Promise<number[]> {
  const made: number[] = []
  for (const [kind, some] of Map.groupBy(notes, (note) => note.kind)) {
    made.push(...(await insertRows(tx, kind, some)).map((row) => row.madeMicros))
  }
  return made
}

/** Null when its name is taken. `also` is done in the same write. */
export async function keepNote(house: House, draft: DraftNote, also: Also = NOTHING_MORE): Promise<Note | null> {
  const sealed = await sealNote(house, draft)
  try {
    await house.store.write(async (tx) => {
      await insertNotes(tx, [sealed])
      await also(tx)
    })
  } catch (error) {
    if (violated(error) === 'unique') return null
    throw error
  }
  return noteById(house, draft.id)
}

export async function openNotes(house: House, rows: NoteRow[]): Promise<Note[]> {
  const ids = [...new Set(rows.flatMap((row) => (row.body.startsWith('c.') ? (row.customerId ?? []) : [])))]
  return openRows(house, rows, ids.length === 0 ? new Map() : await house.vault.keysOf(ids))
}

/** `keys` by customer; of somebody without one nothing can be read. */
export function openRows(house: House, rows: NoteRow[], keys: ReadonlyMap<string, DataKey>): Note[] {
  return rows.map((whole) => {
    const { namePrint: _, birthSealed: __, placeSealed: ___, goesWith: ____, ...row } = whole
    const isOwned = row.body.startsWith('c.')
    const key = isOwned ? keys.get(row.customerId ?? '') : undefined
    const text = isOwned
      ? (key?.unseal(`compat ${row.id}`, row.body.slice(2)) ?? '{}')
      : house.secrets.unseal(row.body, row.id)
    return { ...row, kind: row.kind as Kind, body: { ...(JSON.parse(text) as Body), ...openParts(whole, key) } }
  })
}

export async function noteById(house: House, id: string): Promise<Note | null> {
  const row = await rowById(house.store.read, id)
  return row === undefined ? null : ((await openNotes(house, [row]))[0] ?? null)
}

/** By id. */
export async function notesById(house: House, ids: string[]): Promise<Map<string, Note>> {
  if (ids.length === 0) return new Map()
  return new Map((await openNotes(house, await rowsById(house.store.read, ids))).map((note) => [note.id, note]))
}

export async function noteByName(house: House, kind: Kind, name: string): Promise<Note | null> {
  const row = await rowByName(house.store.read, kind, nameOf(house, kind, name) ?? '')
  return row === undefined ? null : ((await openNotes(house, [row]))[0] ?? null)
}

export async function listNotes(
  house: House,
  wanted: Omit<Wanted, 'kinds'> & { kinds: Kind[] },
  limit: number,
  offset = 0,
): Promise<Note[]> {
  return openNotes(house, await pageOfRows(house.store.read, wanted, limit, offset))
}

export const countNotes = (house: House, wanted: Omit<Wanted, 'kinds'> & { kinds: Kind[] }): Promise<number> =>
  countRows(house.store.read, wanted)

const TRIES = 10

/** Changes a note as it stands; somebody who was faster is asked again. Null when there is none. */
export async function changeNote(
  house: House,
  id: string,
  change: (note: Note) => { body: Body; state?: string; name?: string },
  { isTouch = true, also = NOTHING_MORE }: { isTouch?: boolean; also?: Also } = {},
): Promise<Note | null> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const note = await noteById(house, id)
    if (note === null) return null
    const { body, state, name } = change(note)
    const sealed = await sealBody(house, id, note.customerId, body)
    const to = {
      ...sealed,
      isTouch,
      ...(state === undefined ? {} : { state }),
      ...(name === undefined ? {} : { namePrint: nameOf(house, note.kind, name) }),
    }
    const isChanged = await house.store.write(async (tx) => {
      const isMine = await updateRow(tx, note, to)
      if (isMine) await also(tx)
      return isMine
    })
    if (isChanged) return noteById(house, id)
  }
  throw new Error(`${id} changes all the time`)
}

export const dropNotes = (house: House, ids: string[]): Promise<void> => house.store.write((tx) => deleteRows(tx, ids))
