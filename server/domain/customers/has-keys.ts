// Whether the data keys that lie apart belong to the customers: without theirs everybody would look like erased.
import type { House } from '#core/house.ts'
import { someActiveId } from './queries.ts'

/** Asks for one customer; also true while there is none. */
export async function hasKeys({ store, vault }: Pick<House, 'store' | 'vault'>): Promise<boolean> {
  const id = await someActiveId(store.read)
  return id === null || (await vault.keysOf([id])).has(id)
}
