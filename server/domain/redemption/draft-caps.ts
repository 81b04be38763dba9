// Charges uses and holds of a draft to the days and customers that its budgets keep count of; pure but for new ids.
import {
  type Cap,
  type CapBook,
  type CapRoom,
  type Charge,
  capOf,
  kindsOf,
  limitsOf,
  roomsIn,
  type Subjects,
} from '#budget/caps.ts'
import { newId } from '#core/ids.ts'
import { budgetOf, type Draft, dayIn, type VoucherDraft } from './draft.ts'

const NOTHING: readonly Charge[] = []

/** A draft changes caps; what was read of them may serve another draft. */
export function copyBook({ caps, charges }: CapBook): CapBook {
  return { caps: new Map([...caps].map(([id, cap]) => [id, { ...cap }])), charges: new Map(charges) }
}

export function roomsFor(draft: Draft, voucher: VoucherDraft): CapRoom[] {
  const budget = budgetOf(draft, voucher.now.campaignId)
  return roomsIn(draft.caps, budget, subjectsOf(draft, voucher), chargesOf(draft, voucher.hold?.id))
}

const chargesOf = ({ caps }: Draft, id: string | undefined): readonly Charge[] =>
  (id === undefined ? undefined : caps.charges.get(id)) ?? NOTHING

/** A hold keeps its place in the day on which it was made, also when it is redeemed after midnight. */
function subjectsOf(draft: Draft, { now, hold, terms }: VoucherDraft): Subjects {
  const held = chargesOf(draft, hold?.id)
    .map(({ capId }) => draft.caps.caps.get(capId))
    .find((cap) => cap?.kind === 'day')
  return { day: held?.subject ?? dayIn(draft, terms.timeZone), customer: now.customerId }
}

/** One more use, of `minor`, in place of what the voucher's hold was charged. */
export function chargeUse(draft: Draft, voucher: VoucherDraft, it: { charge: string; minor: number }): void {
  const budget = budgetOf(draft, voucher.now.campaignId)
  const kinds = kindsOf(budget)
  if (kinds.length === 0) return
  const subjects = subjectsOf(draft, voucher)
  if (voucher.hold) giveBackCharge(draft, voucher.hold.id, it.charge)
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
export function giveBackCharge(draft: Draft, charge: string, cause: string): void {
  for (const { capId, minor, count } of chargesOf(draft, charge)) {
    const cap = draft.caps.caps.get(capId)
    if (cap) enter(draft, cap, { charge, cause, minor: 0 - minor, count: 0 - count })
  }
  draft.caps.charges.delete(charge)
}

/** Gives back a part of a redemption to the days and customers that it was charged to, with its place when it is all. */
export function giveBackPart(draft: Draft, it: { charge: string; cause: string; minor: number; isAll: boolean }): void {
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

function enter(draft: Draft, cap: Cap, it: { charge: string; cause: string; minor: number; count: number }): void {
  if (it.minor === 0 && it.count === 0) return
  cap.usedMinor += it.minor
  cap.countUsed += it.count
  draft.capEntries.push({ capId: cap.id, ...it })
}
