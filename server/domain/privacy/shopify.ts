// Shopify's three privacy webhooks: somebody asks what is stored about her, somebody is to be erased, a shop has gone.
import { audit } from '#access/audit.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { findCustomer } from '#customers/find.ts'
import { requireSigned } from './connectors.ts'
import { eraseCustomer } from './forget-me.ts'
import { recordRequest } from './requests.ts'

export interface Delivery {
  connectorId: string
  /** X-Shopify-Topic. */
  topic: string | undefined
  /** X-Shopify-Hmac-Sha256. */
  signature: string | undefined
  /** The bytes as they came: they are what was signed. */
  body: Uint8Array
}

interface Body {
  customer?: { id?: unknown }
  data_request?: { id?: unknown }
  shop_domain?: unknown
}

/**
 * Answers whether the topic is one of ours. However often a delivery is repeated, it is one request, and one erasure. Ids are
 * read as text: they exceed what a number holds. Refuses what is not signed by the connector's secret.
 */
export async function receiveShopify(house: House, delivery: Delivery): Promise<boolean> {
  const { connectorId: id, body, signature, topic } = delivery
  await requireSigned(house, { id, kind: 'shopify', body, signature })
  const said = readBody(body)
  if (topic === 'customers/data_request') await noteRequest(house, id, said)
  else if (topic === 'customers/redact') await redact(house, id, said)
  else if (topic === 'shop/redact') await noteShop(house, id, said)
  else return false
  return true
}

/** Whole numbers beyond what is exact come as their digits. */
function readBody(bytes: Uint8Array): Body {
  const exact = (_key: string, value: unknown, { source }: { source?: string } = {}) =>
    typeof value === 'number' && !Number.isSafeInteger(value) ? (source ?? value) : value
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'), exact as (key: string, value: unknown) => unknown) as Body
  } catch {
    throw new Refusal('request.malformed')
  }
}

const textOf = (id: unknown): string | null => (typeof id === 'string' || typeof id === 'number' ? String(id) : null)

/** By the id that the shop calls her by, bare or as Shopify writes it in full. */
async function personOf({ store, secrets }: House, { customer }: Body) {
  const id = textOf(customer?.id)
  if (id === null) throw new Refusal('request.invalid', { errors: [{ path: 'customer.id', message: 'is missing' }] })
  for (const reference of [id, `gid://shopify/Customer/${id}`]) {
    const row = await findCustomer(store.read, secrets, reference)
    if (row !== null) return { reference, customerId: row.id }
  }
  return null
}

async function noteRequest(house: House, connectorId: string, said: Body): Promise<void> {
  const person = await personOf(house, said)
  const source = `${connectorId} ${textOf(said.data_request?.id) ?? person?.customerId ?? 'unknown'}`
  await house.store.write(async (tx) => {
    const customerId = person?.customerId ?? null
    const id = await recordRequest(tx, { customerId, kind: 'access', via: 'shopify', source })
    if (id !== null) await audit(tx, { actor: connectorId, action: 'request.received', subject: id })
  })
}

async function redact(house: House, connectorId: string, said: Body): Promise<void> {
  const person = await personOf(house, said)
  if (person !== null) return void (await eraseCustomer(house, person.reference, connectorId, 'shopify'))
  await house.store.write((tx) => audit(tx, { actor: connectorId, action: 'redact.nobody', subject: connectorId }))
}

/** What is to become of a whole shop is for people to decide: it is on record for them. */
async function noteShop(house: House, connectorId: string, said: Body): Promise<void> {
  const detail = { shop: textOf(said.shop_domain) ?? '' }
  await house.store.write((tx) =>
    audit(tx, { actor: connectorId, action: 'shop.redact', subject: connectorId, detail }),
  )
}
