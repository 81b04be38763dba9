// Reads what a shop sends about a customer: dates, declared attributes, nothing else; pure.
import { isDay } from '#core/calendar.ts'
import { Refusal } from '#core/refusal.ts'
import type { PutCustomer } from '#shared/contracts/customers.ts'
import type { Declared } from './attributes.ts'
import { type BirthDate, parseBirthDate } from './born-on.ts'

export interface AttributeValue {
  value: string
  /** Millionths, for numbers. */
  micros: number | null
  /** All that a consent is needed for. */
  categories: readonly string[]
}

/** A merge: absent keeps, null clears. */
export interface Fields extends Omit<PutCustomer, 'birthDate' | 'attributes'> {
  born?: BirthDate | null
  /** The whole date, when it was given: only how old it makes somebody is kept of it (ages.ts). */
  bornOn?: string
  attributes: Map<string, AttributeValue | null>
}

export interface Reading {
  now: number
  declared: Map<string, Declared>
  keepBirthYear: boolean
  /** Whether numbers and truths may be written as text, as in CSV. */
  textual: boolean
}

/** Refuses a birth date that no calendar has, an attribute nobody declared, and a value of another type. */
export function readFields(put: PutCustomer, reading: Reading): Fields {
  const { birthDate, attributes, ...plain } = put
  const fields: Fields = { ...plain, attributes: readAttributes(attributes ?? {}, reading) }
  if (birthDate !== undefined) fields.born = birthDate === null ? null : readBirthDate(birthDate, reading)
  if (birthDate && !birthDate.startsWith('-')) fields.bornOn = birthDate
  return fields
}

/** What two puts, one after the other, come to. */
export function mergeFields(earlier: Fields, later: Fields): Fields {
  const stated = Object.entries(later).filter(([, value]) => value !== undefined)
  return {
    ...earlier,
    ...Object.fromEntries(stated),
    attributes: new Map([...earlier.attributes, ...later.attributes]),
  }
}

function readBirthDate(text: string, { now, keepBirthYear }: Reading): BirthDate {
  const born = parseBirthDate(text, now)
  if (born === null) throw invalid('birthDate', 'must be a day of the calendar, from 1900 on and not in the future')
  return keepBirthYear ? born : { ...born, year: null }
}

function readAttributes(given: NonNullable<PutCustomer['attributes']>, reading: Reading) {
  const values = new Map<string, AttributeValue | null>()
  for (const [key, value] of Object.entries(given)) {
    const path = `attributes.${key}`
    const declared = reading.declared.get(key)
    if (declared === undefined) {
      throw new Refusal('attribute.undeclared', { errors: [{ path, message: 'has not been declared' }] })
    }
    if (value === null) {
      values.set(key, null)
      continue
    }
    const read = readValue(reading.textual ? untext(value, declared.type) : value, declared)
    if (read === null) {
      throw new Refusal('attribute.wrong_type', { errors: [{ path, message: `must be a ${declared.type}` }] })
    }
    values.set(key, read)
  }
  return values
}

function untext(value: string | number | boolean, type: Declared['type']): string | number | boolean {
  if (typeof value !== 'string') return value
  if (type === 'number' && /^[+-]?[0-9]+(\.[0-9]+)?$/.test(value)) return Number(value)
  if (type === 'boolean' && /^(true|false)$/.test(value)) return value === 'true'
  return value
}

function readValue(value: string | number | boolean, { type, categories }: Declared): AttributeValue | null {
  if (type === 'number') {
    if (typeof value !== 'number') return null
    const micros = Math.round(value * 1_000_000)
    return Number.isSafeInteger(micros) ? { value: String(value), micros: micros || 0, categories } : null
  }
  if (type === 'boolean') return typeof value === 'boolean' ? { value: String(value), micros: null, categories } : null
  if (typeof value !== 'string' || (type === 'day' && !isDay(value))) return null
  return { value, micros: null, categories }
}

function invalid(path: string, message: string): Refusal {
  return new Refusal('request.invalid', { errors: [{ path, message }] })
}
