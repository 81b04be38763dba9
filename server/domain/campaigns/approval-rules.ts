// Above which budget a second person has to agree; who may say so is for the doors.
import { readSetting, writeSetting } from '#core/settings.ts'
import type { Queries, Tx } from '#db/store.ts'
import { type ApprovalRules, approvalRules } from '#shared/contracts/desk.ts'

const KEY = 'approval_rules'

/** Nobody has to be asked while nobody has said so. */
export async function readApprovalRules(q: Queries): Promise<ApprovalRules> {
  const text = await readSetting(q, KEY)
  return text === null ? { limits: [] } : approvalRules.parse(JSON.parse(text))
}

export const writeApprovalRules = (tx: Tx, rules: ApprovalRules): Promise<void> =>
  writeSetting(tx, KEY, JSON.stringify(rules))

/** Up to which limit nobody has to be asked, in minor units; null for any. Money of which the rules say nothing always
 * takes a second person, or another currency would be the way round them. */
export function freeUpTo({ limits }: ApprovalRules, currency: string): number | null {
  if (limits.length === 0) return null
  return limits.find((one) => one.currency === currency)?.aboveMinor ?? 0
}

export function needsApproval(
  rules: ApprovalRules,
  budget: { limitMinor: number | null; currency: string } | undefined,
): boolean {
  if (budget === undefined) return false
  const free = freeUpTo(rules, budget.currency)
  return free !== null && (budget.limitMinor === null || budget.limitMinor > free)
}
