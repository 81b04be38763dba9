// The departments of the house and who has closed her data to which.
import type { Queries, Tx } from '#db/store.ts'
import type { NewParty } from '#shared/contracts/consent.ts'
import type { Category, Role } from '#shared/kinds.ts'
import { allParties, closingsOf, deleteClosing, insertClosing, insertPartyRow } from './queries-parties.ts'

export interface Party {
  key: string
  title: string
  /** locale → what it is called. */
  texts: Record<string, string>
  roles: Role[]
  categories: Category[]
}

export async function partiesOf(q: Queries): Promise<Party[]> {
  return (await allParties(q)).map(({ key, title, texts, roles, categories }) => ({
    ...{ key, title, texts: JSON.parse(texts) as Party['texts'] },
    ...{ roles: JSON.parse(roles) as Role[], categories: JSON.parse(categories) as Category[] },
  }))
}

/** False when the key is taken. */
export async function insertParty(tx: Tx, { key, title, texts = {}, roles, categories }: NewParty): Promise<boolean> {
  return insertPartyRow(tx, {
    ...{ key, title, texts: JSON.stringify(texts), createdAt: tx.now },
    ...{ roles: JSON.stringify(roles), categories: JSON.stringify(categories) },
  })
}

export async function closedParties(q: Queries, customerId: string): Promise<Set<string>> {
  return new Set((await closingsOf(q, customerId)).map(({ party }) => party))
}

export async function closePartyFor(tx: Tx, customerId: string, party: string): Promise<void> {
  await insertClosing(tx, { customerId, party, at: tx.now })
}

export async function openPartyFor(tx: Tx, customerId: string, party: string): Promise<void> {
  await deleteClosing(tx, customerId, party)
}
