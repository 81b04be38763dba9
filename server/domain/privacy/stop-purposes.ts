// What follows when the operator stops a purpose or something is found invalid: people's cells end, page by page, and what
// rested on nothing else goes.
import { type Ended, invalidatePage, revokePage } from '#consent/stop-cells.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { findCustomer } from '#customers/find.ts'
import type { Tx } from '#db/store.ts'
import type { Cell } from '#shared/contracts/consent.ts'
import { settleWithdrawal } from './withdraw.ts'

const PEOPLE_PER_WRITE = 200

/** Revokes what is left of stopped purposes; answers how many people it concerned. */
export async function revokeStopped({ store }: House, stopping: () => boolean = () => false): Promise<number> {
  let count = 0
  for (;;) {
    const ended = await store.write(async (tx) => settle(tx, await revokePage(tx, PEOPLE_PER_WRITE)))
    count += ended.length
    if (ended.length < PEOPLE_PER_WRITE || stopping()) return count
  }
}

export interface Finding {
  purpose: string
  channel?: Cell['channel'] | undefined
  category?: Cell['category'] | undefined
  noticeVersion?: number | undefined
  customerReference?: string | undefined
}

/** Ends every yes that a finding concerns. Refuses an unknown purpose or customer. */
export async function invalidate(house: House, finding: Finding): Promise<{ cells: number; customers: number }> {
  const { customerReference, ...rest } = finding
  const customer =
    customerReference === undefined ? null : await findCustomer(house.store.read, house.secrets, customerReference)
  if (customerReference !== undefined && customer === null) throw new Refusal('customer.unknown')
  const meant = { ...rest, customerId: customer?.id }
  const sum = { cells: 0, customers: 0 }
  for (let cursor = ''; ; ) {
    const ended = await house.store.write(async (tx) =>
      settle(tx, await invalidatePage(tx, meant, cursor, PEOPLE_PER_WRITE)),
    )
    sum.cells += ended.reduce((total, { cells }) => total + cells.length, 0)
    sum.customers += ended.length
    cursor = ended.at(-1)?.customerId ?? cursor
    if (ended.length < PEOPLE_PER_WRITE) return sum
  }
}

async function settle(tx: Tx, ended: Ended[]): Promise<Ended[]> {
  for (const { customerId, cells } of ended) await settleWithdrawal(tx, customerId, cells)
  return ended
}
