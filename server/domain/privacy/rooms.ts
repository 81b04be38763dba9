// The rooms that hold personal data, downstream first: what points at a person goes before the person.
import * as consent from '#consent/personal-data.ts'
import type { House } from '#core/house.ts'
import * as customers from '#customers/personal-data.ts'
import type { Queries, Tx } from '#db/store.ts'
import * as delivery from '#delivery/personal-data.ts'
import * as experiments from '#experiments/personal-data.ts'
import * as occasions from '#occasions/personal-data.ts'
import * as redemption from '#redemption/personal-data.ts'
import * as reports from '#reports/personal-data.ts'
import type { Category } from '#shared/kinds.ts'
import * as vouchers from '#vouchers/personal-data.ts'
import * as privacy from './personal-data.ts'

export interface PersonalData {
  exportPersonalData(q: Queries, customerId: string): Promise<Record<string, unknown>>
  erasePersonalData(tx: Tx, customerId: string): Promise<unknown>
  /** What she has taken every yes back for: downstream rooms delete what they keep of these kinds. */
  forgetCategories?(tx: Tx, customerId: string, categories: readonly Category[]): Promise<void>
  /** Before the write of a merge; what it answers is done inside it, before anything of `from` is erased. */
  movePersonalData?(house: House, from: string, into: string): Promise<(tx: Tx) => Promise<void>>
  /** In place of the first, where what is sealed can be opened. */
  openPersonalData?(house: House, customerId: string): Promise<Record<string, unknown>>
}

export const rooms: { name: string; data: PersonalData }[] = [
  { name: 'privacy', data: privacy },
  { name: 'reports', data: reports },
  { name: 'redemption', data: redemption },
  { name: 'delivery', data: delivery },
  { name: 'vouchers', data: vouchers },
  { name: 'experiments', data: experiments },
  { name: 'occasions', data: occasions },
  { name: 'consent', data: consent },
  { name: 'customers', data: customers },
]

/** For rooms that lie downstream of this one, told at the start. */
export function joinRooms(name: string, data: PersonalData): void {
  if (!rooms.some((room) => room.name === name)) rooms.unshift({ name, data })
}
