// The tables of the room catalog; keys, checks and indexes stand in db/migrations.
import { integer, table, text } from '../kit.ts'

export const products = table('products', {
  sku: text('sku').primaryKey(),
  name: text('name').notNull(),
  category: text('category').notNull(),
  priceMinor: integer('price_minor').notNull(),
  currency: text('currency').notNull(),
  stock: integer('stock'),
  updatedAt: integer('updated_at').notNull(),
})

export const productChanges = table('product_changes', {
  sku: text('sku').notNull(),
  kind: text('kind').notNull(),
  at: integer('at').notNull(),
  currency: text('currency').notNull(),
  beforeMinor: integer('before_minor').notNull(),
  afterMinor: integer('after_minor').notNull(),
})
