// What the house may do with a person at all: active, restricted (kept and nothing else), erasing (on the way out).
import type { Tx } from '#db/store.ts'
import { setStatus } from './queries.ts'

export type Status = 'active' | 'restricted' | 'erasing'

export async function setCustomerStatus(tx: Tx, customerId: string, status: Status): Promise<void> {
  await setStatus(tx, customerId, status)
}
