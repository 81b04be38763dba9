// The kinds of imports of the house.
import type { ImportKind } from '#shared/contracts/imports.ts'
import { codes } from './codes.ts'
import { consents } from './consents.ts'
import { customers } from './customers.ts'
import type { ImportKindOf } from './kind.ts'
import { orders } from './orders.ts'
import { products } from './products.ts'

export const importKindOf: Record<ImportKind, ImportKindOf> = { customers, products, orders, consents, codes }
