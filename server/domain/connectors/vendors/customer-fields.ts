// What a vendor knows of a person, field by field: what does not fit our contract is left out and costs nothing else; pure.
import { type PutCustomer, putCustomer } from '#shared/contracts/customers.ts'

type Offered = { [K in 'email' | 'phone' | 'givenName' | 'familyName' | 'country' | 'locale' | 'birthDate']?: unknown }

/** `isWhole`: the vendor tells all there is, so what is empty there is empty here; otherwise what is empty is left alone. */
export function fieldsOf(offered: Offered, isWhole: boolean): PutCustomer {
  const fields: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(offered)) {
    const text = typeof value === 'string' ? value.trim() : ''
    if (text === '') {
      if (isWhole && (value === null || value === '')) fields[name] = null
      continue
    }
    if (putCustomer.shape[name as keyof Offered].safeParse(text).success) fields[name] = text
  }
  return fields
}
