// Every door of the house in one list: method, path, scope, body, reply. The server mounts it, the console
// calls it, and the OpenAPI document is printed from it. A door that is not here does not exist.
import type { z } from 'zod'
import { campaignsDoors } from './doors/campaigns.ts'
import { checkoutDoors } from './doors/checkout.ts'
import { deliveryDoors } from './doors/delivery.ts'
import { houseDoors } from './doors/house.ts'
import { ledgerDoors } from './doors/ledger.ts'
import { onsiteDoors } from './doors/onsite.ts'
import { outsideDoors } from './doors/outside.ts'
import { personDoors } from './doors/person.ts'
import { privacyOfficeDoors } from './doors/privacy-office.ts'
import { reportsDoors } from './doors/reports.ts'
import { responsibleDoors } from './doors/responsible.ts'
import { runsDoors } from './doors/runs.ts'
import { segmentsDoors } from './doors/segments.ts'
import { shopDoors } from './doors/shop.ts'
import { vouchersDoors } from './doors/vouchers.ts'

export type { Door } from './doors/door.ts'

export const doors = {
  ...houseDoors,
  ...shopDoors,
  ...checkoutDoors,
  ...privacyOfficeDoors,
  ...ledgerDoors,
  ...personDoors,
  ...responsibleDoors,
  ...outsideDoors,
  ...segmentsDoors,
  ...campaignsDoors,
  ...runsDoors,
  ...reportsDoors,
  ...vouchersDoors,
  ...onsiteDoors,
  ...deliveryDoors,
} as const

export type Doors = typeof doors
export type DoorName = keyof Doors
type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined
export type ParamsOf<N extends DoorName> = Doors[N] extends { params: infer P } ? Parsed<P> : Record<string, never>
export type QueryOf<N extends DoorName> = Doors[N] extends { query: infer Q } ? Parsed<Q> : Record<string, never>
export type BodyOf<N extends DoorName> = Doors[N] extends { body: infer B } ? Parsed<B> : undefined
/** What a caller may send: fields with a default may be left out. */
export type BodySent<N extends DoorName> = Doors[N] extends { body: infer B }
  ? B extends z.ZodType
    ? z.input<B>
    : undefined
  : undefined
type Replies<N extends DoorName> = Doors[N]['replies'][keyof Doors[N]['replies']]
export type ReplyOf<N extends DoorName> =
  Replies<N> extends infer R ? (R extends z.ZodType ? z.output<R> : undefined) : never
