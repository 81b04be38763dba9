// Validation rules of the drop-in: kept, and assigned to vouchers and campaigns.
// They are judged at the drop-in's doors, where they are known; all others refuse what they bind.
import { z } from 'zod'
import { iso, isoOrNull } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { violated } from '#db/store.ts'
import { markRuled, nameOf, requireRule, sealAssignment, type Target, tellAssignment } from './assignments.ts'
import { requireCampaign } from './campaigns.ts'
import { ownId } from './ids.ts'
import { readRule } from './judge-rule.ts'
import {
  type Body,
  changeNote,
  countNotes,
  dropNotes,
  insertNotes,
  keepNote,
  listNotes,
  type Note,
  noteById,
  noteByName,
} from './notes.ts'
import { countRows, deleteRows } from './queries.ts'
import { readShape, record } from './read-shape.ts'
import { invalidPayload, notFound, unsupported, VendorError } from './vendor-error.ts'
import { requireVoucher } from './vouchers.ts'

const shape = z.object({
  name: z.string().min(1).max(200).nullish(),
  rules: record.nullish(),
  error: z.object({ message: z.string().max(1000).nullish() }).nullish(),
  context_type: z.string().nullish(),
  type: z.string().nullish(),
  applicable_to: record.nullish(),
})

function read(body: unknown): z.infer<typeof shape> {
  const asked = readShape(shape, body)
  if (asked.type && !['expression', 'basic', 'advanced', 'complex'].includes(asked.type))
    throw unsupported(`Validation rules of the type ${asked.type.slice(0, 60)}`)
  const limited = asked.applicable_to as { included?: unknown[]; excluded?: unknown[] } | null | undefined
  if ((limited?.included?.length ?? 0) > 0 || (limited?.excluded?.length ?? 0) > 0)
    throw unsupported('Validation rules with applicable_to')
  if (asked.rules) readRule(asked.rules)
  return asked
}

/** 400 `invalid_payload`, `not_supported`. */
export async function createRule(house: House, body: unknown): Promise<Body> {
  const asked = read(body)
  if (!asked.name) throw invalidPayload('Property .name is required')
  const note = await keepNote(house, { id: ownId('val', house.clock.now()), kind: 'rule', body: asked })
  if (note === null) throw new Error('a rule could not be kept')
  return tell(house, note)
}

/** 404 `not_found`. */
export const showRule = async (house: House, id: string): Promise<Body> => tell(house, await requireRule(house, id))

export async function updateRule(house: House, id: string, body: unknown): Promise<Body> {
  await requireRule(house, id)
  const said = Object.entries(read(body)).filter(([, value]) => value !== undefined)
  const note = await changeNote(house, id, ({ body: before }) => ({ body: { ...before, ...Object.fromEntries(said) } }))
  if (note === null) throw notFound('validation_rules', id)
  return tell(house, note)
}

/** 400 `resource_in_use` while it binds something: what it barred would be open to everybody. */
export async function deleteRule(house: House, id: string): Promise<void> {
  await requireRule(house, id)
  if ((await countNotes(house, { kinds: ['assignment'], state: id })) > 0)
    throw new VendorError(400, 'resource_in_use', 'Resource in use', {
      details: 'Delete its assignments first',
      resource_id: id,
      resource_type: 'validation_rules',
    })
  await dropNotes(house, [id])
}

export async function listRules(house: House, page: { limit: number; offset: number; isAscending: boolean }) {
  const { limit, offset, isAscending } = page
  const notes = await listNotes(house, { kinds: ['rule'], isAscending }, limit, offset)
  const data: Body[] = []
  for (const note of notes) data.push(await tell(house, note))
  return { data, total: await countNotes(house, { kinds: ['rule'] }) }
}

async function tell(house: House, { id, body, madeMicros, updatedAt }: Note): Promise<Body> {
  return {
    id,
    name: body.name,
    type: body.type ?? 'expression',
    context_type: body.context_type ?? 'global',
    rules: body.rules ?? {},
    ...(body.error ? { error: body.error } : {}),
    applicable_to: { excluded: [], included: [], included_all: true },
    created_at: iso(Math.floor(madeMicros / 1000)),
    updated_at: isoOrNull(updatedAt),
    assignments_count: await countNotes(house, { kinds: ['assignment'], state: id }),
    object: 'validation_rules',
  }
}

const toShape = z.object({ voucher: z.string().nullish(), campaign: z.string().nullish() }).loose()

/** One more place where a rule binds; asked again, the same. 404 `not_found`. */
export async function assignRule(house: House, ruleId: string, body: unknown): Promise<Body> {
  await requireRule(house, ruleId)
  const asked = readShape(toShape, body)
  const target = await targetOf(house, asked)
  const sealed = await sealAssignment(house, ruleId, target)
  const made = await house.store
    .write(async (tx) => {
      await markRuled(tx, target, true)
      return insertNotes(tx, [sealed])
    })
    .catch((error: unknown) => {
      if (violated(error) !== 'unique') throw error
      return null
    })
  const note =
    made === null ? await noteByName(house, 'assignment', nameOf(ruleId, target.id)) : await noteById(house, sealed.id)
  if (note === null) throw new Error('an assignment cannot be found')
  return tellAssignment(note)
}

async function targetOf(house: House, asked: z.infer<typeof toShape>): Promise<Target> {
  if (asked.voucher) return { id: (await requireVoucher(house, asked.voucher)).row.id, type: 'voucher' }
  if (asked.campaign) return { id: (await requireCampaign(house, asked.campaign)).campaign.id, type: 'campaign' }
  const [other] = Object.keys(asked).filter((name) => !['voucher', 'campaign'].includes(name))
  throw other === undefined
    ? invalidPayload('Property .voucher or .campaign is required')
    : unsupported(`Rules of a ${other}`)
}

/** 404 `not_found`. */
export async function unassignRule(house: House, ruleId: string, id: string): Promise<void> {
  const note = await noteById(house, id)
  if (note?.kind !== 'assignment' || note.state !== ruleId) throw notFound('validation_rules_assignment', id)
  const target = { id: note.parent ?? '', type: note.body.type === 'campaign' ? 'campaign' : 'voucher' } as const
  await house.store.write(async (tx) => {
    // Whoever assigns another one meanwhile waits for this, or this for her.
    await markRuled(tx, target, true)
    await deleteRows(tx, [id])
    if ((await countRows(tx, { kinds: ['assignment'], parent: target.id })) === 0) await markRuled(tx, target, false)
  })
}

export async function listAssignments(
  house: House,
  asked: {
    limit: number
    offset: number
    isAscending?: boolean
    rule?: string | undefined
    related?: string | undefined
  },
) {
  if (asked.rule !== undefined) await requireRule(house, asked.rule)
  const parent = asked.related?.replace(/^camp_/, 'cmp_').replace(/^v_/, 'vch_')
  const wanted = { kinds: ['assignment' as const], state: asked.rule, parent, isAscending: asked.isAscending }
  const notes = await listNotes(house, wanted, asked.limit, asked.offset)
  return { data: notes.map(tellAssignment), total: await countNotes(house, wanted) }
}
