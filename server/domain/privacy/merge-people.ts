// Merges two profiles of one person: facts add up under the profile that stays, gaps in it are filled, consents become the
// stricter of both, and the other reference means her from then on (decisions.md, 18).
import { audit } from '#access/audit.ts'
import { keepsBirthYear } from '#consent/keeps-age.ts'
import { mergeConsents } from '#consent/merge.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { leaveAlias, mergeLimits } from '#customers/aliases.ts'
import { forgetAddresses } from '#customers/contacts.ts'
import { type CustomerRow, findCustomer } from '#customers/find.ts'
import { lockPeople } from '#customers/lock.ts'
import { showCustomer } from '#customers/show.ts'
import { upsertCustomer } from '#customers/upsert.ts'
import type { Tx } from '#db/store.ts'
import { mergeMessages } from '#delivery/merge.ts'
import { mergeHistory } from '#occasions/merge.ts'
import { moveUnits } from '#reports/recount-units.ts'
import type { Customer, PutCustomer } from '#shared/contracts/customers.ts'
import { mergeVouchers } from '#vouchers/merge.ts'
import { handRecords } from './queries-merge.ts'
import { rooms } from './rooms.ts'
import { settleWithdrawal } from './withdraw.ts'

export interface Merged {
  vouchersMoved: number
  /** Cells that were a yes and are none now. */
  consentsEnded: number
}

/**
 * The profile of `reference` stays. Merged already, it answers nothing more to do. 404 `customer.not_found`, 422
 * `customer.unknown` for the other, 409 `customer.erased`, 400 for a profile with itself.
 */
export async function mergePeople(house: House, reference: string, other: string, actor: string): Promise<Merged> {
  const { store, secrets } = house
  if (reference === other) throw refuseOther('is the same customer')
  const into = await findCustomer(store.read, secrets, reference)
  if (into === null) throw new Refusal('customer.not_found')
  const from = await findCustomer(store.read, secrets, other)
  if (from === null) throw new Refusal('customer.unknown', { errors: [{ path: 'from', message: 'is unknown' }] })
  if (into.status === 'erasing' || from.status === 'erasing') throw new Refusal('customer.erased')
  // Asked again after it was done, the other reference is one of hers.
  if (into.id === from.id) return { vouchersMoved: 0, consentsEnded: 0 }
  await fillGaps(house, reference, other)
  const moves = await Promise.all(rooms.flatMap(({ data }) => data.movePersonalData?.(house, from.id, into.id) ?? []))
  const merged = await store.write((tx) => mergeWithin(tx, from, into, { actor, moves }))
  await house.vault.destroy([from.id])
  return merged
}

async function mergeWithin(
  tx: Tx,
  from: CustomerRow,
  into: CustomerRow,
  { actor, moves }: { actor: string; moves: ((tx: Tx) => Promise<void>)[] },
): Promise<Merged> {
  const both = await lockPeople(tx, [from.id, into.id].sort())
  if (both.length < 2) throw new Refusal('customer.erased')
  await mergeLimits(tx, from.id, into.id)
  const ended = await mergeConsents(tx, from.id, into.id, actor)
  await settleWithdrawal(tx, into.id, ended)
  await moveUnits(tx, from.id, into.id)
  const vouchersMoved = await mergeVouchers(tx, from.id, into.id)
  await mergeHistory(tx, from.id, into.id)
  await mergeMessages(tx, from.id, into.id)
  await handRecords(tx, from.id, into.id)
  for (const move of moves) await move(tx)
  // Her addresses go first: they are hers still, and nobody has said no to being written to there.
  await forgetAddresses(tx, from.id)
  for (const { data } of rooms) await data.erasePersonalData(tx, from.id)
  await leaveAlias(tx, from.referencePrint, from.id, into.id)
  await audit(tx, { actor, action: 'customer.merged', subject: into.id, detail: { from: from.id, vouchersMoved } })
  return { vouchersMoved, consentsEnded: ended.length }
}

/** What only the other profile knows; addresses come unproved, and nothing comes that she has withdrawn. */
async function fillGaps(house: House, reference: string, other: string): Promise<void> {
  const own = await showCustomer(house, reference)
  const theirs = await showCustomer(house, other)
  const fields = ['email', 'phone', 'givenName', 'familyName', 'birthDate', 'country', 'locale', 'timeZone'] as const
  const missing = fields.filter((field) => own[field] === null && theirs[field] !== null)
  const attributes = Object.entries(theirs.attributes).filter(([key]) => !Object.hasOwn(own.attributes, key))
  if (missing.length === 0 && attributes.length === 0) return
  const filled = Object.fromEntries(missing.map((field) => [field, theirs[field]])) as Partial<
    Pick<Customer, (typeof fields)[number]>
  >
  const put = { ...filled, ...(attributes.length > 0 && { attributes: Object.fromEntries(attributes) }) } as PutCustomer
  const keepBirthYear = await keepsBirthYear(house.store.read, house.clock.now())
  await upsertCustomer(house, reference, put, { keepBirthYear })
}

const refuseOther = (message: string) => new Refusal('request.invalid', { errors: [{ path: 'from', message }] })
