// The tables of the room connectors; keys, checks and indexes stand in db/migrations.
import { integer, table, text } from '../kit.ts'

export const connectors = table('connectors', {
  id: text('id').primaryKey(),
  kind: text('kind').notNull(),
  name: text('name').notNull(),
  secretSealed: text('secret_sealed').notNull(),
  createdAt: integer('created_at').notNull(),
  closedAt: integer('closed_at'),
  currency: text('currency'),
  referencePrefix: text('reference_prefix').notNull().default(''),
  oldSecretSealed: text('old_secret_sealed'),
  oldSecretUntil: integer('old_secret_until'),
  refused: integer('refused').notNull().default(0),
  refusedAt: integer('refused_at'),
  mappings: text('mappings').notNull().default('[]'),
  outletSealed: text('outlet_sealed'),
  outletCampaigns: text('outlet_campaigns').notNull().default('[]'),
  outletCursor: text('outlet_cursor').notNull().default(''),
})

export const connectorDeliveries = table('connector_deliveries', {
  id: text('id').primaryKey(),
  connectorId: text('connector_id').notNull(),
  at: integer('at').notNull(),
  topic: text('topic').notNull(),
  outcome: text('outcome').notNull(),
  code: text('code'),
  accepted: integer('accepted').notNull(),
  duplicates: integer('duplicates').notNull(),
})

export const connectorVersions = table('connector_versions', {
  connectorId: text('connector_id').notNull(),
  thing: text('thing').notNull(),
  version: integer('version').notNull(),
})

export const connectorArticles = table('connector_articles', {
  connectorId: text('connector_id').notNull(),
  article: text('article').notNull(),
  sku: text('sku').notNull(),
})

export const connectorShelves = table('connector_shelves', {
  connectorId: text('connector_id').notNull(),
  article: text('article').notNull(),
  place: text('place').notNull(),
  available: integer('available').notNull(),
  version: integer('version').notNull(),
})

export const shopCodes = table('shop_codes', {
  connectorId: text('connector_id').notNull(),
  voucherId: text('voucher_id').notNull(),
  campaignId: text('campaign_id').notNull(),
  state: text('state').notNull(),
  ruleId: text('rule_id'),
  shopId: text('shop_id'),
  tries: integer('tries').notNull().default(0),
  nextAt: integer('next_at').notNull(),
  checkedAt: integer('checked_at').notNull().default(0),
  leasedBy: text('leased_by'),
  leaseUntil: integer('lease_until').notNull().default(0),
  problem: text('problem'),
})

export const imports = table('imports', {
  id: text('id').primaryKey(),
  kind: text('kind').notNull(),
  settings: text('settings').notNull(),
  state: text('state').notNull(),
  holder: text('holder'),
  line: integer('line').notNull().default(0),
  read: integer('read').notNull().default(0),
  created: integer('created').notNull().default(0),
  updated: integer('updated').notNull().default(0),
  rejected: integer('rejected').notNull().default(0),
  keptErrors: integer('kept_errors').notNull().default(0),
  madeBy: text('made_by').notNull(),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
  finishedAt: integer('finished_at'),
})

export const importErrors = table('import_errors', {
  importId: text('import_id').notNull(),
  line: integer('line').notNull(),
  code: text('code').notNull(),
  path: text('path').notNull(),
  message: text('message').notNull(),
})
