// What a message may say about people and where it goes: unsealed on demand, for those who have passed the gate.
import type { House } from '#core/house.ts'
import { contactsOf, customersById } from './queries.ts'

export interface Profile {
  email: string | null
  phone: string | null
  givenName: string | null
  familyName: string | null
  country: string | null
  locale: string | null
  timeZone: string | null
  /** 'MM-DD'. */
  birthMonthDay: string | null
  birthYear: number | null
}

const PEOPLE_PER_QUERY = 1000

/** id → profile; erased people are absent. */
export async function profilesOf({ store, vault }: House, customerIds: string[]): Promise<Map<string, Profile>> {
  const ids = [...new Set(customerIds)]
  const profiles = new Map<string, Profile>()
  for (let i = 0; i < ids.length; i += PEOPLE_PER_QUERY) {
    const some = ids.slice(i, i + PEOPLE_PER_QUERY)
    const keys = await vault.keysOf(some)
    const points = new Map(
      (await contactsOf(store.read, some)).map((point) => [`${point.customerId} ${point.channel}`, point.sealed]),
    )
    for (const row of await customersById(store.read, some)) {
      const key = keys.get(row.id)
      if (key === undefined) continue
      const open = (field: string, sealed: string | null | undefined) => (sealed ? key.unseal(field, sealed) : null)
      profiles.set(row.id, {
        email: open('email', points.get(`${row.id} email`)),
        phone: open('sms', points.get(`${row.id} sms`)),
        givenName: open('givenName', row.givenNameSealed),
        familyName: open('familyName', row.familyNameSealed),
        country: row.country,
        locale: row.locale,
        timeZone: row.timeZone,
        birthMonthDay: row.birthMonthDay,
        birthYear: row.birthYear,
      })
    }
  }
  return profiles
}
