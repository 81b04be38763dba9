// Which vouchers would be good on this order: those that a customer holds, and those without a campaign that anybody may use.
import { z } from 'zod'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { freeStanding, pageOfVouchers, type VoucherRow } from '#vouchers/foreign.ts'
import { ownId, toVendor } from './ids.ts'
import type { Body } from './notes.ts'
import { listNotes } from './notes.ts'
import { judgedOrder, tellOrder } from './orders.ts'
import { readShape, record } from './read-shape.ts'
import { showVouchers } from './show-voucher.ts'
import { stackShape } from './use-shapes.ts'
import { judgeEach, NOTHING, STACKING_RULES, worthOf } from './validate.ts'
import { unsupported } from './vendor-error.ts'
import { personOf } from './wishes.ts'

const scenarios = [
  'ALL',
  'CUSTOMER_WALLET',
  'AUDIENCE_ONLY',
  'PRODUCTS',
  'PRODUCTS_DISCOUNT',
  'PROMOTION_STACKS',
  'PRODUCTS_BY_CUSTOMER',
  'PRODUCTS_DISCOUNT_BY_CUSTOMER',
] as const
const { customer, order, metadata, tracking_id } = stackShape.shape
const shape = z.object({
  customer,
  order,
  metadata,
  tracking_id,
  scenario: z.enum(scenarios).nullish(),
  mode: z.string().nullish(),
  options: z
    .object({
      limit: z.number().int().min(1).max(50).nullish(),
      starting_after: z.string().nullish(),
      filters: record.nullish(),
      expand: z.array(z.string()).nullish(),
      sorting_rule: z.enum(['BEST_DEAL', 'LEAST_DEAL', 'DEFAULT']).nullish(),
    })
    .nullish(),
})
type Asked = z.infer<typeof shape>

const USUAL = 5
/** So many are looked at: who has more vouchers than that is shown the newest. */
const MOST_LOOKED_AT = 300

interface Good {
  row: VoucherRow
  voucher: Body
  minor: number
}

async function candidates(house: House, asked: Asked, customerId: string | null): Promise<VoucherRow[]> {
  const q = house.store.read
  const scenario = asked.scenario ?? 'ALL'
  // There are no stacks of promotions here.
  if (scenario === 'PROMOTION_STACKS') return []
  const own = customerId === null ? [] : await pageOfVouchers(q, { customerId }, MOST_LOOKED_AT, 0)
  if (scenario === 'CUSTOMER_WALLET' || scenario.endsWith('_BY_CUSTOMER')) return own
  const shelves = await listNotes(house, { kinds: ['shelf'] }, MOST_LOOKED_AT)
  const free = await freeStanding(
    q,
    shelves.map(({ id }) => id),
    house.clock.now(),
    MOST_LOOKED_AT,
  )
  return [...own, ...free]
}

async function goodOnes(house: House, asked: Asked): Promise<{ good: Good[]; customerId: string | null }> {
  const person = await personOf(house, asked.customer, false)
  const rows = (await candidates(house, asked, person?.id ?? null)).filter((row) => row.codeSealed !== null)
  const shown = await showVouchers(house, rows)
  const isAudienceOnly = asked.scenario === 'AUDIENCE_ONLY'
  const verdicts = await judgeEach(
    house,
    rows,
    { customer: asked.customer, order: asked.order, metadata: asked.metadata },
    isAudienceOnly,
  )
  const good = rows.flatMap((row, at): Good[] => {
    const minor = verdicts.get(row.id)
    const voucher = shown[at]
    return minor === undefined || voucher === undefined || !passes(voucher, asked.options?.filters)
      ? []
      : [{ row, voucher, minor }]
  })
  return { good: sorted(good, asked.options?.sorting_rule ?? 'DEFAULT'), customerId: person?.id ?? null }
}

const sorted = (good: Good[], rule: string): Good[] =>
  rule === 'DEFAULT' ? good : [...good].sort((a, b) => (rule === 'BEST_DEAL' ? b.minor - a.minor : a.minor - b.minor))

const filterable: Record<string, (voucher: Body) => unknown> = {
  category_id: ({ category_id }) => category_id,
  campaign_id: ({ campaign_id }) => campaign_id,
  resource_id: ({ id }) => id,
  resource_type: () => 'voucher',
  voucher_type: ({ type }) => type,
  code: ({ code }) => code,
}

