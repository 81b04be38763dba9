// The category of a voucher or a campaign as the drop-in tells it: a word of its own, or one of the categories that are kept.
import type { House } from '#core/house.ts'
import type { Body } from './notes.ts'
import { findThing, showThing } from './things.ts'

export async function categoryOf(house: House, { category, category_id: id }: Body): Promise<Body> {
  const known = typeof id === 'string' && id !== '' ? await findThing(house, 'category', id) : null
  if (known === null) return { category: category ?? null, category_id: null, categories: [] }
  return {
    category: known.body.name,
    category_id: known.id,
    categories: [await showThing(house, 'category', known.id)],
  }
}
