// Writes down what people did to vouchers, which the voucher's own row cannot tell.
import { newId } from '#core/ids.ts'
import type { Queries, Tx } from '#db/store.ts'
import { type ChangeKind, type ChangeRow, changesOf, insertChanges } from './queries-desk.ts'

export type { ChangeRow } from './queries-desk.ts'

/** Who does it, and as part of which action on many. */
export interface By {
  actor: string
  actionId?: string
}

export async function noteChanges(
  tx: Tx,
  by: By,
  kind: ChangeKind,
  changes: { voucherId: string; detail?: Record<string, string | number | null> }[],
): Promise<void> {
  if (changes.length === 0) return
  await insertChanges(
    tx,
    changes.map(({ voucherId, detail = {} }) => ({
      id: newId('voucherChange', tx.now),
      voucherId,
      kind,
      actor: by.actor,
      at: tx.now,
      actionId: by.actionId ?? null,
      detail: JSON.stringify(detail),
    })),
  )
}

/** The earliest first. */
export const changesTo = (q: Queries, voucherId: string): Promise<ChangeRow[]> => changesOf(q, voucherId)
