// Says whether vouchers may be used on an order, and what they would take off: a refusal here is an answer, not an error.
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { decideTogether, type Together } from '#redemption/decide-stack.ts'
import { lookAround } from '#redemption/load.ts'
import { findByPrints, lockByIds, printOfRow } from '#vouchers/claim.ts'
import { brokenRules } from './hold-rules.ts'
import { ownId, toVendor } from './ids.ts'
import type { Body } from './notes.ts'
import { prepareOrder } from './order-notes.ts'
import { tellOrder } from './orders.ts'
import { isHeldWhole, lockFor, refuseTaken, type Session, sessionOf, tellSession } from './sessions.ts'
import { showVouchers } from './show-voucher.ts'
import { type AskedStack, type AskedUse, asStack } from './use-shapes.ts'
import { type Reason, wordsOf } from './vendor-error.ts'
import { reasonFor, type VoucherRow } from './vouchers.ts'
import { type Wanted, type Wishes, wishesOf } from './wishes.ts'

interface Judged {
  asked: AskedStack
  it: Wishes
  /** By place; undefined for those that are refused. */
  minor: Map<number, number>
  refused: Map<number, Reason>
  session: Session | undefined
}

async function judge(house: House, said: AskedStack): Promise<Judged> {
  const order = await prepareOrder(house, said.order)
  const asked = order === null ? said : { ...said, order: order.asked }
  const it = await wishesOf(house, asked, false)
  const known = it.wishes.filter(({ at }) => it.wanted[at]?.row)
  const claims = await findByPrints(
    house.store.read,
    known.map(({ print }) => print),
  )
  const loaded = await lookAround(house, claims, known, [it.order.reference])
  const together = decideTogether(loaded, it.order, it.wishes)
  const broken = await brokenRules(house, { it, metadata: asked.metadata, orderMetadata: asked.order?.metadata })
  const session = sessionOf(asked.session, house.clock.now())
  return lockAll(house, { asked, it, ...verdictsOf(it, together, broken), session })
}

/** What bars a voucher by itself is said before what its rules say. */
function verdictsOf(
  { wanted }: Wishes,
  { made, refused }: Together,
  broken: ReadonlyMap<number, Reason>,
): Pick<Judged, 'minor' | 'refused'> {
  const barred = refused.map(
    ({ wish, refusal }) => [wish.at, reasonFor(refusal, wanted[wish.at]?.row ?? null)] as const,
  )
  return {
    minor: new Map(
      made.flatMap(({ wish, value }) => (broken.has(wish.at) ? [] : [[wish.at, value.row.discountMinor]])),
    ),
    refused: new Map([...broken, ...barred]),
  }
}

/**
 * Each of these vouchers by itself, as if it were the only one: what it would take off, by voucher. With `isAudienceOnly` only
 * who asks is judged, not her order; such vouchers take off nothing yet.
 */
export async function judgeEach(
  house: House,
  rows: VoucherRow[],
  asked: Pick<AskedStack, 'customer' | 'order' | 'metadata'>,
  isAudienceOnly: boolean,
): Promise<Map<string, number>> {
  const good = new Map<string, number>()
  const first = rows[0]
  if (first === undefined) return good
  const redeemables = [{ object: 'voucher', id: toVendor(first.id), gift: undefined }]
  const base = await wishesOf(house, { ...asked, session: null, redeemables, tracking_id: null }, false)
  const [pattern] = base.wishes
  if (pattern === undefined) return good
  const wanted = rows.map((row): Wanted => ({ id: toVendor(row.id), object: 'voucher', row, credits: undefined }))
  const rules = await brokenRules(house, {
    it: { ...base, wanted },
    metadata: asked.metadata,
    orderMetadata: asked.order?.metadata,
  })
  const prints = rows.map((row) => printOfRow(house.secrets, row))
  const wishes = rows.map((row, at) => ({ ...pattern, code: row.id, print: prints[at] ?? '', at }))
  const claims = await findByPrints(house.store.read, prints)
  const loaded = await lookAround(house, claims, wishes, [base.order.reference])
  for (const [at, row] of rows.entries()) {
    const wish = wishes[at]
    const broken = rules.get(at)
    if (wish === undefined || (broken && !(isAudienceOnly && broken.key.startsWith('order')))) continue
    const { made, refused } = decideTogether(loaded, base.order, [{ ...wish, at: 0 }])
    const [one] = made
    if (one) good.set(row.id, one.value.row.discountMinor)
    else if (isAudienceOnly && refused[0]?.refusal.startsWith('order.')) good.set(row.id, 0)
  }
  return good
}

