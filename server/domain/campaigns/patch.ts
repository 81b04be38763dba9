// Changes a campaign: a draft in full, a launched one only where nobody who has a voucher is wronged (decisions.md, 18).
import { isDeepStrictEqual } from 'node:util'
import { changeLimit } from '#budget/limit.ts'
import { Refusal } from '#core/refusal.ts'
import type { Tx } from '#db/store.ts'
import { moveEnd } from '#experiments/freeze-plan.ts'
import { type NewCampaign, newCampaign, type PatchCampaign } from '#shared/contracts/campaigns.ts'
import type { Category } from '#shared/kinds.ts'
import { refuseUnapproved } from './approve.ts'
import { refuseArchived } from './archive.ts'
import { checkDraft } from './check-draft.ts'
import { columnsOf } from './columns.ts'
import { keepVersion } from './keep-version.ts'
import { type LoadedCampaign, lockCampaign } from './load.ts'
import { changeCampaign } from './queries.ts'
import { readinessOf } from './readiness.ts'

const openAfterLaunch = [
  'name',
  'message',
  'endsAt',
  'priority',
  'sendWindow',
  'reminder',
  'budget.limitMinor',
  'budget.count',
]

/**
 * Absent fields stay, `null` clears. 400 `request.invalid` when the whole no longer fits the contract; on a launched campaign 409
 * `campaign.frozen` with the fields that may not change, 409 `budget.below_used`, 422 `campaign.not_ready` for a message
 * or an end that could not be launched, 409 `approval.missing` for a limit that takes a second person; 409 `campaign.wrong_state`
 * once it has ended or been put away. What changed is kept as a version.
 */
export async function patchCampaign(tx: Tx, id: string, patch: PatchCampaign, actor = 'house'): Promise<void> {
  const campaign = await lockCampaign(tx, id)
  if (campaign === null) throw new Refusal('campaign.not_found')
  if (campaign.state === 'ended') throw new Refusal('campaign.wrong_state', { detail: 'The campaign has ended' })
  refuseArchived(campaign.archivedAt)
  const terms = merge(campaign.terms, patch)
  const needs =
    campaign.state === 'draft' ? await checkDraft(tx, terms, tx.now) : await changeLaunched(tx, campaign, terms)
  if (campaign.state !== 'draft' && endOf(campaign.terms) !== endOf(terms)) await moveEnd(tx, id, actor)
  await changeCampaign(tx, id, [campaign.state], columnsOf(terms, needs))
  if (!isDeepStrictEqual(plain(campaign.terms), plain(terms))) {
    await keepVersion(tx, id, { actor, cause: 'changed', terms })
  }
}

/** As it is stored: what is undefined is absent. */
const plain = (terms: NewCampaign): unknown => JSON.parse(JSON.stringify(terms))

/** What the end of an experiment was worked out from; undefined where it was named by itself. */
const endOf = (terms: NewCampaign): string | undefined =>
  terms.experiment?.decideAt === undefined && terms.trigger.kind !== 'broadcast' ? terms.endsAt : undefined

function merge(terms: NewCampaign, patch: PatchCampaign): NewCampaign {
  const budget = patch.budget ? withoutNulls({ ...terms.budget, ...patch.budget }) : patch.budget
  const whole = { ...terms, ...patch, ...(budget === undefined ? {} : { budget }) }
  const merged = newCampaign.safeParse(withoutNulls(whole))
  if (merged.success) return merged.data
  const errors = merged.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  throw new Refusal('request.invalid', { errors })
}

const withoutNulls = (fields: object) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))

async function changeLaunched(tx: Tx, campaign: LoadedCampaign, terms: NewCampaign): Promise<Category[]> {
  const changed = changedFields(campaign.terms, terms)
  const frozen = changed.filter((field) => !openAfterLaunch.includes(field) && !isRaised(field, campaign.terms, terms))
  if (frozen.length > 0) {
    const errors = frozen.map((path) => ({ path, message: 'is frozen at launch' }))
    throw new Refusal('campaign.frozen', { errors })
  }
  if (changed.some((field) => field.startsWith('budget.'))) {
    await refuseUnapproved(tx, campaign, terms)
    const { limitMinor, count, perDay, perCustomer } = terms.budget ?? {}
    await changeLimit(tx, campaign.id, { limitMinor, count, perDay, perCustomer })
  }
  const { reasons, needs } = await readinessOf(tx, terms, tx.now)
  // Only what this change brings with it: a notice that grew narrower meanwhile is the gate's to notice.
  const brought = reasons.filter(({ path }) => changed.some((field) => path === field || path.startsWith(`${field}.`)))
  const uncovered = changed.includes('message') ? reasons.filter(({ code }) => code === 'cell.not_covered') : []
  const against = [...brought, ...uncovered]
  if (against.length > 0) throw new Refusal('campaign.not_ready', { errors: against })
  return needs
}

/** What may go in a day or to one customer can grow or be lifted. A new or a lower limit would have to judge what went
 * before it. */
function isRaised(field: string, before: NewCampaign, after: NewCampaign): boolean {
  const name = (['perDay', 'perCustomer'] as const).find((cap) => field === `budget.${cap}`)
  const was = name && before.budget?.[name]
  if (name === undefined || was === undefined) return false
  const is = after.budget?.[name]
  const grows = (from: number | undefined, to: number | undefined) =>
    to === undefined || (from !== undefined && to >= from)
  return grows(was.limitMinor, is?.limitMinor) && grows(was.count, is?.count)
}

/** Top-level fields, and those of the budget one by one. */
function changedFields(before: NewCampaign, after: NewCampaign): string[] {
  const flat = ({ budget, ...rest }: NewCampaign) => {
    const ofBudget = Object.entries(budget ?? {}).map(([name, value]) => [`budget.${name}`, value] as const)
    return new Map<string, unknown>([...Object.entries(rest), ...ofBudget])
  }
  const was = flat(before)
  const is = flat(after)
  const fields = [...new Set([...was.keys(), ...is.keys()])]
  return fields.filter((field) => !isDeepStrictEqual(was.get(field), is.get(field)))
}
