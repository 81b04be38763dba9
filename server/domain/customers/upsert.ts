// Creates or merges one customer by the shop's own reference.
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import type { PutCustomer } from '#shared/contracts/customers.ts'
import { attributesByKey } from './attributes.ts'
import { readFields } from './fields.ts'
import { type Settle, storePage } from './store-page.ts'

/**
 * Absent keeps, null clears; `ignored` names fields whose category the person has withdrawn. Refuses an undeclared
 * attribute or one of another type, an impossible birth date, and a customer who is being erased. `settle` runs in the
 * write that stores her, and undoes it by throwing.
 */
export async function upsertCustomer(
  house: House,
  reference: string,
  fields: PutCustomer,
  opts: { keepBirthYear: boolean },
  settle?: Settle,
): Promise<{ id: string; created: boolean; ignored: string[] }> {
  const declared = fields.attributes === undefined ? new Map() : await attributesByKey(house.store.read)
  const read = readFields(fields, {
    now: house.clock.now(),
    declared,
    keepBirthYear: opts.keepBirthYear,
    textual: false,
  })
  const [stored] = await storePage(house, [{ reference, fields: read }], settle)
  if (stored === undefined || stored.outcome === 'erasing') throw new Refusal('customer.erased')
  return { id: stored.id, created: stored.outcome === 'created', ignored: stored.ignored }
}
