// For the person responsible for data: which looks the staff took at profiles and why, and what was handed on to whom.
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import type { Queries } from '#db/store.ts'
import { accessBefore, disclosuresBefore } from './queries-access.ts'
import { wordsOpener } from './sealed-words.ts'

interface Page {
  limit: number
  cursor?: string | undefined
}

/** The newest first; the cursor is an id. */
export async function listStaffReads(house: House, { limit, cursor }: Page) {
  const rows = await accessBefore(house.store.read, cursor, limit + 1)
  const shown = rows.slice(0, limit)
  const open = await wordsOpener(
    house,
    shown.map(({ customerId }) => customerId),
  )
  const data = shown.map(({ at, categories, roles, reason, ...row }) => {
    const told = { at: iso(at), roles: roles.split(', '), categories: JSON.parse(categories) as string[] }
    return { ...row, ...told, reason: open(row.customerId, reason) }
  })
  return { data, nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null }
}

/** The newest first; the cursor is an id. What belongs to a whole campaign names no customer. */
export async function listDisclosures(q: Queries, { limit, cursor }: Page) {
  const rows = await disclosuresBefore(q, cursor, limit + 1)
  const data = rows.slice(0, limit).map(({ at, categories, ...row }) => {
    return { ...row, at: iso(at), categories: JSON.parse(categories) as string[] }
  })
  return { data, nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null }
}
