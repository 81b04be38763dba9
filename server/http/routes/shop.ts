// Doors the shop comes in by: customers, consents, products, events.
import { importProducts, isProductColumn } from '#catalog/import.ts'
import { putProduct } from '#catalog/put.ts'
import { showProduct } from '#catalog/show.ts'
import { keepsBirthYear } from '#consent/keeps-age.ts'
import { declareAttribute, listAttributes, showAttribute } from '#customers/attributes.ts'
import { importCustomers, isImportColumn } from '#customers/import.ts'
import { showCustomer } from '#customers/show.ts'
import { upsertCustomer } from '#customers/upsert.ts'
import { reportEvents } from '#occasions/report.ts'
import { recordConsents, showConsents, showRecorded } from '#privacy/decide.ts'
import { eraseCustomer } from '#privacy/forget-me.ts'
import { mergePeople } from '#privacy/merge-people.ts'
import { settleOrders } from '#redemption/from-order.ts'
import { writeThenShow } from '../answers.ts'
import type { Routes } from '../endpoint.ts'
import { toldTo } from '../field-language.ts'
import { readRows } from '../rows.ts'
import { lookAt, profileCategories } from '../staff-looks.ts'

type Names =
  | 'putCustomer'
  | 'getCustomer'
  | 'mergeCustomers'
  | 'eraseCustomer'
  | 'importCustomers'
  | 'declareAttribute'
  | 'listAttributes'
  | 'recordConsents'
  | 'getConsents'
  | 'putProduct'
  | 'importProducts'
  | 'reportEvents'

export const shopRoutes: Routes<Names> = {
  putCustomer: async (house, { params, body }) => {
    const keepBirthYear = await keepsBirthYear(house.store.read, house.clock.now())
    const { created, ignored } = await upsertCustomer(house, params.reference, body, { keepBirthYear })
    const shown = await showCustomer(house, params.reference)
    return { status: created ? 201 : 200, body: ignored.length > 0 ? { ...shown, ignored } : shown }
  },
  getCustomer: async (house, call) => {
    await lookAt(house, call, call.params.reference, profileCategories)
    return { status: 200, body: await showCustomer(house, call.params.reference) }
  },
  mergeCustomers: async (house, call) => {
    const { params, body, principal } = call
    for (const one of [params.reference, body.from]) await lookAt(house, call, one, profileCategories)
    const { vouchersMoved, consentsEnded } = await mergePeople(house, params.reference, body.from, principal.id)
    return {
      status: 200,
      body: { customer: await showCustomer(house, params.reference), vouchersMoved, consentsEnded },
    }
  },
  eraseCustomer: async (house, { params, principal }) => {
    const { erasedAt, ...rest } = await eraseCustomer(house, params.reference, principal.id)
    return { status: 200, body: { ...rest, erasedAt: new Date(erasedAt).toISOString() } }
  },
  importCustomers: async (house, { req, query }) => {
    const keepBirthYear = await keepsBirthYear(house.store.read, house.clock.now())
    const rows = readRows(req, req.headers['content-type'] ?? '', isImportColumn)
    const report = await importCustomers(house, rows, { dryRun: query.dryRun === 'true', keepBirthYear })
    return { status: 200, body: toldTo(req, report) }
  },
  declareAttribute: (house, call) =>
    writeThenShow(
      house,
      call,
      201,
      (tx) => declareAttribute(tx, call.body),
      (key) => showAttribute(house.store.read, key),
    ),
  listAttributes: async ({ store }, { query }) => ({ status: 200, body: await listAttributes(store.read, query) }),
  recordConsents: (house, call) =>
    writeThenShow(
      house,
      call,
      201,
      (tx) => recordConsents(house, tx, call.body, call.principal),
      (ref) => showRecorded(house.store.read, ref),
    ),
  getConsents: async (house, call) => {
    await lookAt(house, call, call.params.reference, ['preferences'])
    return { status: 200, body: await showConsents(house, call.params.reference) }
  },
  putProduct: async ({ store }, { params, body }) => {
    const { created } = await store.write((tx) => putProduct(tx, params.sku, body))
    return { status: created ? 201 : 200, body: await showProduct(store.read, params.sku) }
  },
  importProducts: async (house, { req, query }) => {
    const rows = readRows(req, req.headers['content-type'] ?? '', isProductColumn)
    return { status: 200, body: toldTo(req, await importProducts(house, rows, { dryRun: query.dryRun === 'true' })) }
  },
  reportEvents: async (house, { body, req }) => {
    const report = await reportEvents(house, body, (tx, events) => settleOrders(house, tx, events))
    return { status: 202, body: toldTo(req, report) }
  },
}
