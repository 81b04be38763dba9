// Charges uses and holds of a draft to the days and customers that its budgets keep count of; pure but for new ids.
import type { Budget } from '#budget/budget.ts'
import {
  type Cap,
  type CapBook,
  type CapEntry,
  type CapRoom,
  type Charge,
  capOf,
  kindsOf,
  limitsOf,
  roomsIn,
  type Subjects,
} from '#budget/caps.ts'
import { newId } from '#core/ids.ts'

const NOTHING: readonly Charge[] = []

/** The part of a draft that is about caps. */
export interface CapDraft {
  now: number
  caps: CapBook
  newCaps: Set<string>
  capEntries: CapEntry[]
}
/** A use of a voucher, or a hold of it, that is to be charged. */
export interface CapUse {
  budget: Budget
  customerId: string
  /** The voucher's live hold, whose place the use takes. */
  holdId: string | undefined
  today: string
}

/** A draft changes caps; what was read of them may serve another draft. */
export function copyBook({ caps, charges }: CapBook): CapBook {
  return { caps: new Map([...caps].map(([id, cap]) => [id, { ...cap }])), charges: new Map(charges) }
}

export const roomsFor = (draft: CapDraft, use: CapUse): CapRoom[] =>
  roomsIn(draft.caps, use.budget, subjectsOf(draft, use), chargesOf(draft, use.holdId))

const chargesOf = ({ caps }: CapDraft, id: string | undefined): readonly Charge[] =>
  (id === undefined ? undefined : caps.charges.get(id)) ?? NOTHING

/** A hold keeps its place in the day on which it was made, also when it is redeemed after midnight. */
function subjectsOf(draft: CapDraft, { holdId, today, customerId }: CapUse): Subjects {
  const held = chargesOf(draft, holdId)
    .map(({ capId }) => draft.caps.caps.get(capId))
    .find((cap) => cap?.kind === 'day')
  return { day: held?.subject ?? today, customer: customerId }
}

/** One more use, of `minor`, in place of what the voucher's hold was charged. */
export function chargeUse(draft: CapDraft, use: CapUse, it: { charge: string; minor: number }): void {
  const { budget, holdId } = use
  const kinds = kindsOf(budget)
  if (kinds.length === 0) return
  const subjects = subjectsOf(draft, use)
  if (holdId !== undefined) giveBackCharge(draft, holdId, it.charge)
  const made = kinds.map((kind) => {
    const limits = limitsOf(budget, kind)
    const cap = capOf(draft.caps, budget.id, kind, subjects[kind])
    if (cap) return Object.assign(cap, limits)
    const opened: Cap = {
      id: newId('cap', draft.now),
      budgetId: budget.id,
      kind,
      subject: subjects[kind],
      ...limits,
      usedMinor: 0,
      countUsed: 0,
    }
    draft.caps.caps.set(opened.id, opened)
    draft.newCaps.add(opened.id)
    return opened
  })
  for (const cap of made) enter(draft, cap, { charge: it.charge, cause: it.charge, minor: it.minor, count: 1 })
  const charges = made.map(({ id }) => ({ capId: id, minor: it.minor, count: 1 }))
  draft.caps.charges.set(it.charge, charges)
}

/** Gives back all that stands charged for a hold. */
export function giveBackCharge(draft: CapDraft, charge: string, cause: string): void {
  for (const { capId, minor, count } of chargesOf(draft, charge)) {
    const cap = draft.caps.caps.get(capId)
    if (cap) enter(draft, cap, { charge, cause, minor: 0 - minor, count: 0 - count })
  }
  draft.caps.charges.delete(charge)
}

/** Gives back a part of a redemption to the days and customers that it was charged to, with its place when it is all. */
export function giveBackPart(
  draft: CapDraft,
  it: { charge: string; cause: string; minor: number; isAll: boolean },
): void {
  const left: Charge[] = []
  for (const { capId, minor, count } of chargesOf(draft, it.charge)) {
    const cap = draft.caps.caps.get(capId)
    if (!cap) continue
    const back = { minor: Math.min(minor, it.minor), count: it.isAll ? count : 0 }
    enter(draft, cap, { charge: it.charge, cause: it.cause, minor: 0 - back.minor, count: 0 - back.count })
    left.push({ capId, minor: minor - back.minor, count: count - back.count })
  }
  if (left.length > 0) draft.caps.charges.set(it.charge, left)
}

function enter(draft: CapDraft, cap: Cap, it: { charge: string; cause: string; minor: number; count: number }): void {
  if (it.minor === 0 && it.count === 0) return
  cap.usedMinor += it.minor
  cap.countUsed += it.count
  draft.capEntries.push({ capId: cap.id, ...it })
}
