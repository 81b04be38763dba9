// The socket of a vendor: how its deliveries are signed, and what their bodies say in the words of this house.

import type { ProductRow } from '#shared/contracts/catalog.ts'
import type { ConnectorKind, Mapping } from '#shared/contracts/connectors.ts'
import type { PutCustomer } from '#shared/contracts/customers.ts'
import type { Thing } from '../read-exact.ts'

export interface Delivery {
  /** Lower-case names. */
  header(name: string): string | undefined
  /** The bytes as they came: they are what was signed. */
  body: Uint8Array
  method: string
  /** The addresses that the vendor may have called: ours as configured, and as this request says. */
  urls: readonly string[]
}

/** What a vendor's body is read against. */
export interface Context {
  connectorId: string
  /** The shop's, when it is known. */
  currency: string | null
  prefix: string
  /** Codes on the order that are vouchers of ours, as this house writes them, by how the shop does. */
  ours: ReadonlyMap<string, string>
  mappings: readonly Mapping[]
  /** Epoch ms, for deletions, which nobody dates. */
  now: number
}

/** An event goes through the door of events; the others are guarded by their version: an older word changes nothing. */
export type Fact =
  | { kind: 'event'; event: Thing }
  | { kind: 'customer'; reference: string; fields: PutCustomer; version: number; part?: string }
  | { kind: 'product'; row: ProductRow; articles: string[]; version: number }
  | { kind: 'shelf'; article: string; place: string; available: number; version: number }
  | { kind: 'no_messages'; reference: string; channel: 'email' | 'sms'; at: number }
  | { kind: 'leaving'; reference: string; source: string }
  | { kind: 'erasure'; reference: string }
  | { kind: 'access'; reference: string | null; source: string }
  | { kind: 'shop_gone'; shop: string }
  | { kind: 'currency'; currency: string }

export interface Vendor {
  kind: ConnectorKind
  label: string
  /** Whether one of the secrets has signed this; `now` is the machine's time in epoch ms. */
  isSigned(secrets: readonly string[], delivery: Delivery, now: number): boolean
  /** A greeting that nobody signs and that means nothing. */
  isGreeting?(delivery: Delivery): boolean
  topic(delivery: Delivery, body: unknown): string
  /** Codes on the order, as the shop writes them. */
  codes(topic: string, body: unknown, context: Omit<Context, 'ours'>): string[]
  /** Null for a topic that means nothing here. Pure. */
  read(topic: string, body: unknown, context: Context): Fact[] | null
}
