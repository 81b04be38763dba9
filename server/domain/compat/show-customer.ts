// A customer as the drop-in tells her; pure.

import { isoOrNull } from '#core/clock.ts'
import type { Profile } from '#customers/profile.ts'
import { toVendor } from './ids.ts'
import type { Body, Note } from './notes.ts'
import { isoMicros } from './times.ts'

/** References that were made up for people whom the caller gave none. */
export const MADE_UP = '~drop-in~'

export interface Address {
  city?: string | null
  state?: string | null
  line_1?: string | null
  line_2?: string | null
  country?: string | null
  postal_code?: string | null
}

export interface Person {
  note: Note
  reference: string
  profile: Profile
}

export interface Uses {
  succeeded: number
  failed: number
  rolledBack: number
  unreversed: number
  giftMinor: number
  orders: { count: number; totalMinor: number; averageMinor: number; lastMinor: number; lastAt: string | null }
}

const NO_ORDERS: Uses['orders'] = { count: 0, totalMinor: 0, averageMinor: 0, lastMinor: 0, lastAt: null }
const NONE: Uses = { succeeded: 0, failed: 0, rolledBack: 0, unreversed: 0, giftMinor: 0, orders: NO_ORDERS }

export const nameOf = ({ givenName, familyName }: Pick<Profile, 'givenName' | 'familyName'>): string | null =>
  [givenName, familyName].filter((part) => part !== null).join(' ') || null

export const sourceIdOf = (reference: string): string | null => (reference.startsWith(MADE_UP) ? null : reference)

/** The last that she was given, by which she is found as by her first. */
const lastSourceId = ({ note, reference }: Person): string | null =>
  typeof note.body.sourceId === 'string' ? note.body.sourceId : sourceIdOf(reference)

export function showCustomer(person: Person, uses: Uses = NONE): Body {
  const { note, profile } = person
  const { metadata, address, description, birthYear } = note.body
  const year = profile.birthYear ?? birthYear
  const born = profile.birthMonthDay !== null && year ? `${String(year)}-${profile.birthMonthDay}` : undefined
  return {
    id: toVendor(note.id),
    source_id: lastSourceId(person),
    name: nameOf(profile),
    description: description ?? null,
    email: profile.email,
    phone: profile.phone,
    ...(born === undefined ? {} : { birthdate: born, birthday: born }),
    address: address ?? null,
    summary: summaryOf(uses),
    loyalty: { points: 0, referred_customers: 0, campaigns: {} },
    referrals: { total: 0, campaigns: [] },
    ...(metadata === undefined ? {} : { metadata }),
    system_metadata: {},
    created_at: isoMicros(note.madeMicros),
    updated_at: isoOrNull(note.updatedAt),
    assets: { cockpit_url: '' },
    object: 'customer',
  }
}

export const showSimply = (person: Person): Body => ({
  id: toVendor(person.note.id),
  name: nameOf(person.profile),
  email: person.profile.email,
  source_id: lastSourceId(person),
  metadata: person.note.body.metadata ?? {},
  object: 'customer',
})

function summaryOf({ succeeded, failed, rolledBack, unreversed, giftMinor, orders }: Uses): Body {
  return {
    redemptions: {
      total_redeemed: succeeded - rolledBack,
      total_failed: failed,
      total_succeeded: succeeded,
      total_rolled_back: rolledBack,
      total_rollback_failed: unreversed,
      total_rollback_succeeded: rolledBack,
      gift: { redeemed_amount: giftMinor, amount_to_go: 0 },
      loyalty_card: { redeemed_points: 0, points_to_go: 0 },
      loyalty: { redeemed_points: 0, points_to_go: 0 },
    },
    orders: {
      total_amount: orders.totalMinor,
      total_count: orders.count,
      average_amount: orders.averageMinor,
      last_order_amount: orders.lastMinor,
      ...(orders.lastAt === null ? {} : { last_order_date: orders.lastAt }),
    },
  }
}