/** With a session each voucher is kept for it, all or none; without one what others keep is not free. */
async function lockAll(house: House, judged: Judged): Promise<Judged> {
  const { it, session, asked } = judged
  if (judged.refused.size > 0) return { ...judged, session: undefined }
  const rows = it.wishes.flatMap((wish) => {
    const row = it.wanted[wish.at]?.row
    return row ? [{ wish, row }] : []
  })
  if (session === undefined && rows.every(({ row }) => isHeldWhole(row))) return judged
  const creditsOf = ({ at: place }: { at: number }) => judged.minor.get(place) ?? 0
  let at = 0
  try {
    await house.store.write(async (tx) => {
      await lockByIds(
        tx,
        rows.map(({ row }) => row.id),
      )
      for (const { wish, row } of rows) {
        at = wish.at
        if (session) await lockFor(house, tx, row, wish, session, creditsOf(wish))
        else await refuseTaken(house, tx, row.id, asked.session?.key ?? undefined, creditsOf(wish))
      }
    })
    return judged
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const minor = new Map([...judged.minor].filter(([place]) => place !== at))
    const reason = reasonFor(error.code, it.wanted[at]?.row ?? null)
    return { ...judged, minor, refused: new Map([[at, reason]]), session: undefined }
  }
}

/** One voucher, as the older door tells it. */
export async function validateOne(house: House, code: string, asked: AskedUse, requestId: string): Promise<Body> {
  const judged = await judge(house, asStack(code, asked))
  const [wanted] = judged.it.wanted
  const refusal = judged.refused.get(0)
  const tracking = { tracking_id: asked.tracking_id ?? ownId('track', house.clock.now()) }
  const row = wanted?.row ?? null
  const [voucher] = row ? await showVouchers(house, [row], new Map([[row.id, code]])) : []
  if (refusal !== undefined || voucher === undefined) {
    const reason = row === null || refusal === undefined ? NOT_FOUND : refusal
    const status = row === null ? 404 : 400
    const about = row === null ? { resource_id: code, resource_type: 'voucher' } : {}
    const details = row === null ? `Cannot find voucher with id ${code}` : code
    return {
      valid: false,
      code,
      reason: row === null ? 'voucher not found' : reason.message,
      error: { code: status, ...wordsOf(reason), details, request_id: requestId, ...about },
      ...tracking,
      metadata: voucher?.metadata ?? {},
    }
  }
  return {
    valid: true,
    code: voucher.code,
    applicable_to: NOTHING,
    inapplicable_to: NOTHING,
    ...worthOf(voucher, judged.minor.get(0) ?? 0),
    order: orderIn(judged, totalOf(judged)),
    ...tracking,
    ...(voucher.campaign === null ? {} : { campaign: voucher.campaign, campaign_id: voucher.campaign_id }),
    metadata: voucher.metadata,
    start_date: voucher.start_date,
    expiration_date: voucher.expiration_date,
    ...(judged.session ? { session: tellSession(judged.session) } : {}),
  }
}

export const NOTHING = { data: [], data_ref: 'data', total: 0, object: 'list' }
const NOT_FOUND: Reason = { key: 'not_found', message: 'Resource not found' }

const totalOf = ({ minor }: Judged): number => [...minor.values()].reduce((sum, one) => sum + one, 0)

export function worthOf(voucher: Body, discountMinor: number): Body {
  if (voucher.type !== 'GIFT_VOUCHER') return { discount: voucher.discount }
  return { gift: { ...(voucher.gift as Body), credits: discountMinor } }
}

function orderIn({ asked, it }: Judged, discountMinor: number): Body {
  const customerId = it.person === null ? null : toVendor(it.person.id)
  return tellOrder(asked.order, it.order, { customerId, discountMinor, appliedMinor: discountMinor })
}