/** 400 `not_supported` for a filter that is not known. */
function passes(voucher: Body, filters: Body | null | undefined): boolean {
  if (!filters) return true
  const { junction, ...rest } = filters
  const results = Object.entries(rest).map(([field, asked]) => {
    const read = Object.hasOwn(filterable, field) ? filterable[field] : undefined
    if (read === undefined) throw unsupported(`The filter ${field.slice(0, 60)}`)
    const conditions = (asked as Body | null)?.conditions as Body | undefined
    return Object.entries(conditions ?? {}).every(([op, wanted]) => {
      const values = (Array.isArray(wanted) ? wanted : [wanted]).map(String)
      const isIn = values.includes(String(read(voucher)))
      if (op === '$in' || op === '$is') return isIn
      if (op === '$not_in' || op === '$is_not') return !isIn
      throw unsupported(`The condition ${op.slice(0, 60)} on ${field}`)
    })
  })
  if (results.length === 0) return true
  return String(junction ?? 'AND').toUpperCase() === 'OR' ? results.includes(true) : !results.includes(false)
}

function orderOf(house: House, asked: Asked, customerId: string | null, discountMinor: number): Body {
  const judged = judgedOrder(asked.order, { reference: ownId('ord', house.clock.now()), currency: 'EUR' })
  const whose = customerId === null ? null : toVendor(customerId)
  return tellOrder(asked.order, judged, { customerId: whose, discountMinor, appliedMinor: discountMinor })
}

/** 400 `invalid_payload`, `not_supported`. */
export async function checkEligibility(house: House, body: unknown): Promise<Body> {
  const asked = readShape(shape, body)
  const { good, customerId } = await goodOnes(house, asked)
  const limit = asked.options?.limit ?? USUAL
  const after = asked.options?.starting_after
  const from = after ? good.findIndex(({ row }) => iso(row.issuedAt) === after || toVendor(row.id) === after) + 1 : 0
  const page = good.slice(from, from + limit)
  const hasMore = good.length > from + limit
  const last = page.at(-1)
  const data = page.map(({ row, voucher, minor }) => ({
    id: voucher.code,
    object: 'voucher',
    created_at: iso(row.issuedAt),
    ...(voucher.campaign === null ? {} : { campaign_name: voucher.campaign, campaign_id: voucher.campaign_id }),
    result: resultOf(voucher, minor),
    order: orderOf(house, asked, customerId, minor),
    validation_rules_assignments: voucher.validation_rules_assignments,
    applicable_to: NOTHING,
    inapplicable_to: NOTHING,
    metadata: voucher.metadata,
    categories: voucher.categories,
    ...(asked.options?.expand?.includes('redeemable') ? { redeemable: voucher } : {}),
  }))
  return {
    redeemables: {
      object: 'list',
      data_ref: 'data',
      data,
      total: good.length,
      has_more: hasMore,
      ...(hasMore && last ? { more_starting_after: toVendor(last.row.id) } : {}),
    },
    tracking_id: asked.tracking_id ?? ownId('track', house.clock.now()),
    order: orderOf(house, asked, customerId, 0),
    stacking_rules: STACKING_RULES,
  }
}

function resultOf(voucher: Body, minor: number): Body {
  const worth = worthOf(voucher, minor)
  return worth.discount ? { discount: { ...(worth.discount as Body), is_dynamic: false } } : worth
}

/** The older doors: vouchers as they are. `campaigns` answers only those of campaigns. */
export async function examine(
  house: House,
  body: unknown,
  { limit, campaigns }: { limit: number; campaigns: boolean },
): Promise<Body> {
  const asked = readShape(shape, body)
  const { good, customerId } = await goodOnes(house, campaigns ? { ...asked, scenario: 'ALL' } : asked)
  const of = campaigns ? good.filter(({ voucher }) => voucher.campaign !== null) : good
  const data = of.slice(0, limit).map(({ voucher }) => voucher)
  return {
    object: 'list',
    total: data.length,
    data_ref: 'data',
    data,
    id: ownId('qualification', house.clock.now()),
    tracking_id: asked.tracking_id ?? ownId('track', house.clock.now()),
    created_at: iso(house.clock.now()),
    order: orderOf(house, asked, customerId, 0),
  }
}
