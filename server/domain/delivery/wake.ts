// What waited because somebody wanted no messages for a while is due when she says.
import type { Tx } from '#db/store.ts'
import { dueAgain } from './queries.ts'

export const SNOOZED = 'snoozed'

/** `at`: epoch ms. */
export const wakeMessages = (tx: Tx, customerId: string, at: number): Promise<unknown> =>
  dueAgain(tx, customerId, SNOOZED, at)
