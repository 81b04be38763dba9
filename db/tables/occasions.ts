// The tables of the room occasions; keys, checks and indexes stand in db/migrations.
import { integer, table, text } from '../kit.ts'

export const events = table('events', {
  id: text('id').primaryKey(),
  type: text('type').notNull(),
  customerId: text('customer_id'),
  at: integer('at').notNull(),
  receivedAt: integer('received_at').notNull(),
  dueBase: integer('due_base').notNull(),
  data: text('data'),
})

export const carts = table('carts', {
  customerId: text('customer_id').notNull(),
  reference: text('reference').notNull(),
  at: integer('at').notNull(),
  dueBase: integer('due_base').notNull(),
  receivedAt: integer('received_at').notNull(),
  totalMinor: integer('total_minor').notNull(),
  currency: text('currency').notNull(),
  items: integer('items').notNull(),
  url: text('url'),
  eventId: text('event_id').notNull(),
})

export const orders = table('orders', {
  reference: text('reference').primaryKey(),
  customerId: text('customer_id'),
  placedAt: integer('placed_at'),
  placedEvent: text('placed_event'),
  placedDay: text('placed_day'),
  receivedAt: integer('received_at').notNull(),
  totalMinor: integer('total_minor').notNull().default(0),
  refundedMinor: integer('refunded_minor').notNull().default(0),
  currency: text('currency'),
  items: text('items'),
  refunds: text('refunds'),
  cancelledAt: integer('cancelled_at'),
})

export const customerOrders = table('customer_orders', {
  customerId: text('customer_id').notNull(),
  currency: text('currency').notNull(),
  orders: integer('orders').notNull(),
  totalMinor: integer('total_minor').notNull(),
  lastAt: integer('last_at'),
  lastReference: text('last_reference'),
  updatedAt: integer('updated_at').notNull(),
})

export const customerCategories = table('customer_categories', {
  customerId: text('customer_id').notNull(),
  currency: text('currency').notNull(),
  category: text('category').notNull(),
  quantity: integer('quantity').notNull(),
  spentMinor: integer('spent_minor').notNull(),
})

export const spendChanges = table('spend_changes', {
  customerId: text('customer_id').notNull(),
  currency: text('currency').notNull(),
  eventId: text('event_id').notNull(),
  receivedAt: integer('received_at').notNull(),
  at: integer('at').notNull(),
  deltaMinor: integer('delta_minor').notNull(),
})

export const signups = table('signups', {
  customerId: text('customer_id').primaryKey(),
  at: integer('at').notNull(),
  dueBase: integer('due_base').notNull(),
  receivedAt: integer('received_at').notNull(),
})

/** Whose orders changed, for whoever counts behind. */
export const orderChanges = table('order_changes', {
  id: text('id').primaryKey(),
  people: text('people').notNull(),
})

export const cartItems = table('cart_items', {
  customerId: text('customer_id').notNull(),
  reference: text('reference').notNull(),
  eventId: text('event_id').notNull(),
  sku: text('sku').notNull(),
  category: text('category'),
})
