// Finds customers by the shop's own reference, which is kept as a fingerprint.
import type { Secrets } from '#core/secrets.ts'
import type { Queries } from '#db/store.ts'
import { type CustomerRow, customerByPrint, type Known, knownByPrint } from './queries.ts'

export type { CustomerRow } from './queries.ts'

const REFERENCES_PER_QUERY = 1000

export async function findCustomer(q: Queries, secrets: Secrets, reference: string): Promise<CustomerRow | null> {
  return customerByPrint(q, secrets.print('reference', reference))
}

/** reference → id; unknown references are absent. */
export async function customerIds(q: Queries, secrets: Secrets, references: string[]): Promise<Map<string, string>> {
  const known = await knownCustomers(q, secrets, references)
  return new Map([...known].flatMap(([reference, one]) => (one === null ? [] : [[reference, one.id] as const])))
}

/** reference → what is known at a glance, null for an unknown one. */
export async function knownCustomers(
  q: Queries,
  secrets: Secrets,
  references: string[],
): Promise<Map<string, Known | null>> {
  const wanted = [...new Set(references)].map(
    (reference) => [reference, secrets.print('reference', reference)] as const,
  )
  const found = new Map<string, Known | null>()
  for (let i = 0; i < wanted.length; i += REFERENCES_PER_QUERY) {
    const some = wanted.slice(i, i + REFERENCES_PER_QUERY)
    const known = await knownByPrint(
      q,
      some.map(([, print]) => print),
    )
    for (const [reference, print] of some) found.set(reference, known.get(print) ?? null)
  }
  return found
}
