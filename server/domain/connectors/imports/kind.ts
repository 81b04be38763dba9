// The socket of a kind of import: which fields its rows have, who may send them, and how they are taken in.
import type { House } from '#core/house.ts'
import type { FollowImport } from '#customers/import.ts'
import type { RowRead } from '#shared/contracts/customers.ts'
import type { ImportKind, NewImport } from '#shared/contracts/imports.ts'
import type { Scope } from '#shared/kinds.ts'

export interface Sender {
  id: string
  scopes: ReadonlySet<Scope>
}

export interface Importing {
  sender: Sender
  settings: NewImport
  follow: FollowImport
}

export interface ImportKindOf {
  kind: ImportKind
  label: string
  scope: Scope
  /** Field → other names it goes by, folded: small letters and digits only. */
  fields: Record<string, readonly string[]>
  required: readonly string[]
  /** Fields whose cells are amounts, and those that are days. */
  amounts: readonly string[]
  days: readonly string[]
  /** 4xx before any row is read. */
  check?(house: House, settings: NewImport): Promise<void>
  run(house: House, rows: AsyncIterable<RowRead>, importing: Importing): Promise<unknown>
}
