// The tables of the room customers; keys, checks and indexes stand in db/migrations.
import { integer, table, text } from '../kit.ts'

export const customers = table('customers', {
  id: text('id').primaryKey(),
  status: text('status').notNull().default('active'),
  referencePrint: text('reference_print').notNull(),
  referenceSealed: text('reference_sealed').notNull(),
  givenNameSealed: text('given_name_sealed'),
  familyNameSealed: text('family_name_sealed'),
  birthMonthDay: text('birth_month_day'),
  birthYear: integer('birth_year'),
  country: text('country'),
  locale: text('locale'),
  timeZone: text('time_zone'),
  withheld: text('withheld').notNull().default('[]'),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
  fromForm: integer('from_form').notNull().default(0),
  ageBand: text('age_band').notNull().default('unknown'),
  adultOn: text('adult_on'),
  snoozedUntil: integer('snoozed_until'),
})

export const consentAges = table('consent_ages', {
  country: text('country').primaryKey(),
  age: integer('age').notNull(),
  source: text('source').notNull(),
  updatedAt: integer('updated_at').notNull(),
})

export const customerZones = table('customer_zones', {
  timeZone: text('time_zone').primaryKey(),
})

export const contactPoints = table('contact_points', {
  customerId: text('customer_id').notNull(),
  channel: text('channel').notNull(),
  sealed: text('sealed').notNull(),
  print: text('print').notNull(),
  verifiedAt: integer('verified_at'),
})

export const pushSubscriptions = table('push_subscriptions', {
  id: text('id').primaryKey(),
  customerId: text('customer_id').notNull(),
  print: text('print').notNull(),
  sealed: text('sealed').notNull(),
  madeAt: integer('made_at').notNull(),
})

export const attributes = table('attributes', {
  id: text('id').primaryKey(),
  key: text('key').notNull(),
  type: text('type').notNull(),
  category: text('category').notNull(),
  createdAt: integer('created_at').notNull(),
  derivedFrom: text('derived_from').notNull().default('[]'),
  categories: text('categories').notNull().default('[]'),
})

export const attributeValues = table('attribute_values', {
  customerId: text('customer_id').notNull(),
  key: text('key').notNull(),
  value: text('value').notNull(),
  valueMicros: integer('value_micros'),
  setAt: integer('set_at').notNull(),
})

export const erasedReferences = table('erased_references', {
  print: text('print').primaryKey(),
  erasedAt: integer('erased_at').notNull(),
})

export const customerAliases = table('customer_aliases', {
  print: text('print').primaryKey(),
  customerId: text('customer_id').notNull(),
  at: integer('at').notNull(),
})

export const publicHolidays = table('public_holidays', {
  country: text('country').notNull(),
  day: text('day').notNull(),
  name: text('name').notNull(),
  source: text('source').notNull(),
  updatedAt: integer('updated_at').notNull(),
})
