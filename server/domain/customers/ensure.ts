// Makes bare customers for references that events name and nobody has put yet (decisions.md, 20).
import type { House } from '#core/house.ts'
import { customerIds } from './find.ts'
import { erasedAmong } from './queries.ts'
import { storePage } from './store-page.ts'

const PEOPLE_PER_WRITE = 500

/** reference → id, or null for a person who was erased or is being erased: their events count without them. */
export async function ensureCustomers(house: House, references: string[]): Promise<Map<string, string | null>> {
  const { store, secrets } = house
  const wanted = [...new Set(references)]
  const ensured = new Map<string, string | null>(await customerIds(store.read, secrets, wanted))
  const unknown = wanted.filter((reference) => !ensured.has(reference))
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
