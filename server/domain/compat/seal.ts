// Seals a note inside a write: the customer's key was asked for before it.
import type { House } from '#core/house.ts'
import type { DataKey } from '#core/vault.ts'
import type { Body, Kind, SealedNote } from './notes.ts'

export interface ToSeal {
  id: string
  kind: Kind
  parent?: string
  customerId: string | null
  name?: string | undefined
  state?: string
  body: Body
}

/** Somebody without one is being erased, and nothing is kept of her. */
export function seal(house: House, key: DataKey | undefined, it: ToSeal): SealedNote {
  const { id, kind, parent = null, customerId, name, state = null, body } = it
  const text = JSON.stringify(body)
  const sealed =
    customerId === null
      ? house.secrets.seal(text, id)
      : key === undefined
        ? house.secrets.seal('{}', id)
        : `c.${key.seal(`compat ${id}`, text)}`
  const namePrint = name === undefined ? null : house.secrets.print('reference', `compat ${kind}\n${name}`)
  return { id, kind, namePrint, parent, customerId, state, body: sealed }
}
