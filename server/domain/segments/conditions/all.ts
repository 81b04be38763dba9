// Every field a rule may ask about. There is none for identifiers: nobody is picked by name or address.
import type { AttributeType } from '#customers/attributes.ts'
import type { Category } from '#shared/kinds.ts'
import { age } from './age.ts'
import { attributeField } from './attribute.ts'
import { birthday } from './birthday.ts'
import { cart } from './cart.ts'
import { country } from './country.ts'
import type { Field } from './field.ts'
import { locale } from './locale.ts'
import { orders } from './orders.ts'

export type { Field, RuleContext } from './field.ts'

export const fields: readonly Field[] = [birthday, age, country, locale, ...orders, ...cart]
const byName = new Map(fields.map((one) => [one.field, one]))
const ATTRIBUTE = 'attributes.'

/** The field of this name, or why there is none. */
export function findField(
  name: string,
  attributes: ReadonlyMap<string, { type: AttributeType; category: Category; categories?: readonly Category[] }>,
): Field | 'unknown' | 'undeclared' {
  if (!name.startsWith(ATTRIBUTE)) return byName.get(name) ?? 'unknown'
  const key = name.slice(ATTRIBUTE.length)
  const declared = attributes.get(key)
  return declared === undefined ? 'undeclared' : attributeField(key, declared)
}