/** Within the bounds that the vendor's strict clients hold them to: a limit per category of more than 5 is no answer to them. */
export const STACKING_RULES = {
  redeemables_limit: 30,
  applicable_redeemables_limit: 8,
  applicable_redeemables_per_category_limit: 5,
  applicable_redeemables_category_limits: {},
  applicable_exclusive_redeemables_limit: 1,
  applicable_exclusive_redeemables_per_category_limit: 1,
  exclusive_categories: [],
  joint_categories: [],
  redeemables_application_mode: 'ALL',
  redeemables_sorting_rule: 'REQUESTED_ORDER',
  redeemables_products_application_mode: 'STACK',
  redeemables_no_effect_rule: 'REDEEM_ANYWAY',
  redeemables_rollback_order_mode: 'WITH_ORDER',
}

/** Several, all or none. */
export async function validateStack(house: House, asked: AskedStack, requestId: string): Promise<Body> {
  const judged = await judge(house, asked)
  const { it, refused, session } = judged
  const rows = it.wanted.flatMap(({ row }) => row ?? [])
  const shown = await showVouchers(
    house,
    rows,
    new Map(it.wanted.flatMap(({ row, id }) => (row ? [[row.id, id]] : []))),
  )
  const vouchers = new Map(rows.map((row, at) => [row.id, shown[at] ?? {}]))
  const voucherAt = ({ row }: Wanted): Body | undefined => (row === null ? undefined : vouchers.get(row.id))
  const inapplicable = it.wanted.flatMap((one, at) => {
    const refusal = refused.get(at)
    return refusal === undefined ? [] : tellRefused(one, refusal, requestId, voucherAt(one))
  })
  const isValid = refused.size === 0
  const tracking = { tracking_id: asked.tracking_id ?? ownId('track', house.clock.now()) }
  const common = {
    id: ownId('valid', house.clock.now()),
    ...tracking,
    ...(session ? { session: tellSession(session) } : {}),
    stacking_rules: STACKING_RULES,
  }
  if (!isValid) {
    const skipped = it.wanted.flatMap((one, at) => (refused.has(at) ? [] : tellSkipped(one, voucherAt(one))))
    return {
      valid: false,
      redeemables: [...inapplicable, ...skipped],
      inapplicable_redeemables: inapplicable,
      ...(skipped.length > 0 ? { skipped_redeemables: skipped } : {}),
      ...common,
    }
  }
  let before = 0
  const redeemables = it.wanted.map((one, at) => {
    const minor = judged.minor.get(at) ?? 0
    before += minor
    const voucher = voucherAt(one) ?? {}
    return {
      status: 'APPLICABLE',
      id: one.id,
      object: 'voucher',
      order: tellOrder(asked.order, it.order, {
        customerId: it.person === null ? null : toVendor(it.person.id),
        discountMinor: before,
        appliedMinor: minor,
      }),
      applicable_to: NOTHING,
      inapplicable_to: NOTHING,
      result: worthOf(voucher, minor),
      metadata: voucher.metadata ?? {},
      categories: voucher.categories ?? [],
    }
  })
  return { valid: true, redeemables, order: orderIn(judged, totalOf(judged)), ...common }
}

function tellRefused({ id, object, row }: Wanted, refusal: Reason, requestId: string, voucher: Body | undefined): Body {
  const reason = row === null ? NOT_FOUND : refusal
  const code = row === null ? 404 : 400
  const about = row === null ? { resource_id: id, resource_type: object } : {}
  return {
    status: 'INAPPLICABLE',
    id,
    object,
    result: {
      error: {
        code,
        ...wordsOf(reason),
        details: row === null ? `Cannot find ${object} with id ${id}` : id,
        request_id: requestId,
        ...about,
      },
      details: { message: reason.message, key: reason.key },
    },
    ...(voucher ? { metadata: voucher.metadata, categories: voucher.categories } : {}),
  }
}

const tellSkipped = ({ id }: Wanted, voucher: Body | undefined): Body => ({
  status: 'SKIPPED',
  id,
  object: 'voucher',
  result: {},
  metadata: voucher?.metadata ?? {},
  categories: voucher?.categories ?? [],
})
