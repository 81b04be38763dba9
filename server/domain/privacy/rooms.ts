// The rooms that hold personal data, downstream first: what points at a person goes before the person.
import * as consent from '#consent/personal-data.ts'
import * as customers from '#customers/personal-data.ts'
import type { Queries, Tx } from '#db/store.ts'
import * as delivery from '#delivery/personal-data.ts'
import * as experiments from '#experiments/personal-data.ts'
import * as occasions from '#occasions/personal-data.ts'
import * as redemption from '#redemption/personal-data.ts'
import * as reports from '#reports/personal-data.ts'
import * as vouchers from '#vouchers/personal-data.ts'
import * as privacy from './personal-data.ts'

export interface PersonalData {
  exportPersonalData(q: Queries, customerId: string): Promise<Record<string, unknown>>
  erasePersonalData(tx: Tx, customerId: string): Promise<unknown>
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
