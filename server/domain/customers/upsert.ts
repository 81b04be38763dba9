// Creates or merges one customer by the shop's own reference.
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import type { PutCustomer } from '#shared/contracts/customers.ts'
import { attributesByKey } from './attributes.ts'
import { readFields } from './fields.ts'
import { storePage } from './store-page.ts'

/**
 * Absent keeps, null clears; `ignored` names fields whose category the person has withdrawn. Refuses an undeclared
 * attribute or one of another type, an impossible birth date, and a customer who is being erased.
 */
export async function upsertCustomer(
  house: House,
  reference: string,
  fields: PutCustomer,
  opts: { keepBirthYear: boolean },
): Promise<{ id: string; created: boolean; ignored: string[] }> {
  const declared = fields.attributes === undefined ? new Map() : await attributesByKey(house.store.read)
  const read = readFields(fields, {
    now: house.clock.now(),
    declared,
    keepBirthYear: opts.keepBirthYear,
    textual: false,
  })
  const [stored] = await storePage(house, [{ reference, fields: read }])
  if (stored === undefined || stored.outcome === 'erasing') throw new Refusal('customer.erased')
  return { id: stored.id, created: stored.outcome === 'created', ignored: stored.ignored }
}
