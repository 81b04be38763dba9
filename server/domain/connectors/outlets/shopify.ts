// Shopify's REST shapes: a price rule says the terms, a discount code under it is the code; one rule for each voucher.

import { readExact, textOf, thingOf } from '../read-exact.ts'
import { digitsOf } from '../vendor-money.ts'
import { decimalOf } from './decimal.ts'
import { type Ask, type Code, type ShopOutlet, unableAnywhere, wordFor } from './shop.ts'

const API = '/admin/api/2024-01'

export const shopifyOutlet: ShopOutlet = {
  unable: (code, withoutMost) => unableAnywhere(code, withoutMost),
  async create(ask, code, known) {
    const there = known.isRetry ? await find(ask, code.code) : null
    if (there !== null) return there
    const ruleId = known.ruleId ?? (await makeRule(ask, code))
    if (typeof ruleId !== 'string') return ruleId
    if (known.ruleId === null) await known.keepRule(ruleId)
    return makeCode(ask, ruleId, code.code)
  },
  async remove(ask, { ruleId }) {
    if (ruleId === null) return 'gone'
    // Its codes go with the rule.
    const answer = await ask({ method: 'DELETE', url: `${API}/price_rules/${ruleId}.json` })
    const isGone = !('failed' in answer) && ((answer.status >= 200 && answer.status < 300) || answer.status === 404)
    return isGone ? 'gone' : wordFor(answer)
  },
}

const json = (body: object) => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
const bodyOf = (text: string) => thingOf(readExact(Buffer.from(text)))

async function makeRule(ask: Ask, code: Code) {
  const answer = await ask({ method: 'POST', url: `${API}/price_rules.json`, ...json({ price_rule: ruleOf(code) }) })
  if ('failed' in answer || answer.status !== 201) return wordFor(answer)
  return textOf(thingOf(bodyOf(answer.body).price_rule).id) ?? { later: 'shop_said_nothing' }
}

async function makeCode(ask: Ask, ruleId: string, code: string) {
  const url = `${API}/price_rules/${ruleId}/discount_codes.json`
  const answer = await ask({ method: 'POST', url, ...json({ discount_code: { code } }) })
  if ('failed' in answer || answer.status !== 201) return wordFor(answer)
  const shopId = textOf(thingOf(bodyOf(answer.body).discount_code).id)
  return shopId === null ? { later: 'shop_said_nothing' } : { shopId, ruleId }
}

/** The shop answers with the address of the code, which is not followed: both numbers stand in it. */
async function find(ask: Ask, code: string): Promise<{ shopId: string; ruleId: string } | null> {
  const answer = await ask({ method: 'GET', url: `${API}/discount_codes/lookup.json?code=${encodeURIComponent(code)}` })
  if ('failed' in answer) return null
  const found = /price_rules\/(\d+)\/discount_codes\/(\d+)/.exec(String(answer.headers.location ?? ''))
  return found?.[1] && found[2] ? { ruleId: found[1], shopId: found[2] } : null
}

function ruleOf({ voucherId, offer, minimumOrderMinor, currency, startsAt, expiresAt }: Code) {
  const amount = (minor: number) => decimalOf(minor, digitsOf(currency))
  return {
    title: voucherId,
    target_selection: 'all',
    customer_selection: 'all',
    usage_limit: 1,
    once_per_customer: true,
    starts_at: new Date(startsAt).toISOString(),
    ends_at: new Date(expiresAt).toISOString(),
    ...(minimumOrderMinor === null
      ? {}
      : { prerequisite_subtotal_range: { greater_than_or_equal_to: amount(minimumOrderMinor) } }),
    ...worthOf(offer, amount),
  }
}

function worthOf(offer: Code['offer'], amount: (minor: number) => string) {
  if (offer.kind === 'free_shipping') {
    return {
      target_type: 'shipping_line',
      allocation_method: 'each',
      value_type: 'percentage',
      value: '-100.0',
      prerequisite_shipping_price_range: { less_than_or_equal_to: amount(offer.maxMinor) },
    }
  }
  const isPercent = offer.kind === 'percent_off'
  return {
    target_type: 'line_item',
    allocation_method: 'across',
    value_type: isPercent ? 'percentage' : 'fixed_amount',
    value: isPercent
      ? `-${decimalOf(offer.bps, 2)}`
      : `-${amount(offer.kind === 'amount_off' ? offer.amountMinor : 0)}`,
  }
}
