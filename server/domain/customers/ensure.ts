// Makes bare customers for references that events name and nobody has put yet (decisions.md, 20).
import type { House } from '#core/house.ts'
import { knownCustomers } from './find.ts'
import { erasedAmong } from './queries.ts'
import { storePage } from './store-page.ts'

const PEOPLE_PER_WRITE = 500

/** reference → id, or null for a person who was erased or is being erased: their events count without them. */
export async function ensureCustomers(house: House, references: string[]): Promise<Map<string, string | null>> {
  const { store, secrets } = house
  const ensured = new Map<string, string | null>()
  const unknown: string[] = []
  for (const [reference, known] of await knownCustomers(store.read, secrets, references)) {
    if (known === null) unknown.push(reference)
    else ensured.set(reference, known.status === 'erasing' ? null : known.id)
  }
  for (let i = 0; i < unknown.length; i += PEOPLE_PER_WRITE) {
    const some = unknown.slice(i, i + PEOPLE_PER_WRITE)
    const prints = some.map((reference) => secrets.print('reference', reference))
    const erased = await erasedAmong(store.read, prints)
    const living = some.filter((_, at) => !erased.has(prints[at] as string))
    for (const reference of some) ensured.set(reference, null)
    const stored = await storePage(
      house,
      living.map((reference) => ({ reference, fields: { attributes: new Map() } })),
    )
    living.forEach((reference, at) => {
      const one = stored[at]
      if (one !== undefined && one.outcome !== 'erasing') ensured.set(reference, one.id)
    })
  }
  return ensured
}
