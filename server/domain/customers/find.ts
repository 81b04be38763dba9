// Finds customers by the shop's own reference, which is kept as a fingerprint.
import type { Secrets } from '#core/secrets.ts'
import type { Queries } from '#db/store.ts'
import { type CustomerRow, customerByPrint, knownByPrint } from './queries.ts'

export type { CustomerRow } from './queries.ts'

const REFERENCES_PER_QUERY = 1000

export async function findCustomer(q: Queries, secrets: Secrets, reference: string): Promise<CustomerRow | null> {
  return customerByPrint(q, secrets.print('reference', reference))
}

/** reference → id; unknown references are absent. */
export async function customerIds(q: Queries, secrets: Secrets, references: string[]): Promise<Map<string, string>> {
  const byPrint = new Map(references.map((reference) => [secrets.print('reference', reference), reference]))
  const prints = [...byPrint.keys()]
  const ids = new Map<string, string>()
  for (let i = 0; i < prints.length; i += REFERENCES_PER_QUERY) {
    const known = await knownByPrint(q, prints.slice(i, i + REFERENCES_PER_QUERY))
    for (const { print, id } of known.values()) ids.set(byPrint.get(print) as string, id)
  }
  return ids
}
