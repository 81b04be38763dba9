/** Drizzle's question of what a piece of a statement is, remembered. It is asked of every piece for every kind and climbs all
 * classes for each no, which was a tenth of what a busy server did; `server/find-modules.js` puts this in its place. */
import { is as climb } from 'drizzle-orm/entity'

export { entityKind, hasOwnEntityKind } from 'drizzle-orm/entity'

/** By kind, then by prototype, which is all that the answer depends on. */
const known = new WeakMap()

export function is(value, type) {
  if (!value || typeof value !== 'object') return false
  let answers = known.get(type)
  if (answers === undefined) {
    answers = new WeakMap()
    known.set(type, answers)
  }
  const prototype = Object.getPrototypeOf(value)
  const answer = answers.get(prototype)
  if (answer !== undefined) return answer
  const found = climb(value, type)
  answers.set(prototype, found)
  return found
}
