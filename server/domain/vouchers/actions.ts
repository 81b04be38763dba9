// Actions on many vouchers, as they are asked for, shown and dropped. There is one rule: nothing happens before the undo window
// is over, and from then on what is done stands.
import { audit } from '#access/audit.ts'
import { namesOf } from '#access/names.ts'
import { iso, isoOrNull } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import type { Tx } from '#db/store.ts'
import type { VoucherAction, VoucherActionAsked } from '#shared/contracts/voucher-desk.ts'
import { SECOND_MS } from '#shared/time.ts'
import type { Foreseen } from './preview-action.ts'
import { type ActionRow, actionRow, actionsBefore, dropWaiting, insertAction } from './queries-actions.ts'
import type { Which } from './which-vouchers.ts'

export interface ActionTerms {
  until?: string | undefined
  days?: number | undefined
  reason?: string | undefined
}

/** Answers its id. `foreseen` was counted a moment before. */
export async function askForAction(
  tx: Tx,
  asked: VoucherActionAsked & { undoSeconds: number },
  { which, upTo, preview }: Foreseen,
  actor: string,
): Promise<string> {
  const id = newId('voucherAction', tx.now)
  const { kind, until, days, reason } = asked
  const terms: ActionTerms = { until, days, reason }
  await insertAction(tx, {
    id,
    kind,
    which: JSON.stringify(which),
    terms: JSON.stringify(terms),
    actor,
    state: 'waiting',
    askedAt: tx.now,
    beginsAt: tx.now + asked.undoSeconds * SECOND_MS,
    upTo,
    foreseen: preview.changed,
  })
  await audit(tx, {
    actor,
    action: `vouchers.${kind}_asked`,
    subject: id,
    detail: { vouchers: preview.changed, campaignId: 'filter' in which ? which.filter.campaignId : null },
  })
  return id
}

/** 404 `action.not_found`, 409 `action.begun`. Dropped twice is dropped. */
export async function dropAction(tx: Tx, id: string, actor: string): Promise<void> {
  const row = await actionRow(tx, id)
  if (row === undefined) throw new Refusal('action.not_found')
  if (row.state === 'dropped') return
  if (!(await dropWaiting(tx, id))) throw new Refusal('action.begun')
  await audit(tx, { actor, action: 'vouchers.action_dropped', subject: id })
}

/** 404 `action.not_found`. */
export async function showAction(house: House, id: string): Promise<VoucherAction> {
  const row = await actionRow(house.store.read, id)
  if (row === undefined) throw new Refusal('action.not_found')
  return toAction(row, await namesOf(house, [row.actor]))
}

/** The newest first. */
export async function listActions(
  house: House,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ data: VoucherAction[]; nextCursor: string | null }> {
  const rows = await actionsBefore(house.store.read, cursor, limit + 1)
  const page = rows.slice(0, limit)
  const names = await namesOf(
    house,
    page.map(({ actor }) => actor),
  )
  const data = page.map((row) => toAction(row, names))
  return { data, nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null }
}

export const whichOf = (row: ActionRow): Which => JSON.parse(row.which) as Which
export const termsOf = (row: ActionRow): ActionTerms => JSON.parse(row.terms) as ActionTerms

function toAction(row: ActionRow, names: ReadonlyMap<string, string>): VoucherAction {
  const which = whichOf(row)
  const { until = null, days = null, reason = null } = termsOf(row)
  const { matched, changed, wrongState, notLater, noBudget, ended } = row
  return {
    id: row.id,
    kind: row.kind as VoucherAction['kind'],
    state: row.state as VoucherAction['state'],
    actor: row.actor,
    actorName: names.get(row.actor) ?? null,
    campaignId: 'filter' in which ? which.filter.campaignId : null,
    until,
    days,
    reason,
    askedAt: iso(row.askedAt),
    beginsAt: iso(row.beginsAt),
    finishedAt: isoOrNull(row.finishedAt),
    foreseen: row.foreseen,
    matched,
    changed,
    wrongState,
    notLater,
    noBudget,
    ended,
  }
}
