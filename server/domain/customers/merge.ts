// What a customer looks like after a put: absent keeps, null clears, and a withheld category stays empty; pure.
import type { Category } from '#shared/kinds.ts'
import { type Ages, ageFields } from './ages.ts'
import type { Fields } from './fields.ts'
import type { CustomerRow } from './queries.ts'

export interface Sealed {
  givenName?: string | null
  familyName?: string | null
  email?: { sealed: string; print: string } | null
  sms?: { sealed: string; print: string } | null
}

/** The data category of every field that has one; locale and time zone need none (decisions.md, 25). */
const categoryOf = {
  email: 'contact.email',
  phone: 'contact.phone',
  givenName: 'name',
  familyName: 'name',
  born: 'birthdate',
  country: 'location',
} as const satisfies Partial<Record<keyof Fields, Category>>

export interface Merged {
  row: CustomerRow
  sealed: Sealed
  attributes: Fields['attributes']
  /** Fields not stored, as the caller called them (decisions.md, 23). */
  ignored: string[]
}

export function mergeCustomer(row: CustomerRow, fields: Fields, sealed: Sealed, now: number, ages: Ages): Merged {
  const withheld = new Set<string>(withheldBy(row))
  const { kept, ignored } = sift(fields, withheld)
  const born = kept.born
  const merged: CustomerRow = {
    ...row,
    givenNameSealed: kept.givenName === undefined ? row.givenNameSealed : (sealed.givenName ?? null),
    familyNameSealed: kept.familyName === undefined ? row.familyNameSealed : (sealed.familyName ?? null),
    birthMonthDay: born === undefined ? row.birthMonthDay : (born?.monthDay ?? null),
    birthYear: born === undefined ? row.birthYear : withheld.has('age') ? null : (born?.year ?? null),
    country: kept.country === undefined ? row.country : kept.country,
    locale: kept.locale === undefined ? row.locale : kept.locale,
    timeZone: kept.timeZone === undefined ? row.timeZone : kept.timeZone,
    ...ageFields(row, kept.born === undefined ? undefined : fields.bornOn, kept.country, ages, now),
    updatedAt: now,
  }
  return {
    row: merged,
    attributes: kept.attributes,
    sealed: {
      ...(kept.email === undefined ? {} : { email: sealed.email ?? null }),
      ...(kept.phone === undefined ? {} : { sms: sealed.sms ?? null }),
    },
    ignored,
  }
}

export function withheldBy(row: Pick<CustomerRow, 'withheld'>): Category[] {
  return JSON.parse(row.withheld) as Category[]
}

/** Drops values of withheld categories; clearing one is always allowed. */
function sift(fields: Fields, withheld: Set<string>): { kept: Fields; ignored: string[] } {
  if (withheld.size === 0) return { kept: fields, ignored: [] }
  const kept: Fields = { ...fields, attributes: new Map(fields.attributes) }
  const ignored: string[] = []
  for (const [name, category] of Object.entries(categoryOf) as [keyof typeof categoryOf, Category][]) {
    if (!withheld.has(category) || fields[name] === undefined || fields[name] === null) continue
    delete kept[name]
    ignored.push(name === 'born' ? 'birthDate' : name)
  }
  for (const [key, value] of fields.attributes) {
    if (value === null || !value.categories.some((category) => withheld.has(category))) continue
    kept.attributes.delete(key)
    ignored.push(`attributes.${key}`)
  }
  return { kept, ignored }
}
