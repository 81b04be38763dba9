// Writes down what people did to vouchers, which the voucher's own row cannot tell.
import { newId } from '#core/ids.ts'
import type { Queries, Tx } from '#db/store.ts'
import { actionsWithReason, saveTerms } from './queries-actions.ts'
import {
  blankReasons,
  type ChangeKind,
  type ChangeRow,
  changesOf,
  changesOfPerson,
  idsOfPerson,
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

/**
 * Before her vouchers pass to a random unit: what somebody wrote in free words may name her. It goes from the changes, from
 * the vouchers themselves, and from the actions on many that had one of hers among them or still mean one.
 */
export async function forgetReasons(tx: Tx, customerId: string): Promise<void> {
  const changes = await changesOfPerson(tx, customerId)
  for (const { id, detail } of changes) {
    const { reason, ...rest } = JSON.parse(detail) as Record<string, unknown>
    if (reason !== undefined) await saveDetail(tx, id, JSON.stringify(rest))
  }
  await blankReasons(
    tx,
    changes.filter(({ kind }) => kind === 'revoked').map(({ voucherId }) => voucherId),
  )
  const own = new Set(await idsOfPerson(tx, customerId))
  const done = new Set(changes.flatMap(({ actionId }) => actionId ?? []))
  for (const action of await actionsWithReason(tx)) {
    const which = JSON.parse(action.which) as { ids?: string[] }
    const isHers = done.has(action.id) || which.ids?.some((id) => own.has(id)) === true
    const { reason: _, ...rest } = JSON.parse(action.terms) as Record<string, unknown>
    if (isHers) await saveTerms(tx, action.id, JSON.stringify(rest))
  }
}
