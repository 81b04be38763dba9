// Names for whoever acted: members, also those who left, and keys, also those that were revoked.
import type { House } from '#core/house.ts'
import { namesOfMembers } from './members.ts'
import { keysNamed } from './queries.ts'

/** Ids of neither are absent. */
export async function namesOf(house: House, actors: readonly string[]): Promise<Map<string, string>> {
  const ids = [...new Set(actors)]
  const keys = await keysNamed(
    house.store.read,
    ids.filter((id) => id.startsWith('key_')),
  )
  const members = await namesOfMembers(
    house,
    ids.filter((id) => id.startsWith('mbr_')),
  )
  return new Map([...keys.map(({ id, name }) => [id, name] as const), ...members])
}
