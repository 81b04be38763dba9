// Who of the staff looked at a person, in which role and why; the person reads it, without the name (CJEU C-579/21).
import type { House } from '#core/house.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import { findCustomer } from '#customers/find.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { Category, Role } from '#shared/kinds.ts'
import { refuseClosed } from './inside-parties.ts'
import { insertAccess, insertDisclosure } from './queries-access.ts'
import { sealWords } from './sealed-words.ts'

export interface Reader {
  id: string
  roles: readonly Role[]
}

/** Roles that people have. The shop's own systems fetch what they brought, and say no reason (doors.md). */
const machines: readonly Role[] = ['admin', 'shop', 'checkout']
const LONGEST_REASON = 500

/** The reason as it is kept. Refuses (`access.reason_required`) when people look and give none. */
export function reasonOf(reader: Reader, given: string | undefined): string | null {
  // Headers are read as Latin-1 by the platform; whoever writes UTF-8 into them is understood all the same.
  const bytes = Buffer.from(given ?? '', 'latin1')
  const text = bytes.toString('utf8').includes('\uFFFD') ? (given ?? '') : bytes.toString('utf8')
  const reason = text.trim().slice(0, LONGEST_REASON)
  if (reason !== '') return reason
  if (!reader.roles.some((role) => machines.includes(role))) throw new Refusal('access.reason_required')
  return null
}

/** Puts a look at a profile on record before it is answered. Refuses departments that she has closed her data to; an unknown
 * person has no record. */
export async function noteAccess(
  house: House,
  reader: Reader,
  customerReference: string,
  categories: readonly Category[],
  reason: string | null,
): Promise<void> {
  const customer = await findCustomer(house.store.read, house.secrets, customerReference)
  if (customer === null) return
  await refuseClosed(house.store.read, customer.id, reader.roles)
  const sealed = await sealWords(house, customer.id, reason)
  await house.store.write((tx) =>
    insertAccess(tx, {
      id: newId('staffAccess', tx.now),
      at: tx.now,
      actor: reader.id,
      roles: reader.roles.join(', '),
      customerId: customer.id,
      categories: JSON.stringify(categories),
      reason: sealed,
    }),
  )
}

/** The same for many people at once; answers those who have not closed their data to the reader. */
export async function noteLooks(
  house: House,
  reader: Reader,
  customerIds: readonly string[],
  categories: readonly Category[],
  reason: string | null,
): Promise<Set<string>> {
  const open: string[] = []
  for (const id of customerIds) if (!(await isClosedTo(house.store.read, id, reader.roles))) open.push(id)
  if (open.length === 0) return new Set()
  const sealed = new Map<string, string | null>()
  for (const id of open) sealed.set(id, await sealWords(house, id, reason))
  await house.store.write(async (tx) => {
    const look = { at: tx.now, actor: reader.id, roles: reader.roles.join(', ') }
    for (const customerId of open) {
      const id = newId('staffAccess', tx.now)
      await insertAccess(tx, {
        ...look,
        id,
        reason: sealed.get(customerId) ?? null,
        customerId,
        categories: JSON.stringify(categories),
      })
    }
  })
  return new Set(open)
}

async function isClosedTo(q: Queries, customerId: string, readers: readonly Role[]): Promise<boolean> {
  try {
    await refuseClosed(q, customerId, readers)
    return false
  } catch (error) {
    if (error instanceof Refusal) return true
    throw error
  }
}

/** Codes that left in bulk went to whoever asked for them: everybody whose code it was may know, by the role. */
export async function noteCodesExport(tx: Tx, campaignId: string, reader: Reader): Promise<void> {
  await insertDisclosure(tx, {
    id: newId('disclosure', tx.now),
    at: tx.now,
    customerId: null,
    campaignId,
    recipient: reader.roles.join(', '),
    categories: '[]',
    basis: 'codes.exported',
  })
}
