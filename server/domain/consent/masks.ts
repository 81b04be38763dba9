// Which bit of a consent mask stands for which category. The same numbers stand in the migration that keeps the masks, so a
// number is never used again, and a new category needs a migration that knows it: until then nobody's mask has it.
import type { Category } from '#shared/kinds.ts'

const bits: Record<Category, number> = {
  'contact.email': 1,
  'contact.phone': 2,
  'contact.push': 4,
  'contact.account': 8,
  'contact.partner': 16,
  name: 32,
  birthdate: 64,
  age: 128,
  demographics: 256,
  location: 512,
  purchase_history: 1024,
  cart_activity: 2048,
  preferences: 4096,
}

/** Set where more than the cells has to be asked: somebody is restricted or a minor, has objected, wants no
 * messages for a while, or cannot be reached there. */
export const SHUT = 2 ** 30

/** The mask in which exactly these categories are granted; pure. */
export const maskOf = (categories: readonly Category[]): number =>
  categories.reduce((mask, category) => mask | bits[category], 0)
