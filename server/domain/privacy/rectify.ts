// Puts right what is stored about a person, by herself. A new address is nobody's until it is proved: both the old and the new
// one are written to, and a link to the new one proves it. Changing where codes go needs a code itself.

import { keepsBirthYear } from '#consent/keeps-age.ts'
import { makeToken } from '#consent/tokens.ts'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { spellEmail } from '#customers/address.ts'
import { contactsOfCustomer } from '#customers/contacts.ts'
import { profilesOf } from '#customers/profile.ts'
import { referencesOf } from '#customers/show.ts'
import { upsertCustomer } from '#customers/upsert.ts'
import { queueServiceMail } from '#delivery/service-mail.ts'
import type { PutCustomer } from '#shared/contracts/customers.ts'
import { MINUTE_MS } from '#shared/time.ts'
import { recordRequest } from './requests.ts'

export type Corrections = Omit<PutCustomer, 'attributes'>
export interface Rectified {
  /** Fields that are not kept because she has taken back what they rested on. */
  ignored: string[]
  /** Whether a link to prove a new address is on its way. */
  proofMailed: boolean
}

const PROOF_MINUTES = 60

/**
 * Absent keeps, null clears. `stepped`: the second step for `rectify` was passed; without it a change of the address or the
 * number is refused (`step.needed`), since the codes that guard everything else go there.
 */
export async function rectify(
  house: House,
  customerId: string,
  fields: Corrections,
  { stepped }: { stepped: boolean },
): Promise<Rectified> {
  const { store, secrets } = house
  const before = (await profilesOf(house, [customerId])).get(customerId)
  const reference = (await referencesOf(house, [customerId])).get(customerId)
  if (before === undefined || reference === undefined) throw new Refusal('customer.erased')
  const newEmail = fields.email !== undefined && fields.email !== before.email ? fields.email : undefined
  const isMoved = newEmail !== undefined && !isSameAddress(before.email, newEmail)
  const isOther = isMoved || (fields.phone !== undefined && fields.phone !== before.phone)
  if (isOther && !stepped) throw new Refusal('step.needed')
  const keepBirthYear = await keepsBirthYear(store.read, house.clock.now())
  const { ignored } = await upsertCustomer(house, reference, fields, { keepBirthYear })
  const proofMailed = isMoved && newEmail !== null && !ignored.includes('email')
  await store.write(async (tx) => {
    await recordRequest(tx, { customerId, kind: 'rectify', via: 'centre', isDone: true })
    if (!isMoved) return
    const values = { changedAt: iso(tx.now) }
    const mail = { customerId, channel: 'email', locale: before.locale, kind: 'contact_changed', values } as const
    if (before.email !== null) await queueServiceMail(house, tx, { ...mail, to: before.email })
    if (!proofMailed) return
    await queueServiceMail(house, tx, mail)
    const [own] = (await contactsOfCustomer(tx, customerId)).filter(({ channel }) => channel === 'email')
    const bound = { print: own?.print ?? secrets.print('email', spellEmail(newEmail)), proves: 'email' }
    const token = await makeToken(tx, { kind: 'login', customerId, bound, ttlMs: PROOF_MINUTES * MINUTE_MS })
    await queueServiceMail(house, tx, { ...mail, kind: 'magic_link', values: { token, count: PROOF_MINUTES } })
  })
  return { ignored, proofMailed }
}

function isSameAddress(before: string | null, after: string | null): boolean {
  if (before === null || after === null) return before === after
  return spellEmail(before) === spellEmail(after)
}
