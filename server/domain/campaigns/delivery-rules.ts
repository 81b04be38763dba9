// The rules that hold for the messages of all campaigns together: silent hours, how often, how fast.
import { readSetting, writeSetting } from '#core/settings.ts'
import type { Queries, Tx } from '#db/store.ts'
import { type DeliveryRules, deliveryRules } from '#shared/contracts/delivery.ts'

const KEY = 'delivery_rules'
const none = deliveryRules.parse({})
let kept: { text: string; rules: DeliveryRules } | null = null

/** What holds while nobody has said anything: no silence, no cap, as fast as it goes. */
export async function readDeliveryRules(q: Queries): Promise<DeliveryRules> {
  const text = await readSetting(q, KEY)
  if (text === null) return none
  if (kept?.text !== text) kept = { text, rules: deliveryRules.parse(JSON.parse(text)) }
  return kept.rules
}

export async function writeDeliveryRules(tx: Tx, rules: DeliveryRules): Promise<void> {
  await writeSetting(tx, KEY, JSON.stringify(rules))
}
