// Writes down what people did to vouchers, which the voucher's own row cannot tell.
import { newId } from '#core/ids.ts'
import type { Queries, Tx } from '#db/store.ts'
import {
  type ChangeKind,
  type ChangeRow,
  changesOf,
  changesOfPerson,
  insertChanges,
  saveDetail,
} from './queries-desk.ts'

export type { ChangeRow } from './queries-desk.ts'

/** Who does it, and as part of which action on many. */
export interface By {
  actor: string
  actionId?: string
  /** In free words; goes when the voucher's owner is erased. */
  reason?: string
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

export const changesToHers = (q: Queries, customerId: string): Promise<ChangeRow[]> => changesOfPerson(q, customerId)

/** Before her vouchers pass to a random unit: what somebody wrote in free words may name her. */
export async function forgetReasons(tx: Tx, customerId: string): Promise<void> {
  for (const { id, detail } of await changesOfPerson(tx, customerId)) {
    const { reason, ...rest } = JSON.parse(detail) as Record<string, unknown>
    if (reason !== undefined) await saveDetail(tx, id, JSON.stringify(rest))
  }
}
