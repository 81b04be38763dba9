// Pure: what may go in a day and to one customer, and what a code allows beside it, as the form holds them.
import type { BodySent } from '#shared/api.ts'
import type { Campaign } from '../../parts/words.ts'
import { minorOf, type Typed, typedOf, wholeOf } from './typed.ts'

type Body = BodySent<'createCampaign'>
type Cap = NonNullable<NonNullable<Body['budget']>['perDay']>

export interface CapsDraft {
  dayLimit: Typed
  dayCount: Typed
  customerLimit: Typed
  customerCount: Typed
  /** What becomes of a percentage that the budget cannot pay in full. */
  whenShort: 'refuse' | 'cap'
  beside: 'combines' | 'group' | 'exclusive'
  group: string
  rank: Typed
}

export const blankCaps: CapsDraft = {
  dayLimit: '',
  dayCount: '',
  customerLimit: '',
  customerCount: '',
  whenShort: 'refuse',
  beside: 'combines',
  group: '',
  rank: '',
}

function capOf(limit: Typed, count: Typed, currency: string): Cap | undefined {
  const limitMinor = minorOf(limit, currency)
  const uses = wholeOf(count)
  if (limitMinor === undefined && uses === undefined) return undefined
  return { ...(limitMinor === undefined ? {} : { limitMinor }), ...(uses === undefined ? {} : { count: uses }) }
}

/** The part of the budget's body that is about days, customers and what is short. */
export function budgetRulesOf(draft: CapsDraft, currency: string) {
  const perDay = capOf(draft.dayLimit, draft.dayCount, currency)
  const perCustomer = capOf(draft.customerLimit, draft.customerCount, currency)
  return { whenShort: draft.whenShort, ...(perDay && { perDay }), ...(perCustomer && { perCustomer }) }
}

/** Undefined when the codes combine with all that do not forbid it, at no turn of their own. */
export function stackingOf({ beside, group, rank }: CapsDraft): Body['stacking'] {
  const turn = wholeOf(rank)
  if (beside === 'combines' && turn === undefined) return undefined
  const ranked = turn === undefined ? {} : { rank: turn }
  if (beside === 'exclusive') return { mode: 'exclusive', ...ranked }
  return { mode: 'combinable', ...(beside === 'group' ? { group } : {}), ...ranked }
}

/** A stored campaign's, as they are typed. */
export function capsOf({ budget, stacking }: Pick<Campaign, 'budget' | 'stacking'>, currency: string): CapsDraft {
  const { perDay, perCustomer } = budget ?? {}
  return {
    ...blankCaps,
    dayLimit: typedOf(perDay?.limitMinor, currency),
    dayCount: perDay?.count ?? '',
    customerLimit: typedOf(perCustomer?.limitMinor, currency),
    customerCount: perCustomer?.count ?? '',
    whenShort: budget?.whenShort ?? 'refuse',
    beside: besideOf(stacking),
    group: stacking?.mode === 'combinable' ? (stacking.group ?? '') : '',
    rank: stacking?.rank ?? '',
  }
}

function besideOf(stacking: Campaign['stacking']): CapsDraft['beside'] {
  if (stacking === null) return 'combines'
  if (stacking.mode === 'exclusive') return 'exclusive'
  return stacking.group === undefined ? 'combines' : 'group'
}
