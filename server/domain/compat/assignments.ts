// Where validation rules bind: notes that join a rule to a voucher or a campaign.
import { ruleCampaign } from '#campaigns/adopt.ts'
import { iso, isoOrNull } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import type { Tx } from '#db/store.ts'
import { changeForeign } from '#vouchers/foreign.ts'
import { ownId, toVendor } from './ids.ts'
import { type Body, insertNotes, listNotes, type Note, noteById, type SealedNote, sealNote } from './notes.ts'
import { notFound } from './vendor-error.ts'

/** 404 `not_found`. */
export async function requireRule(house: House, id: string): Promise<Note> {
  const note = await noteById(house, id)
  if (note?.kind !== 'rule') throw notFound('validation_rules', id)
  return note
}

export interface Target {
  /** The house's own. */
  id: string
  type: 'voucher' | 'campaign'
}

export const nameOf = (ruleId: string, targetId: string): string => `${ruleId}\n${targetId}`

export const sealAssignment = (house: House, ruleId: string, { id, type }: Target): Promise<SealedNote> =>
  sealNote(house, {
    id: ownId('asgm', house.clock.now()),
    kind: 'assignment',
    name: nameOf(ruleId, id),
    parent: id,
    state: ruleId,
    body: { rule: ruleId, type },
  })

/** For what is made together with its rules: notes that are inserted in the same write. 404 `not_found`. */
export async function draftAssignments(
  house: House,
  rules: string[] | null | undefined,
): Promise<(tx: Tx, target: Target) => Promise<void>> {
  const ids = [...new Set(rules ?? [])]
  for (const id of ids) await requireRule(house, id)
  return async (tx, { id: parent, type }) => {
    const drafts = ids.map((rule): SealedNote => {
      const id = ownId('asgm', tx.now)
      const body = house.secrets.seal(JSON.stringify({ rule, type }), id)
      const namePrint = house.secrets.print('reference', `compat assignment\n${nameOf(rule, parent)}`)
      return { id, kind: 'assignment', namePrint, parent, customerId: null, state: rule, body }
    })
    if (drafts.length === 0) return
    await markRuled(tx, { id: parent, type }, true)
    await insertNotes(tx, drafts)
  }
}

/** Doors that do not know its rules redeem it no more, or do again. */
export async function markRuled(tx: Tx, { id, type }: Target, isRuled: boolean): Promise<void> {
  if (type === 'campaign') return ruleCampaign(tx, id, isRuled)
  await changeForeign(tx, id, () => ({ ruledAt: isRuled ? tx.now : null }))
}

export const tellAssignment = ({ id, body, parent, madeMicros, updatedAt }: Note): Body => ({
  id,
  rule_id: body.rule,
  related_object_id: toVendor(parent ?? ''),
  related_object_type: body.type,
  created_at: iso(Math.floor(madeMicros / 1000)),
  updated_at: isoOrNull(updatedAt),
  object: 'validation_rules_assignment',
})

/** By what they bind. */
export async function assignmentsOf(house: House, parents: string[]): Promise<Map<string, Note[]>> {
  const wanted = [...new Set(parents)]
  if (wanted.length === 0) return new Map()
  const notes = await listNotes(house, { kinds: ['assignment'], parents: wanted, isAscending: true }, MOST_ASSIGNED)
  return Map.groupBy(notes, (note) => note.parent ?? '')
}

const MOST_ASSIGNED = 5000
