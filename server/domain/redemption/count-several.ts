// A code that was for one use and may now be used more often: its first use is found by its order as the later ones are.
import type { Tx } from '#db/store.ts'
import { numberAmongSeveral } from './queries.ts'

/** `redemptionId` is that of its only use; the voucher is locked by the caller. */
export const countSeveral = (tx: Tx, redemptionId: string): Promise<void> => numberAmongSeveral(tx, redemptionId)
