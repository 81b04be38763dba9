// Before a profile is shown to anybody: why, in which role, and whether the person has closed her data to them.

import type { Request } from 'express'
import type { Principal } from '#access/authenticate.ts'
import type { House } from '#core/house.ts'
import { noteAccess, reasonOf } from '#privacy/staff-access.ts'
import type { Category } from '#shared/kinds.ts'

/** What a whole profile shows. */
export const profileCategories: readonly Category[] = [
  'contact.email',
  'contact.phone',
  'name',
  'birthdate',
  'location',
]

/** Refuses people who give no reason in X-Access-Reason, and roles that she has closed her data to. */
export async function lookAt(
  house: House,
  { principal, req }: { principal: Principal; req: Request },
  customerReference: string,
  categories: readonly Category[],
): Promise<void> {
  const reason = reasonOf(principal, req.headers['x-access-reason']?.toString())
  await noteAccess(house, principal, customerReference, categories, reason)
}
