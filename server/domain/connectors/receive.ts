// Takes in one delivery of a vendor: signed, read, applied, noted. However often and in whatever order it comes, it counts once.
import type { House } from '#core/house.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import type { ConnectorKind, VendorAnswer } from '#shared/contracts/connectors.ts'
import { findByPrints, printOfCode } from '#vouchers/claim.ts'
import { applyFacts } from './apply.ts'
import { countRefused } from './count-refused.ts'
import { mappingsOf } from './endpoints.ts'
import { type ConnectorRow, connectorRow, insertDelivery } from './queries.ts'
import { readExact } from './read-exact.ts'
import { vendors } from './vendors/all.ts'
import type { Context, Delivery, Vendor } from './vendors/vendor.ts'

/**
 * Refuses an unknown or closed endpoint (404 `connector.not_found`) and what its secret has not signed (401
 * `connector.signature`), of which nothing stays but a number. What was signed and means nothing here is answered like any
 * other: vendors switch off endpoints that say no. `machineNow` is real time, which vendors sign (decisions.md, 37).
 */
export async function receiveDelivery(
  house: House,
  endpoint: { id: string; kind: ConnectorKind },
  delivery: Delivery,
  machineNow: number = Date.now(),
): Promise<VendorAnswer> {
  const row = await connectorRow(house.store.read, endpoint.id)
  if (row === null || row.kind !== endpoint.kind || row.closedAt !== null) throw new Refusal('connector.not_found')
  const vendor = vendors[endpoint.kind]
  if (vendor.isGreeting?.(delivery) === true) return nothing
  if (!vendor.isSigned(secretsOf(house, row), delivery, machineNow)) {
    await countRefused(house.store, row.id)
    throw new Refusal('connector.signature')
  }
  const body = readBody(delivery)
  const topic = vendor.topic(delivery, body).slice(0, 200)
  try {
    const answer = await apply(house, row, vendor, topic, body)
    await note(house, row, topic, answer, null)
    return answer
  } catch (error) {
    const code = error instanceof Refusal ? error.code : 'request.failed'
    await note(house, row, topic, nothing, code).catch(() => undefined)
    throw error
  }
}

const nothing: VendorAnswer = { received: true, handled: false, accepted: 0, duplicates: 0, rejected: 0 }

/** Signed, so it is what the vendor sent; a body that is no JSON says nothing to us. */
function readBody({ body }: Delivery): unknown {
  try {
    return readExact(body)
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

function secretsOf({ secrets, clock }: House, row: ConnectorRow): string[] {
  const isOldGood = row.oldSecretSealed !== null && (row.oldSecretUntil ?? 0) > clock.now()
  return [row.secretSealed, ...(isOldGood ? [row.oldSecretSealed as string] : [])].map((one) =>
    secrets.unseal(one, row.id),
  )
}

async function apply(house: House, row: ConnectorRow, vendor: Vendor, topic: string, body: unknown) {
  const base = {
    connectorId: row.id,
    currency: row.currency,
    prefix: row.referencePrefix,
    mappings: mappingsOf(row),
    now: house.clock.now(),
  }
  const context: Context = { ...base, ours: await oursAmong(house, vendor.codes(topic, body, base)) }
  const facts = vendor.read(topic, body, context)
  return facts === null ? nothing : applyFacts(house, row, facts)
}

const MOST_CODES = 20

/** Shops fold codes as they like (WooCommerce writes them small), so each is looked for as written and in capitals. */
async function oursAmong({ store, secrets }: House, codes: string[]): Promise<Map<string, string>> {
  const spelt = [...new Set(codes)].slice(0, MOST_CODES).flatMap((code) =>
    [code, code.toUpperCase()].flatMap((written) => {
      const print = written.length > 200 ? null : printOfCode(secrets, written)
      return print === null ? [] : [{ code, written, print }]
    }),
  )
  const known = new Set(
    (await findByPrints(store.read, [...new Set(spelt.map(({ print }) => print))])).map(({ codePrint }) => codePrint),
  )
  const ours = new Map<string, string>()
  for (const { code, written, print } of spelt) if (known.has(print) && !ours.has(code)) ours.set(code, written)
  return ours
}

async function note(house: House, row: ConnectorRow, topic: string, answer: VendorAnswer, code: string | null) {
  const { handled, accepted, duplicates, rejected } = answer
  const isSaid = handled && accepted + duplicates > 0
  const outcome =
    code !== null || rejected > 0 ? 'failed' : !isSaid ? 'ignored' : accepted > 0 ? 'handled' : 'duplicate'
  await house.store.write((tx) =>
    insertDelivery(tx, {
      id: newId('delivery', tx.now),
      connectorId: row.id,
      at: tx.now,
      topic,
      outcome,
      code: code ?? (rejected > 0 ? 'request.invalid' : null),
      accepted,
      duplicates,
    }),
  )
}
