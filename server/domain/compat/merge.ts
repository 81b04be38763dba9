// Hands the notes of one profile over to another of the same person: sealed anew, under the key of the profile that stays.
import type { House } from '#core/house.ts'
import type { DataKey } from '#core/vault.ts'
import type { Tx } from '#db/store.ts'
import { peopleOf } from './customers.ts'
import { type Body, openRows } from './notes.ts'
import { deleteRows, type NoteRow, pageOfRows, rowById, rowByName, updateRow } from './queries.ts'

const PAGE = 500

/** Keys are asked for before the write; what it answers is done inside it, before the other profile's notes are erased. */
export async function moveNotes(
  house: House,
  from: string,
  into: string,
  kinds: readonly string[],
): Promise<(tx: Tx) => Promise<void>> {
  // Both have a note of their own from here on.
  await peopleOf(house, [from, into])
  const keys = await house.vault.keysOf([from, into])
  const key = keys.get(into)
  return async (tx) => {
    if (key === undefined) return
    await fillNote(house, tx, { from, into, keys, key })
    const others = kinds.filter((kind) => kind !== 'customer')
    for (;;) {
      const rows = await pageOfRows(tx, { kinds: others, customerId: from, isAscending: true }, PAGE, 0)
      if (rows.length === 0) return
      for (const row of rows) await hand(house, tx, row, { into, keys, key })
    }
  }
}

interface Moving {
  into: string
  keys: ReadonlyMap<string, DataKey>
  key: DataKey
}

const sealed = ({ key }: Moving, id: string, body: Body): string =>
  `c.${key.seal(`compat ${id}`, JSON.stringify(body))}`

async function hand(house: House, tx: Tx, row: NoteRow, to: Moving): Promise<void> {
  const [note] = openRows(house, [row], to.keys)
  const body = row.body.startsWith('c.') ? sealed(to, row.id, note?.body ?? {}) : row.body
  const move = { body, customerId: to.into, isTouch: false }
  if (row.kind !== 'member') return void (await updateRow(tx, row, move))
  const namePrint = house.secrets.print('reference', `compat member\n${row.parent}\n${to.into}`)
  // She is in that segment already.
  if (await rowByName(tx, 'member', namePrint)) await deleteRows(tx, [row.id])
  else await updateRow(tx, row, { ...move, namePrint })
}

/** What only the other profile's note knows, but for what lies apart as data of a kind that she may have taken back. */
async function fillNote(house: House, tx: Tx, to: Moving & { from: string }): Promise<void> {
  const [theirs, own] = [await rowById(tx, to.from), await rowById(tx, to.into)]
  if (theirs === undefined || own === undefined) return
  const [other, mine] = openRows(house, [theirs, own], to.keys)
  const { sourceId: _, birthYear: __, address: ___, ...said } = other?.body ?? {}
  const { birthYear: ____, address: _____, ...rest } = mine?.body ?? {}
  const known = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null))
  const metadata = { ...(said.metadata as Body | undefined), ...(known.metadata as Body | undefined) }
  const body = { ...said, ...known, ...(Object.keys(metadata).length > 0 ? { metadata } : {}) }
  await updateRow(tx, own, { body: sealed(to, own.id, body), isTouch: false })
}
