// Which kinds of data a reader's department may see of a person.
import { closedParties, partiesOf } from '#consent/parties.ts'
import type { Queries } from '#db/store.ts'
import { type Category, categories, type Role } from '#shared/kinds.ts'

/** What is to be hidden. Roles that no department has, and those of the house itself, see what their scopes say. */
export async function hiddenFrom(q: Queries, customerId: string, roles: readonly Role[]): Promise<Category[]> {
  if (roles.includes('admin') || roles.includes('shop')) return []
  const own = (await partiesOf(q)).filter((party) => party.roles.some((role) => roles.includes(role)))
  if (own.length === 0) return []
  const closed = await closedParties(q, customerId)
  const seen = new Set(own.filter(({ key }) => !closed.has(key)).flatMap((party) => party.categories))
  return categories.filter((category) => !seen.has(category))
}
