// Departments that may see people's data, listed to everybody whom it concerns; a person may close hers to any of them.
import { audit } from '#access/audit.ts'
import { closedParties, closePartyFor, insertParty, openPartyFor, type Party, partiesOf } from '#consent/parties.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { lockCustomer } from '#customers/lock.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { NewParty } from '#shared/contracts/consent.ts'
import type { Category, Role } from '#shared/kinds.ts'

export interface PartyShown {
  key: string
  name: string
  roles: Role[]
  categories: Category[]
  closed: boolean
}

/** Refuses a key that is taken. */
export async function defineParty(tx: Tx, input: NewParty, actor: string): Promise<string> {
  if (!(await insertParty(tx, input))) throw new Refusal('party.exists')
  await audit(tx, { actor, action: 'party.defined', subject: input.key })
  return input.key
}

export async function listParties(q: Queries): Promise<Party[]> {
  return partiesOf(q)
}

/** Every department in the person's language, with whether she has closed her data to it. */
export async function showParties(q: Queries, customerId: string, locale: string): Promise<PartyShown[]> {
  const closed = await closedParties(q, customerId)
  return (await partiesOf(q)).map(({ key, title, texts, roles, categories }) => {
    const name = texts[locale] ?? texts[locale.split('-')[0] ?? ''] ?? title
    return { key, name, roles, categories, closed: closed.has(key) }
  })
}

/** From then on nobody of it reads her data. Refuses an unknown department. */
export async function closeParty(
  house: House,
  customerId: string,
  party: string,
  actor: 'self' | 'guardian',
): Promise<void> {
  await house.store.write(async (tx) => {
    await requireBoth(tx, customerId, party)
    await closePartyFor(tx, customerId, party)
    await audit(tx, { actor, action: 'party.closed', subject: customerId, detail: { party } })
  })
}

export async function openParty(
  house: House,
  customerId: string,
  party: string,
  actor: 'self' | 'guardian',
): Promise<void> {
  await house.store.write(async (tx) => {
    await requireBoth(tx, customerId, party)
    await openPartyFor(tx, customerId, party)
    await audit(tx, { actor, action: 'party.opened', subject: customerId, detail: { party } })
  })
}

/**
 * Whether somebody with these roles may read a person's data. Roles that no department has are nobody's business of hers to
 * close (the shop's own systems, the administrator); of the departments that a reader belongs to one open one is enough.
 */
export async function mayRead(q: Queries, customerId: string, roles: readonly Role[]): Promise<boolean> {
  if (roles.includes('admin') || roles.includes('shop')) return true
  const closed = await closedParties(q, customerId)
  if (closed.size === 0) return true
  const own = (await partiesOf(q)).filter((party) => party.roles.some((role) => roles.includes(role)))
  return own.length === 0 || own.some(({ key }) => !closed.has(key))
}

/** The same as a refusal, for the doors that show a person to staff. */
export async function refuseClosed(q: Queries, customerId: string, roles: readonly Role[]): Promise<void> {
  if (!(await mayRead(q, customerId, roles))) throw new Refusal('party.closed')
}

async function requireBoth(tx: Tx, customerId: string, party: string): Promise<void> {
  if ((await lockCustomer(tx, customerId)) === null) throw new Refusal('customer.not_found')
  if (!(await partiesOf(tx)).some(({ key }) => key === party)) throw new Refusal('party.not_found')
}
