// Applies what a vendor has said, fact by fact; each is kept from counting twice by its id or by its version.
import { audit } from '#access/audit.ts'
import { putProducts } from '#catalog/put.ts'
import { setStock } from '#catalog/set-stock.ts'
import { keepsBirthYear } from '#consent/keeps-age.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { ensureCustomers } from '#customers/ensure.ts'
import { findCustomer } from '#customers/find.ts'
import { upsertCustomer } from '#customers/upsert.ts'
import { reportEvents } from '#occasions/report.ts'
import { eraseCustomer } from '#privacy/forget-me.ts'
import { recordRequest } from '#privacy/requests.ts'
import { withdrawChannel } from '#privacy/unsubscribe.ts'
import { settleOrders } from '#redemption/from-order.ts'
import type { VendorAnswer } from '#shared/contracts/connectors.ts'
import { type ConnectorRow, learnCurrency, takeVersion, versionOf } from './queries.ts'
import { nameArticles, putShelf, skuOfArticle, stockOf } from './queries-stock.ts'
import type { Fact } from './vendors/vendor.ts'

type Of<K extends Fact['kind']> = Extract<Fact, { kind: K }>
type Outcome = 'accepted' | 'duplicate' | 'rejected' | 'nothing'

/** People before what they did, products before what lies of them; events all at once. */
export async function applyFacts(house: House, row: ConnectorRow, facts: Fact[]): Promise<VendorAnswer> {
  const answer: VendorAnswer = { received: true, handled: true, accepted: 0, duplicates: 0, rejected: 0 }
  for (const fact of facts) {
    const outcome = await applyOne(house, row, fact)
    if (outcome === 'accepted') answer.accepted += 1
    if (outcome === 'duplicate') answer.duplicates += 1
    if (outcome === 'rejected') answer.rejected += 1
  }
  const events = facts.flatMap((fact) => (fact.kind === 'event' ? [fact.event] : []))
  if (events.length === 0) return answer
  const said = await reportEvents(house, events, (tx, accepted) => settleOrders(house, tx, accepted))
  return {
    ...answer,
    accepted: answer.accepted + said.accepted,
    duplicates: answer.duplicates + said.duplicates,
    rejected: answer.rejected + said.rejected,
  }
}

function applyOne(house: House, row: ConnectorRow, fact: Fact): Promise<Outcome> | Outcome {
  switch (fact.kind) {
    case 'customer':
      return putPerson(house, row.id, fact)
    case 'product':
      return putArticle(house, row.id, fact)
    case 'shelf':
      return putOnShelf(house, row.id, fact)
    case 'currency':
      return row.currency === null ? learn(house, row.id, fact.currency) : 'nothing'
    case 'erasure':
      return erase(house, row.id, fact.reference)
    case 'no_messages':
      return stopMessages(house, row.id, fact)
    case 'leaving':
      return noteLeaving(house, row.id, fact)
    case 'access':
      return noteAccess(house, row.id, fact)
    case 'shop_gone':
      return noteShop(house, row.id, fact.shop)
    case 'event':
      return 'nothing'
  }
}

/** Undoes a write whose word is older than what is known. */
class Stale extends Error {}

/** The version is taken in the write that stores her, so that of two words at once the newer stands, whatever breaks. */
async function putPerson(house: House, connectorId: string, fact: Of<'customer'>): Promise<Outcome> {
  const { reference, version, part } = fact
  if (reference.length > 200) return 'rejected'
  const { store, secrets } = house
  const thing = `customer:${secrets.print('reference', reference)}${part === undefined ? '' : `:${part}`}`
  if (((await versionOf(store.read, connectorId, thing)) ?? 0) >= version) return 'duplicate'
  // Whoever was erased does not come back by a delivery that took its time.
  if ((await ensureCustomers(house, [reference])).get(reference) == null) return 'nothing'
  const keepBirthYear = await keepsBirthYear(store.read, house.clock.now())
  try {
    await upsertCustomer(house, reference, fact.fields, { keepBirthYear }, async (tx) => {
      if (!(await takeVersion(tx, connectorId, thing, version))) throw new Stale()
    })
    return 'accepted'
  } catch (error) {
    if (error instanceof Stale) return 'duplicate'
    if (error instanceof Refusal) return 'rejected'
    throw error
  }
}

