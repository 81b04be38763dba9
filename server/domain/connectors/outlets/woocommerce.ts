// WooCommerce's REST shapes: a coupon is code and terms at once, and carries the voucher's id.
import { listOf, readExact, textOf, thingOf } from '../read-exact.ts'
import { digitsOf } from '../vendor-money.ts'
import { decimalOf } from './decimal.ts'
import { type Ask, type Code, type Settled, type ShopOutlet, unableAnywhere, wordFor } from './shop.ts'

const API = '/wp-json/wc/v3'
const OURS = 'vouchsafe_voucher'

export const woocommerceOutlet: ShopOutlet = {
  /** A shipping coupon has no most either; a percentage has one by way of the largest order that may use it. */
  unable(code, withoutMost) {
    if (code.offer.kind === 'free_shipping' && withoutMost === 'refuse') return 'offer_most'
    return unableAnywhere(code, 'accept')
  },
  async create(ask, code, known) {
    const there = known.isRetry ? await find(ask, code) : null
    if (there !== null) return there
    const answer = await ask({ method: 'POST', url: `${API}/coupons`, ...json(couponOf(code)) })
    if ('failed' in answer) return wordFor(answer)
    const said = thingOf(readSafely(answer.body))
    if (answer.status === 400 && said.code === 'woocommerce_rest_coupon_code_already_exists')
      return (await find(ask, code)) ?? { never: 'code_taken' }
    if (answer.status !== 201) return wordFor(answer)
    const shopId = textOf(said.id)
    return shopId === null ? { later: 'shop_said_nothing' } : { shopId }
  },
  async remove(ask, { shopId }) {
    if (shopId === null) return 'gone'
    const answer = await ask({ method: 'DELETE', url: `${API}/coupons/${shopId}?force=true` })
    const isGone = !('failed' in answer) && (answer.status === 200 || answer.status === 404 || answer.status === 410)
    return isGone ? 'gone' : wordFor(answer)
  },
}

const json = (body: object) => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

function readSafely(body: string): unknown {
  try {
    return readExact(Buffer.from(body))
  } catch {
    return null
  }
}

/** A coupon of this code that is not of this voucher is somebody else's. */
async function find(ask: Ask, { code, voucherId }: Code): Promise<Settled | null> {
  const answer = await ask({ method: 'GET', url: `${API}/coupons?code=${encodeURIComponent(code)}` })
  if ('failed' in answer || answer.status !== 200) return null
  const [coupon] = listOf(readSafely(answer.body))
  if (coupon === undefined) return null
  const isOurs = listOf(coupon.meta_data).some(({ key, value }) => key === OURS && value === voucherId)
  const shopId = textOf(coupon.id)
  return isOurs && shopId !== null ? { shopId } : { never: 'code_taken' }
}

function couponOf({ voucherId, code, offer, minimumOrderMinor, currency, expiresAt }: Code) {
  const amount = (minor: number) => decimalOf(minor, digitsOf(currency))
  const isPercent = offer.kind === 'percent_off'
  // The largest order of which the percentage is not more than the most.
  const largest = isPercent ? Math.floor((offer.maxMinor * 10_000) / offer.bps) : null
  return {
    code,
    discount_type: isPercent ? 'percent' : 'fixed_cart',
    amount: isPercent ? decimalOf(offer.bps, 2) : amount(offer.kind === 'amount_off' ? offer.amountMinor : 0),
    individual_use: true,
    usage_limit: 1,
    date_expires_gmt: new Date(expiresAt).toISOString().slice(0, 19),
    ...(offer.kind === 'free_shipping' ? { free_shipping: true } : {}),
    ...(minimumOrderMinor === null ? {} : { minimum_amount: amount(minimumOrderMinor) }),
    ...(largest === null ? {} : { maximum_amount: amount(largest) }),
    meta_data: [{ key: OURS, value: voucherId }],
  }
}
