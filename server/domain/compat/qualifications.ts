// Which vouchers would be good on this order: those that a customer holds, and those without a campaign that anybody may use.
import { z } from 'zod'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { freeStanding, pageOfVouchers, type VoucherRow } from '#vouchers/foreign.ts'
import { requireCampaign, showCampaign } from './campaigns.ts'
import { type Order, qualifiedReaders, readFilters, sortedBy } from './filters.ts'
import { ownId, toVendor } from './ids.ts'
import type { Body } from './notes.ts'
import { listNotes } from './notes.ts'
import { judgedOrder, tellOrder } from './orders.ts'
import { readShape, record } from './read-shape.ts'
import { showVouchers } from './show-voucher.ts'
import { stackShape } from './use-shapes.ts'
import { judgeEach, NOTHING, STACKING_RULES, worthOf } from './validate.ts'
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

type Candidates = (house: House, asked: Asked, customerId: string | null) => Promise<VoucherRow[]>

/** 400 `not_supported` for a filter that is not known. */
async function goodOnes(
  house: House,
  asked: Asked,
  among: Candidates = candidates,
): Promise<{ good: Good[]; customerId: string | null }> {
  const fits = readFilters(asked.options?.filters, qualifiedReaders)
  const person = await personOf(house, asked.customer, false)
  const rows = (await among(house, asked, person?.id ?? null)).filter((row) => row.codeSealed !== null)
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
    return minor === undefined || voucher === undefined || fits?.(voucher) === false ? [] : [{ row, voucher, minor }]
  })
  return { good: sorted(good, asked.options?.sorting_rule ?? 'DEFAULT'), customerId: person?.id ?? null }
}

const sorted = (good: Good[], rule: string): Good[] =>
  rule === 'DEFAULT' ? good : [...good].sort((a, b) => (rule === 'BEST_DEAL' ? b.minor - a.minor : a.minor - b.minor))

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

export interface Examined {
  limit: number
  order: Order
  /** Only who asks is judged, not her order. */
  isAudienceOnly: boolean
  /** Campaigns instead of vouchers: those a voucher of which would be good. */
  campaigns: boolean
}

/** The older doors: vouchers or campaigns as they are. */
export async function examine(house: House, body: unknown, how: Examined): Promise<Body> {
  const said = readShape(shape, body)
  const asked = how.isAudienceOnly ? { ...said, scenario: 'AUDIENCE_ONLY' as const } : said
  const { good, customerId } = await goodOnes(house, asked, how.campaigns ? ofEachCampaign : candidates)
  const shown = how.campaigns ? await campaignsOf(house, good) : good.map(({ voucher }) => voucher)
  const data = sortedBy(shown, how.order.by ?? 'created_at', how.order.isAscending).slice(0, how.limit)
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

const MOST_CAMPAIGNS = 100

/** Her own vouchers, and of each campaign one that is nobody's yet. */
const ofEachCampaign: Candidates = async (house, _, customerId) => {
  const q = house.store.read
  const rows = customerId === null ? [] : await pageOfVouchers(q, { customerId }, MOST_LOOKED_AT, 0)
  for (const { id } of await listNotes(house, { kinds: ['campaign'], state: 'live' }, MOST_CAMPAIGNS))
    rows.push(...(await freeStanding(q, [id], house.clock.now(), 1)))
  return rows
}

async function campaignsOf(house: House, good: Good[]): Promise<Body[]> {
  const ids = new Set(good.flatMap(({ voucher }) => (voucher.campaign === null ? [] : String(voucher.campaign_id))))
  const shown: Body[] = []
  for (const id of ids) shown.push(await showCampaign(house, await requireCampaign(house, id)))
  return shown
}