async function putArticle({ store }: House, connectorId: string, fact: Of<'product'>): Promise<Outcome> {
  const { row, articles, version } = fact
  return store.write(async (tx) => {
    await nameArticles(tx, connectorId, row.sku, articles)
    if (!(await takeVersion(tx, connectorId, `product:${row.sku}`, version))) return 'duplicate'
    // What lies on shelves is told by the shelves once they were heard of.
    const shelved = await stockOf(tx, connectorId, row.sku)
    await putProducts(tx, [shelved === null ? row : { ...row, stock: shelved }])
    return 'accepted'
  })
}

async function putOnShelf({ store }: House, connectorId: string, fact: Of<'shelf'>): Promise<Outcome> {
  return store.write(async (tx) => {
    if (!(await putShelf(tx, { connectorId, ...fact }))) return 'duplicate'
    const sku = await skuOfArticle(tx, connectorId, fact.article)
    const stock = sku === null ? null : await stockOf(tx, connectorId, sku)
    if (sku !== null && stock !== null) await setStock(tx, sku, stock)
    return 'accepted'
  })
}

async function learn({ store }: House, connectorId: string, currency: string): Promise<Outcome> {
  await store.write((tx) => learnCurrency(tx, connectorId, currency))
  return 'nothing'
}

/** By the id that the shop calls her by, bare or as Shopify writes it in full. */
async function personCalled({ store, secrets }: House, reference: string) {
  for (const called of [reference, `gid://shopify/Customer/${reference}`]) {
    const row = await findCustomer(store.read, secrets, called)
    if (row !== null) return { reference: called, customerId: row.id }
  }
  return null
}

async function erase(house: House, connectorId: string, reference: string): Promise<Outcome> {
  const person = await personCalled(house, reference)
  if (person !== null) {
    await eraseCustomer(house, person.reference, connectorId, 'shopify')
    return 'accepted'
  }
  await house.store.write((tx) => audit(tx, { actor: connectorId, action: 'redact.nobody', subject: connectorId }))
  return 'duplicate'
}

/** She has unsubscribed at the shop: that binds here as the link in a mail does. Told again, or out of turn, it changes nothing, and
 * what she has agreed to since then stands. */
async function stopMessages(house: House, connectorId: string, fact: Of<'no_messages'>): Promise<Outcome> {
  const { store, secrets } = house
  const { reference, channel, at } = fact
  const person = await personCalled(house, reference)
  if (person === null) return 'nothing'
  return store.write(async (tx) => {
    const thing = `no_${channel}:${secrets.print('reference', reference)}`
    if (!(await takeVersion(tx, connectorId, thing, at))) return 'duplicate'
    const told = { method: 'shop', surface: 'POST /v1/connectors/shopify/:id', at: Math.min(at, tx.now) }
    await withdrawChannel(tx, { customerId: person.customerId, channel }, told)
    return 'accepted'
  })
}

/** Deleted at the shop: whether she is erased here, which nobody can take back, is for people to decide in time. */
async function noteLeaving(house: House, connectorId: string, fact: Of<'leaving'>): Promise<Outcome> {
  const person = await personCalled(house, fact.reference)
  if (person === null) return 'nothing'
  return noteRequest(house, connectorId, { customerId: person.customerId, kind: 'erase', source: fact.source })
}

async function noteAccess(house: House, connectorId: string, fact: Of<'access'>): Promise<Outcome> {
  const person = fact.reference === null ? null : await personCalled(house, fact.reference)
  const source = `${connectorId} ${fact.source}`
  return noteRequest(house, connectorId, { customerId: person?.customerId ?? null, kind: 'access', source })
}

async function noteRequest(
  house: House,
  connectorId: string,
  request: { customerId: string | null; kind: 'erase' | 'access'; source: string },
): Promise<Outcome> {
  return house.store.write(async (tx) => {
    const id = await recordRequest(tx, { ...request, via: 'shopify' })
    if (id === null) return 'duplicate'
    await audit(tx, { actor: connectorId, action: 'request.received', subject: id })
    return 'accepted'
  })
}

/** What is to become of a whole shop is for people to decide: it is on record for them, once. */
async function noteShop({ store }: House, connectorId: string, shop: string): Promise<Outcome> {
  return store.write(async (tx) => {
    if (!(await takeVersion(tx, connectorId, `shop_gone:${shop.slice(0, 200)}`, 1))) return 'duplicate'
    await audit(tx, { actor: connectorId, action: 'shop.redact', subject: connectorId, detail: { shop } })
    return 'accepted'
  })
}
