// Finds customers by what they say of themselves: the shop's reference, an e-mail address or a telephone number, exactly
// and by its fingerprint. There is no way to browse everybody.
import type { House } from '#core/house.ts'
import type { SearchCustomers } from '#shared/contracts/customer-desk.ts'
import { spellEmail, spellPhone } from './address.ts'
import { findCustomer } from './find.ts'
import { peopleAt } from './queries-search.ts'

/** Ids; several people may share an address. */
export async function searchCustomers(
  { store, secrets }: Pick<House, 'store' | 'secrets'>,
  asked: SearchCustomers,
): Promise<string[]> {
  if ('reference' in asked) {
    const row = await findCustomer(store.read, secrets, asked.reference)
    return row === null || row.status === 'erasing' ? [] : [row.id]
  }
  if ('email' in asked) return peopleAt(store.read, 'email', secrets.print('email', spellEmail(asked.email)))
  const spelled = spellPhone(asked.phone, asked.country ?? null)
  return peopleAt(store.read, 'sms', secrets.print('sms', spelled))
}
